"""Tables without lines around their cells: words that stand in columns, row by row."""

import math
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.parse.pdf.paragraphs import LEADERS, SAME_SIZE
from index.parse.pdf.tables.columns import MOST_COLUMNS, Span, columns_of, covered, gutters
from index.parse.pdf.tables.rows import Cell, Piece, Row, TableRow, divided, is_written_in_cells, row_cells, rows_of, table_row
from index.parse.pdf.tables.rules import Rules
from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["with_aligned_tables"]

_LEAST_GAP = 0.7
_MOST_GAP = 1.4
"""Type sizes that must lie between two columns, the least and the most."""

_WIDER = 1.8
"""Times the usual space between two words."""

_FURTHEST = 2.2
"""Type sizes from a line of a table to its next at most."""

_LONGEST_TITLE = 80
"""Characters of a line over all columns that may stand between rows."""

_FEW_LINES = 64
"""Lines that were no table are looked at again from the next one on, unless they are more."""

_MARK = re.compile(
    r"[^\w\s]|\(?\.?\d{1,3}[.):]?|\(?[a-zA-Z][.)]|\(?[ivxlcIVXLC]{1,6}[.)]|\d{1,3}(?:\.\d{1,3}){1,4}\.?|\[\w{1,6}\]|o"
)
_MOSTLY = 0.7
_PROSE_LINES = 4
_LONG_CELL = 28
_LONGEST_CELL = 400
_FEW_ROWS = 4
_SURE_GAP = 1.3
"""Type sizes between two columns of few rows, for which nothing else speaks."""

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
    gap, from_right = _gap(lines), _goes_left(lines)
    while place < len(lines):
        area = _area(lines, place, done, gap, from_right)
        table = _table(area, lines, rules, number) if area else None
        if area is None or table is None:
            place = area.end if area and (area.is_known or area.end - place > _FEW_LINES) else place + 1
            continue
        found += lines[done : area.start]
        found += table
        number += 1
        place = done = area.end
    return found + list(lines[done:])


def _gap(lines: Sequence[PdfLine]) -> float:
    """Return how many type sizes must lie between two columns of a page: more than between its words."""
    spaces = [
        max(following.left - word.right, word.left - following.right) / line.size
        for line in lines
        for word, following in pairwise(line.words)
    ]
    # Most spaces of a page may lie between columns, so the narrower ones tell.
    usual = statistics.quantiles(spaces, n=4)[0] if len(spaces) > 1 else 0.0
    return min(_MOST_GAP, max(_LEAST_GAP, _WIDER * usual))


def _goes_left(lines: Sequence[PdfLine]) -> bool:
    """Tell whether the content of most lines goes on at the left, where its parts stand far apart."""
    parts = (divided(line, _SURE_GAP) for line in lines if not isinstance(line, TableRow))
    leftwards = [following[0].left < part[0].left for line in parts for part, following in pairwise(line)]
    return 2 * sum(leftwards) > len(leftwards)


@dataclass(slots=True)
class _Area:
    """Neighbouring lines between which gaps go down: from ``start`` to before ``end``."""

    start: int
    end: int
    gap: float
    from_right: bool
    spans: list[Span] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0
    titles: set[int] = field(default_factory=set)
    is_known: bool = False
    """Whether its lines have more columns alone than together, so that none of them begins a table here."""


    def lines(self, lines: Sequence[PdfLine]) -> Sequence[PdfLine]:
        """Return its lines."""
        return lines[self.start : self.end]

    def takes(self, line: PdfLine) -> list[Span]:
        """Return what is covered with a line as well; nothing where no gap would be left."""
        spans = covered([*self.spans, *_spans(line, self.gap)])
        return spans if len(spans) <= MOST_COLUMNS and gutters(spans, self.gap * line.size) else []

    def add(self, line: PdfLine, spans: list[Span]) -> None:
        """Add a line behind."""
        self.end += 1
        self.spans = spans
        self.top, self.bottom = min(self.top, line.top), max(self.bottom, line.bottom)


def _spans(line: PdfLine, gap: float) -> list[Span]:
    return [(min(word.left for word in part), max(word.right for word in part)) for part in divided(line, gap)]


def _area(lines: Sequence[PdfLine], place: int, done: int, gap: float, from_right: bool) -> _Area | None:
    """Return the lines from a place on that may be a table, with those above that its first row needs."""
    line = lines[place]
    if isinstance(line, TableRow) or LEADERS.search(line.text):
        return None
    area = _Area(place, place + 1, gap, from_right, _spans(line, gap), line.top, line.bottom)
    if len(area.spans) < 2:
        if place + 1 == len(lines) or not _is_beside(line, lines[place + 1], from_right):
            return None
        beside = lines[place + 1]
        _reach_up(area, lines, done, min(beside.top, beside.top + beside.bottom - line.bottom))
    elif line.bold:
        _reach_up(area, lines, done, 0.0)
    while area.end < len(lines):
        following = lines[area.end]
        if not _is_near(area, following):
            # A cell may stand at the foot of its row, and the next one reach up to the row above.
            beside = lines[area.end + 1] if area.end + 1 < len(lines) else None
            if beside is None or not (_is_beside(following, beside, from_right) and _is_near(area, beside)):
                break
        spans = area.takes(following)
        if spans:
            area.add(following, spans)
        elif area.end + 1 < len(lines) and _is_title(area, following, lines[area.end + 1]):
            area.titles.add(area.end)
            area.add(following, area.spans)
        else:
            break
    return area if area.end - area.start > 1 else None


