"""The lines of a PDF page, in the order of the page's content."""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from index.parse.pdf.raised.joining import JOINT, without_false_ends
from index.parse.pdf.raised.letters import Letters
from index.parse.pdf.raised.notation import LetterRun, is_mark_alone, labels_of, written
from index.parse.pdf.raised.suspicion import RaisedLetters, may_be_mark
from index.parse.pdf.text_layer.accents import ACCENTS, Box, with_accents
from index.parse.pdf.text_layer.places import NOWHERE, Places
from index.parse.pdf.text_layer.vowel_marks import with_marks_behind, with_marks_joined
from index.parse.pdf.words import PdfLine, PdfWord
from index.parse.structure.characters import SYMBOLS

__all__ = ["page_lines"]

_DIVISION = "\x02\ufffe"
"""What PDFium returns for the hyphen of a word that goes on in the next line, in the place of the line's end too."""

_FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_TOKEN = re.compile(
    rf"([^\s{_DIVISION}{_FROM_RIGHT}]*[A-Za-z][^\s{_DIVISION}{_FROM_RIGHT}]*|[^\s{_DIVISION}A-Za-z]+)?([{_DIVISION}\r\n]|)"
)
"""A word with what comes after it: the end of its line, where it is divided or not, or nothing. Between Latin letters
and those of a script that is written from the right a word ends and another begins, though no space is drawn there."""

_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)} | SYMBOLS
_DROPPED = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0xFEFF, 0xFFFF])
_LAM, _ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"
_LARGEST = 400.0
_BOLD = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|cmbx|-bd", re.IGNORECASE)
_LONGEST_FONT_NAME = 200
_SPACE = 0.5
"""Of a letter's height; a word that is further from the one in front of it is no mark of it."""


def page_lines(page: Any) -> list[PdfLine]:
    """Return the lines of a page (a ``pypdfium2.PdfPage``) in its content's order; ``order`` has that of reading."""
    text_page = page.get_textpage()
    try:
        return list(_lines(page, text_page))
    finally:
        text_page.close()


@dataclass(slots=True)
class _OpenLine:
    """A line as it grows.

    Attributes:
        words: of it, as they are without regard to what is raised in them.
        starts: of each, the index of its first letter.
        runs: of each, what stands at which height; nothing where all stands on the base line.
        turned: how many quarters its letters are turned to the right.
    """

    words: list[PdfWord] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    runs: list[tuple[LetterRun, ...]] = field(default_factory=list)
    turned: int = 0


def _lines(page: Any, text_page: Any) -> Iterator[PdfLine]:
    import pypdfium2.raw as pdfium

    raw = text_page.raw
    reader = _Reader(page, raw, pdfium)
    text = with_marks_joined(without_false_ends(_letters(raw, pdfium), reader.letters), reader.place.of)
    lines = list(_open_lines(text, reader))
    labels = frozenset(label for line in lines if line.runs[0] for label in labels_of(line.runs[0]))
    for line in lines:
        sizes = _sizes(line)
        bold = all(_is_bold(raw, pdfium, index) for index in {line.starts[0], line.starts[-1]})
        words = _without_marks(line, labels)
        if words:
            yield PdfLine(words, sizes[len(sizes) // 2], bold, turned=line.turned)


def _sizes(line: _OpenLine) -> list[float]:
    """Return how high each letter of a line is, ascending; a word with raised letters is higher than its type."""
    level = [word for word, runs in zip(line.words, line.runs, strict=True) if not runs] or line.words
    return sorted(min(word.bottom - word.top, _LARGEST) for word in level for _ in word.text)


def _open_lines(text: str, reader: "_Reader") -> Iterator[_OpenLine]:
    line = _OpenLine()
    for match in _TOKEN.finditer(text):
        letters, end = match.group(1), match.group(2)
        if letters and (turned := reader.turned(match.start())) != line.turned:
            if line.words:
                reader.look_for_marks(line)
                yield line
            line = _OpenLine(turned=turned)
        if letters:
            reader.add(line, letters + "-" * bool(end and end[0] in _DIVISION), match.start())
        if end and line.words:
            reader.look_for_marks(line)
            yield line
            line = _OpenLine(turned=line.turned)
    if line.words:
        reader.look_for_marks(line)
        yield line


def _without_marks(line: _OpenLine, labels: frozenset[str]) -> tuple[PdfWord, ...]:
    """Return a line's words without the marks of notes in them."""
    found: list[PdfWord] = []
    for place, (word, runs) in enumerate(zip(line.words, line.runs, strict=True)):
        if runs:
            before = line.words[place - 1].text if place else ""
            behind = line.words[place + 1].text if place + 1 < len(line.words) else ""
            text = written(runs, before, behind, labels).translate(_LIGATURES).translate(_DROPPED)
            # A label may stand right before its note: two words in the place of one.
            found += (replace(word, text=part) for part in text.split())
        else:
            found.append(word)
    return tuple(found)


class _Reader:
    """Reads the words of a page."""

    def __init__(self, page: Any, raw: Any, pdfium: Any) -> None:
        self.letters = Letters(raw, pdfium)
        self.place = Places(page, raw, pdfium)
        self._raised = RaisedLetters(self.letters, self.place.of)
        self._turn_of_page: int = page.get_rotation() // 90

    def add(self, line: _OpenLine, letters: str, start: int) -> None:
        """Add a word whose first letter has an index to a line, unless nothing of it can be seen."""
        place = self.place
        if _LAM in letters:
            letters = _in_order(letters, [place.of(start + offset) for offset in range(len(letters))])
        letters = with_marks_behind(letters, lambda at: place.of(start + at))
        drawn = letters if ACCENTS.isdisjoint(letters) else with_accents(letters, lambda at: place.of(start + at))
        text = drawn.translate(_LIGATURES).translate(_DROPPED)
        # The first and the last letter say where the word stands, and how high its line is.
        first, last = place.of(start), place.of(start + len(letters.rstrip(JOINT)) - 1)
        seen = [box for box in (first, last) if box != NOWHERE]
        if text and seen:
            line.words.append(PdfWord(text, *place.shown(seen)))
            line.starts.append(start)
            line.runs.append(self._raised.runs(letters, start, first, last))

    def turned(self, index: int) -> int:
        """Return how many quarters a letter is turned to the right on the page as it is shown."""
        return (self.letters.quarters(index) + self._turn_of_page) % 4

    def look_for_marks(self, line: _OpenLine) -> None:
        """See which whole words of a line are raised beside the one in front, or the first one beside the next."""
        level = 0
        for place, word in enumerate(line.words):
            beside = level if place else 1
            if not line.runs[place] and may_be_mark(word.text) and beside < len(line.words):
                gap = abs(word.left - line.words[place - 1].right) if place else 0.0
                if gap < _SPACE * (word.bottom - word.top):
                    line.runs[place] = self._raised.mark_alone(word.text, line.starts[place], line.starts[beside])
            # Of several marks with spaces between them, each stands beside the word in front of the first.
            if not (line.runs[place] and is_mark_alone(line.runs[place])):
                level = place


def _in_order(letters: str, boxes: list[Box]) -> str:
    """Return the letters as they are read: those of one Arabic ligature share a box, and come the wrong way round."""
    ordered = list(letters)
    for index in range(len(letters) - 1):
        if letters[index + 1] == _LAM and letters[index] in _ALEFS and boxes[index] == boxes[index + 1] != NOWHERE:
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
