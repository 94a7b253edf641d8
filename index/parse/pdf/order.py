"""The order in which a page's lines are read, and which of them every page repeats."""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.parse.pdf.words import PdfLine, PdfWord, TableRow

__all__ = ["cells", "in_reading_order", "is_right_to_left", "without_running_lines"]

_LARGER = 1.12
"""Times the usual size of a page's type that a title has at least."""

_MOST_RUNS = 200
"""Pages with more pieces are drawings or forms; they keep the order of their content."""

_CELL_GAP = 1.3
"""Two words stand in different cells of a table, or different columns, when so many type sizes lie between them."""

_LONG_CELL = 30
_COLUMN_LINES = 4
_FEWEST_COLUMNS, _ROW_BELOW = 3, 4.0
"""Of a table without ruling lines, whose head stands at the top of every page; type sizes to the row below that."""

_MARGIN_SHARE = 0.14
_MARGIN_LINES = 4
_REPEATED = 3
"""A line that stands at the same place on so many pages, or on a quarter of fewer pages, is a running head or foot."""

_Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the page's upper left corner."""

_PAGE_NUMBER = re.compile(
    r"[-–—\[(|]?\s*(?:(?:page|seite|página|pagina|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|von|de|di)\s*\d{1,4})?\s*[-–—\])|]?",
    re.IGNORECASE,
)


