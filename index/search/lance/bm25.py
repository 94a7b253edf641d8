"""BM25 as Tantivy computes it, over the words of a chunk and at half weight over those of its title and heading.

An engine that servers share has statistics of its own, which know nothing of what each server keeps beside it; one
formula over the statistics of both orders all.
"""

import bisect
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.search.analysis import search_terms
from index.storage.records import LexicalRow

__all__ = ["FieldCounts", "Frequency", "Statistics", "Words", "bm25", "words_of"]

_K1 = 1.2
_B = 0.75
_HEADING_WEIGHT = 0.5

_EXACT_LENGTHS = 24
"""Lengths below are kept as they are; above, in one byte: four bits of them, and how far these are shifted."""

Frequency = tuple[int, int]
"""In how many chunks a term occurs: in their words, and in their title or heading."""


def _length_of(code: int) -> int:
    """Return the length that a byte stands for, as Lucene and Tantivy have it."""
    code -= _EXACT_LENGTHS
    if code < 0:
        return code + _EXACT_LENGTHS
    bits, shift = code & 7, (code >> 3) - 1
    return _EXACT_LENGTHS + (bits if shift < 0 else (bits | 8) << shift)


_LENGTHS = [_length_of(code) for code in range(256)]


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of a chunk, with spaces between them: of its text, and of its title and heading."""

    body: str
    heading: str

    @property
    def fields(self) -> tuple[list[str], list[str]]:
        """The terms of both."""
        return self.body.split(), self.heading.split()


def words_of(row: LexicalRow) -> Words:
    """Return the terms that a chunk is found by, as ``index.search.lexical`` has them."""
    body, heading = search_terms(row.text, row.language), search_terms(f"{row.title} {row.heading}", row.language)
    return Words(" ".join(body), " ".join(heading))


@dataclass(slots=True)
class FieldCounts:
    """What is counted of some chunks, or of how these differ from others.

    Attributes:
        chunks: how many there are.
        body: the sum of the lengths of their texts, in terms.
        heading: the sum of those of their titles and headings.
        bodies: by the term, in how many texts it occurs.
        headings: in how many titles and headings.
    """

    chunks: int = 0
    body: int = 0
    heading: int = 0
    bodies: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)

    def count(self, words: Words, sign: int = 1) -> None:
        """Count a chunk, or with -1 one less."""
        body, heading = words.fields
        self.chunks += sign
        self.body += sign * len(body)
        self.heading += sign * len(heading)
        for counted, terms in ((self.bodies, set(body)), (self.headings, set(heading))):
            for term in terms:
                counted[term] += sign

    def copy(self) -> "FieldCounts":
        """Return the same, to be counted on."""
        return FieldCounts(self.chunks, self.body, self.heading, self.bodies.copy(), self.headings.copy())


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 needs to know of all chunks.

    Attributes:
        chunks: how many there are.
        body: the sum of the lengths of their texts, in terms.
        heading: the sum of those of their titles and headings.
        frequency: of each of the terms that are looked for.
    """

    chunks: int
    body: int
    heading: int
    frequency: Mapping[str, Frequency]


def bm25(terms: Sequence[str], chunks: Iterable[tuple[int, Words]], known: Statistics) -> list[tuple[int, float]]:
    """Return (id, score) of those of some chunks that have one of the terms, best first, equal scores by id.

    Args:
        terms: each once, in order.
        chunks: with their ids.
        known: of all chunks, these among them.
    """
    lengths = tuple(max(total, 1) / max(known.chunks, 1) for total in (known.body, known.heading))
    factors = [
        (weight * (1 + _K1), mean, [(term, _idf(known.frequency[term][which], known.chunks)) for term in terms])
        for which, (weight, mean) in enumerate(zip((1.0, _HEADING_WEIGHT), lengths, strict=True))
    ]
    found = []
    for identity, words in chunks:
        score = 0.0
        for (weight, mean, idfs), field_terms in zip(factors, words.fields, strict=True):
            length = _LENGTHS[bisect.bisect_right(_LENGTHS, len(field_terms)) - 1]
            norm = _K1 * (1 - _B + _B * length / mean)
            for term, idf in idfs:
                if times := field_terms.count(term):
                    score += weight * idf * times / (times + norm)
        if score:
            found.append((identity, float(np.float32(score))))  # so that equal scores are, in whatever order they came
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))


def _idf(frequency: int, chunks: int) -> float:
    frequency = min(max(frequency, 0), chunks)
    return math.log(1 + (chunks - frequency + 0.5) / (frequency + 0.5))
