"""Pieces of a table: the words of a line that stand in one column."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.parse.pdf.words import Cell, PdfLine, PdfWord, TableRow

__all__ = ["SAME_LEVEL", "CellPiece", "Row", "divided", "goes_up", "is_written_in_cells", "row_cells", "table_row"]

SAME_LEVEL = 0.4
"""Type sizes between the tops of what stands on one line at most."""

_BULLETS = frozenset("•‣▪◦·●○■□–-*o➢➤►✓")
_NEAR_MARK = 3.0
"""Type sizes from a list's mark to its text at most."""

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


def is_written_in_cells(pieces: Sequence[CellPiece]) -> bool:
    """Tell whether the content goes from cell to cell: back up to the next, or on in one below another's beginning."""
    starts = [piece for above, piece in pairwise(pieces) if piece.line != above.line and piece.line]
    hanging = sum(piece.column > 0 for piece in starts)
    return goes_up(pieces) or _HANGING * len(starts) < hanging


def goes_up(pieces: Sequence[CellPiece]) -> bool:
    """Tell whether a cell begins above where the one before it ended: cells are written whole then."""
    return any(
        below.column > above.column
        and below.top < above.top - SAME_LEVEL * above.size
        # Dots and marks stand higher or lower than the words beside them.
        and all(any(letter.isalnum() for letter in piece.text) for piece in (above, below))
        for above, below in pairwise(pieces)
    )
