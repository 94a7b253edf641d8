"""Tables without lines around their cells: words that stand in columns, row by row."""

import math
import statistics
from collections.abc import Iterator, Sequence

from index.parse.pdf.tables.areas import (
    FEW_LINES,
    NARROWEST_GAP,
    SURE_GAP,
    Area,
    area_at,
    spacing_of,
    spans_of,
)
from index.parse.pdf.tables.columns import MOST_COLUMNS, Span, columns_of
from index.parse.pdf.tables.likeness import is_table
from index.parse.pdf.tables.rows.division import rows_of
from index.parse.pdf.tables.rows.pieces import (
    CellPiece,
    Row,
    divided,
    goes_up,
    is_written_in_cells,
    row_cells,
    table_row,
)
from index.parse.pdf.tables.rules import Rules
from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["with_aligned_tables"]

_FEW_ROWS = 4
_RULED_WIDTH = 0.6
"""Share of a table's width that a line between its rows goes over."""


def with_aligned_tables(lines: Sequence[PdfLine], rules: Rules, first_number: int) -> list[PdfLine]:
    """Return a page's lines with those that stand in columns, row by row, as rows of tables.

    A table is written row by row and cell by cell, and columns of prose one after the other: so text in columns is a
    table only where the content goes back and forth between them. Lines that cross columns of prose are left to
    ``in_reading_order``.

    Args:
        lines: of a page, in the order of its content.
        rules: its ruling lines.
        first_number: for the first table found.
    """
    found: list[PdfLine] = []
    number, place, done = first_number, 0, 0
    spacing = spacing_of(lines)
    while place < len(lines):
        area = area_at(lines, place, done, spacing)
        table = _table(area, lines, rules, number) if area else None
        if area is None or table is None:
            place = area.end if area and (area.is_known or area.end - place > FEW_LINES) else place + 1
            continue
        found += lines[done : area.start]
        found += table
        number += 1
        place = done = area.end
    return found + list(lines[done:])


def _table(area: Area, page: Sequence[PdfLine], rules: Rules, number: int) -> list[PdfLine] | None:
    """Return an area's lines as a table's rows, with what stands above; None where they are no table.

    The area ends with the table then.
    """
    lines = area.lines(page)
    pieces, columns = _in_columns(area, lines, NARROWEST_GAP)
    if not goes_up(pieces):
        pieces, columns = _in_columns(area, lines, area.spacing.gap)
    if len(lines) < _FEW_ROWS and not is_written_in_cells(pieces):
        # Nothing but the gaps speaks for columns: those of justified prose are narrower.
        pieces, columns = _in_columns(area, lines, max(area.spacing.gap, SURE_GAP))
    if not 2 <= len(columns) <= MOST_COLUMNS:
        return None
    parts = [len(divided(line, SURE_GAP)) for line in lines]
    if statistics.median([count for count in parts if count > 1] or [0]) > len(columns):
        area.is_known = True
        return None
    rows = _trimmed([*_downwards(rows_of(pieces, _separators(rules, columns, lines)))])
    if not is_table(rows, len(columns)):
        return None
    first, last = (pick(piece.line for row in rows for piece in row) for pick in (min, max))
    area.end = area.start + last + 1
    return [*lines[:first], *(table_row(row, row_cells(row), tuple(columns), number) for row in rows)]


def _in_columns(area: Area, lines: Sequence[PdfLine], gap: float) -> tuple[list[CellPiece], list[Span]]:
    """Return the pieces of lines, and the columns in which they stand, so many type sizes apart at least."""
    size = statistics.median(line.size for line in lines)
    inside = [line for place, line in enumerate(lines, area.start) if place not in area.titles]
    columns = columns_of([spans_of(line, area.spacing.gap) for line in inside], gap * size)
    if area.spacing.from_right:
        columns.reverse()
    return [
        piece for place, line in enumerate(lines) for piece in _pieces(line, area.spacing.gap, columns, place)
    ], columns


def _pieces(line: PdfLine, gap: float, columns: Sequence[Span], place: int) -> Iterator[CellPiece]:
    for words in divided(line, gap):
        yield CellPiece(
            _column(words, columns),
            words,
            line.size,
            line.bold,
            min(word.top for word in words),
            max(word.bottom for word in words),
            place,
        )


def _column(words: Sequence[PdfWord], columns: Sequence[Span]) -> int:
    """Return the first column in which words stand."""
    start, end = min(word.left for word in words), max(word.right for word in words)
    shared = [min(right, end) - max(left, start) for left, right in columns]
    return next((place for place, width in enumerate(shared) if width > 0), shared.index(max(shared)))


def _separators(rules: Rules, columns: Sequence[Span], lines: Sequence[PdfLine]) -> list[float]:
    """Return the places of the lines that go across most of a table between its rows."""
    left, right = min(left for left, _ in columns), max(right for _, right in columns)
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    return [
        rule.place
        for rule in rules.across
        if top < rule.place < bottom and min(rule.end, right) - max(rule.start, left) > _RULED_WIDTH * (right - left)
    ]


def _downwards(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows as long as they stand one below another."""
    last = -math.inf
    for row in rows:
        if min(piece.top for piece in row) < last - row[0].size / 2:
            return
        yield row
        last = max(last, *(piece.top for piece in row))


def _trimmed(rows: list[Row]) -> list[Row]:
    """Return rows without those of a single cell above the first of several, and below the last."""
    several = [place for place, row in enumerate(rows) if len({piece.column for piece in row}) > 1]
    if not several:
        return []
    last = several[-1] + 1
    while last < len(rows) and all(piece.column for piece in rows[last]):
        last += 1
    return rows[several[0] : last]
