"""A question about what one document says, which it calls by what that is: “in the contract”, “does the mail say …?”."""

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from index.search.lexical import analyse
from index.storage.records import ChunkRow
from rag.english.word_lists import PREPOSITIONS, WRITTEN_THINGS
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.collection.document_sorts import formats_called

__all__ = ["about_document"]

_THE = r"(?:the|my|our|your|their|this)"
_WORD = r"[\w'’\-]+"
_NAME = rf"(?P<name>{_WORD}(?: {_WORD}){{0,4}})"
_SAYS = re.compile(
    rf"\b(?:according to|as per) {_THE} {_NAME}"
    rf"|\b(?:do|does|did) {_THE} {_NAME.replace('name', 'who')} (?:say|tell|state|mention|write|read)\b",
    re.IGNORECASE,
)
"""Whatever says something is a document."""

_IN = re.compile(rf"\b(?:in|by) {_THE} {_NAME}", re.IGNORECASE)
"""What something stands in may be a place, or whatever else."""
_PARTS = re.compile(r"[,;:(|–—]| - ")
_NOUN = re.compile(r"[^\W\d_]{3,}")
_MOST_MEANT = 3
"""Documents that may be meant together, such as the versions of one, or a mail and its answer."""


def about_document(query: Query, investigator: Investigator) -> tuple[Query, tuple[str, ...]] | None:
    """Return a query about the documents that its question calls by what they are, and their titles.

    None where it calls none so, where as many are called so that none is meant, and where sources were chosen.

    Args:
        query: with its question as it stands alone.
        investigator: within one snapshot of its index.

    Raises:
        EncoderMismatch: the encoder is not the index's.
    """
    names = [(match["name"] or match["who"]).split() for match in _SAYS.finditer(query.text)]
    names += [_up_to_written(match["name"].split()) for match in _IN.finditer(query.text)]
    if not any(names) or query.filters.sources:
        return None
    rows = {candidate.row.document_id: candidate.row for candidate in investigator.passages(query).candidates}
    for name in names:
        meant = _called(name, rows.values())
        if 0 < len(meant) <= min(_MOST_MEANT, len(rows) - 1):
            filters = dataclasses.replace(query.filters, sources=tuple(row.source for row in meant))
            titles = tuple(dict.fromkeys(row.title for row in meant))
            return dataclasses.replace(query, filters=filters), titles
    return None


def _up_to_written(words: list[str]) -> list[str]:
    """Return words up to the last that something written is called by; none where none is."""
    last = max((place for place, word in enumerate(words) if word.lower() in WRITTEN_THINGS), default=-1)
    return words[: last + 1]


def _called(words: list[str], rows: Iterable[ChunkRow]) -> list[ChunkRow]:
    """Return a chunk of each document that the first words of a name call, as many of them as possible."""
    known = list(rows)
    for count in range(len(words), 0, -1):
        found = [row for row in known if _is_called(words[:count], row)]
        if found:
            return found
    return []


def _is_called(words: list[str], row: ChunkRow) -> bool:
    """Tell whether words are what a document is: the last a noun for it, the others from its title or name."""
    language = row.language or "en"
    head, terms = set(analyse(words[-1], language)), set(analyse(" ".join(words), language))
    if not head:
        return False
    stem, suffix = _name_of(row.source)
    if len(terms) == 1 and suffix in formats_called(*terms):
        return True
    # The subject of a mail is what it is about, and seldom what it is.
    title = "" if suffix in formats_called("mail") else row.title
    nouns = set(analyse(" ".join(_nouns(title, stem)), language))
    return head <= nouns and terms <= set(analyse(f"{row.title} {stem}", language))


def _nouns(title: str, stem: str) -> Iterator[str]:
    """Yield the nouns that say what a document is: “Minutes” of “Minutes of the committee”, and its name's last word.

    Of each part of a title between commas and the like it is the last noun before a preposition.
    """
    for part in (*_PARTS.split(title), stem):
        before = itertools.takewhile(lambda word: word.lower() not in PREPOSITIONS, part.split())
        if found := _NOUN.findall(" ".join(before)):
            yield found[-1]


def _name_of(source: str) -> tuple[str, str]:
    """Return a source's name in words, without what stands behind the last dot, and that."""
    path = PurePath(source.partition("#")[0])
    return re.sub(r"[-_.]+", " ", path.stem), path.suffix.removeprefix(".").lower()
