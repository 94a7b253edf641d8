"""Rows of a table, from pieces of lines whose columns are known."""

import math
import statistics
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.parse.pdf.words import Cell, PdfLine, PdfWord, TableRow

__all__ = [
    "CellPiece",
    "Row",
    "divided",
    "goes_up",
    "is_several",
    "is_written_in_cells",
    "row_cells",
    "rows_of",
    "table_row",
]

_INNER_PITCH = 1.2
"""Lines further apart than so many times what is usual in the table's cells are of two rows."""

_FURTHEST = 1.6
"""Type sizes from one line of a cell to its next at most."""

_BULLETS = frozenset("•‣▪◦·●○■□–-*o➢➤►✓")
_NEAR_MARK = 3.0
"""Type sizes from a list's mark to its text at most."""

_PARAGRAPH = 2.2
"""Type sizes from the last line of a paragraph in a cell to the first of the next at most."""

_SAME_LEVEL = 0.4
_MOST_ODD = 0.34
_HANGING = 0.25


@dataclass(frozen=True, slots=True)
class CellPiece:
    """Words of one line that stand in one column."""

    column: int
    words: tuple[PdfWord, ...]
    size: float
    bold: bool
    top: float
    bottom: float
    line: int = 0
    """Its line's number."""

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)


Row = list[CellPiece]
"""The pieces of a row, in the order of the page's content."""


def divided(line: PdfLine, gap: float) -> list[tuple[PdfWord, ...]]:
    """Return a line's words, divided where so many type sizes lie between them."""
    wide = gap * line.size
    found: list[list[PdfWord]] = [[line.words[0]]]
    for word, following in pairwise(line.words):
        apart = max(following.left - word.right, word.left - following.right)
        is_mark = word.text in _BULLETS and following.text not in _BULLETS and apart < _NEAR_MARK * line.size
        # Of writing from right to left what follows stands at the left.
        if apart > wide and not is_mark:
            found.append([])
        found[-1].append(following)
    return [tuple(part) for part in found]


def rows_of(pieces: Sequence[CellPiece], separators: Sequence[float] = ()) -> list[Row]:
    """Return the rows of a table whose pieces come in the order of the page's content.

    Programs write a table row by row and cell by cell: a row ends where the content goes back to an earlier column.
    Content that was sorted down the page has no cells that go back up; there the distances of its lines tell.

    Args:
        pieces: of the table.
        separators: places down the page of lines between rows, in order.
    """
    pitch = _pitch(pieces)
    rows = _written_rows(pieces, pitch)
    is_sure = goes_up(pieces)
    if not is_sure:
        rows = _spaced_rows(rows, pitch) or _continued_rows(rows, pitch)
    rows = list(_ruled_rows(rows, separators, is_sure)) if separators else rows
    while len(rows) > 1 and _is_head_above(rows[0], rows[1], pitch):
        rows = [rows[0] + rows[1], *rows[2:]]
    return rows


def row_cells(row: Row) -> dict[int, Cell]:
    """Return a row's cells by their columns."""
    cells: dict[int, list[tuple[PdfWord, ...]]] = {}
    for piece in row:
        cells.setdefault(piece.column, []).append(piece.words)
    return {column: tuple(lines) for column, lines in cells.items()}


def table_row(row: Row, cells: dict[int, Cell], columns: tuple[tuple[float, float], ...], table: int) -> TableRow:
    """Return a row as a line of its page."""
    last = max(column for column, cell in cells.items() if cell)
    in_order = tuple(cells.get(column, ()) for column in range(last + 1))
    words = tuple(word for cell in in_order for line in cell for word in line)
    size = statistics.median_low([piece.size for piece in row])
    bold = all(piece.bold for piece in row)
    return TableRow(words, size, bold, cells=in_order, columns=columns, table=table)


def is_several(rows: Sequence[Row], *, is_sure: bool) -> bool:
    """Tell whether rows between the same two lines are rows indeed: most, or two sure ones, have several columns."""
    filled = [{piece.column for piece in row} for row in rows]
    several = sum(len(columns) > 1 for columns in filled)
    return (len(filled) > 2 and 2 * several > len(filled)) or (is_sure and several > 1)


def is_written_in_cells(pieces: Sequence[CellPiece]) -> bool:
    """Tell whether the content goes from cell to cell: back up to the next, or on in one below another's beginning."""
    starts = [piece for above, piece in pairwise(pieces) if piece.line != above.line and piece.line]
    hanging = sum(piece.column > 0 for piece in starts)
    return goes_up(pieces) or _HANGING * len(starts) < hanging


