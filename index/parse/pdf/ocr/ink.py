"""Where the letters of a recognised line are, by its ink: what was detected has paper around it, and between words."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ink", "ink_of", "letter_rows", "level_strip", "word_columns"]

Ink = NDArray[np.bool_]
"""A line alone, level: which of its dots, by rows and columns, are of letters."""

_BASE_SHARE = 0.5
"""Of the most ink in a row, which is at the base line or at the height of an “x”: rows beyond both have less."""

_BLANK_SHARE = 0.02
_TALL = frozenset("bdfhijklt")
_TALL_HEIGHT, _LOW_HEIGHT = 0.72, 0.52
"""Of capitals, and of an “x”: shares of the size of type."""

_ABOVE, _BELOW = 0.74, 0.26
"""The base line: what PDF counts as a letter's box above and below it, as shares of the size of type."""

_LEAST_CONTRAST = 24


def level_strip(
    picture: NDArray[np.uint8], across: tuple[float, float], middle: float, reach: float, slope: float
) -> NDArray[np.uint8]:
    """Return a line out of a page's picture, level.

    Args:
        picture: of the page, in grey.
        across: the columns where the line begins and ends.
        middle: the row of the line's middle, half way between them.
        reach: how many rows above and below are taken along.
        slope: by which the line falls.
    """
    height, width = picture.shape
    columns = np.arange(max(0, int(across[0])), min(width, int(across[1]) + 1))
    falls = np.rint((columns - (across[0] + across[1]) / 2) * slope).astype(int)
    rows = np.arange(-int(reach), int(reach) + 1)[:, None] + int(middle) + falls
    strip: NDArray[np.uint8] = picture[np.clip(rows, 0, height - 1), columns]
    return strip


def ink_of(picture: NDArray[np.uint8]) -> Ink | None:
    """Return the ink of a line, given its picture in grey; None where letters and paper cannot be told apart."""
    dark, light = np.percentile(picture, (2, 98))
    if light - dark < _LEAST_CONTRAST:
        return None
    ink: Ink = picture < (dark + light) / 2
    return ink if ink.mean() <= 0.5 else ~ink  # light letters on a dark ground


def letter_rows(ink: Ink, text: str) -> tuple[float, float]:
    """Return the rows between which a line's letters stand, as PDF counts their boxes; they may lie outside.

    Args:
        ink: of the line.
        text: that was recognised on it.
    """
    letters = [letter for letter in text if letter.isalnum()]
    rows = ink.sum(axis=1)
    full = np.flatnonzero(rows >= _BASE_SHARE * rows.max())
    if not letters or not rows.any():
        return 0.0, float(len(rows))
    top, base = int(full[0]), int(full[-1]) + 1
    if any(letter in _TALL or not letter.islower() for letter in letters):
        blank = np.flatnonzero(rows[:top] <= _BLANK_SHARE * rows.max())
        size = (base - (int(blank[-1]) + 1 if len(blank) else 0)) / _TALL_HEIGHT
    else:
        size = (base - top) / _LOW_HEIGHT
    return base - _ABOVE * size, base + _BELOW * size


def word_columns(ink: Ink, middles: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the columns between which each word of a line stands.

    Args:
        ink: of the line.
        middles: of each word, about where the middles of its first and of its last letter are.
    """
    inked = np.flatnonzero(ink.any(axis=0))
    first, last = (int(inked[0]), int(inked[-1]) + 1) if len(inked) else (0, ink.shape[1])
    gaps = [_widest_gap(inked, before[1], after[0]) for before, after in pairwise(middles)]
    begins = [min(float(first), middles[0][0]), *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), max(float(last), middles[-1][1])]
    return list(zip(begins, ends, strict=True))


def _widest_gap(inked: NDArray[np.intp], start: float, end: float) -> tuple[float, float]:
    """Return the widest part without ink between two columns; their middle where all of it has ink."""
    between = inked[(inked >= start) & (inked < end)]
    edges = np.concatenate(([start - 1], between, [end]))
    widths = np.diff(edges) - 1
    widest = int(widths.argmax())
    if widths[widest] <= 0:
        return (start + end) / 2, (start + end) / 2
    return float(edges[widest]) + 1, float(edges[widest + 1])
