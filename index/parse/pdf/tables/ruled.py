"""Tables whose cells lie between ruling lines."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.parse.pdf.order import is_right_to_left
from index.parse.pdf.tables.areas import SURE_GAP, spans_of
from index.parse.pdf.tables.columns import columns_of
from index.parse.pdf.tables.grids import Grid
from index.parse.pdf.tables.rows.division import is_several, rows_of
from index.parse.pdf.tables.rows.pieces import CellPiece, Row, goes_up, row_cells, table_row
from index.parse.pdf.words import Cell, PdfLine, PdfWord, TableRow
from index.parse.structure.tables.rows import Copies, copied

__all__ = ["with_ruled_tables"]

_SPACE = 0.35
"""Type sizes between two words of one text at most."""

_CROSSING = 0.1
"""Share of what is in cells that may go over their edges; lines with more are of something else."""

_MOST_HEADS = 3
_LONG_CELL = 200
_LONGEST_CELL = 1_500
"""Characters; lines divide a page, and make no table, where all cells of its rows are long, or one is longer."""


def with_ruled_tables(lines: Sequence[PdfLine], grids: Sequence[Grid]) -> list[PdfLine]:
    """Return a page's lines with those in grids of ruling lines as rows of tables, where the first of them stood."""
    found, from_right = list(lines), is_right_to_left(lines)
    by_size = sorted(grids, key=lambda grid: (grid.across[-1] - grid.across[0]) * (grid.down[-1] - grid.down[0]))
    for number, grid in enumerate(by_size):
        found = _with_table(found, grid, number, from_right)
    return found


def _with_table(lines: list[PdfLine], grid: Grid, number: int, from_right: bool) -> list[PdfLine]:
    outside: list[PdfLine] = []
    bands: dict[int, Row] = defaultdict(list)
    first, crossing, inside = -1, 0, 0
    for line in lines:
        if isinstance(line, TableRow) or line.is_field or line.bottom < grid.down[0] or line.top > grid.down[-1]:
            outside.append(line)
            continue
        parts = list(_parts_of(line, grid))
        if first < 0 and any(place for place, _ in parts):
            first = len(outside)
        rest: list[PdfWord] = []
        for place, words in parts:
            if place is None:
                rest += words
                continue
            top, bottom = min(word.top for word in words), max(word.bottom for word in words)
            bands[place[0]].append(CellPiece(place[1], tuple(words), line.size, line.bold, top, bottom))
            crossing += any(place != _place(word, grid) for word in words)
            inside += 1
        if rest:
            outside.append(PdfLine(tuple(rest), line.size, line.bold))
    if not _is_table(bands) or crossing > max(1, _CROSSING * inside) or _has_more_columns(bands):
        return lines
    return [*outside[:first], *_table_lines(bands, grid, number, from_right), *outside[first:]]


def _parts_of(line: PdfLine, grid: Grid) -> Iterator[tuple[tuple[int, int] | None, list[PdfWord]]]:
    """Yield a line's words as they are in cells; what goes over an edge between two words is in the first one."""
    part: list[PdfWord] = []
    place = None
    for word in line.words:
        own = _place(word, grid)
        if part and own != place and (None in (own, place) or abs(word.left - part[-1].right) > _SPACE * line.size):
            yield place, part
            part = []
        if not part:
            place = own
        part.append(word)
    yield place, part


def _place(word: PdfWord, grid: Grid) -> tuple[int, int] | None:
    return grid.place((word.left + word.right) / 2, (word.top + word.bottom) / 2)


def _has_more_columns(bands: dict[int, Row]) -> bool:
    """Tell whether most lines within one column stand in several: not all columns have lines between them then."""
    columns: dict[int, list[CellPiece]] = defaultdict(list)
    for row in bands.values():
        for piece in row:
            columns[piece.column].append(piece)
    for pieces in columns.values():
        lines = [PdfLine(piece.words, piece.size) for piece in pieces]
        spans = [spans_of(line, SURE_GAP) for line in lines]
        several = sum(len(each) > 1 for each in spans)
        if several > 2 and 2 * several >= len(spans) and len(columns_of(spans, lines[0].size)) > 1:
            return True
    return False


