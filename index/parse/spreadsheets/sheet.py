"""A sheet as it is shown: its cells as text, and which of them are merged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from index.parse.structure.tables.rows import Copies, copied

__all__ = ["Merged", "Sheet", "spread_out"]

Merged = tuple[int, int, int, int]
"""First row, first column, last row and last column of a merged cell, from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: as its tab has it.
        is_hidden: whether its program does not show it.
        rows: of cells, as they are shown.
        merged: the cells that go over more than one row or column; their text is in the first.
    """

    name: str
    is_hidden: bool
    rows: Sequence[list[str]]
    merged: Iterable[Merged] = ()


def spread_out(sheet: Sheet) -> frozenset[int]:
    """Put every merged cell's text into each row and column that it goes over: a row is understood alone then.

    A cell that is alone in its rows is a title, and stays as it is.

    Returns:
        The rows in which a cell stands above more than one column, and others beside it.
    """
    rows = sheet.rows
    filled = [sum(map(bool, row)) for row in rows]
    copies = Copies(sum(len(cell) for row in rows for cell in row))
    above_others: set[int] = set()
    for top, left, bottom, right in sheet.merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        text, last = copied(rows[top][left]), min(right, len(rows[top]) - 1)
        if not text or (last > left and filled[top] == 1):
            continue
        if last > left:
            above_others.add(top)
        for down, across in product(range(top, min(bottom, len(rows) - 1) + 1), range(left, last + 1)):
            if not copies.take(text):
                return frozenset(above_others)
            rows[down][across] = rows[down][across] or text
    return frozenset(above_others)
