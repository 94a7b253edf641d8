"""Tables with ruling lines on all sides of their cells."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.parse.pdf.tables.rules import NEAR, Rule, Rules

__all__ = ["Box", "Grid", "grids"]

_MOST_CELLS = 6_000
_COVERED = 0.5
"""Share of a cell's side that a line must cover to be its edge."""

_OPEN_SIDE = 12.0
"""Points that lines reach beyond the outermost line that crosses them, where a table is open at that side."""


Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the page's upper left corner."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines that cross, and the cells between them.

    Attributes:
        across: places of the columns' edges, from the left.
        down: places of the rows' edges, from the top.
        first_row: of each place (row, column) between neighbouring edges, the row where its cell begins.
        first_column: the column likewise.
    """

    across: tuple[float, ...]
    down: tuple[float, ...]
    first_row: NDArray[np.int64]
    first_column: NDArray[np.int64]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the row and column where the cell at a point begins; None outside."""
        column, row = bisect(self.across, x) - 1, bisect(self.down, y) - 1
        if not (0 <= column < len(self.across) - 1 and 0 <= row < len(self.down) - 1):
            return None
        return int(self.first_row[row, column]), int(self.first_column[row, column])

    @property
    def box(self) -> Box:
        """Left, top, right and bottom."""
        return self.across[0], self.down[0], self.across[-1], self.down[-1]

    @property
    def is_regular(self) -> bool:
        """Whether few of its cells go over several rows or columns, as those of a form do."""
        rows, columns = self.first_row.shape
        owners = len(np.unique(self.first_row * columns + self.first_column))
        return bool(2 * owners >= rows * columns)


def grids(rules: Rules) -> Iterator[Grid]:
    """Yield the grids of a page whose lines make two cells at least."""
    for across, down in _crossing(rules):
        xs, ys = _edges(down, across), _edges(across, down)
        if 4 <= (len(xs) - 1) * (len(ys) - 1) <= _MOST_CELLS and min(len(xs), len(ys)) > 2:
            yield _grid(xs, ys, across, down)


def _crossing(rules: Rules) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the lines across and down that hang together."""
    if not rules.across or not rules.down:
        return
    across = np.array([(rule.place, rule.start, rule.end) for rule in rules.across])
    down = np.array([(rule.place, rule.start, rule.end) for rule in rules.down])
    meets = (
        (down[:, 0] >= across[:, 1, None] - NEAR)
        & (down[:, 0] <= across[:, 2, None] + NEAR)
        & (across[:, 0, None] >= down[:, 1] - NEAR)
        & (across[:, 0, None] <= down[:, 2] + NEAR)
    )
    left = np.ones(len(across), bool)
    while left.any():
        rows, columns = np.zeros(len(across), bool), np.zeros(len(down), bool)
        new_rows = np.zeros(len(across), bool)
        new_rows[int(np.argmax(left))] = True
        # Only from what is new, so that every line is looked at once.
        while new_rows.any():
            rows |= new_rows
            new_columns = meets[new_rows].any(axis=0) & ~columns
            columns |= new_columns
            new_rows = meets[:, new_columns].any(axis=1) & ~rows
        left &= ~rows
        yield (
            [rule for rule, is_in in zip(rules.across, rows, strict=True) if is_in],
            [rule for rule, is_in in zip(rules.down, columns, strict=True) if is_in],
        )


def _edges(rules: Sequence[Rule], others: Sequence[Rule]) -> list[float]:
    """Return the places of lines, and where those that cross them end far outside."""
    found: list[float] = []
    for place in sorted(rule.place for rule in rules):
        if not found or place > found[-1] + NEAR:
            found.append(place)
    if not found or not others:
        return found
    start, end = min(rule.start for rule in others), max(rule.end for rule in others)
    if start < found[0] - _OPEN_SIDE:
        found.insert(0, start)
    if end > found[-1] + _OPEN_SIDE:
        found.append(end)
    return found


def _grid(xs: list[float], ys: list[float], across: Sequence[Rule], down: Sequence[Rule]) -> Grid:
    rows, columns = len(ys) - 1, len(xs) - 1
    # Whether a line is at the right of a place, or below it.
    right, below = np.zeros((rows, columns), bool), np.zeros((rows, columns), bool)
    for rule in down:
        column = _nearest(xs, rule.place) - 1
        if 0 <= column < columns:
            right[_covered(ys, rule), column] = True
    for rule in across:
        row = _nearest(ys, rule.place) - 1
        if 0 <= row < rows:
            below[row, _covered(xs, rule)] = True
    first_row, first_column = np.indices((rows, columns))
    owned = np.zeros((rows, columns), bool)
    is_open = np.zeros((rows, columns), bool)
    is_open[:, :-1] |= ~right[:, :-1]
    is_open[:-1] |= ~below[:-1]
    for row, column in np.argwhere(is_open).tolist():
        if owned[row, column]:
            continue
        width, height = 1, 1
        while column + width < columns and not (right[row, column + width - 1] or owned[row, column + width]):
            width += 1
        cell = slice(column, column + width)
        while row + height < rows and not (below[row + height - 1, cell].any() or owned[row + height, cell].any()):
            if right[row + height, column : column + width - 1].any():
                break
            height += 1
        first_row[row : row + height, cell] = row
        first_column[row : row + height, cell] = column
        owned[row : row + height, cell] = True
    return Grid(tuple(xs), tuple(ys), first_row, first_column)


def _nearest(places: Sequence[float], place: float) -> int:
    return int(np.argmin(np.abs(np.asarray(places) - place)))


def _covered(edges: Sequence[float], rule: Rule) -> NDArray[np.bool_]:
    """Return between which edges a line lies for the most part."""
    starts, ends = np.asarray(edges[:-1]), np.asarray(edges[1:])
    shared = np.minimum(ends, rule.end + NEAR) - np.maximum(starts, rule.start - NEAR)
    found: NDArray[np.bool_] = shared > _COVERED * (ends - starts)
    return found
