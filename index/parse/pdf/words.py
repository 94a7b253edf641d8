"""The words of a PDF page, where they stand, and the lines that they make, in the order of the page's content."""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Cell", "PdfLine", "PdfWord", "TableRow", "page_lines"]

_UNITS = 20
"""Places are found in twentieths of a point."""

_FAR = 10_000.0

_DIVISION = "\x02\ufffe"
"""What PDFium returns for the hyphen of a word that goes on in the next line, in the place of the line's end too."""

_TOKEN = re.compile(rf"([^\s{_DIVISION}]+)?([{_DIVISION}\r\n]|(?=\s)|$)")
"""A word with what comes after it: the end of its line, where it is divided or not, or a space."""

_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_DROPPED = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0xFEFF, 0xFFFF])
_LAM, _ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"
_LARGEST = 400.0
_BOLD = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|cmbx|-bd", re.IGNORECASE)
_LONGEST_FONT_NAME = 200


@dataclass(frozen=True, slots=True)
class PdfWord:
    """Letters without white space between them; places in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PdfLine:
    """Words on one base line, in the order of the page's content.

    Attributes:
        words: at least one.
        size: of the type, in points, as most of the line has it.
        bold: whether most of the line is.
        left: where its leftmost word begins; ``top``, ``right`` and ``bottom`` likewise.
    """

    words: tuple[PdfWord, ...]
    size: float
    bold: bool = False
    left: float = field(init=False, compare=False)
    top: float = field(init=False, compare=False)
    right: float = field(init=False, compare=False)
    bottom: float = field(init=False, compare=False)

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    def __post_init__(self) -> None:
        """Measure the line once: it is asked for often."""
        for name, pick in (("left", min), ("top", min), ("right", max), ("bottom", max)):
            object.__setattr__(self, name, pick(getattr(word, name) for word in self.words))


Cell = tuple[tuple[PdfWord, ...], ...]
"""Lines of words; no line in an empty cell."""


@dataclass(frozen=True, slots=True)
class TableRow(PdfLine):
    """A row of a table, which stands among the lines of a page as one of them.

    Attributes:
        cells: one a column, empty ones too, those at the end left out.
        columns: left and right of each column.
        table: a number that rows of one table on a page have in common.
    """

    cells: tuple[Cell, ...] = ()
    columns: tuple[tuple[float, float], ...] = ()
    table: int = 0


def page_lines(page: Any) -> list[PdfLine]:
    """Return the lines of a page (a ``pypdfium2.PdfPage``) in its content's order; ``order`` has that of reading."""
    text_page = page.get_textpage()
    try:
        return list(_lines(page, text_page))
    finally:
        text_page.close()


_Box = tuple[float, float, float, float]
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def _lines(page: Any, text_page: Any) -> Iterator[PdfLine]:
    import pypdfium2.raw as pdfium

    raw, place = text_page.raw, _Places(page, text_page.raw, pdfium)
    text = _letters(raw, pdfium)
    words: list[PdfWord] = []
    starts: list[int] = []

    def end_line() -> Iterator[PdfLine]:
        if words:
            sizes = sorted(min(word.bottom - word.top, _LARGEST) for word in words for _ in word.text)
            bold = all(_is_bold(raw, pdfium, index) for index in {starts[0], starts[-1]})
            yield PdfLine(tuple(words), sizes[len(sizes) // 2], bold)
        words.clear()
        starts.clear()

    for match in _TOKEN.finditer(text):
        letters, end = match.group(1), match.group(2)
        if letters:
            start = match.start()
            word = _word(letters + "-" * bool(end and end[0] in _DIVISION), start, place)
            if word is not None:
                words.append(word)
                starts.append(start)
        if end:
            yield from end_line()
    yield from end_line()


def _word(letters: str, start: int, place: "_Places") -> PdfWord | None:
    """Return a word whose first letter has an index; None when nothing of it can be seen."""
    if _LAM in letters:
        letters = _in_order(letters, [place.of(start + offset) for offset in range(len(letters))])
    text = letters.translate(_LIGATURES).translate(_DROPPED)
    # The first and the last letter say where the word stands, and how high its line is.
    seen = [box for box in (place.of(start), place.of(start + len(letters) - 1)) if box != _NOWHERE]
    return PdfWord(text, *place.shown(seen)) if text and seen else None


def _in_order(letters: str, boxes: list[_Box]) -> str:
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


def _letters(raw: Any, pdfium: Any) -> str:
    """Return a page's letters, one for each index that PDFium counts."""
    count = pdfium.FPDFText_CountChars(raw)
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    written = pdfium.FPDFText_GetText(raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # Letters beyond the first 65,536, or without a code: one by one, so that the indexes hold.
    return "".join(_letter(pdfium.FPDFText_GetUnicode(raw, index)) for index in range(count))


def _letter(code: int) -> str:
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else "\ufffd"


class _Places:
    """Where letters stand on a page as it is shown, turned and cropped."""

    def __init__(self, page: Any, raw: Any, pdfium: Any) -> None:
        self._raw, self._get = raw, pdfium.FPDFText_GetLooseCharBox
        self._rectangle = pdfium.FS_RECTF()
        width, height = (round(side * _UNITS) for side in page.get_size())
        x, y = ctypes.c_int(), ctypes.c_int()

        def shown(across: float, up: float) -> tuple[float, float]:
            pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, across, up, x, y)
            return x.value / _UNITS, y.value / _UNITS

        # A page is moved, turned and scaled as a whole: three points tell where all others go.
        origin, right, above = shown(0, 0), shown(_FAR, 0), shown(0, _FAR)
        self._origin = origin
        self._across = (right[0] - origin[0]) / _FAR, (right[1] - origin[1]) / _FAR
        self._up = (above[0] - origin[0]) / _FAR, (above[1] - origin[1]) / _FAR

    def of(self, index: int) -> _Box:
        """Return left, top, right and bottom of a letter in the page's own places."""
        box = self._rectangle
        return (box.left, box.top, box.right, box.bottom) if self._get(self._raw, index, box) else _NOWHERE

    def shown(self, boxes: list[_Box]) -> _Box:
        """Return what is around the boxes, in points from the upper left corner of the page as it is shown."""
        corners = [self._shown(x, y) for left, top, right, bottom in boxes for x, y in ((left, top), (right, bottom))]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        return (
            self._origin[0] + x * self._across[0] + y * self._up[0],
            self._origin[1] + x * self._across[1] + y * self._up[1],
        )