def in_reading_order(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """Return a page's lines in runs, each going down the page, in the order in which they are read.

    The order of the content holds inside a run. Runs are ordered by the two rules of Breuel, High Performance Document
    Layout Analysis (2003), section 4: one above another comes first when they overlap across; one left of another comes
    first unless a third that overlaps both across lies between. What the rules leave open, the content decides, and so
    it does for a line of larger type, such as a title in the middle, and what lies lower on its left.
    """
    runs = _runs(_uncrossed(lines))
    if not 1 < len(runs) <= _MOST_RUNS:
        return runs
    size = statistics.median(line.size for line in lines)
    titles = np.array([len(run) == 1 and run[0].size >= _LARGER * size for run in runs])
    precedes = _precedences(np.array([_box(run) for run in runs]), titles, is_right_to_left(lines))
    waiting_for, left = precedes.sum(axis=0), np.ones(len(runs), bool)
    order: list[int] = []
    while left.any():
        free = left & (waiting_for == 0)
        # A circle is broken where the content begins.
        first = int(np.argmax(free if free.any() else left))
        order.append(first)
        left[first] = False
        waiting_for -= precedes[first]
    return [runs[index] for index in order]


def without_running_lines(
    pages: Sequence[Sequence[PdfLine]], heights: Sequence[float], tables: Sequence[Sequence[_Box]] = ()
) -> list[list[PdfLine]]:
    """Return the pages' lines without page numbers, and without heads and feet that repeat.

    Args:
        pages: of lines.
        heights: of the pages.
        tables: of each page the boxes of tables, whose heads may stand at the top of every page.
    """
    boxes = tables or [()] * len(pages)
    marginal = [_marginal(*page) for page in zip(pages, heights, boxes, strict=True)]
    seen = Counter(key for lines in marginal for key in {_key(line, top) for line, top in lines.items()})
    enough = min(_REPEATED, max(2, len(pages) / 4))
    repeated = {key for key, count in seen.items() if count >= enough}
    return [_without(lines, margin, repeated) for lines, margin in zip(pages, marginal, strict=True)]


def _without(
    lines: Sequence[PdfLine], margin: dict[PdfLine, bool], repeated: Container[tuple[str, bool, int]]
) -> list[PdfLine]:
    """Return a page's lines without those in its margins that are repeated, or numbers with nothing beyond them."""
    running = {
        line
        for line, is_upper in margin.items()
        if _key(line, is_upper) in repeated or _PAGE_NUMBER.fullmatch(line.text.strip())
    }
    figures = [line for line in running if not any(letter.isalpha() for letter in line.text)]
    own = [line for line in lines if line not in running] if figures else []
    running -= {line for line in figures if _is_of_row(line, own)}
    running -= {line for line in running if margin[line] and _names_columns(line, lines, running)}
    return [line for line in lines if line not in running]


def _is_of_row(line: PdfLine, own: Sequence[PdfLine]) -> bool:
    """Tell whether other text stands beside a line and goes on below it: the line is a figure in a table's row."""
    down = [other.top - line.top for other in own]
    is_beside = any(abs(each) < line.size / 2 for each in down)
    return is_beside and any(line.size / 2 < each < 2 * line.size for each in down)


def _names_columns(line: PdfLine, lines: Sequence[PdfLine], running: Container[PdfLine]) -> bool:
    """Tell whether a line at the top of a page is part of the head of a table that goes on there.

    Its row has three cells or more, and as many have one of the next row's below them, at the left or the right edge,
    which is none of a running head itself.
    """
    row = _row_at(line.top, line.size, lines)
    lower = [other.top for other in lines if line.size / 2 < other.top - line.top < _ROW_BELOW * line.size]
    if len(row) < _FEWEST_COLUMNS or not lower:
        return False
    below = _row_at(min(lower), line.size, [other for other in lines if other not in running])
    near = line.size / 3
    under = (
        any(abs(cell[0].left - each[0].left) < near or abs(cell[-1].right - each[-1].right) < near for each in below)
        for cell in row
    )
    return sum(under) >= _FEWEST_COLUMNS


def _row_at(top: float, size: float, lines: Sequence[PdfLine]) -> list[tuple[PdfWord, ...]]:
    return [cell for other in lines if abs(other.top - top) < size / 2 for cell in cells(other)]


def cells(line: PdfLine) -> list[tuple[PdfWord, ...]]:
    """Return a line's words, divided where a wide gap lies between them."""
    wide = _CELL_GAP * line.size
    found: list[list[PdfWord]] = [[line.words[0]]]
    for word, following in pairwise(line.words):
        if following.left - word.right > wide:
            found.append([])
        found[-1].append(following)
    return [tuple(cell) for cell in found]


def _marginal(lines: Sequence[PdfLine], height: float, tables: Sequence[_Box]) -> dict[PdfLine, bool]:
    """Return the outermost lines of a page that stand in its margins, with whether that is the upper one.

    A table that goes on outside the margin has none of them.
    """
    above, below = _MARGIN_SHARE * height, (1 - _MARGIN_SHARE) * height
    by_place = sorted(lines, key=lambda line: line.top)
    upper = {line: True for line in by_place[:_MARGIN_LINES] if line.bottom < above}
    lower = {line: False for line in by_place[-_MARGIN_LINES:] if line.top > below}
    bodies = [box for box in tables if box[3] > above and box[1] < below]
    return {line: is_upper for line, is_upper in (upper | lower).items() if not _is_inside(line, bodies)}


def _is_inside(line: PdfLine, boxes: Sequence[_Box]) -> bool:
    x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    return any(left < x < right and top < y < bottom for left, top, right, bottom in boxes)


def _key(line: PdfLine, is_upper: bool) -> tuple[str, bool, int]:
    text = line.text.casefold()
    # A head's page number changes; lines of figures alone are rows of a table.
    same = re.sub(r"\d+", "#", text) if any(letter.isalpha() for letter in text) else text
    return same, is_upper, round(line.top / 6)


def _uncrossed(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Divide lines that go across two columns of text, the left column before the right one."""
    found: list[PdfLine] = []
    crossing: list[list[tuple[PdfWord, ...]]] = []

    def end() -> None:
        lefts = [pair[0] for pair in crossing]
        rights = [pair[1] for pair in crossing]
        gutter = min((cell[0].left for cell in rights), default=0) > max((cell[-1].right for cell in lefts), default=0)
        long = sum(len(" ".join(word.text for word in cell)) for pair in crossing for cell in pair)
        if len(crossing) >= _COLUMN_LINES and gutter and long >= 2 * len(crossing) * _LONG_CELL:
            originals = list(found[len(found) - len(crossing) :])
            del found[len(found) - len(crossing) :]
            for column in (lefts, rights):
                found.extend(PdfLine(cell, line.size, line.bold) for cell, line in zip(column, originals, strict=True))
        crossing.clear()

    for line in lines:
        parts = [] if isinstance(line, TableRow) else cells(line)
        if len(parts) != 2 or line.is_field or (found and crossing and line.top < found[-1].top):
            end()
        found.append(line)
        if len(parts) == 2 and not line.is_field:
            crossing.append(parts)
    end()
    return found


def _runs(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    runs: list[list[PdfLine]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if last is None or not _follows(last, line):
            runs.append([])
        runs[-1].append(line)
    return runs


def _follows(above: PdfLine, below: PdfLine) -> bool:
    """Tell whether a line goes on below another, not further than three lines, at least partly under it."""
    if isinstance(above, TableRow) or isinstance(below, TableRow):
        return isinstance(above, TableRow) and isinstance(below, TableRow) and above.table == below.table
    height = max(above.size, below.size)
    down = below.top - above.top
    return -0.3 * height < down < 4 * height and below.left < above.right and above.left < below.right


def _box(run: Sequence[PdfLine]) -> _Box:
    return (
        min(line.left for line in run),
        min(line.top for line in run),
        max(line.right for line in run),
        max(line.bottom for line in run),
    )


def _precedences(boxes: NDArray[np.float64], titles: NDArray[np.bool_], from_right: bool) -> NDArray[np.bool_]:
    """Return which run is read before which: [a, b] tells whether run a is read before run b."""
    left, top, right, bottom = boxes.T
    across = (left[:, None] < right) & (left < right[:, None])
    middle = top + bottom
    above = across & (middle[:, None] < middle)
    beside = ~across & (right[:, None] > left if from_right else left[:, None] < right)
    beside &= ~(titles & (top[:, None] >= bottom))
    found: NDArray[np.bool_] = above
    for a in range(len(boxes)):
        low, high = np.minimum(top[a], top)[:, None], np.maximum(bottom[a], bottom)[:, None]
        divided = (across[a] & across & (low < top) & (bottom < high)).any(axis=1)
        found[a] |= beside[a] & ~divided
    np.fill_diagonal(found, val=False)
    return found


def is_right_to_left(lines: Sequence[PdfLine]) -> bool:
    """Tell whether lines are of a script that is written from right to left."""
    letters = "".join(word.text for line in lines for word in line.words[:3])[:400]
    kinds = Counter(unicodedata.bidirectional(letter) for letter in letters)
    return kinds["R"] + kinds["AL"] > kinds["L"]
