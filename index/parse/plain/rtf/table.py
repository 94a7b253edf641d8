"""Tables in Rich Text Format, whose rows say where each of their cells ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.parse.structure.blocks import Block
from index.parse.structure.tables.rows import copied, headed_blocks, spread

__all__ = ["RtfRow", "blocks_of_table"]

_NEAR = 40
"""Twentieths of a point by which the cells of one column may end apart."""

_MOST_COLUMNS = 500


@dataclass(slots=True)
class RtfRow:
    """How the cells of a row lie.

    Attributes:
        ends: where each cell ends, in twentieths of a point.
        goes_on_beside: the numbers of cells that are one with the cell in front.
        goes_on_below: the numbers of cells that are one with the cell above.
        is_head: whether it stands at the top of each page.
    """

    ends: list[int] = field(default_factory=list)
    goes_on_beside: set[int] = field(default_factory=set)
    goes_on_below: set[int] = field(default_factory=set)
    is_head: bool = False


def blocks_of_table(written: Sequence[tuple[RtfRow, Sequence[str]]]) -> Iterator[Block]:
    """Yield a table, every merged cell's text in each row and column that it goes over, and one head.

    Args:
        written: how each row lies, with the text of its cells.
    """
    columns = _columns([row.ends for row, _ in written])
    rows: list[list[str]] = []
    grouped: set[int] = set()
    marked = 0
    for row, texts in written:
        cells: list[tuple[str, int]] = []
        above = rows[-1] if rows else []
        place = 0
        for number, text in enumerate(texts):
            width = _width(row.ends, number, columns)
            if number in row.goes_on_beside and cells:
                cells[-1] = cells[-1][0] or text, cells[-1][1] + width
            else:
                is_copy = number in row.goes_on_below and not text and place < len(above)
                cells.append((copied(above[place]) if is_copy else text, width))
            place += width
        if any(width > 1 for _, width in cells):
            grouped.add(len(rows))
        marked += marked == len(rows) and row.is_head
        rows.append(spread(cells))
    return headed_blocks(rows, grouped, marked)


def _columns(rows: Sequence[Sequence[int]]) -> list[int]:
    """Return where the columns of a table end; nothing where there are too many to be any."""
    ends = sorted({end for row in rows for end in row})
    found = [end for end, following in pairwise([*ends, 10**9]) if following - end > _NEAR]
    return found if len(found) <= _MOST_COLUMNS else []


def _width(ends: Sequence[int], number: int, columns: Sequence[int]) -> int:
    """Return how many columns a cell goes over."""
    if number >= len(ends):
        return 1
    left = ends[number - 1] if number else -(10**9)
    return max(1, sum(left + _NEAR < column <= ends[number] + _NEAR for column in columns))
