"""Which of two documents of one name is the later, by what they say of themselves."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index.storage.records import ChunkRow, DocumentSummary
from index.store import Index
from index.text.forms.dates import YEAR, dates
from rag.retrieval.dates.period import month_end

__all__ = ["Edition", "day_of", "days_of", "edition", "edition_of", "is_later", "named_edition", "newest_editions"]

_OPENING = 300
"""Characters at the beginning of a document in which it says which edition it is."""

_NAMED = r"(?:version|revision|edition|rev\.?|v)"
_NUMBER = re.compile(rf"\b{_NAMED}\W{{0,2}}(?P<number>\d+(?:\.\d+){{0,3}})", re.IGNORECASE)
_OF = r"(?:\W{1,2}(?:as of|of|from|dated|in|on|since))?\W{1,3}"
_STATED = re.compile(rf"\b(?:{_NAMED}|amended|revised|effective|in force|valid){_OF}$", re.IGNORECASE)
"""What stands before the day of an edition: “edition of”, “revised on”, “valid from”."""

_REPLACES = re.compile(r"\b(?:replac|supersed)(?:es|ed|ing)\b[^.;\n]*$", re.IGNORECASE)
"""What stands before the edition that another one takes the place of."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What tells a document from the others of its name.

    Attributes:
        number: of the version that it calls itself, 2.10 as (2, 10); empty where it has none.
        day: the day or the month that it is from, as ISO 8601; empty where it does not say so.
        year: the last that its title or the name of its source has; empty for none.
        is_stated: whether it calls itself an edition or a version: a later one takes its place.
    """

    number: tuple[int, ...]
    day: str
    year: str
    is_stated: bool

    @property
    def marks(self) -> frozenset[str]:
        """The figures that a question may call it by."""
        return frozenset({self.day[:4], self.year, ".".join(map(str, self.number))} - {""})


def edition(title: str, source: str, published_at: str | None, text: str) -> Edition:
    """Return which edition a document is.

    Args:
        title: of the document.
        source: of the document.
        published_at: ISO 8601; None where it is not known.
        text: of the document, or its beginning.
    """
    opening = f"{title}\n{text[:_OPENING]}"
    number = next((found for found in _NUMBER.finditer(opening) if not _is_replaced(opening, found.start())), None)
    stated = [
        (first, terms[0])
        for first, _, terms in dates(opening)
        if terms[0][0].isdigit() and _STATED.search(opening, 0, first) and not _is_replaced(opening, first)
    ]
    day = published_at or min(stated, default=(0, ""))[1]
    years = YEAR.findall(f"{title} {source}")
    counted = tuple(map(int, number["number"].split("."))) if number else ()
    return Edition(counted, day, max(years, default=""), bool(number or stated))


def is_later(one: Edition, other: Edition) -> bool:
    """Tell whether an edition is later than another: by its number, or else its day, or else the year of its name."""
    if one.number and other.number and one.number != other.number:
        return one.number > other.number
    shared = min(len(one.day), len(other.day))
    if one.day[:shared] != other.day[:shared]:
        return one.day[:shared] > other.day[:shared]
    return bool(one.year and other.year) and one.year > other.year


def day_of(document: ChunkRow | DocumentSummary) -> str:
    """Return the day that a document is from, or the one day or month that its title has; ISO 8601, else empty."""
    if document.published_at:
        return document.published_at[:10]
    if not YEAR.search(document.title):  # to look for dates in the titles of very many documents takes a second
        return ""
    named = {terms[0] for _, _, terms in dates(document.title) if terms[0][0].isdigit()}
    longest = max(named, key=len, default="")
    return longest if all(longest.startswith(each) for each in named) else ""


def days_of(document: DocumentSummary) -> list[tuple[str, str]]:
    """Return the days that a document may be from, as first and last ones, ISO 8601.

    Those of ``day_of``, of a month all; else the years that its title and its name have.
    """
    day = day_of(document)
    if len(day) == len("2031-04"):
        first = date.fromisoformat(f"{day}-01")
        return [(first.isoformat(), month_end(first).isoformat())]
    if day:
        return [(day, day)]
    return [(f"{year}-01-01", f"{year}-12-31") for year in YEAR.findall(f"{document.title} {document.name}")]


def edition_of(index: Index, document: ChunkRow | DocumentSummary) -> Edition:
    """Return which edition a document is, or that of a chunk."""
    identity = document.document_id if isinstance(document, ChunkRow) else document.id
    opening = index.documents.excerpt(identity, document.version, 0, _OPENING)
    return edition(document.title, document.source, document.published_at, opening)


def named_edition(document: ChunkRow | DocumentSummary) -> Edition:
    """Return which edition a document is, or a chunk's, as far as title, source and date say."""
    return edition(document.title, document.source, document.published_at, "")


def newest_editions(index: Index, documents: Iterable[DocumentSummary]) -> list[DocumentSummary]:
    """Return documents of one name, the latest edition first; those that nothing tells apart stay as they were."""
    known = [(each, edition_of(index, each)) for each in documents]
    return [each for each, _ in sorted(known, key=functools.cmp_to_key(_order), reverse=True)]


def _order(one: tuple[DocumentSummary, Edition], other: tuple[DocumentSummary, Edition]) -> int:
    return int(is_later(one[1], other[1])) - int(is_later(other[1], one[1]))


def _is_replaced(text: str, place: int) -> bool:
    return _REPLACES.search(text, 0, place) is not None
