"""Which documents are versions of one another, by their titles: they are called alike, but for their figures."""

import re

from index.storage.records import ChunkRow

__all__ = ["are_of_versions", "without_figures"]


def without_figures(title: str) -> str:
    """Return a title or a heading in lower case, without its numbers and without what is no letter."""
    return re.sub(r"[\d\W_]+", " ", title).strip().casefold()


def are_of_versions(row: ChunkRow, other: ChunkRow) -> bool:
    """Tell whether two chunks stand under one heading of two versions of a document."""
    return (
        row.document_id != other.document_id
        and without_figures(row.title) == without_figures(other.title)
        and without_figures(row.heading) == without_figures(other.heading)
    )
