"""Which documents may answer."""

import datetime
from dataclasses import dataclass

from index.storage.records import DocumentSummary
from index.store import Index
from index.text.tags import tidy_tags
from rag.errors import FilterError

__all__ = ["EVERYTHING", "Filters", "documents_in", "searched_in"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer.

    Attributes:
        sources: a document's source, or its last parts after a "/"; any when empty.
        after: ISO 8601 date, the day itself included.
        before: ISO 8601 date, the day itself included.
        tags: a document has one of them, in whatever case; any document when empty.
        authors: a document is by one of them, whose name has all words of the one given; any document when empty.
    """

    sources: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the dates.

        Raises:
            FilterError: one of them is not a date.
        """
        for name, value in (("after", self.after), ("before", self.before)):
            try:
                datetime.date.fromisoformat(value or "2000-01-01")
            except ValueError as error:
                raise FilterError(f"“{value}” for “{name}” is not a date", "Write dates as YYYY-MM-DD") from error


EVERYTHING = Filters()
"""Any document may answer."""


def documents_in(index: Index, filters: Filters) -> list[DocumentSummary]:
    """Return the documents that may answer."""
    documents, _ = searched_in(index, filters)
    return index.documents.listed() if documents is None else index.documents.summaries(documents)


def searched_in(index: Index, filters: Filters) -> tuple[list[str] | None, list[int] | None]:
    """Return the ids of the documents and chunks that may answer; None for all."""
    if filters == EVERYTHING:
        return None, None
    documents = index.documents.matching(
        filters.sources, filters.after, filters.before, tidy_tags(filters.tags), filters.authors
    )
    return documents, index.chunks.ids_of(documents)
