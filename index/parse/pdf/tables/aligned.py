"""Tables without lines around their cells: words that stand in columns, row by row."""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.parse.pdf.paragraphs import LEADERS, SAME_SIZE
from index.parse.pdf.tables.columns import MOST_COLUMNS, Span, columns_of, covered, gutters
from index.parse.pdf.tables.rows import GAP, Cell, Piece, Row, TableRow, divided, row_cells, rows_of, table_row
from index.parse.pdf.tables.rules import Rules
from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["with_aligned_tables"]

_FURTHEST = 2.2
"""Type sizes from a line of a table to its next at most."""

_LONGEST_TITLE = 80
"""Characters of a line over all columns that may stand between rows."""

_FEW_LINES = 64
"""Lines that were no table are looked at again from the next one on, unless they are more."""

_MARK = re.compile(
    r"[^\w\s]|\(?\d{1,3}[.):]?|\(?[a-zA-Z][.)]|\(?[ivxlcIVXLC]{1,6}[.)]|\d{1,3}(?:\.\d{1,3}){1,4}\.?|\[\w{1,6}\]|[oQA]"
)
_MOSTLY = 0.7
_PROSE_LINES = 4
_LONG_CELL = 28
_LONGEST_CELL = 400
_FEW_ROWS = 4
_SURE_GAP = 1.0
_NEAR = 0.6
_RULED_WIDTH = 0.6


def with_aligned_tables(lines: Sequence[PdfLine], rules: Rules, first_number: int) -> list[PdfLine]:
    """Return a page's lines with those that stand in columns, row by row, as rows of tables.

    A table is written row by row and cell by cell, and columns of prose one after the other: so text in columns is a
    table only where the content goes back and forth between them. Lines that cross columns of prose are left to
    ``in_reading_order``.

    Args:
        lines: of a page, in the order of its content.
        rules: its ruling lines.
        first_number: for the first table found.
    """
    found: list[PdfLine] = []
    number, place, done = first_number, 0, 0
    while place < len(lines):
        area = _area(lines, place, done)
        table = _table(area.lines(lines), rules, number) if area else None
        if area is None or table is None:
            place = area.end if area and area.end - place > _FEW_LINES else place + 1
            continue
        found += lines[done : area.start]
        found += table
        number += 1
        place = done = area.end
    return found + list(lines[done:])


@dataclass(slots=True)
class _Area:
    """Neighbouring lines between which gaps go down: from ``start`` to before ``end``."""

    start: int
    end: int
    spans: list[Span] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0

    def lines(self, lines: Sequence[PdfLine]) -> Sequence[PdfLine]:
        """Return its lines."""
        return lines[self.start : self.end]

    def takes(self, line: PdfLine) -> list[Span]:
        """Return what is covered with a line as well; nothing where no gap would be left."""
        spans = covered([*self.spans, *_spans(line)])
        return spans if len(spans) <= MOST_COLUMNS and gutters(spans, GAP * line.size) else []

    def add(self, line: PdfLine, spans: list[Span]) -> None:
        """Add a line behind."""
        self.end += 1
        self.spans = spans
        self.top, self.bottom = min(self.top, line.top), max(self.bottom, line.bottom)


def _spans(line: PdfLine) -> list[Span]:
    return [(min(word.left for word in part), max(word.right for word in part)) for part in divided(line)]


def _area(lines: Sequence[PdfLine], place: int, done: int) -> _Area | None:
    """Return the lines from a place on that may be a table, with those above that its first row needs."""
    line = lines[place]
    if isinstance(line, TableRow) or LEADERS.search(line.text):
        return None
    area = _Area(place, place + 1, _spans(line), line.top, line.bottom)
    if len(area.spans) < 2:
        if place + 1 == len(lines) or not _is_beside(line, lines[place + 1]):
            return None
        beside = lines[place + 1]
        _reach_up(area, lines, done, min(beside.top, beside.top + beside.bottom - line.bottom))
    elif line.bold:
        _reach_up(area, lines, done, 0.0)
    while area.end < len(lines):
        following = lines[area.end]
        if not _is_near(area, following):
            break
        spans = area.takes(following)
        if spans:
            area.add(following, spans)
        elif area.end + 1 < len(lines) and _is_title(area, following, lines[area.end + 1]):
            area.add(following, area.spans)
        else:
            break
    return area if area.end - area.start > 1 else None


def _is_beside(line: PdfLine, following: PdfLine) -> bool:
    """Tell whether the content goes on beside a line, at its right: in the next cell."""
    up = following.top - line.top
    return following.left > line.right and abs(following.size - line.size) < SAME_SIZE * line.size and up < line.size / 2


def _reach_up(area: _Area, lines: Sequence[PdfLine], done: int, highest: float) -> None:
    """Add the lines above of which the first one's cell goes on."""
    while area.start > done:
        above, first = lines[area.start - 1], lines[area.start]
        down = first.top - above.top
        is_alike = above.bold == first.bold and abs(above.size - first.size) < SAME_SIZE * first.size
        is_cell = is_alike and 0 < down < 1.3 * first.size and above.top > highest - first.size / 2
        spans = area.takes(above) if is_cell and not isinstance(above, TableRow) else []
        if not is_cell or (len(area.spans) > 1 and not spans):
            return
        area.start -= 1
        area.spans = spans or covered([*area.spans, *_spans(above)])
        area.top = min(area.top, above.top)


