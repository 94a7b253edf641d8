"""Which documents are versions of one another, by their titles: they are called alike, but for their figures."""

import re

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.text.headings import innermost

__all__ = ["are_of_versions", "inner_heading", "without_figures"]


def without_figures(title: str) -> str:
    """Return a title or a heading in lower case, without its numbers and without what is no letter."""
    return re.sub(r"[\d\W_]+", " ", title).strip().casefold()


def inner_heading(row: ChunkRow) -> str:
    """Return the innermost heading of a chunk, as ``without_figures`` does; empty where it has none but the title."""
    inner = innermost(row.heading)
    return "" if inner == row.title else without_figures(inner)


def are_of_versions(row: ChunkRow, other: ChunkRow) -> bool:
    """Tell whether two chunks stand in the same place of two versions of a document.

    Headings may have become longer, or shorter: “Parking”, “Parking and bicycles”.
    """
    if row.document_id == other.document_id or without_figures(row.title) != without_figures(other.title):
        return False
    mine, theirs = (without_figures(innermost(each.heading)) for each in (row, other))
    shorter, longer = sorted((set(analyse(mine)), set(analyse(theirs))), key=len)
    return mine == theirs or (bool(shorter) and shorter <= longer)
