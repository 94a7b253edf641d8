"""Which format each cell of a binary workbook of the Open XML kind has ([MS-XLSB], sections 2.1.4 and 2.4)."""

import posixpath
import zipfile
from array import array
from collections.abc import Iterator

from index.parse.containers.zipped import member
from index.parse.spreadsheets.cell_formats.codes import BUILT_IN
from index.parse.spreadsheets.cell_formats.grid import MOST_CODES, FormatGrid
from index.parse.structure.xml_tree import read_xml

__all__ = ["WideFormats"]

_WORKBOOK, _LINKS, _STYLES = "xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/styles.bin"
_ROW, _FORMAT, _STYLE, _SHEET, _BEGIN_STYLES, _END_STYLES = 0, 44, 47, 156, 617, 618
_CELLS = range(1, 12)
_LONGEST_TEXT = 300


class WideFormats:
    """The formats of a binary workbook's cells, looked up a sheet at a time."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        """Read the formats that a workbook has.

        Args:
            opened: the workbook.
            name: of it, for errors.
        """
        self._opened, self._name = opened, name
        self._codes, self._of_style = self._read_codes()
        self._paths = self._read_paths() if len(self._codes) > 1 else {}

    def of_sheet(self, sheet: str, start: tuple[int, int], height: int, width: int) -> FormatGrid | None:
        """Return the formats of a sheet's cells, as ``CellFormats`` does."""
        if sheet not in self._paths:
            return None
        numbers = array("H", bytes(2 * height * width))
        row = -1
        for kind, content in self._records(self._paths[sheet]):
            if kind == _ROW and len(content) >= 4:
                row = int.from_bytes(content[:4], "little")
            elif kind in _CELLS and len(content) >= 8:
                down, across = row - start[0], int.from_bytes(content[:4], "little") - start[1]
                style = int.from_bytes(content[4:7], "little")
                if 0 <= down < height and 0 <= across < width and style < len(self._of_style):
                    numbers[down * width + across] = self._of_style[style]
        return FormatGrid(self._codes, numbers, width) if any(numbers) else None

    def _records(self, path: str) -> Iterator[tuple[int, bytes]]:
        """Yield the kind and the content of each record of a part: both say in seven bits a byte how long they are."""
        data = member(self._opened, path, self._name) or b""
        position = 0
        while position < len(data):
            kind, position = _number(data, position, 2)
            length, position = _number(data, position, 4)
            yield kind, data[position : position + length]
            position += length

    def _read_codes(self) -> tuple[list[str], list[int]]:
        of_number = dict(BUILT_IN)
        of_styles: list[int] = []
        is_of_cells = False
        for kind, content in self._records(_STYLES):
            is_of_cells = kind == _BEGIN_STYLES or (is_of_cells and kind != _END_STYLES)
            if kind == _FORMAT:
                of_number[int.from_bytes(content[:2], "little")] = _text(content, 2)[0]
            elif kind == _STYLE and is_of_cells:
                of_styles.append(int.from_bytes(content[2:4], "little"))
        numbers = {"": 0}
        found: list[int] = []
        for number in of_styles:
            code = of_number.get(number, "")
            code = "" if code.lower() == "general" or len(numbers) > MOST_CODES else code
            found.append(numbers.setdefault(code, len(numbers)))
        return list(numbers), found

    def _read_paths(self) -> dict[str, str]:
        """Return where in the file each sheet is, by its name."""
        links = member(self._opened, _LINKS, self._name)
        targets = {
            str(link.get("Id")): posixpath.normpath(posixpath.join("/xl", str(link.get("Target", "")))).lstrip("/")
            for link in (() if links is None else read_xml(links, self._name))
        }
        found: dict[str, str] = {}
        for kind, content in self._records(_WORKBOOK):
            if kind == _SHEET:
                link, end = _text(content, 8)
                if link in targets:
                    found.setdefault(_text(content, end)[0], targets[link])
        return found


def _number(data: bytes, position: int, most: int) -> tuple[int, int]:
    """Return a number of some bytes, whose highest bits tell whether it goes on, and where what follows begins.

    Args:
        data: of the part.
        position: where it begins.
        most: how many bytes it may have.
    """
    value = 0
    for place in range(most):
        if position >= len(data):
            break
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return value, position


def _text(content: bytes, start: int) -> tuple[str, int]:
    """Return a text behind its length of four bytes, and where what follows it begins."""
    count = int.from_bytes(content[start : start + 4], "little")
    end = start + 4 + 2 * min(count, _LONGEST_TEXT)
    return content[start + 4 : end].decode("utf-16-le", "replace"), end