def _is_beside(line: PdfLine, following: PdfLine, from_right: bool) -> bool:
    """Tell whether the content goes on beside a line: in the next cell."""
    left, right = (following, line) if from_right else (line, following)
    is_alike = abs(following.size - line.size) < SAME_SIZE * line.size
    return is_alike and left.right < right.left and following.top - line.top < line.size / 2


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
        area.spans = spans or covered([*area.spans, *_spans(above, area.gap)])
        area.top = min(area.top, above.top)


def _is_near(area: _Area, line: PdfLine) -> bool:
    """Tell whether a line stands below an area's lines, or beside them, and may be of a table."""
    if isinstance(line, TableRow) or LEADERS.search(line.text):
        return False
    return area.top - line.size < line.top < area.bottom + _FURTHEST * line.size


def _is_title(area: _Area, line: PdfLine, following: PdfLine) -> bool:
    """Tell whether a line over all columns stands between two rows."""
    is_short = len(line.text) <= _LONGEST_TITLE and len(_spans(line, area.gap)) == 1
    if not is_short or line.top < area.bottom - line.size / 2 or following.top < line.bottom - line.size / 2:
        return False
    aside = line.right - area.spans[-1][1] if area.from_right else line.left - area.spans[0][0]
    if abs(aside) >= line.size or not _is_near(area, following) or len(_spans(following, area.gap)) < 2:
        return False
    # What stands in other columns is another table.
    return gutters(area.takes(following), area.gap * line.size) >= gutters(area.spans, area.gap * line.size)


def _table(area: _Area, page: Sequence[PdfLine], rules: Rules, number: int) -> list[PdfLine] | None:
    """Return an area's lines as a table's rows, with what stands above; None where they are no table.

    The area ends with the table then.
    """
    lines = area.lines(page)
    pieces, columns = _in_columns(area, lines, area.gap)
    if len(lines) < _FEW_ROWS and not is_written_in_cells(pieces):
        # Nothing but the gaps speaks for columns: those of justified prose are narrower.
        pieces, columns = _in_columns(area, lines, max(area.gap, _SURE_GAP))
    if len(columns) < 2:
        return None
    parts = [len(divided(line, _SURE_GAP)) for line in lines]
    if statistics.median([count for count in parts if count > 1] or [0]) > len(columns):
        area.is_known = True
        return None
    rows = _trimmed([*_downwards(rows_of(pieces, _separators(rules, columns, lines)))])
    if not _is_table(rows, len(columns)):
        return None
    first, last = (pick(piece.line for row in rows for piece in row) for pick in (min, max))
    area.end = area.start + last + 1
    return [*lines[:first], *(table_row(row, row_cells(row), tuple(columns), number) for row in rows)]


def _in_columns(area: _Area, lines: Sequence[PdfLine], gap: float) -> tuple[list[Piece], list[Span]]:
    """Return the pieces of lines, and the columns in which they stand, so many type sizes apart at least."""
    size = statistics.median(line.size for line in lines)
    inside = [line for place, line in enumerate(lines, area.start) if place not in area.titles]
    columns = columns_of([_spans(line, area.gap) for line in inside], gap * size)
    if area.from_right:
        columns.reverse()
    return [piece for place, line in enumerate(lines) for piece in _pieces(line, area.gap, columns, place)], columns


def _pieces(line: PdfLine, gap: float, columns: Sequence[Span], place: int) -> Iterator[Piece]:
    for words in divided(line, gap):
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
    left, right = min(left for left, _ in columns), max(right for _, right in columns)
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    return [
        rule.place
        for rule in rules.across
        if top < rule.place < bottom and min(rule.end, right) - max(rule.start, left) > _RULED_WIDTH * (right - left)
    ]


def _downwards(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows as long as they stand one below another."""
    last = -math.inf
    for row in rows:
        if min(piece.top for piece in row) < last - row[0].size / 2:
            return
        yield row
        last = max(last, *(piece.top for piece in row))


def _trimmed(rows: list[Row]) -> list[Row]:
    """Return rows without those of a single cell above the first of several, and below the last."""
    several = [place for place, row in enumerate(rows) if len({piece.column for piece in row}) > 1]
    if not several:
        return []
    last = several[-1] + 1
    while last < len(rows) and all(piece.column for piece in rows[last]):
        last += 1
    return rows[several[0] : last]


def _is_table(rows: Sequence[Row], columns: int) -> bool:
    """Tell whether rows are those of a table, and not columns of prose, a list with its marks, or chance."""
    cells = [row_cells(row) for row in rows]
    several = [each for each in cells if len(each) > 1]
    if len(several) < 2 or 2 * len(several) < len(rows) or _is_list(cells):
        return False
    if statistics.median(min(len(cell) for cell in each.values()) for each in several) >= _PROSE_LINES:
        return False
    lengths = [max(sum(len(word.text) + 1 for line in cell for word in line) for cell in each.values()) for each in cells]
    if statistics.median(lengths) > _LONGEST_CELL:
        return False
    return not (_is_prose(rows, columns) or _is_mixed(rows) or _is_ragged(rows, columns))


def _is_list(cells: Sequence[dict[int, Cell]]) -> bool:
    """Tell whether what stands left are the marks of a list's items, or the numbers of lines and notes."""
    marks = []
    for row in cells:
        # What went on from the item above may stand before an item's mark.
        marks.append(len(row) < 3 and all(_MARK.fullmatch(word.text) for word in row[min(row)][-1]))
    return marks[0] and 2 * sum(marks) >= len(marks)


def _is_prose(rows: Sequence[Row], columns: int) -> bool:
    """Tell whether lines go on in the next, or every column has long lines and no cell a second: prose, line by line."""
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
