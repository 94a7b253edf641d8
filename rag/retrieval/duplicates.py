"""Passages that say the same in the same words: the best stands for all of them."""

import dataclasses
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from index.search.analysis import analyse, number_terms
from index.storage.records import ChunkRow
from rag.retrieval.candidates import Candidate

__all__ = ["fold"]

_LOOKED_AT = 30
"""Passages further down are shown to nobody, and no evidence is taken from them."""

_SHINGLE = 3
_SAME_WORDS = 0.8
"""The share of shingles, three words in a row, that both have in common (resemblance: Broder 1997, section 2)."""

_SAME_TITLE = 0.5
_TITLES_KEPT = 1_000
"""Titles with headings that need not be taken apart again for each passage below them."""

_NEAR = 0.1
"""Words of the question meet both passages about equally, within this cosine, or their texts are not compared."""


def fold(candidates: Sequence[Candidate], text_of: Callable[[ChunkRow], str]) -> list[Candidate]:
    """Return the candidates without those that repeat a better one, which has them as its ``copies``.

    A copy has nearly the same words, the very same numbers and much the same title: a form that was filled in anew, or
    a report with a corrected figure, is not a copy.

    Args:
        candidates: best first.
        text_of: returns a chunk's text.
    """
    looked_at = candidates[:_LOOKED_AT]
    kept: list[Candidate] = []
    places: list[int] = []
    shapes: dict[int, _Shape] = {}

    def shape(row: ChunkRow) -> "_Shape":
        if row.id not in shapes:
            shapes[row.id] = _Shape(row, text_of)
        return shapes[row.id]

    met_alike = _met_alike(looked_at)
    for place, candidate in enumerate(looked_at):
        alike = (n for n, other in enumerate(places) if met_alike[place, other])
        same = next((n for n in alike if shape(kept[n].row).repeats(shape(candidate.row))), None)
        if same is None:
            places.append(place)
            kept.append(candidate)
        else:
            kept[same] = dataclasses.replace(kept[same], copies=(*kept[same].copies, candidate.row))
    return kept + list(candidates[_LOOKED_AT:])


def _met_alike(candidates: Sequence[Candidate]) -> npt.NDArray[np.bool_]:
    """Return (n, n), which of the candidates the words of the question meet about equally."""
    if not candidates:
        return np.zeros((0, 0), np.bool_)
    best = np.stack([candidate.best for candidate in candidates])
    near: npt.NDArray[np.bool_] = np.abs(best[:, None] - best[None]).max(axis=2) <= _NEAR
    return near


class _Shape:
    """What of a passage is compared with another, each part when it first is: most differ in the first that is cheap.

    Args:
        row: the chunk.
        text_of: returns its text.
    """

    def __init__(self, row: ChunkRow, text_of: Callable[[ChunkRow], str]) -> None:
        self._row, self._text_of = row, text_of

    def repeats(self, other: "_Shape") -> bool:
        """Tell whether both say the same."""
        return (
            _resemblance(self._title, other._title) >= _SAME_TITLE
            and self._numbers == other._numbers
            and _resemblance(self._shingles, other._shingles) >= _SAME_WORDS
        )

    @cached_property
    def _text(self) -> str:
        return self._text_of(self._row)

    @cached_property
    def _title(self) -> frozenset[str]:
        return _terms(f"{self._row.title} {self._row.heading}", self._row.language)

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(number_terms(self._text, self._row.language))

    @cached_property
    def _shingles(self) -> frozenset[tuple[str, ...]]:
        words = analyse(self._text, self._row.language)
        if len(words) < _SHINGLE:
            return frozenset((tuple(words),))
        return frozenset(zip(*(words[place:] for place in range(_SHINGLE)), strict=False))


@lru_cache(_TITLES_KEPT)
def _terms(title: str, language: str) -> frozenset[str]:
    return frozenset(analyse(title, language))


def _resemblance(one: frozenset[object], other: frozenset[object]) -> float:
    common = len(one & other)
    together = len(one) + len(other) - common
    return common / together if together else 1.0
