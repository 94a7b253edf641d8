"""Tables whose cells lie between ruling lines."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from index.parse.pdf.tables.grids import Grid, grids
from index.parse.pdf.tables.rows import Cell, Piece, Row, TableRow, is_several, row_cells, rows_of, table_row
from index.parse.pdf.tables.rules import Rules
from index.parse.pdf.words import PdfLine, PdfWord
from index.parse.structure.tables import Copies, copied

__all__ = ["with_ruled_tables"]

_LONGEST_CELL = 1_500
"""Characters; lines around longer text divide a page, and make no table."""


def with_ruled_tables(lines: Sequence[PdfLine], rules: Rules) -> list[PdfLine]:
    """Return a page's lines with those in grids of ruling lines as rows of tables, where the first of them stood."""
    found = list(lines)
    by_size = sorted(grids(rules), key=lambda grid: (grid.across[-1] - grid.across[0]) * (grid.down[-1] - grid.down[0]))
    for number, grid in enumerate(by_size):
        found = _with_table(found, grid, number)
    return found


def _with_table(lines: list[PdfLine], grid: Grid, number: int) -> list[PdfLine]:
    outside: list[PdfLine] = []
    bands: dict[int, Row] = defaultdict(list)
    first = -1
    for line in lines:
        if isinstance(line, TableRow) or line.bottom < grid.down[0] or line.top > grid.down[-1]:
            outside.append(line)
            continue
        inside, rest = _divided(line, grid)
        if inside and first < 0:
            first = len(outside)
        for band, piece in inside:
            bands[band].append(piece)
        if rest:
            outside.append(PdfLine(tuple(rest), line.size, line.bold))
    if not _is_table(bands):
        return lines
    return [*outside[:first], *_table_lines(bands, grid, number), *outside[first:]]


def _divided(line: PdfLine, grid: Grid) -> tuple[list[tuple[int, Piece]], list[PdfWord]]:
    """Return a line's pieces in the cells of a grid, each with its row, and the words outside."""
    inside: list[tuple[int, Piece]] = []
    outside: list[PdfWord] = []
    places = [grid.place((word.left + word.right) / 2, (word.top + word.bottom) / 2) for word in line.words]
    for place, group in groupby(zip(places, line.words, strict=True), key=lambda each: each[0]):
        words = tuple(word for _, word in group)
        if place is None:
            outside += words
            continue
        top, bottom = min(word.top for word in words), max(word.bottom for word in words)
        inside.append((place[0], Piece(place[1], words, line.size, line.bold, top, bottom)))
    return inside, outside


def _is_table(bands: dict[int, Row]) -> bool:
    """Tell whether rows and columns have text in them, and no cell has a whole page's."""
    lengths: dict[tuple[int, int], int] = defaultdict(int)
    for band, row in bands.items():
        for piece in row:
            lengths[band, piece.column] += len(piece.text) + 1
    filled = Counter(band for band, _ in lengths)
    several = sum(columns > 1 for columns in filled.values())
    return len(filled) > 1 and 4 * several >= len(filled) and max(lengths.values()) <= _LONGEST_CELL


def _table_lines(bands: dict[int, Row], grid: Grid, number: int) -> Iterator[PdfLine]:
    """Yield the rows of a table, and above them what its first rows say over its whole width."""
    columns = tuple(pairwise(grid.across))
    copies = Copies(sum(len(piece.text) for row in bands.values() for piece in row))
    cells = {(band, column): cell for band, row in bands.items() for column, cell in row_cells(row).items()}
    is_title = True
    for band in sorted(bands):
        row = bands[band]
        is_title = is_title and len(columns) > 1 and not grid.first_column[band].any()
        rows = rows_of(row)
        if is_title:
            yield from (PdfLine(piece.words, piece.size, piece.bold) for piece in row)
        elif len(rows) > len(bands) / 2 and is_several(rows):
            # A table may have lines around its head and its body only.
            yield from (table_row(part, row_cells(part), columns, number) for part in rows)
        elif grid.is_regular:
            yield table_row(row, dict(_spread(cells, band, grid, copies)), columns, number)
        else:
            filled = sorted(row_cells(row).items())
            yield table_row(row, {place: cell for place, (_, cell) in enumerate(filled)}, columns, number)


def _spread(
    cells: dict[tuple[int, int], Cell], band: int, grid: Grid, copies: Copies
) -> Iterator[tuple[int, Cell]]:
    """Yield a row's cells by their columns; one over several rows or columns is in each, as in other formats."""
    owners = [*zip(grid.first_row[band].tolist(), grid.first_column[band].tolist(), strict=True)]
    is_whole = len(set(owners)) == 1
    for column, owner in enumerate(owners):
        cell = cells.get(owner, ())
        if owner != (band, column) and cell:
            text = " ".join(word.text for line in cell for word in line)
            if is_whole or not copied(text) or not copies.take(text):
                continue
        yield column, cell
