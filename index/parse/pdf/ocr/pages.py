"""A page that is a picture becomes lines, as other pages have them."""

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.parse.pdf.ocr.engine import DOTS_AN_INCH, PictureReader
from index.parse.pdf.ocr.ink import ink_of, letter_rows, level_strip
from index.parse.pdf.ocr.lines import as_lines
from index.parse.pdf.ocr.position.direction import directions
from index.parse.pdf.ocr.position.skew import LEVEL, Skew, skew_of
from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["RecognisedPage", "is_pictured", "recognised_page"]

_POINTS_AN_INCH = 72
_QUARTER, _WHOLE = 90, 360
_SECONDS_A_PAGE = 60.0
_LEAST_SECONDS = 1.0
_MOST_PIXELS = 10_000_000
"""Of a page's picture, however large the page is: A3 has 8 million at 200 dots an inch, and larger ones get fewer."""

_LONGEST_SIDE = 30_000
"""Dots; Tesseract takes 32,767."""

_MARGIN = 0.1
"""Of a page's height, at the top and at the bottom."""

_REACH = 0.65
"""Of the height of a line's ink, from its middle: what may stand in its way is not yet of the next line."""

_MOST_OBJECTS = 10_000
"""On a page that are looked at for a picture."""


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was read off a page's picture.

    Attributes:
        lines: as if the page lay straight.
        skew: how it lies.
        quarters: by which the page was turned to the right to be read.
    """

    lines: list[PdfLine]
    skew: Skew = LEVEL
    quarters: int = 0

    @property
    def letters(self) -> int:
        """How many were read; an engine makes few out on a page that is on its head."""
        return sum(len(word.text) for line in self.lines for word in line.words)


def is_pictured(page: Any, lines: Sequence[PdfLine]) -> bool:
    """Tell whether a page is a picture, as far as may be looked.

    Args:
        page: a ``pypdfium2.PdfPage``.
        lines: of its text; what scanners and archives print into the margins of a scan does not make it a page of text.
    """
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    if any(line.bottom > _MARGIN * height and line.top < (1 - _MARGIN) * height for line in lines):
        return False
    objects = islice(page.get_objects(max_depth=3), _MOST_OBJECTS)
    pictures = (each for each in objects if each.type == pdfium.FPDF_PAGEOBJ_IMAGE)
    return any(not lines or _area(each) > width * height / 2 for each in pictures)


def _area(picture: Any) -> float:
    left, bottom, right, top = picture.get_bounds()
    return float((right - left) * (top - bottom))


def recognised_page(page: Any, lines: Sequence[PdfLine], reader: PictureReader, until: float) -> RecognisedPage:
    """Return the lines of a page (a ``pypdfium2.PdfPage``) as ``page_lines`` does, read off its picture.

    A picture without any text that lies on its side or its head is turned, and the page with it.

    Args:
        page: to look at.
        lines: of its text, which are not read once more.
        reader: what reads pictures.
        until: moment of ``time.monotonic`` to be done by.

    Raises:
        TimeoutError: the time is up, or the page takes too much.
        UnreadableDocument: what reads pictures cannot run.
    """
    if until - time.monotonic() < _LEAST_SECONDS:
        raise TimeoutError
    picture, scale = _drawn(page)
    stated = page.get_rotation()
    found: list[RecognisedPage] = []
    for quarters in (0,) if lines else directions(picture):
        page.set_rotation((stated + _QUARTER * quarters) % _WHOLE)
        picture, scale = _drawn(page) if quarters else (picture, scale)
        try:
            found.append(replace(_read(page, picture, scale, lines, reader, until), quarters=quarters))
        except TimeoutError:
            if not found:
                raise
            break
    best = max(found, key=lambda seen: seen.letters)
    page.set_rotation((stated + _QUARTER * best.quarters) % _WHOLE)
    return best


def _drawn(page: Any) -> tuple[NDArray[np.uint8], float]:
    """Return a page's picture in grey, and how many dots a point has in it."""
    width, height = (max(1.0, side) for side in page.get_size())
    dots_a_point = (_MOST_PIXELS / width / height) ** 0.5, _LONGEST_SIDE / max(width, height)
    scale = min(DOTS_AN_INCH / _POINTS_AN_INCH, *dots_a_point)
    bitmap = page.render(scale=scale, grayscale=True)
    return bitmap.to_numpy().reshape(bitmap.height, bitmap.width), scale


def _read(
    page: Any, rows: NDArray[np.uint8], scale: float, lines: Sequence[PdfLine], reader: PictureReader, until: float
) -> RecognisedPage:
    width, height = (max(1.0, side) for side in page.get_size())
    header = f"P5 {rows.shape[1]} {rows.shape[0]} 255\n".encode()
    seen = reader.lines(header + rows.tobytes(), max(0.0, min(_SECONDS_A_PAGE, until - time.monotonic())))
    placed = [[_in_points(word, scale) for word in line] for line in seen]
    skew = skew_of(placed, width, height)
    new = [[skew.levelled(word) for word in line if not _is_in(word, lines)] for line in placed]
    if reader.engine.places_ink:
        new = [_as_letters(line, _Drawn(rows, scale, skew)) for line in new if line]
    own = [replace(line, words=tuple(map(skew.levelled, line.words))) for line in lines]
    read = as_lines(list(filter(None, new)), knows_order=reader.engine.knows_order)
    return RecognisedPage([*own, *read], skew)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A page as it was drawn: in grey, so many dots a point, lying so."""

    picture: NDArray[np.uint8]
    scale: float
    skew: Skew


def _as_letters(line: list[PdfWord], drawn: _Drawn) -> list[PdfWord]:
    """Return a line whose words reach from where its highest letters would to where its lowest ones would."""
    shown = [drawn.skew.as_shown(word) for word in line]
    slope, scale = math.tan(drawn.skew.angle), drawn.scale
    left, right = min(word.left for word in shown), max(word.right for word in shown)
    middles = [
        (word.top + word.bottom) / 2 - slope * ((word.left + word.right) / 2 - (left + right) / 2) for word in shown
    ]
    reach = 1 + _REACH * scale * max(word.bottom - word.top for word in line)
    strip = level_strip(drawn.picture, (scale * left, scale * right), scale * statistics.median(middles), reach, slope)
    ink = ink_of(strip) if strip.size else None
    if ink is None:
        return line
    level = statistics.median((word.top + word.bottom) / 2 for word in line)
    top, bottom = (level + (row - int(reach)) / scale for row in letter_rows(ink, " ".join(word.text for word in line)))
    return [replace(word, top=top, bottom=bottom) for word in line]


def _is_in(word: PdfWord, lines: Sequence[PdfLine]) -> bool:
    """Tell whether the middle of a word lies in one of some lines."""
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return any(line.left <= across <= line.right and line.top <= down <= line.bottom for line in lines)


def _in_points(word: PdfWord, scale: float) -> PdfWord:
    left, top, right, bottom = (side / scale for side in (word.left, word.top, word.right, word.bottom))
    return PdfWord(word.text, left, top, right, bottom)
