"""The documents as a library shows them: searched, filtered, sorted, and counted by tag, author and type."""

import mimetypes
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from index.storage.records import DocumentSummary
from index.text.names import folded, is_by, people

__all__ = ["MOST_COUNTED", "SORTS", "Counted", "Sort", "Wanted", "counted", "found", "type_of"]

Sort = Literal["title", "added", "published", "size"]
SORTS: tuple[Sort, ...] = ("title", "added", "published", "size")

MOST_COUNTED = 500
"""Of tags, authors and types: files may have any number, and every list of documents offers them to choose from."""

_LONGEST_TYPE = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents a list is to show, and in what order; the defaults show all by title.

    Attributes:
        text: words that each stand in the title, the source or a tag, in whatever case and with whatever accents.
        tags: the document has all of them (of ``index.text.tags.tidy_tags``).
        authors: it is by one of them (``index.text.names.is_by``), when there are any.
        types: it is of one of them, when there are any.
        after: published on this day or later, ISO 8601; a document without a date is in no range.
        before: published on this day or earlier.
        sort: what comes first is smallest, oldest, or first by the alphabet.
        descending: the other way round; documents without a date come last in either.
    """

    text: str = ""
    tags: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    sort: Sort = "title"
    descending: bool = False


def found(documents: Sequence[DocumentSummary], wanted: Wanted) -> list[DocumentSummary]:
    """Return those of the documents that are wanted, in their order; equal ones by title, then source."""
    words = folded(wanted.text).split()
    some = [document for document in documents if _fits(document, wanted, words)]
    some.sort(key=lambda document: (folded(document.title), document.source))
    key = _KEYS[wanted.sort]
    some.sort(key=key, reverse=wanted.descending)
    if wanted.sort == "published":
        some.sort(key=lambda document: document.published_at is None)
    return some


@dataclass(frozen=True, slots=True)
class Counted:
    """How many documents there are of each sort; of more than 500 tags, authors or types, those that most have.

    Attributes:
        tags: how many have each, by name.
        authors: how many each wrote, by name.
        types: how many are of each, the most first.
    """

    tags: dict[str, int]
    authors: dict[str, int]
    types: dict[str, int]


def counted(documents: Sequence[DocumentSummary]) -> Counted:
    """Return how many of the documents there are of each sort."""
    tags = _most(tag for document in documents for tag in document.tags)
    authors = people(_most(name for document in documents for name in document.authors))
    return Counted(dict(sorted(tags)), dict(authors), dict(_most(document.type for document in documents)))


def _most(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))[:MOST_COUNTED]


def type_of(source: str, media_type: str) -> str:
    """Return a word for a document's format: the extension of its name, else the usual one of its media type."""
    # As PurePosixPath.suffix tells it, which is most of the time that a list of many documents takes.
    name, _, extension = source.rstrip("/").rpartition("/")[2].rpartition(".")
    extension = extension.lower() if name else ""
    if extension.isalnum() and len(extension) <= _LONGEST_TYPE and not extension.isdigit():
        return extension
    return _usual_type(media_type)


@lru_cache(256)
def _usual_type(media_type: str) -> str:
    return (mimetypes.guess_extension(media_type) or ".text")[1:]


def _fits(document: DocumentSummary, wanted: Wanted, words: Sequence[str]) -> bool:
    day = (document.published_at or "")[:10]
    if wanted.types and document.type not in wanted.types:
        return False
    if not set(wanted.tags) <= set(document.tags):
        return False
    if wanted.authors and not is_by(document.authors, wanted.authors):
        return False
    if (wanted.after and (not day or day < wanted.after)) or (wanted.before and (not day or day > wanted.before)):
        return False
    text = folded(" ".join([document.title, document.source, *document.tags])) if words else ""
    return all(word in text for word in words)


_KEYS: dict[Sort, Callable[[DocumentSummary], Any]] = {
    "title": lambda document: folded(document.title),
    "added": lambda document: document.added_at,
    "published": lambda document: document.published_at or "",
    "size": lambda document: document.characters,
}
