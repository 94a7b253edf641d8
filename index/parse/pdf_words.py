"""The words of a PDF page, where they stand, and the lines they make. The only importer of pypdfium2 beside ``pdf``."""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Line", "Word", "page_lines"]

_UNITS = 20
"""Places are found in twentieths of a point."""

_DIVISION = "\x02\ufffe"
"""What PDFium returns for the hyphen of a word that goes on in the next line, in the place of the line's end too."""

_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_DROPPED = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0xFEFF, 0xFFFF])
_LAM, _ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"
_LARGEST = 400.0
_BOLD = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|cmbx|-bd", re.IGNORECASE)
_LONGEST_FONT_NAME = 200


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without white space between them; places in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one base line, in the order of the page's content.

    Attributes:
        words: at least one.
        size: of the type, in points, as most of the line has it.
        bold: whether most of the line is.
    """

    words: tuple[Word, ...]
    size: float
    bold: bool = False

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where its leftmost word begins."""
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        """Where its rightmost word ends."""
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        """Where its highest word begins."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Where its lowest word ends."""
        return max(word.bottom for word in self.words)


def page_lines(page: Any) -> list[Line]:
    """Return the lines of a page (a ``pypdfium2.PdfPage``) in the order of its content, which is that of reading."""
    text_page = page.get_textpage()
    try:
        return list(_lines(page, text_page))
    finally:
        text_page.close()


_Box = tuple[float, float, float, float]
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_Sized = tuple[Word, float]


def _line(sized: list[_Sized], *, bold: bool) -> Line:
    sizes = sorted(size for word, size in sized for _ in word.text)
    return Line(tuple(word for word, _ in sized), sizes[len(sizes) // 2], bold)


def _lines(page: Any, text_page: Any) -> Iterator[Line]:
    import pypdfium2.raw as pdfium

    raw, place = text_page.raw, _Places(page, pdfium)
    words: list[_Sized] = []
    ends: list[int] = []
    letters: list[tuple[int, str]] = []

    def end_word() -> None:
        boxes = place.of(raw, [index for index, _ in letters])
        text = _in_order([letter for _, letter in letters], boxes).translate(_LIGATURES).translate(_DROPPED)
        seen = [box for box in boxes if box != _NOWHERE]
        if text and seen:
            around = place.shown(seen)
            words.append((Word(text, *around), min(around[3] - around[1], _LARGEST)))
            ends.append(letters[0][0])
        letters.clear()

    def end_line() -> Iterator[Line]:
        end_word()
        if words:
            yield _line(words, bold=all(_is_bold(raw, pdfium, index) for index in {ends[0], ends[-1]}))
        words.clear()
        ends.clear()

    for index, letter in enumerate(_letters(raw, pdfium)):
        if letter in _DIVISION:
            letters.append((index, "-"))
        if letter in _DIVISION or letter in "\r\n":
            yield from end_line()
        elif letter.isspace():
            end_word()
        else:
            letters.append((index, letter))
    yield from end_line()


def _in_order(letters: list[str], boxes: list[_Box]) -> str:
    """Return the letters as they are read: those of one Arabic ligature share a box, and come the wrong way round."""
    ordered = list(letters)
    for index in range(len(letters) - 1):
        if letters[index + 1] == _LAM and letters[index] in _ALEFS and boxes[index] == boxes[index + 1] != _NOWHERE:
            ordered[index : index + 2] = letters[index + 1], letters[index]
    return "".join(ordered)


def _is_bold(raw: Any, pdfium: Any, index: int) -> bool:
    """Tell whether a letter is bold, by its weight or, as old fonts state none, by its font's name."""
    if pdfium.FPDFText_GetFontWeight(raw, index) >= _BOLD:
        return True
    name = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
    pdfium.FPDFText_GetFontInfo(raw, index, name, _LONGEST_FONT_NAME, None)
    return bool(_BOLD_NAME.search(name.value.decode("utf-8", "replace")))


def _letters(raw: Any, pdfium: Any) -> Iterator[str]:
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        yield chr(code) if 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\ufffd"


class _Places:
    """Where letters stand on a page as it is shown, turned and cropped."""

    def __init__(self, page: Any, pdfium: Any) -> None:
        self._page, self._pdfium = page, pdfium
        width, height = page.get_size()
        self._width, self._height = round(width * _UNITS), round(height * _UNITS)
        self._rectangle = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_int(), ctypes.c_int()

    def of(self, raw: Any, letters: list[int]) -> list[_Box]:
        """Return left, top, right and bottom of every letter in the page's own places."""
        box, get = self._rectangle, self._pdfium.FPDFText_GetLooseCharBox
        return [(box.left, box.top, box.right, box.bottom) if get(raw, index, box) else _NOWHERE for index in letters]

    def shown(self, boxes: list[_Box]) -> _Box:
        """Return what is around the boxes, in points from the upper left corner of the page as it is shown."""
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        (x, y), (x2, y2) = (
            self._shown(min(*lefts, *rights), min(*tops, *bottoms)),
            self._shown(max(*lefts, *rights), max(*tops, *bottoms)),
        )
        return min(x, x2), min(y, y2), max(x, x2), max(y, y2)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        self._pdfium.FPDF_PageToDevice(self._page.raw, 0, 0, self._width, self._height, 0, x, y, self._x, self._y)
        return self._x.value / _UNITS, self._y.value / _UNITS
