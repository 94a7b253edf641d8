"""The head of the table that a row belongs to, and the row with the names of its cells."""

import itertools
import re
from collections.abc import Sequence
from itertools import zip_longest

from index.storage.records import ChunkRow
from index.store import Index
from index.text.forms.dates import MONTHS
from index.text.tables.heads import column_names, head_rows, names_numbers
from index.text.tables.rows import EDGE, cells, is_row, says_figure
from rag.english.word_lists import WEEKDAYS
from rag.evidence.tables.lines import Span, lines_above

__all__ = ["cells_with_names", "head_of", "head_text", "header_of", "is_in_head"]

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_A_YEAR = re.compile(r"\D*(?:19|20)\d\d\D*")
_NUMBER, _WORDS = re.compile(r"\d[\d.,’' ]*"), re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_FEWEST_ALIKE = 3
"""Cells of a column that are written alike, from which that is no chance."""

_OTHER = re.compile(r"[^0a]+")


def header_of(row: ChunkRow, start: int, end: int, chunk_text: str) -> Span | None:
    """Return the span of the head of the table that a row belongs to; None when the table has no head.

    The head is the table's first row, or the first few, when it names the columns of this one, none of which is a
    number, while this one has a digit, as most rows below have in one column, or all rows below write something as the
    head does not: a table without a head must not be read as if its first row were one.

    Args:
        row: the chunk.
        start: of the table's row, in the document's text.
        end: one past its last code point.
        chunk_text: of the chunk.
    """
    text = chunk_text[start - row.start : end - row.start]
    if not EDGE.search(text):
        return None
    head, is_declared = _head_above(row, start, chunk_text)
    if head is None:
        return None
    if not (is_declared or _DIGIT.search(text)):
        rows = _rows_from(chunk_text[head[0] - row.start :])
        if not (names_numbers(rows) or _is_unlike(rows)):
            return None
    return head if _names_columns(column_names(head_text(row, head, chunk_text)), cells(text)) else None


def is_in_head(span: Span, head: Span) -> bool:
    """Tell whether a line is one of a head."""
    return head[0] <= span[0] and span[1] <= head[1]


def _head_above(row: ChunkRow, start: int, chunk_text: str) -> tuple[Span | None, bool]:
    """Return the head of the table of a row, and whether it stands in an earlier chunk, which says that it is one."""
    above = lines_above(row, start, chunk_text)
    if row.head and (not above or above[0][0] == row.start):
        return row.head, True
    rows = [span for span in above if is_row(chunk_text[span[0] - row.start : span[1] - row.start])]
    if not rows:
        return None, False
    lines = [chunk_text[first - row.start : last - row.start] for first, last in rows]
    count = head_rows([*lines, chunk_text[start - row.start :].partition("\n")[0]])
    return (rows[0][0], rows[count - 1][1]), False


def _rows_from(text: str) -> list[list[str]]:
    """Return the cells of the rows that a text begins with."""
    return [cells(line) for line in itertools.takewhile(is_row, text.split("\n"))]


def _is_unlike(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a column is written in one way in all rows but the first: names, days or addresses below “Contact”.

    Args:
        rows: of a table, of cells.
    """
    for first, *others in zip_longest(*rows, fillvalue=""):
        ways = {_way(cell) for cell in others if cell}
        if first and len(ways) == 1 and sum(map(bool, others)) >= _FEWEST_ALIKE and _way(first) not in ways:
            return True
    return False


def _way(cell: str) -> str:
    """Return how a cell is written: “Ada Quill” is “Aa Aa”, a day of the week a day, an address “a@a.a”."""
    if cell.lower() in WEEKDAYS or cell.title() in MONTHS:
        return "day"
    return _LETTERS.sub(lambda word: "Aa" if word[0][0].isupper() else "a", cell)


def _names_columns(names: Sequence[str], values: Sequence[str]) -> bool:
    """Tell whether cells name the columns of a row, whose last cells are left out where they are empty.

    The first column of figures needs no name, nor does one without a value. A name may have a number in it, or be a
    year, above figures alone.
    """
    return (
        2 <= len(values) <= len(names)
        and all(name or not value for name, value in zip(names[1:], values[1:], strict=False))
        and any(names[1:])
        and not says_figure(names[0])
        and (not _DIGIT.search(names[0]) or _shape(names[0]) != _shape(values[0]))
        and all(
            not _DIGIT.search(name) or _is_above_figures(name, value)
            for name, value in zip_longest(names[1:], values[1:], fillvalue="")
        )
        and (bool(names[0]) or any(map(says_figure, values[1:])))
    )


def _is_above_figures(name: str, value: str) -> bool:
    """Tell whether a cell with a digit, such as “Budget of 2025” or “2025”, names a column that has this value.

    “12 crew” does not name “9 crew”, but “Year ended 31 May 2025” may name “9 crew”.
    """
    if says_figure(name) and not _OF_A_YEAR.fullmatch(name):
        return False
    if not value:
        return True
    if not (says_figure(value) or _DIGIT.search(value)):
        return False
    return (says_figure(value) and not _YEAR.fullmatch(value)) or _shape(name) != _shape(value)


def _shape(cell: str) -> str:
    """Return how a cell is written: “12 crew” is “0a”."""
    return _OTHER.sub("", _NUMBER.sub("0", _WORDS.sub("a", cell.replace("a", "b"))))


def head_text(row: ChunkRow, head: Span, chunk_text: str) -> str:
    """Return the words of the head of a table, which may lie before the chunk."""
    return row.head_text if head == row.head else chunk_text[head[0] - row.start : head[1] - row.start]


def head_of(index: Index, row: ChunkRow, head: Span) -> str:
    """Return the words of the head of a table, by a chunk that has rows of it; as ``head_text``."""
    return head_text(row, head, index.chunks.text(row))


def cells_with_names(head: str, row: str) -> str:
    """Return a table's row with the name of every cell: “Ship: Alba; Built: 1931”; empty cells are left out.

    A row may have fewer cells than its head: parsers leave empty ones out at the end of a line.

    Args:
        head: of the table, a row a line.
        row: in one line.
    """
    pairs = zip(column_names(head), cells(row), strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)
