"""How far the cells of a workbook stand apart: its reader lays out every place between them, the empty ones too."""

import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache

from index.errors import UnreadableDocument
from index.parse.containers.zipped import member

__all__ = ["MOST_CELLS", "check_extent", "opendocument_content", "places_of"]

MOST_CELLS = 20_000_000
"""Places in all sheets together; were they filled, their text would be more than is taken from one file."""

_MOST_SPARSE_CELLS = 5_000_000
_SPARSE = 50
"""Places for each cell with something in it, from where on a sheet is sparse."""

_OPENDOCUMENT = "content.xml"
_MOST_ROWS_REPEATED, _MOST_COLUMNS_REPEATED = 100, 1_000
_REPEATED = re.compile(rb"""(number-(rows|columns)-repeated\s*=\s*["'])(\d+)""")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s>])(?:[^<>]*?\sr\s*=\s*[\"']([A-Za-z]*)(\d+))?[^<>]*>")
_REPEATED_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?table-(row|cell)(?=[\s>/])[^<>]*>")


def check_extent(opened: zipfile.ZipFile, name: str) -> None:
    """See that the cells of a workbook of the Open XML kind do not stand too far apart.

    Args:
        opened: the workbook; of the binary kind nothing is looked at.
        name: of it, for the error.

    Raises:
        UnreadableDocument: they do.
    """
    for path in opened.namelist():
        part = member(opened, path, name) if path.endswith(".xml") else None
        if part is not None and b"sheetData" in part:
            _check(*_extent(part), name)


def opendocument_content(opened: zipfile.ZipFile, name: str) -> bytes | None:
    """Return what is in an OpenDocument sheet, its rows and columns not repeated without end; None of anything else.

    Raises:
        UnreadableDocument: its cells stand too far apart.
    """
    content = member(opened, _OPENDOCUMENT, name)
    if content is None:
        return None
    short = _REPEATED.sub(_fewer, content)
    _check(*_repeated_extent(short), name)
    return short


def _check(rows: int, columns: int, filled: int, name: str) -> None:
    most = _MOST_SPARSE_CELLS if rows * columns > _SPARSE * filled else MOST_CELLS
    if rows * columns > most:
        raise UnreadableDocument(
            f"“{name}” has cells too far apart: a sheet of it has {rows:,} rows and {columns:,} columns",
            "Delete what stands far from the rest, or save the sheet as CSV",
        )


def places_of(part: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the cells of a sheet of the Open XML kind that are written in it.

    Yields:
        (row, column, tag): both from 1; the tag that begins the cell, which ends with “/>” when nothing is in it.
    """
    row, column = 0, 0
    for tag in _ROW_OR_CELL.finditer(part):
        kind, letters, digits = tag.groups()
        if kind == b"row":
            row, column = _number(digits) if digits else row + 1, 0
            continue
        column = _column(letters) if letters else column + 1
        yield (_number(digits) if digits else row), column, tag[0]


def _extent(part: bytes) -> tuple[int, int, int]:
    """Return the rows and columns that a sheet of the Open XML kind goes over, and how many cells are not empty."""
    filled = 0
    first, last, left, right = 1 << 62, 0, 1 << 62, 0
    for place, column, tag in places_of(part):
        if not tag.endswith(b"/>"):
            first, last = min(first, place), max(last, place)
            left, right = min(left, column), max(right, column)
            filled += 1
    return (last - first + 1, right - left + 1, filled) if filled else (0, 0, 0)


@lru_cache(maxsize=20_000)
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:9]:
        number = 26 * number + letter - ord("A") + 1
    return number


def _number(digits: bytes) -> int:
    return int(digits[:18])


def _repeated_extent(content: bytes) -> tuple[int, int, int]:
    """Return the same of the tables of an OpenDocument sheet, all of them taken for one."""
    rows, columns, filled, column, times, last = 0, 0, 0, 0, 0, 0
    for tag in _REPEATED_ROW_OR_CELL.finditer(content):
        repeated = _REPEATED.search(tag[0])
        count = int(repeated[3]) if repeated else 1
        if tag[1] == b"row":
            rows, times, column = rows + count, count, 0
            continue
        column += count
        if not tag[0].endswith(b"/>"):
            filled += count * times
            last, columns = rows, max(columns, column)
    return last, columns, filled


def _fewer(match: re.Match[bytes]) -> bytes:
    most = _MOST_ROWS_REPEATED if match[2] == b"rows" else _MOST_COLUMNS_REPEATED
    return match[1] + b"%d" % min(most, _number(match[3]))
