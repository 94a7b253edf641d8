"""Which documents are versions of one another, by their titles, and which of them is the newer.

They are called alike, but for their figures.
"""

import re

from index.storage.records import ChunkRow, DocumentSummary

__all__ = ["Age", "age_of", "are_of_versions", "named_age", "without_figures"]

Age = tuple[tuple[int, ...], str, str]
"""By which versions are ordered: number of the version, date (ISO 8601), year; what is not said is least."""

_VERSION = re.compile(r"\b(?:version|revision|edition|rev\.?|v)\W{0,2}(?P<number>\d+(?:\.\d+){0,3})", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def age_of(said: str, title: str, source: str, published_at: str | None) -> Age:
    """Return what tells which of two versions is the newer.

    Args:
        said: where a document says which version it is: its title, its first lines.
        title: of it.
        source: of it, whose name may have the year.
        published_at: its date, if it is known.
    """
    version = _VERSION.search(said)
    number = tuple(map(int, version["number"].split("."))) if version else ()
    return number, published_at or "", max(_YEAR.findall(f"{title} {source}"), default="")


def without_figures(title: str) -> str:
    """Return a title or a heading in lower case, without its numbers and without what is no letter."""
    return re.sub(r"[\d\W_]+", " ", title).strip().casefold()


def named_age(document: ChunkRow | DocumentSummary) -> Age:
    """Return the same of a document, or of a chunk's, as far as title, source and date say."""
    return age_of(document.title, document.title, document.source, document.published_at)


def are_of_versions(row: ChunkRow, other: ChunkRow) -> bool:
    """Tell whether two chunks stand under one heading of two versions of a document."""
    return (
        row.document_id != other.document_id
        and without_figures(row.title) == without_figures(other.title)
        and without_figures(row.heading) == without_figures(other.heading)
    )
