"""Which way the picture of a page is turned, by its ink."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["directions"]

_TILE = 160
"""Dots, at 200 an inch: a few lines of text, which a slight slope hardly spreads."""

_LEAST_INK, _MOST_INK = 0.02, 0.4
"""Of a tile with text; others are paper, pictures and black edges."""

_RULE = 0.7
"""Of a tile's side; a row or column with more ink is a ruling line."""

_LEAST_ROWS = 20
_CLEARLY = 1.5
"""Times the unevenness along the lines that there is across them at least."""

_MOST_TILES = 2.0
"""Times as many tiles whose lines stand upright as lie across, where a page is on its side."""

_LOWEST_LINE, _HIGHEST_LINE = 10, 60
"""Dots that a line of text is high."""

_CORE = 0.5
"""Of the ink in a line's fullest rows, which lie between the base line and the height of an “x”."""

_ON_ITS_HEAD = -0.1
"""How much less ink lies above the core of lines than below, as a share of both, where a page may be on its head."""

_LEAST_CONTRAST = 40


def directions(picture: NDArray[np.uint8]) -> tuple[int, ...]:
    """Return by how many quarters a page is to be turned to the right, the likeliest first; others have to be tried.

    Text has lines: its rows have ink and none in turns. Letters reach above their line more often than below it, in
    scripts with small letters, so that those without are tried both ways.

    Args:
        picture: of the page, in grey, at 200 dots an inch.
    """
    ink = _ink(picture)
    if ink is None:
        return (0,)
    if _is_on_its_side(ink):
        return (1, 3) if _above(np.rot90(ink, -1)) >= _above(np.rot90(ink)) else (3, 1)
    return (0, 2) if _above(ink) < _ON_ITS_HEAD else (0,)


def _ink(picture: NDArray[np.uint8]) -> NDArray[np.bool_] | None:
    dark, light = np.percentile(picture, (1, 99))
    if light - dark < _LEAST_CONTRAST:
        return None
    ink: NDArray[np.bool_] = picture < (dark + light) / 2
    return ink if ink.mean() <= 0.5 else ~ink


def _is_on_its_side(ink: NDArray[np.bool_]) -> bool:
    lying, standing = 0, 0
    for tile in _tiles(ink):
        across, down = _unevenness(tile.sum(axis=1), tile.shape[1]), _unevenness(tile.sum(axis=0), tile.shape[0])
        lying += across > _CLEARLY * down
        standing += down > _CLEARLY * across
    return standing > _MOST_TILES * lying


def _tiles(ink: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_]]:
    height, width = ink.shape
    for top in range(0, height - _TILE // 2, _TILE):
        for left in range(0, width - _TILE // 2, _TILE):
            tile = ink[top : top + _TILE, left : left + _TILE]
            if _LEAST_INK < tile.mean() < _MOST_INK:
                yield tile


def _unevenness(sums: NDArray[np.int_], side: int) -> float:
    """Return how unlike the rows or columns of a tile are, without ruling lines; 0 where too few are left."""
    kept = sums[sums < _RULE * side]
    mean = kept.mean() if len(kept) >= _LEAST_ROWS else 0.0
    return float(kept.var() / mean**2) if mean else 0.0


def _above(ink: NDArray[np.bool_]) -> float:
    """Return how much more ink lies above the core of lines than below, as a share of both."""
    above = below = 0.0
    for left in range(0, ink.shape[1] - _TILE // 2, _TILE):
        rows = ink[:, left : left + _TILE].sum(axis=1)
        filled = np.concatenate([[0], rows > _LEAST_INK * _TILE, [0]]).astype(np.int8)
        edges = np.flatnonzero(np.diff(filled))
        for top, bottom in zip(edges[::2], edges[1::2], strict=True):
            if _LOWEST_LINE <= bottom - top <= _HIGHEST_LINE:
                line = rows[top:bottom]
                core = np.flatnonzero(line > _CORE * np.percentile(line, 90))
                above += float(line[: core[0]].sum())
                below += float(line[core[-1] + 1 :].sum())
    return (above - below) / (above + below) if above + below else 0.0
