"""The columns in which pieces of lines stand: what no line crosses, or hardly one, lies between two of them."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

__all__ = ["MOST_COLUMNS", "Span", "columns_of", "covered", "gutters"]

MOST_COLUMNS = 60

_ALLOWED_SHARE = 0.1
_ALLOWED_FROM = 4
"""Of so many lines one may cross what lies between two columns: a head over both of them."""

Span = tuple[float, float]
"""Left and right, in points."""


def covered(spans: Iterable[Span]) -> list[Span]:
    """Return what the spans cover together, from the left."""
    found: list[Span] = []
    for left, right in sorted(spans):
        if found and left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def gutters(spans: Sequence[Span], width: float) -> int:
    """Return how many gaps of a width at least lie between spans that do not overlap."""
    return sum(following[0] - span[1] >= width for span, following in pairwise(spans))


def columns_of(lines: Sequence[Sequence[Span]], width: float) -> list[Span]:
    """Return the columns, from the left, that gaps of a width at least divide.

    Args:
        lines: the pieces of each line.
        width: of a gap, in points.
    """
    whole = _wide_apart(covered(span for line in lines for span in line), width)
    allowed = max(1, int(_ALLOWED_SHARE * len(lines))) if len(lines) >= _ALLOWED_FROM else 0
    if not allowed:
        return whole
    usual = _wide_apart(_covered_oftener(lines, allowed), width)
    starts = [left for left, _ in whole]
    parts: list[list[Span]] = [[] for _ in whole]
    for span in usual:
        parts[bisect(starts, span[0]) - 1].append(span)
    return [part for column, inside in zip(whole, parts, strict=True) for part in _parts(column, inside)]


def _parts(column: Span, inside: Sequence[Span]) -> Iterator[Span]:
    """Yield a column as its usual parts, which together reach over all of it."""
    if len(inside) < 2:
        yield column
        return
    for place, (left, right) in enumerate(inside):
        yield (left if place else column[0]), (right if place < len(inside) - 1 else column[1])


def _wide_apart(spans: Sequence[Span], width: float) -> list[Span]:
    """Return spans joined where less than a width lies between them."""
    found: list[Span] = []
    for left, right in spans:
        if found and left - found[-1][1] < width:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def _covered_oftener(lines: Sequence[Sequence[Span]], allowed: int) -> list[Span]:
    """Return what more lines than allowed cover."""
    steps = sorted((place, step) for line in lines for left, right in line for place, step in ((left, 1), (right, -1)))
    found: list[Span] = []
    count, start = 0, 0.0
    for place, step in steps:
        count += step
        if step > 0 and count == allowed + 1:
            start = place
        elif step < 0 and count == allowed and place > start:
            found.append((start, place))
    return found
