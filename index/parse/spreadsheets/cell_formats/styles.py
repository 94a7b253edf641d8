"""Which format each cell of a workbook of the Open XML kind has (ECMA-376, part 1, section 18.8)."""

import posixpath
import re
import zipfile
from array import array

from index.parse.containers.zipped import member
from index.parse.spreadsheets.cell_formats.codes import BUILT_IN
from index.parse.spreadsheets.cell_formats.grid import MOST_CODES, FormatGrid
from index.parse.spreadsheets.extent import places_of
from index.parse.structure.xml_tree import local_name, read_xml, whole_number

__all__ = ["CellFormats"]

_WORKBOOK, _LINKS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d{1,9})["']""")


class CellFormats:
    """The formats of a workbook's cells, looked up a sheet at a time."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self._opened, self._name = opened, name
        self._codes, self._of_style = self._read_codes()
        self._paths = self._read_paths() if len(self._codes) > 1 else {}

    def of_sheet(self, sheet: str, start: tuple[int, int], height: int, width: int) -> FormatGrid | None:
        """Return the formats of a sheet's cells; None where none has one.

        Args:
            sheet: its name.
            start: the row and column of the first cell that is wanted, from 0.
            height: how many rows are wanted.
            width: how many columns.
        """
        path = self._paths.get(sheet)
        part = member(self._opened, path, self._name) if path else None
        if part is None:
            return None
        numbers = array("H", bytes(2 * height * width))
        is_used = False
        for row, column, tag in places_of(part):
            down, across = row - 1 - start[0], column - 1 - start[1]
            if 0 <= down < height and 0 <= across < width:
                style = _STYLE.search(tag)
                number = int(style[1]) if style else 0
                if number < len(self._of_style) and self._of_style[number]:
                    numbers[down * width + across] = self._of_style[number]
                    is_used = True
        return FormatGrid(self._codes, numbers, width) if is_used else None

    def _read_codes(self) -> tuple[list[str], list[int]]:
        """Return all format codes, and which of them each style of cells has."""
        data = member(self._opened, _STYLES, self._name)
        if data is None:
            return [""], []
        root = read_xml(data, self._name)
        of_number = dict(BUILT_IN)
        for element in root.iter("{*}numFmt"):
            of_number[whole_number(element.get("numFmtId"))] = element.get("formatCode", "")
        numbers = {"": 0}
        of_style: list[int] = []
        for styles in root.iter("{*}cellXfs"):
            for element in styles:
                if local_name(element) == "xf":
                    code = of_number.get(whole_number(element.get("numFmtId")), "")
                    code = "" if code.lower() == "general" or len(numbers) > MOST_CODES else code
                    of_style.append(numbers.setdefault(code, len(numbers)))
        return list(numbers), of_style

    def _read_paths(self) -> dict[str, str]:
        """Return where in the file each sheet is, by its name."""
        book, links = (member(self._opened, path, self._name) for path in (_WORKBOOK, _LINKS))
        if book is None or links is None:
            return {}
        targets = {
            str(link.get("Id")): posixpath.normpath(posixpath.join("/xl", str(link.get("Target", "")))).lstrip("/")
            for link in read_xml(links, self._name)
        }
        found: dict[str, str] = {}
        for sheet in read_xml(book, self._name).iter("{*}sheet"):
            identity = next((str(sheet.get(key)) for key in sheet.attrib if key.endswith("}id")), "")
            if identity in targets:
                found.setdefault(str(sheet.get("name")), targets[identity])
        return found