def _is_near(area: _Area, line: PdfLine) -> bool:
    """Tell whether a line stands below an area's lines, or beside them, and may be of a table."""
    if isinstance(line, TableRow) or LEADERS.search(line.text):
        return False
    return area.top - line.size < line.top < area.bottom + _FURTHEST * line.size


def _is_title(area: _Area, line: PdfLine, following: PdfLine) -> bool:
    """Tell whether a line over all columns stands between two rows."""
    is_short = len(line.text) <= _LONGEST_TITLE and len(_spans(line)) == 1
    if not is_short or line.top < area.bottom - line.size / 2 or following.top < line.bottom - line.size / 2:
        return False
    starts_left = abs(line.left - area.spans[0][0]) < line.size
    return starts_left and _is_near(area, following) and len(_spans(following)) > 1 and bool(area.takes(following))


def _table(lines: Sequence[PdfLine], rules: Rules, number: int) -> list[PdfLine] | None:
    """Return lines as a table's rows, with what stands above and below it; None where they are no table."""
    size = statistics.median(line.size for line in lines)
    columns = columns_of([_spans(line) for line in lines], GAP * size)
    if len(columns) < 2:
        return None
    pieces = [piece for place, line in enumerate(lines) for piece in _pieces(line, columns, place)]
    rows = _trimmed(rows_of(pieces, _separators(rules, columns, lines)))
    if not _is_table(rows, columns, size):
        return None
    inside = {piece.line for row in rows for piece in row}
    before = [line for place, line in enumerate(lines) if place < min(inside)]
    behind = [line for place, line in enumerate(lines) if place > min(inside) and place not in inside]
    return [*before, *(table_row(row, row_cells(row), tuple(columns), number) for row in rows), *behind]


def _pieces(line: PdfLine, columns: Sequence[Span], place: int) -> Iterator[Piece]:
    for words in divided(line):
        yield Piece(
            _column(words, columns),
            words,
            line.size,
            line.bold,
            min(word.top for word in words),
            max(word.bottom for word in words),
            place,
        )


def _column(words: Sequence[PdfWord], columns: Sequence[Span]) -> int:
    """Return the first column in which words stand."""
    start, end = min(word.left for word in words), max(word.right for word in words)
    shared = [min(right, end) - max(left, start) for left, right in columns]
    return next((place for place, width in enumerate(shared) if width > 0), shared.index(max(shared)))


def _separators(rules: Rules, columns: Sequence[Span], lines: Sequence[PdfLine]) -> list[float]:
    """Return the places of the lines that go across most of a table between its rows."""
    left, right = columns[0][0], columns[-1][1]
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    return [
        rule.place
        for rule in rules.across
        if top < rule.place < bottom and min(rule.end, right) - max(rule.start, left) > _RULED_WIDTH * (right - left)
    ]


def _trimmed(rows: list[Row]) -> list[Row]:
    """Return rows without those of a single cell above the first of several, and below the last."""
    several = [place for place, row in enumerate(rows) if len({piece.column for piece in row}) > 1]
    if not several:
        return []
    last = several[-1] + 1
    while last < len(rows) and all(piece.column for piece in rows[last]):
        last += 1
    return rows[several[0] : last]


def _is_table(rows: Sequence[Row], columns: Sequence[Span], size: float) -> bool:
    """Tell whether rows are those of a table, and not columns of prose, a list with its marks, or chance."""
    cells = [row_cells(row) for row in rows]
    several = [each for each in cells if len(each) > 1]
    if len(several) < 2 or 2 * len(several) < len(rows) or _is_list(cells, len(columns)):
        return False
    gap = max(following[0] - column[1] for column, following in zip(columns, columns[1:], strict=False))
    if len(rows) < _FEW_ROWS and gap < _SURE_GAP * size:
        return False
    if statistics.median(min(len(cell) for cell in each.values()) for each in several) >= _PROSE_LINES:
        return False
    lengths = [max(sum(len(word.text) + 1 for line in cell for word in line) for cell in each.values()) for each in cells]
    if statistics.median(lengths) > _LONGEST_CELL:
        return False
    return not (_is_prose(rows, len(columns)) or _is_mixed(rows) or _overlap(rows) or _is_ragged(rows, len(columns)))


def _is_list(cells: Sequence[dict[int, Cell]], columns: int) -> bool:
    """Tell whether what stands left are the marks of a list's items, or the numbers of lines and notes."""
    left = [" ".join(word.text for line in each[0] for word in line) for each in cells if 0 in each]
    marks = [bool(_MARK.fullmatch(text)) for text in left]
    return columns == 2 and bool(marks) and marks[0] and sum(marks) >= _MOSTLY * len(marks)


def _is_prose(rows: Sequence[Row], columns: int) -> bool:
    """Tell whether every column has long lines and none of its cells a second: columns of prose, line by line."""
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


def _overlap(rows: Sequence[Row]) -> bool:
    """Tell whether rows do not stand one below another."""
    tops = [min(piece.top for piece in row) for row in rows]
    lasts = [max(piece.top for piece in row) for row in rows]
    size = rows[0][0].size
    wrong = sum(top < last - size / 2 for last, top in zip(lasts, tops[1:], strict=False))
    return 5 * wrong > len(rows)


def _is_ragged(rows: Sequence[Row], columns: int) -> bool:
    """Tell whether the cells of a column agree neither at the left, nor at the right, nor in the middle."""
    for column in range(columns):
        cells = [[piece for piece in row if piece.column == column] for row in rows]
        spans = [
            (min(word.left for piece in cell for word in piece.words), max(word.right for piece in cell for word in piece.words))
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
