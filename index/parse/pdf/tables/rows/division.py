"""Rows of a table, from pieces of lines whose columns are known."""

import math
import statistics
from bisect import bisect
from collections.abc import Iterator, Sequence

from index.parse.pdf.tables.rows.pieces import SAME_LEVEL, CellPiece, Row, goes_up
from index.parse.pdf.tables.rows.spacing import INNER_PITCH, continued_rows, pitch_of, spaced_rows

__all__ = ["is_several", "rows_of"]

_PARAGRAPH = 2.2
"""Type sizes from the last line of a paragraph in a cell to the first of the next at most."""


def rows_of(pieces: Sequence[CellPiece], separators: Sequence[float] = ()) -> list[Row]:
    """Return the rows of a table whose pieces come in the order of the page's content.

    Programs write a table row by row and cell by cell: a row ends where the content goes back to an earlier column.
    Content that was sorted down the page has no cells that go back up; there the distances of its lines tell.

    Args:
        pieces: of the table.
        separators: places down the page of lines between rows, in order.
    """
    pitch = pitch_of(pieces)
    rows = _written_rows(pieces, pitch)
    is_sure = goes_up(pieces)
    if not is_sure:
        rows = spaced_rows(rows, pitch) or continued_rows(rows, pitch)
    rows = list(_ruled_rows(rows, separators, is_sure)) if separators else rows
    while len(rows) > 1 and _is_head_above(rows[0], rows[1], pitch):
        rows = [rows[0] + rows[1], *rows[2:]]
    return rows


def is_several(rows: Sequence[Row], *, is_sure: bool) -> bool:
    """Tell whether rows between the same two lines are rows indeed: most, or two sure ones, have several columns."""
    filled = [{piece.column for piece in row} for row in rows]
    several = sum(len(columns) > 1 for columns in filled)
    return (len(filled) > 2 and 2 * several > len(filled)) or (is_sure and several > 1)


def _written_rows(pieces: Sequence[CellPiece], pitch: float) -> list[Row]:
    """Divide pieces where the content goes back to an earlier column, or further down than to a cell's next line."""
    rows: list[Row] = []
    top, bottom = -math.inf, 0.0
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        # No cell reaches up into the row above.
        if last is None or piece.top < top - piece.size / 2 or not _is_same_row(last, piece, bottom, pitch):
            top = max((above.top for above in rows[-1]), default=top) if rows else top
            rows.append([])
            bottom = piece.bottom
        rows[-1].append(piece)
        bottom = max(bottom, piece.bottom)
    return rows


def _is_same_row(last: CellPiece, piece: CellPiece, bottom: float, pitch: float) -> bool:
    level = SAME_LEVEL * piece.size
    down = piece.top - last.top
    if piece.column == last.column:
        # What goes on alone in a further column is the cell's next paragraph, however far from the last one.
        return -level < down <= max(level, INNER_PITCH * pitch, _PARAGRAPH * piece.size if piece.column else 0)
    # Half a line of the next row may reach up into this one.
    return piece.column > last.column and piece.top < bottom - level


def _is_head_above(first: Row, second: Row, pitch: float) -> bool:
    """Tell whether the first row is what some of the column's names begin with, which all end on one line."""
    down = min(piece.top for piece in second) - max(piece.top for piece in first)
    columns, further = {piece.column for piece in first}, {piece.column for piece in second}
    is_close = 0 < down <= INNER_PITCH * (pitch or 1.1 * first[0].size)
    return is_close and columns != {0} and columns < further and first[0].bold == second[0].bold


def _ruled_rows(rows: Sequence[Row], separators: Sequence[float], is_sure: bool) -> Iterator[Row]:
    """Divide rows at the lines between them; where most bands between two lines have one row, each has one."""
    bands: dict[int, dict[int, Row]] = {}
    for number, row in enumerate(rows):
        for piece in row:
            bands.setdefault(_band(piece, separators), {}).setdefault(number, []).append(piece)
    are_rows = len(bands) > 2 and statistics.median(len(parts) for parts in bands.values()) <= 1
    for _, parts in sorted(bands.items()):
        if are_rows and not is_several([*parts.values()], is_sure=is_sure):
            yield [piece for part in parts.values() for piece in part]
        else:
            yield from parts.values()


def _band(piece: CellPiece, separators: Sequence[float]) -> int:
    return bisect(separators, (piece.top + piece.bottom) / 2)
