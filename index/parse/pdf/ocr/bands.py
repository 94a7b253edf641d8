"""Which parts of a page have anything on them: a word on an otherwise empty page is not seen among so much paper."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["Band", "bands"]

Band = tuple[int, int, int, int]
"""Left, top, right and bottom of a part of a picture."""

_LEAST_CONTRAST = 24
_SMALLEST = 4
"""Dots; what is no wider and no higher is a speck."""


def bands(picture: NDArray[np.uint8], dots_an_inch: int) -> Iterator[Band]:
    """Yield the parts of a page, from above, between which there is half an inch of paper or more.

    Args:
        picture: of the page, in grey.
        dots_an_inch: of it.
    """
    ink = _ink(picture)
    if ink is None:
        return
    gap, height, width = dots_an_inch // 2, *picture.shape
    inked = np.flatnonzero(ink.any(axis=1))
    for rows in np.split(inked, np.flatnonzero(np.diff(inked) > gap) + 1):
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        if max(bottom - top, right - left) > _SMALLEST:
            # Letters are seen better with some paper around them.
            edge = gap // 2
            yield max(0, left - edge), max(0, top - edge), min(width, right + edge), min(height, bottom + edge)


def _ink(picture: NDArray[np.uint8]) -> NDArray[np.bool_] | None:
    """Return which dots stand out from the paper, the dark ones or, on dark paper, the light ones; None if none do."""
    paper = float(np.median(picture))
    furthest = max((float(picture.min()), float(picture.max())), key=lambda grey: abs(grey - paper))
    if abs(furthest - paper) < _LEAST_CONTRAST:
        return None
    middle = (paper + furthest) / 2
    return picture < middle if furthest < paper else picture > middle
