"""Names of columns that stand on their side above a table are read as a row of it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["with_heads_upright"]

_TO_THE_LEFT = 3
"""Quarters to the right by which letters are turned that are read from below."""

_FEWEST, _MOST = 2, 200
_LONGEST = 40
_LEVEL = 1.0
"""Sizes of type by which the lower ends of names on one level differ at most."""

_NEAR = 3.0
"""Sizes of type from the names to the first row below them at most."""

_BESIDE = 2.0
"""Sizes of type from a name's sides within which the middle of its column lies."""


def with_heads_upright(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines of a page with names of columns that stand on their side as one line, where they stood.

    They stand beside each other on one level, and most of them above words of the line below.
    """
    turned = [line for line in lines if line.turned == _TO_THE_LEFT and len(line.text) <= _LONGEST]
    if not _FEWEST <= len(turned) <= _MOST:
        return list(lines)
    lowest = max(line.bottom for line in turned)
    size = max(line.right - line.left for line in turned)
    names = sorted((line for line in turned if lowest - line.bottom <= _LEVEL * size), key=lambda line: line.left)
    apart = all(one.right <= two.left for one, two in pairwise(names))
    level = [line for line in lines if not line.turned]
    if len(names) < _FEWEST or not apart or not _are_above(names, level, lowest, size):
        return list(lines)
    beside = next((line for line in level if lowest - size <= (line.top + line.bottom) / 2 <= lowest), None)
    words = [PdfWord(name.text, name.left, lowest - size, name.right, lowest) for name in names]
    words = sorted([*words, *(beside.words if beside else ())], key=lambda word: word.left)
    head = replace(names[0], words=tuple(words), size=beside.size if beside else size, turned=0)
    own = {id(name) for name in names}
    first = beside if beside is not None else next(line for line in lines if id(line) in own)
    return [head if line is first else line for line in lines if line is first or id(line) not in own]


def _are_above(names: Sequence[PdfLine], level: Sequence[PdfLine], lowest: float, size: float) -> bool:
    """Tell whether most names stand above words of the next line, each above others."""
    below = [line for line in level if lowest - size / 2 < line.top <= lowest + _NEAR * size]
    if not below:
        return False
    top = min(line.top for line in below)
    middles = [(word.left + word.right) / 2 for line in below if line.top < top + size / 2 for word in line.words]
    reach = _BESIDE * size
    under = sum(any(name.left - reach <= middle <= name.right + reach for middle in middles) for name in names)
    return 2 * under > len(names) and len(middles) >= len(names)