def _is_table(bands: dict[int, Row]) -> bool:
    """Tell whether rows and columns have text in them, and the lines do not only divide a page."""
    lengths = [Counter[int]() for _ in bands]
    for band, row in zip(lengths, bands.values(), strict=True):
        for piece in row:
            band[piece.column] += len(piece.text) + 1
    several = [min(band.values()) for band in lengths if len(band) > 1]
    if len(lengths) < 2 or not several or 4 * len(several) < len(lengths):
        return False
    return statistics.median(several) <= _LONG_CELL and max(max(band.values()) for band in lengths) <= _LONGEST_CELL


def _table_lines(bands: dict[int, Row], grid: Grid, number: int, from_right: bool) -> Iterator[PdfLine]:
    """Yield the rows of a table, and above them what its first rows say over its whole width."""
    used = sorted({piece.column for row in bands.values() for piece in row}, reverse=from_right)
    columns = tuple((grid.across[column], grid.across[column + 1]) for column in used)
    copies = Copies(sum(len(piece.text) for row in bands.values() for piece in row))
    cells = {(band, column): cell for band, row in bands.items() for column, cell in row_cells(row).items()}
    is_title = True
    ordered = sorted(bands)
    for place, band in enumerate(ordered):
        row = bands[band]
        following = ordered[place + 1] if place < min(_MOST_HEADS, len(ordered) - 1) else None
        is_title = is_title and not grid.first_column[band].any()
        if is_title:
            yield from (PdfLine(piece.words, piece.size, piece.bold) for piece in row)
            continue
        for part in _parts(row, grid, len(bands)):
            filled = row_cells(part)
            if part is row and grid.is_regular:
                filled = dict(_spread(cells, band, grid, copies, following))
            in_order = [filled.get(column, ()) for column in used]
            if not grid.is_regular:
                in_order = [cell for cell in in_order if cell]
            yield table_row(part, dict(enumerate(in_order)), columns, number)


def _parts(row: Row, grid: Grid, bands: int) -> list[Row]:
    """Return what is between two lines as its rows: mostly one.

    A table may have lines around its head and its body only, or around groups of rows.
    """
    rows = rows_of(row)
    if len(rows) > bands / 2 and is_several(rows, is_sure=False):
        return rows
    return rows if len(rows) > 1 and _are_rows(rows, tuple(pairwise(grid.across)), is_sure=goes_up(row)) else [row]


def _are_rows(rows: Sequence[Row], columns: Sequence[tuple[float, float]], *, is_sure: bool) -> bool:
    """Tell whether rows between two lines have the same columns, and words that went into the line above them."""
    filled = [{piece.column: piece for piece in row} for row in rows]
    if len(filled[0]) < 2 or any(row.keys() != filled[0].keys() for row in filled):
        return False
    if is_sure:
        return True
    pairs = [(row[column], following[column]) for row, following in pairwise(filled) for column in row]
    fitting = 0
    for above, below in pairs:
        first = below.words[0]
        end = max(word.right for word in above.words) + first.right - first.left + above.size
        fitting += end < columns[above.column][1] and not first.text[:1].islower()
    return 2 * fitting >= len(pairs)


def _spread(
    cells: dict[tuple[int, int], Cell], band: int, grid: Grid, copies: Copies, following: int | None
) -> Iterator[tuple[int, Cell]]:
    """Yield a row's cells by their columns, one over several rows or several names of columns in each of them.

    Args:
        cells: by the row and column where they begin.
        band: the row.
        grid: where cells begin.
        copies: what may be said again.
        following: the next row, where this one may be a head of the table.
    """
    owners = [*zip(grid.first_row[band].tolist(), grid.first_column[band].tolist(), strict=True)]
    for column, owner in enumerate(owners):
        cell = cells.get(owner, ())
        if owner != (band, column) and cell:
            text = " ".join(word.text for line in cell for word in line)
            is_again = owner[1] == column or (owner[0] == band and _is_divided(grid, owner, following))
            if not is_again or not copied(text) or not copies.take(text):
                continue
        yield column, cell


def _is_divided(grid: Grid, owner: tuple[int, int], following: int | None) -> bool:
    """Tell whether the next row has several cells under one."""
    if following is None:
        return False
    row, column = owner
    under = (grid.first_row[row] == row) & (grid.first_column[row] == column)
    return len(set(grid.first_column[following][under].tolist())) > 1
