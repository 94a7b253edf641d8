"""Several rows of a table's head as one, “Summer Open” for an “Open” below “Summer”, and its caption beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from index.parse.pdf.words import Cell, PdfLine, TableRow
from index.parse.structure.tables.heads import with_one_head

__all__ = ["with_joined_heads"]

_CAPTION = re.compile(
    r"(?:table|tabelle|tableau|tabla|tabella|tabela|tabel|tabell|figure|fig\.|abbildung|abb\.|exhibit)\s?\d{1,3}",
    re.IGNORECASE,
)
_LOOKED_AT = 8
"""Rows at a table's top."""


def with_joined_heads(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return a page's lines with the first rows of each table as one where they are one head."""
    found: list[PdfLine] = []
    for _, group in groupby(lines, key=lambda line: line.table if isinstance(line, TableRow) else -1):
        own = list(group)
        rows = [line for line in own if isinstance(line, TableRow)]
        above, rows, below = _without_captions(rows)
        found += [*above, *(_joined(rows) if rows else []), *below] if above or rows or below else own
    return found


def _without_captions(rows: list[TableRow]) -> tuple[list[PdfLine], list[TableRow], list[PdfLine]]:
    """Return a table without its caption, which a program may set as narrow as a row, above or below it."""
    above = [_as_line(row) for row in rows[:1] if _is_caption(row) and len(rows) > 1]
    below = [_as_line(row) for row in rows[len(above) :][-1:] if _is_caption(row) and len(rows) > 1]
    return above, rows[len(above) : len(rows) - len(below)], below


def _is_caption(row: TableRow) -> bool:
    return sum(map(bool, row.cells)) == 1 and _CAPTION.match(row.text) is not None


def _as_line(row: TableRow) -> PdfLine:
    return PdfLine(row.words, row.size, row.bold)


def _joined(rows: list[TableRow]) -> list[TableRow]:
    width = max(len(row.cells) for row in rows)
    seen = [[*row.cells, *[()] * (width - len(row.cells))] for row in rows[:_LOOKED_AT]]
    texts = [[_text(cell) for cell in row] for row in seen]
    grouped = {number for number, row in enumerate(seen) if any(one and one is two for one, two in pairwise(row))}
    read = with_one_head(texts, grouped)
    named = len(texts) - len(read) + 1
    if named < 2 or not all(_stands_in_its_columns(row) for row in rows[:named]):
        return rows
    cells = [_in_one(column, text) for column, text in zip(_columns(seen[:named]), read[0], strict=True)]
    if [_text(cell) for cell in cells] != read[0]:
        return rows
    head = replace(
        rows[0],
        words=tuple(word for row in rows[:named] for word in row.words),
        cells=tuple(cells),
        size=rows[named - 1].size,
        bold=all(row.bold for row in rows[:named]),
    )
    return [head, *rows[named:]]


def _columns(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    """Yield the cells of a head column by column; where one has nothing, what stands in front of it."""
    before: list[Cell] = []
    for column in zip(*rows, strict=True):
        before = [cell or (before[number] if before else ()) for number, cell in enumerate(column)]
        yield [*column, *before]


def _in_one(column: Sequence[Cell], text: str) -> Cell:
    """Return a column's cells as one cell that says a text, with those in front where it says what they say."""
    half = len(column) // 2
    for chosen in (column[:half], [*column[half : len(column) - 1], column[half - 1]], column[half:]):
        told = [cell for number, cell in enumerate(chosen) if cell and _text(cell) not in map(_text, chosen[:number])]
        lines = tuple(line for cell in told for line in cell)
        if _text(lines) == text:
            return lines
    return ()


def _text(cell: Cell) -> str:
    return " ".join(word.text for line in cell for word in line)


def _stands_in_its_columns(row: TableRow) -> bool:
    """Tell whether each of a row's cells lies in the column that it counts for, or reaches into it."""
    for number, (cell, (left, right)) in enumerate(zip(row.cells, row.columns, strict=False)):
        is_copy = number and cell is row.cells[number - 1]
        words = [word for line in cell for word in line]
        if words and not is_copy and not (min(w.left for w in words) < right and max(w.right for w in words) > left):
            return False
    return True
