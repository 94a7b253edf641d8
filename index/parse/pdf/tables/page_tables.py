"""The tables of a page: those in ruling lines first, and among the other lines those that stand in columns."""

from collections.abc import Sequence
from itertools import pairwise

from index.parse.pdf.tables.aligned import with_aligned_tables
from index.parse.pdf.tables.grids import Box, Grid
from index.parse.pdf.tables.rows.heads import with_joined_heads
from index.parse.pdf.tables.ruled import with_ruled_tables
from index.parse.pdf.tables.rules import Rules
from index.parse.pdf.words import PdfLine

__all__ = ["table_boxes", "with_tables"]

_TALLEST_ROW = 0.3
"""Share of a page's height; a higher row is the page itself, in a frame with its head and foot."""


def table_boxes(grids: Sequence[Grid], height: float) -> list[Box]:
    """Return where a page's ruling lines make tables; the page's own frame is none."""
    return [
        grid.box
        for grid in grids
        if max(below - above for above, below in pairwise(grid.down)) <= _TALLEST_ROW * height
    ]


def with_tables(lines: Sequence[PdfLine], rules: Rules, grids: Sequence[Grid]) -> list[PdfLine]:
    """Return a page's lines, in the order of its content, with tables as rows (``TableRow``) among them."""
    return with_joined_heads(with_aligned_tables(with_ruled_tables(lines, grids), rules, len(grids)))
