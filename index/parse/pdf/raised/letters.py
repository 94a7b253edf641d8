"""Which letters of a page are smaller and stand higher or lower than those beside them."""

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

__all__ = ["SMALLER", "Height", "Letter", "Letters", "heights"]

SMALLER = 0.92
"""Of the size beside it: what is larger is as large."""

_RAISED = 0.12
"""How far above the base line a smaller letter stands at least, in sizes of the type beside it."""

_LOWERED = 0.06
_AS_LARGE = 0.18
"""The same for a letter that is as large as those beside it, either way."""

_FURTHEST = 0.75
_TURNED = 0.1
_QUARTER = math.pi / 2
_SLANT = 0.15
"""Of a quarter: what is further from one stands aslant."""


class Height(IntEnum):
    """Where a letter stands."""

    LOWERED = -1
    LEVEL = 0
    RAISED = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is drawn: where it begins, which way its line goes (of length 1), and its size in points."""

    x: float
    y: float
    across: float
    up: float
    size: float

    def height_of(self, other: "Letter") -> Height | None:
        """Return where another letter stands beside this one; None where it is on another line, or turned."""
        if abs(self.across * other.up - self.up * other.across) > _TURNED:
            return None
        shift = self.shift_of(other)
        if abs(shift) > _FURTHEST or other.size > self.size / SMALLER:
            return None
        is_smaller = other.size < SMALLER * self.size
        if shift >= (_RAISED if is_smaller else _AS_LARGE):
            return Height.RAISED
        if shift <= -(_LOWERED if is_smaller else _AS_LARGE):
            return Height.LOWERED
        return Height.LEVEL

    def shift_of(self, other: "Letter") -> float:
        """Return how far another letter stands above this one's base line, in this one's sizes."""
        return ((other.y - self.y) * self.across - (other.x - self.x) * self.up) / self.size

    def gap_behind(self, room: tuple[float, float, float, float]) -> float:
        """Return how far along this letter's line it begins behind the end of such a room, in its sizes."""
        left, bottom, right, top = room
        end = max(
            x * self.across + y * self.up for x, y in ((left, bottom), (right, top), (left, top), (right, bottom))
        )
        return (self.x * self.across + self.y * self.up - end) / self.size


class Letters:
    """The letters of a page's text, by the index that PDFium counts."""

    def __init__(self, raw: Any, pdfium: Any) -> None:
        """Read of a text page (``pypdfium2.PdfTextPage.raw``) with ``pypdfium2.raw``."""
        self._raw, self._pdfium = raw, pdfium
        self._matrix, self._box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def quarters(self, index: int) -> int:
        """Return how many quarters a letter is turned to the right in the page's own places; 0 of one that slants."""
        quarters: float = max(0.0, self._pdfium.FPDFText_GetCharAngle(self._raw, index)) / _QUARTER
        return round(quarters) % 4 if abs(quarters - round(quarters)) < _SLANT else 0

    def place(self, index: int) -> tuple[float, float] | None:
        """Return where a letter begins on its base line."""
        found = self._pdfium.FPDFText_GetCharOrigin(self._raw, index, self._x, self._y)
        return (self._x.value, self._y.value) if found else None

    def room(self, index: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of the room that a letter takes up."""
        box = self._box
        self._pdfium.FPDFText_GetLooseCharBox(self._raw, index, box)
        return box.left, box.bottom, box.right, box.top

    def is_drawn(self, index: int) -> bool:
        """Tell whether a letter is the page's own, not one that PDFium puts between its words and lines."""
        return bool(self._pdfium.FPDFText_IsGenerated(self._raw, index) == 0)

    def letter(self, index: int) -> Letter | None:
        """Return a letter; None for one that is not drawn, or so that nobody can see it."""
        place, matrix = self.place(index), self._matrix
        if place is None or not self.is_drawn(index):
            return None
        if not self._pdfium.FPDFText_GetMatrix(self._raw, index, matrix):
            return None
        width, area = math.hypot(matrix.a, matrix.b), abs(matrix.a * matrix.d - matrix.b * matrix.c)
        size = self._pdfium.FPDFText_GetFontSize(self._raw, index) * math.sqrt(area)
        if not (width > 0 and math.isfinite(size) and size > 0):
            return None
        return Letter(*place, matrix.a / width, matrix.b / width, size)


def heights(letters: Sequence[Letter | None]) -> list[Height]:
    """Return where each letter of a word stands, beside the largest of them."""
    drawn = [letter for letter in letters if letter is not None]
    if not drawn:
        return [Height.LEVEL] * len(letters)
    largest = max(letter.size for letter in drawn)
    full = [letter for letter in drawn if letter.size >= SMALLER * largest]
    # Where all are of one size, the base line is that on which most of them stand.
    levels = Counter(round(full[0].shift_of(letter) / _RAISED) for letter in full)
    level = levels.most_common(1)[0][0]
    base = next(letter for letter in full if round(full[0].shift_of(letter) / _RAISED) == level)
    return [Height.LEVEL if letter is None else base.height_of(letter) or Height.LEVEL for letter in letters]
