"""From recognised words to the lines of a page, in an order that those of a PDF's content could have."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean, median_low

import numpy as np

from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["as_lines"]

_Piece = list[PdfWord]
"""Words that were recognised together: a line, or a part of one."""

_SAME_SIZE = 0.17
"""Of a height; lines whose heights differ by less have one size."""

_GAP = 1.3
"""Heights between two pieces of a row that are one line whatever they say."""

_LONG_PIECE = 25
"""Letters: pieces that are longer on average, row after row, are lines of columns of text, and shorter ones cells."""

_FEW_LETTERS = 2

_FAR = 4.0
"""Heights; a line goes on below another not further than this."""


def as_lines(pieces: Sequence[_Piece], *, knows_order: bool) -> list[PdfLine]:
    """Return lines made of recognised words, which stand as if the page lay straight.

    Args:
        pieces: of lines.
        knows_order: whether each is a whole line, and they come in the order of reading.
    """
    if knows_order:
        return _sized(pieces)
    level = [piece for piece in pieces if _is_across(piece)]
    upright = [piece for piece in pieces if not _is_across(piece)]
    lines = [piece for row in _rows(level) for piece in row]
    ordered = [*(piece for chain in _chains(lines) for piece in chain), *upright]
    return _sized(ordered)


def _sized(pieces: Sequence[_Piece]) -> list[PdfLine]:
    sizes = _sizes([_height(piece) if _is_across(piece) else _width(piece) for piece in pieces])
    return [PdfLine(tuple(piece), size) for piece, size in zip(pieces, sizes, strict=True)]


def _rows(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the rows of a page from above: each a line, or several that columns of text have beside one another."""
    beside: list[list[_Piece]] = []
    for piece in sorted(pieces, key=_middle):
        first = beside[-1][0] if beside else piece
        if beside and _middle(piece) - _middle(first) < min(_height(piece), _height(first)) / 2:
            beside[-1].append(piece)
        else:
            beside.append([piece])
    rows = [_without_small_gaps(sorted(row, key=_left)) for row in beside]
    for is_divided, some in groupby(rows, key=lambda row: len(row) > 1):
        group = list(some)
        letters = [sum(len(word.text) + 1 for word in piece) for row in group for piece in row]
        if is_divided and fmean(letters) < _LONG_PIECE:
            group = [[[word for piece in row for word in piece]] for row in group]
        yield from group


def _without_small_gaps(row: list[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in row:
        if joined and piece[0].left - joined[-1][-1].right < _GAP * _height(piece):
            joined[-1] = [*joined[-1], *piece]
        else:
            joined.append(piece)
    return joined


def _chains(lines: Sequence[_Piece]) -> list[list[_Piece]]:
    """Return lines that go on below one another, each chain as long as none of them has two beside one another next."""
    if not lines:
        return []
    boxes = np.array([_box(line) for line in lines])
    left, top, right, bottom = boxes.T
    across = (left[:, None] < right) & (left < right[:, None])
    down = (top + bottom)[None, :] / 2 - (top + bottom)[:, None] / 2
    below = across & (down > 0)
    distances = np.where(below, down, np.inf)
    following, followed = distances.argmin(axis=1), distances.argmin(axis=0)
    has_next = below.any(axis=1) & (distances.min(axis=1) < _FAR * (bottom - top))
    wanted = np.bincount(following[below.any(axis=1)], minlength=len(lines))
    leading = np.bincount(followed[below.any(axis=0)], minlength=len(lines))
    links = {
        index: int(after)
        for index, after in enumerate(following)
        if has_next[index] and followed[after] == index and wanted[after] == 1 and leading[index] == 1
    }
    chains = []
    inner = set(links.values())
    for index in sorted(set(range(len(lines))) - inner, key=lambda each: (top[each], left[each])):
        chain = [index]
        while chain[-1] in links:
            chain.append(links[chain[-1]])
        chains.append([lines[each] for each in chain])
    return chains


def _sizes(heights: Sequence[float]) -> list[float]:
    """Return one size for all heights that are nearly the same, as those of lines of one type are."""
    sizes = [0.0] * len(heights)
    left = list(range(len(heights)))
    while left:
        usual = median_low([heights[index] for index in left])
        for index in left:
            if abs(heights[index] - usual) <= _SAME_SIZE * usual:
                sizes[index] = max(1.0, usual)
        left = [index for index in left if not sizes[index]]
    return sizes


def _is_across(piece: _Piece) -> bool:
    """Tell whether a piece is written from left to right, and not down or up the page."""
    left, top, right, bottom = _box(piece)
    return right - left > bottom - top or sum(len(word.text) for word in piece) <= _FEW_LETTERS


def _box(piece: _Piece) -> tuple[float, float, float, float]:
    return (
        min(word.left for word in piece),
        min(word.top for word in piece),
        max(word.right for word in piece),
        max(word.bottom for word in piece),
    )


def _left(piece: _Piece) -> float:
    return min(word.left for word in piece)


def _width(piece: _Piece) -> float:
    left, _, right, _ = _box(piece)
    return right - left


def _height(piece: _Piece) -> float:
    _, top, _, bottom = _box(piece)
    return bottom - top


def _middle(piece: _Piece) -> float:
    _, top, _, bottom = _box(piece)
    return (top + bottom) / 2
