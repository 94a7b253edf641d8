"""Scans lie askew: lines are ordered as if they were level, and their words keep the place that they have on paper."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from index.parse.pdf.words import PdfWord

__all__ = ["LEVEL", "Skew", "skew_of"]

_STEEPEST = math.radians(10)
"""Whatever is steeper was written so."""

_LEAST = math.radians(0.1)
"""Under a point from one side of a page to the other."""

_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Skew:
    """How a page lies.

    Attributes:
        angle: by which its lines fall to the right, in radians.
        x: of the point around which the page is turned, in points from the left.
        y: the same from the top.
    """

    angle: float
    x: float = 0.0
    y: float = 0.0

    def levelled(self, word: PdfWord) -> PdfWord:
        """Return a word where it would stand if the page lay straight."""
        if not self.angle:
            return word
        width, height = word.right - word.left, word.bottom - word.top
        sine, cosine = abs(math.sin(self.angle)), math.cos(self.angle)
        # What is around an oblong that is turned tells its sides; letters fill theirs only nearly.
        own_width = max((width * cosine - height * sine) / math.cos(2 * self.angle), width / 2)
        own_height = max((height * cosine - width * sine) / math.cos(2 * self.angle), height / 2)
        return _around(word.text, *self._turned(word, -self.angle), own_width, own_height)

    def as_shown(self, word: PdfWord) -> PdfWord:
        """Return a word of the straightened page where it stands on the page as it lies."""
        if not self.angle:
            return word
        width, height = word.right - word.left, word.bottom - word.top
        sine, cosine = abs(math.sin(self.angle)), math.cos(self.angle)
        sides = width * cosine + height * sine, width * sine + height * cosine
        return _around(word.text, *self._turned(word, self.angle), *sides)

    def _turned(self, word: PdfWord, angle: float) -> tuple[float, float]:
        """Return the middle of a word, turned around the page's."""
        across, down = (word.left + word.right) / 2 - self.x, (word.top + word.bottom) / 2 - self.y
        sine, cosine = math.sin(angle), math.cos(angle)
        return self.x + across * cosine - down * sine, self.y + across * sine + down * cosine


LEVEL = Skew(0.0)
"""The page lies straight."""


def skew_of(lines: Sequence[Sequence[PdfWord]], width: float, height: float) -> Skew:
    """Return how a page of this size lies, by the slope that most of its long lines have."""
    angles = [angle for line in lines if len(line) >= _LEAST_WORDS if (angle := _angle(line)) is not None]
    if not angles:
        return LEVEL
    angle = statistics.median(angles)
    return Skew(angle, width / 2, height / 2) if abs(angle) >= _LEAST else LEVEL


def _angle(line: Sequence[PdfWord]) -> float | None:
    """Return the angle by which a line falls, from the middles of its words; None of one that is not across."""
    across = [(word.left + word.right) / 2 for word in line]
    down = [(word.top + word.bottom) / 2 for word in line]
    if max(across) - min(across) <= max(down) - min(down):
        return None
    angle = math.atan(statistics.linear_regression(across, down).slope)
    return angle if abs(angle) <= _STEEPEST else None


def _around(text: str, x: float, y: float, width: float, height: float) -> PdfWord:
    return PdfWord(text, x - width / 2, y - height / 2, x + width / 2, y + height / 2)
