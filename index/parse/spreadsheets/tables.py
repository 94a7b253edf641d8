"""The tables of a sheet: what empty rows and columns divide, with what stands above each and its head."""

from collections.abc import Iterator, Sequence, Set
from itertools import groupby, zip_longest

from index.parse.structure.blocks import Block
from index.parse.structure.tables.heads import head_of, with_one_head
from index.parse.structure.tables.rows import table_blocks

__all__ = ["blocks_of_rows", "sheet_blocks"]

_ROWS_BESIDE = 3

_Rows = Sequence[Sequence[str]]


def sheet_blocks(rows: _Rows, grouped: Set[int] = frozenset()) -> Iterator[Block]:
    """Yield the tables of a sheet, from the top down.

    Args:
        rows: of cells, as they are shown, all of them equally long.
        grouped: those in which a merged cell stands above several columns.
    """
    for is_filled, band in groupby(enumerate(rows), key=lambda numbered: any(numbered[1])):
        if is_filled:
            numbered = list(band)
            first = numbered[0][0]
            inside = frozenset(number - first for number, _ in numbered if number in grouped)
            for table in _beside([row for _, row in numbered]):
                yield from blocks_of_rows(table, inside)


def blocks_of_rows(rows: _Rows, grouped: Set[int] = frozenset()) -> Iterator[Block]:
    """Yield what stands above the head of a table as text, a line a row, and then the table.

    Args:
        rows: of cells, which may have several lines; none without any text.
        grouped: rows in which a merged cell stands above several columns.
    """
    head = head_of(rows)
    above = "\n".join(map(_line, rows[:head]))
    if above:
        yield Block(above)
    yield from table_blocks(with_one_head(rows[head:], frozenset(row - head for row in grouped)), is_layout=False)


def _line(cells: Sequence[str]) -> str:
    """Return a row above a table: a label and its value, or a line of text."""
    words = [" ".join(cell.split()) for cell in cells if cell.strip()]
    return (" " if words and words[0].endswith(":") else " | ").join(words)


def _beside(band: Sequence[Sequence[str]]) -> Iterator[list[list[str]]]:
    """Yield the tables that stand beside each other in a band of rows.

    An empty column divides only what is a table on both sides: in a form it stands between a label and its value.
    """
    columns = [*zip_longest(*band, fillvalue="")]
    parts = [list(part) for is_filled, part in groupby(columns, key=any) if is_filled]
    tables = [[list(row) for row in zip(*part, strict=True)] for part in parts]
    if all(len(part) > 1 and sum(map(any, table)) >= _ROWS_BESIDE for part, table in zip(parts, tables, strict=True)):
        yield from tables
    else:
        used = [number for number, column in enumerate(columns) if any(column)]
        yield [list(row) for row in zip(*columns[used[0] : used[-1] + 1], strict=True)]
