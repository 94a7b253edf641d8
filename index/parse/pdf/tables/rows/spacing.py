"""Rows of a table by how far its lines stand apart."""

from collections.abc import Sequence
from itertools import pairwise

from index.parse.pdf.tables.rows.pieces import SAME_LEVEL, CellPiece, Row

__all__ = ["INNER_PITCH", "continued_rows", "pitch_of", "spaced_rows"]

INNER_PITCH = 1.2
"""Lines further apart than so many times what is usual in the table's cells are of two rows."""

_FURTHEST = 1.6
"""Type sizes from one line of a cell to its next at most."""

_MOST_ODD = 0.34


def pitch_of(pieces: Sequence[CellPiece]) -> float:
    """Return how far it is from one line of a cell to its next; infinity where no cell may have two lines."""
    pitches = [
        below.top - above.top
        for above, below in pairwise(pieces)
        if above.column == below.column and 0.5 * above.size < below.top - above.top < _FURTHEST * above.size
    ]
    return min(pitches, default=0.0)


def spaced_rows(rows: Sequence[Row], pitch: float) -> list[Row]:
    """Put rows together that stand as close as the lines of a cell, where others stand further apart.

    Nothing comes back where the distances do not tell rows from lines.
    """
    levels = _levels(rows)
    gaps = [below[0].top - above[0].top for above, below in pairwise(levels)]
    usual = min([pitch, *gaps]) if pitch else min(gaps, default=0.0)
    far = [gap > INNER_PITCH * usual for gap in gaps]
    if usual <= 0 or sum(far) < 2 or all(far) or usual > _FURTHEST * levels[0][0].size:
        return []
    groups = [[levels[0]]]
    for level, is_far in zip(levels[1:], far, strict=True):
        if is_far:
            groups.append([])
        groups[-1].append(level)
    wrapped = [group for group in groups if len(group) > 1]
    odd = sum(not _is_one_row(group) for group in wrapped)
    if odd > _MOST_ODD * len(wrapped):
        return []
    order = {id(piece): place for place, piece in enumerate(piece for row in rows for piece in row)}
    return [
        sorted((piece for level in group for piece in level), key=lambda piece: order[id(piece)]) for group in groups
    ]


def _levels(rows: Sequence[Row]) -> list[Row]:
    """Return the pieces of rows by the lines that they stand on, from the top down."""
    levels: list[Row] = []
    for piece in sorted((piece for row in rows for piece in row), key=lambda piece: piece.top):
        if levels and piece.top - levels[-1][0].top < SAME_LEVEL * piece.size:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return levels


def _is_one_row(levels: Sequence[Row]) -> bool:
    """Tell whether lines that stand close are lines of the same cells.

    They are where some line has fewer columns than the others, or begins in lower case as what goes on does.
    """
    filled = [{piece.column for piece in level} for level in levels]
    if any(columns != filled[0] for columns in filled):
        return True
    further = [piece for level in levels[1:] for piece in level]
    return 2 * sum(piece.words[0].text[:1].islower() for piece in further) >= len(further)


def continued_rows(rows: Sequence[Row], pitch: float) -> list[Row]:
    """Put a row without a first column to the one above it, where it is as close as a cell's next line."""
    found: list[Row] = []
    for row in rows:
        first = min(piece.column for piece in row)
        if found and first:
            above = found[-1]
            columns = {piece.column for piece in above}
            down = min(piece.top for piece in row) - max(piece.top for piece in above)
            usual = pitch or 1.1 * row[0].size
            if 0 in columns and 0 < down <= INNER_PITCH * usual and columns >= {piece.column for piece in row}:
                above += row
                continue
        found.append(list(row))
    return found