def _pitch(pieces: Sequence[CellPiece]) -> float:
    """Return how far it is from one line of a cell to its next; infinity where no cell may have two lines."""
    pitches = [
        below.top - above.top
        for above, below in pairwise(pieces)
        if above.column == below.column and 0.5 * above.size < below.top - above.top < _FURTHEST * above.size
    ]
    return min(pitches, default=0.0)


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
    level = _SAME_LEVEL * piece.size
    down = piece.top - last.top
    if piece.column == last.column:
        # What goes on alone in a further column is the cell's next paragraph, however far from the last one.
        return -level < down <= max(level, _INNER_PITCH * pitch, _PARAGRAPH * piece.size if piece.column else 0)
    # Half a line of the next row may reach up into this one.
    return piece.column > last.column and piece.top < bottom - level


def goes_up(pieces: Sequence[CellPiece]) -> bool:
    """Tell whether a cell begins above where the one before it ended: cells are written whole then."""
    return any(
        below.column > above.column
        and below.top < above.top - _SAME_LEVEL * above.size
        # Dots and marks stand higher or lower than the words beside them.
        and all(any(letter.isalnum() for letter in piece.text) for piece in (above, below))
        for above, below in pairwise(pieces)
    )


def _spaced_rows(rows: Sequence[Row], pitch: float) -> list[Row]:
    """Put rows together that stand as close as the lines of a cell, where others stand further apart.

    Nothing comes back where the distances do not tell rows from lines.
    """
    levels = _levels(rows)
    gaps = [below[0].top - above[0].top for above, below in pairwise(levels)]
    usual = min([pitch, *gaps]) if pitch else min(gaps, default=0.0)
    far = [gap > _INNER_PITCH * usual for gap in gaps]
    if usual <= 0 or sum(far) < 2 or all(far) or usual > _FURTHEST * levels[0][0].size:
        return []
    groups = [[levels[0]]]
    for level, is_far in zip(levels[1:], far, strict=True):
        if is_far:
            groups.append([])
        groups[-1].append(level)
    wrapped = [group for group in groups if len(group) > 1]
    odd = sum(not _is_one_row(group) for group in wrapped)
    if odd > _MOST_ODD * len(wrapped):
        return []
    order = {id(piece): place for place, piece in enumerate(piece for row in rows for piece in row)}
    return [
        sorted((piece for level in group for piece in level), key=lambda piece: order[id(piece)]) for group in groups
    ]


def _levels(rows: Sequence[Row]) -> list[Row]:
    """Return the pieces of rows by the lines that they stand on, from the top down."""
    levels: list[Row] = []
    for piece in sorted((piece for row in rows for piece in row), key=lambda piece: piece.top):
        if levels and piece.top - levels[-1][0].top < _SAME_LEVEL * piece.size:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return levels


def _is_one_row(levels: Sequence[Row]) -> bool:
    """Tell whether lines that stand close are lines of the same cells.

    They are where some line has fewer columns than the others, or begins in lower case as what goes on does.
    """
    filled = [{piece.column for piece in level} for level in levels]
    if any(columns != filled[0] for columns in filled):
        return True
    further = [piece for level in levels[1:] for piece in level]
    return 2 * sum(piece.words[0].text[:1].islower() for piece in further) >= len(further)


def _continued_rows(rows: Sequence[Row], pitch: float) -> list[Row]:
    """Put a row without a first column to the one above it, where it is as close as a cell's next line."""
    found: list[Row] = []
    for row in rows:
        first = min(piece.column for piece in row)
        if found and first:
            above = found[-1]
            columns = {piece.column for piece in above}
            down = min(piece.top for piece in row) - max(piece.top for piece in above)
            usual = pitch or 1.1 * row[0].size
            if 0 in columns and 0 < down <= _INNER_PITCH * usual and columns >= {piece.column for piece in row}:
                above += row
                continue
        found.append(list(row))
    return found


def _is_head_above(first: Row, second: Row, pitch: float) -> bool:
    """Tell whether the first row is what some of the column's names begin with, which all end on one line."""
    down = min(piece.top for piece in second) - max(piece.top for piece in first)
    columns, further = {piece.column for piece in first}, {piece.column for piece in second}
    is_close = 0 < down <= _INNER_PITCH * (pitch or 1.1 * first[0].size)
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
