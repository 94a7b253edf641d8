"""Which format each cell of an old Excel file has ([MS-XLS], sections 2.4.126, 2.4.353 and 2.5.13)."""

import struct
from array import array
from collections.abc import Iterator

from index.parse.spreadsheets.binary_records import BEGIN, SHEET, UNICODE, record_text, records, workbook_stream
from index.parse.spreadsheets.cell_formats.codes import BUILT_IN
from index.parse.spreadsheets.cell_formats.grid import MOST_CODES, FormatGrid

__all__ = ["BinaryFormats"]

_CODEPAGE, _STYLE, _FORMAT = 0x0042, 0x00E0, 0x041E
_NUMBERS = 0x00BD
_CELLS = frozenset({0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
"""Records of one cell: a formula, rich text, shared text, a number, text, a truth value, a short number."""

_BYTES_OF_NUMBER = 6


class BinaryFormats:
    """The formats of an old workbook's cells, looked up a sheet at a time."""

    def __init__(self, data: bytes) -> None:
        """Read the formats that a file has; a damaged one has none.

        Args:
            data: the whole file.
        """
        self._stream = workbook_stream(data)
        self._codes: list[str] = [""]
        self._of_style: list[int] = []
        self._places: dict[str, int] = {}
        self._read_globals()

    def of_sheet(self, sheet: str, start: tuple[int, int], height: int, width: int) -> FormatGrid | None:
        """Return the formats of a sheet's cells, as ``CellFormats`` does."""
        place = self._places.get(sheet) if len(self._codes) > 1 else None
        if place is None:
            return None
        numbers = array("H", bytes(2 * height * width))
        for row, column, style in self._styles(place):
            down, across = row - start[0], column - start[1]
            if 0 <= down < height and 0 <= across < width and style < len(self._of_style):
                numbers[down * width + across] = self._of_style[style]
        return FormatGrid(self._codes, numbers, width) if any(numbers) else None

    def _read_globals(self) -> None:
        version, encoding = UNICODE, "cp1252"
        numbers: dict[str, int] = {"": 0}
        of_number = dict(BUILT_IN)
        formats_of_styles: list[int] = []
        for kind, position, length in records(self._stream, 0):
            content = self._stream[position : position + length]
            if kind == BEGIN and length >= 2:
                (version,) = struct.unpack_from("<H", content)
            elif kind == _CODEPAGE and length >= 2:
                encoding = f"cp{struct.unpack_from('<H', content)[0]}"
            elif kind == _FORMAT and length >= 3:
                is_wide = version >= UNICODE
                (number,) = struct.unpack_from("<H", content)
                of_number[number] = record_text(content[2:], 2 if is_wide else 1, encoding, is_unicode=is_wide)
            elif kind == _STYLE and length >= 4:
                formats_of_styles.append(struct.unpack_from("<H", content, 2)[0])
            elif kind == SHEET and length >= 7:
                name = record_text(content[6:], 1, encoding, is_unicode=version >= UNICODE)
                self._places.setdefault(name, struct.unpack_from("<I", content)[0])
        for number in formats_of_styles:
            code = of_number.get(number, "")
            code = "" if code.lower() == "general" or len(numbers) > MOST_CODES else code
            self._of_style.append(numbers.setdefault(code, len(numbers)))
        self._codes = list(numbers)

    def _styles(self, place: int) -> Iterator[tuple[int, int, int]]:
        """Yield row, column and style of each cell with something in it."""
        for kind, position, length in records(self._stream, place):
            if kind in _CELLS and length >= 6:
                yield struct.unpack_from("<HHH", self._stream, position)
            elif kind == _NUMBERS and length >= 6:
                row, column = struct.unpack_from("<HH", self._stream, position)
                for number in range((length - 6) // _BYTES_OF_NUMBER):
                    (style,) = struct.unpack_from("<H", self._stream, position + 4 + number * _BYTES_OF_NUMBER)
                    yield row, column + number, style
