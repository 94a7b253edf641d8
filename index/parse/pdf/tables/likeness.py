"""Whether rows of cells are those of a table, and not prose, a list, or boxes with headings."""

import re
import statistics
from collections.abc import Sequence

from index.parse.pdf.paragraphs import SAME_SIZE
from index.parse.pdf.tables.rows.pieces import Row, row_cells
from index.parse.pdf.words import Cell

__all__ = ["is_table"]

_MARK = re.compile(
    r"[^\w\s]|\(?\.?\d{1,3}[.):]?|\(?[a-zA-Z][.)]|\(?[ivxlcIVXLC]{1,6}[.)]|\d{1,3}(?:\.\d{1,3}){1,4}\.?|\[\w{1,6}\]|o"
)
"""What stands before an item of a list, a heading, a note or a line."""

_MOSTLY = 0.7
_PROSE_LINES = 4
"""Lines: where even the shortest cells of rows have as many, the rows are columns of prose."""

_LONG_CELL = 28
"""Characters of a line: where those of every column are as long, they are lines of prose."""

_LONGEST_CELL = 400
"""Characters; the longest cells of most rows have no more."""

_NEAR = 0.6
"""Type sizes by which the cells of a column may differ."""


def is_table(rows: Sequence[Row], columns: int) -> bool:
    """Tell whether rows are those of a table, and not columns of prose, a list with its marks, or chance."""
    cells = [row_cells(row) for row in rows]
    several = [each for each in cells if len(each) > 1]
    if len(several) < 2 or 2 * len(several) < len(rows) or _is_list(cells):
        return False
    if statistics.median(min(len(cell) for cell in each.values()) for each in several) >= _PROSE_LINES:
        return False
    lengths = [
        max(sum(len(word.text) + 1 for line in cell for word in line) for cell in each.values()) for each in cells
    ]
    if statistics.median(lengths) > _LONGEST_CELL:
        return False
    return not (_is_prose(rows, columns) or _is_mixed(rows) or _is_ragged(rows, columns))


def _is_list(cells: Sequence[dict[int, Cell]]) -> bool:
    """Tell whether what stands left are the marks of a list's items, or the numbers of lines and notes."""
    # What went on from the item above may stand before an item's mark.
    marks = [len(row) < 3 and all(_MARK.fullmatch(word.text) for word in row[min(row)][-1]) for row in cells]
    return marks[0] and 2 * sum(marks) >= len(marks)


def _is_prose(rows: Sequence[Row], columns: int) -> bool:
    """Tell whether rows are lines of prose: they go on in the next, or every column has long lines and single ones."""
    firsts = [min(row, key=lambda piece: piece.column).words[0].text for row in rows[1:]]
    if 2 * sum(text[:1].islower() for text in firsts) > len(firsts):
        return True
    if sum(len(row) == len({piece.column for piece in row}) for row in rows) < _MOSTLY * len(rows):
        return False
    texts = [[len(piece.text) for row in rows for piece in row if piece.column == column] for column in range(columns)]
    return min(statistics.mean(lengths or [0]) for lengths in texts) >= _LONG_CELL


def _is_mixed(rows: Sequence[Row]) -> bool:
    """Tell whether many cells have type of several sizes: boxes with headings and text."""
    sizes: dict[tuple[int, int], list[float]] = {}
    for number, row in enumerate(rows):
        for piece in row:
            sizes.setdefault((number, piece.column), []).append(piece.size)
    wrapped = [each for each in sizes.values() if len(each) > 1]
    return 4 * sum(max(each) - min(each) > SAME_SIZE * max(each) for each in wrapped) > len(wrapped)


def _is_ragged(rows: Sequence[Row], columns: int) -> bool:
    """Tell whether the cells of a column agree neither at the left, nor at the right, nor in the middle."""
    for column in range(columns):
        cells = [[piece for piece in row if piece.column == column] for row in rows]
        spans = [
            (
                min(word.left for piece in cell for word in piece.words),
                max(word.right for piece in cell for word in piece.words),
            )
            for cell in cells
            if cell
        ]
        if len(spans) < 3:
            continue
        near = _NEAR * rows[0][0].size
        places = [left for left, _ in spans], [right for _, right in spans], [(a + b) / 2 for a, b in spans]
        if max(sum(abs(x - statistics.median(each)) < near for x in each) for each in places) * 2 < len(spans):
            return True
    return False
