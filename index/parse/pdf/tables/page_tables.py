"""The tables of a page: those in ruling lines first, and among the other lines those that stand in columns."""

from collections.abc import Sequence

from index.parse.pdf.tables.aligned import with_aligned_tables
from index.parse.pdf.tables.ruled import with_ruled_tables
from index.parse.pdf.tables.rules import Rules
from index.parse.pdf.words import PdfLine

__all__ = ["with_tables"]


def with_tables(lines: Sequence[PdfLine], rules: Rules) -> list[PdfLine]:
    """Return a page's lines, in the order of its content, with tables as rows (``TableRow``) among them."""
    return with_aligned_tables(with_ruled_tables(lines, rules), rules, len(rules.across))
