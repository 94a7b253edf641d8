"""The lines of a table around one of its rows, as far as they lie in the same chunk."""

from collections.abc import Iterator

from index.storage.records import ChunkRow
from index.text.tables.rows import cells, is_row, says_figure

__all__ = ["Span", "group_of", "is_group", "lines_above"]

Span = tuple[int, int]

_LONGEST_GROUP = 120
"""Characters of a line within a table that has one cell alone; parsers leave the empty ones behind it out."""


def lines_above(row: ChunkRow, start: int, chunk_text: str) -> list[Span]:
    """Return the lines of the same table above one of its rows, from the top.

    Args:
        row: the chunk.
        start: of the table's row, in the document's text.
        chunk_text: of the chunk.
    """
    found = list(_lines_above(row, start, chunk_text))
    goes_on = row.head is not None and bool(found) and found[-1][0] == row.start
    while found and not goes_on and not is_row(_words(row, found[-1], chunk_text)):
        found.pop()
    return found[::-1]


def group_of(row: ChunkRow, start: int, chunk_text: str) -> Span | None:
    """Return the line that a row stands under within its table, such as “Receivables:”; None when there is none.

    Args:
        row: the chunk.
        start: of the table's row, in the document's text.
        chunk_text: of the chunk.
    """
    above = lines_above(row, start, chunk_text)
    within = above[0 if row.head else 1 :]
    return next((span for span in reversed(within) if _is_label(_words(row, span, chunk_text))), None)


def is_group(row: ChunkRow, span: Span, chunk_text: str) -> bool:
    """Tell whether a line only says what the rows below it are: it has one cell, and stands within a table.

    Args:
        row: the chunk.
        span: of the line, in the document's text.
        chunk_text: of the chunk.
    """
    if not _is_label(_words(row, span, chunk_text)) or not lines_above(row, span[0], chunk_text):
        return False
    below = next((other for other in row.sentences if other[0] >= span[1]), None)
    return below is not None and _is_near(row, span, below, chunk_text) and is_row(_words(row, below, chunk_text))


def _lines_above(row: ChunkRow, start: int, chunk_text: str) -> Iterator[Span]:
    """Yield the rows above one, and the lines between them that may belong to the table, the nearest first."""
    below = (start, start)
    for span in reversed([span for span in row.sentences if span[0] < start]):
        words = _words(row, span, chunk_text)
        if not _is_near(row, span, below, chunk_text) or not (is_row(words) or _is_label(words)):
            return
        yield span
        below = span


def _is_near(row: ChunkRow, above: Span, below: Span, chunk_text: str) -> bool:
    return chunk_text.count("\n", above[1] - row.start, below[0] - row.start) == 1


def _is_label(words: str) -> bool:
    """Tell whether a line has one cell alone, which is the first and no figure or sentence."""
    first, *others = cells(words)
    return (
        bool(first)
        and not any(others)
        and len(words) <= _LONGEST_GROUP
        and first[-1] not in ".!?;,"
        and not says_figure(first)
    )


def _words(row: ChunkRow, span: Span, chunk_text: str) -> str:
    return chunk_text[span[0] - row.start : span[1] - row.start]
