"""Neighbouring lines between whose words gaps go down a page: they may be a table."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.parse.pdf.paragraphs import LEADERS, SAME_SIZE
from index.parse.pdf.tables.columns import MOST_COLUMNS, Span, covered, gutters
from index.parse.pdf.tables.rows.pieces import divided
from index.parse.pdf.words import PdfLine, TableRow

__all__ = ["FEW_LINES", "NARROWEST_GAP", "SURE_GAP", "Area", "Spacing", "area_at", "spacing_of", "spans_of"]

_LEAST_GAP = 0.7
_MOST_GAP = 1.4
"""Type sizes that must lie between two columns, the least and the most."""

NARROWEST_GAP = 0.2
"""The same where the content goes back up from the end of one cell to the beginning of the next."""

SURE_GAP = 1.3
"""The same where nothing else speaks for columns."""

_WIDER = 1.8
"""Times the usual space between two words."""

FEW_LINES = 12
"""Lines that were no table are looked at again from the next one on, unless they are more."""

_FURTHEST = 2.2
"""Type sizes from a line of a table to its next at most."""

_PITCH = 1.3
"""Type sizes from a line of a cell to its next at most."""

_LARGER = 1.2
"""Times the type of a table's lines: larger type is a heading below it."""

_LONGEST_TITLE = 80
"""Characters of a line over all columns that may stand between rows."""


@dataclass(frozen=True, slots=True)
class Spacing:
    """How the content of a page is spaced.

    Attributes:
        gap: type sizes that must lie between two columns.
        from_right: whether the content goes from the right to the left.
    """

    gap: float
    from_right: bool


def spacing_of(lines: Sequence[PdfLine]) -> Spacing:
    """Return how a page's content is spaced: columns must be further apart than words are."""
    spaces = [
        max(following.left - word.right, word.left - following.right) / line.size
        for line in lines
        for word, following in pairwise(line.words)
    ]
    # Most spaces of a page may lie between columns, so the narrower ones tell.
    usual = statistics.quantiles(spaces, n=4)[0] if len(spaces) > 1 else 0.0
    parts = (divided(line, SURE_GAP) for line in lines if not isinstance(line, TableRow))
    leftwards = [following[0].left < part[0].left for line in parts for part, following in pairwise(line)]
    return Spacing(min(_MOST_GAP, max(_LEAST_GAP, _WIDER * usual)), 2 * sum(leftwards) > len(leftwards))


@dataclass(slots=True)
class Area:
    """Neighbouring lines between which gaps go down: from ``start`` to before ``end``."""

    start: int
    end: int
    spacing: Spacing
    spans: list[Span]
    top: float
    bottom: float
    size: float
    """Of its largest type."""

    titles: set[int] = field(default_factory=set)
    """Places of lines over all columns."""

    is_known: bool = False
    """Whether its lines have more columns alone than together, so that none of them begins a table here."""

    def lines(self, lines: Sequence[PdfLine]) -> Sequence[PdfLine]:
        """Return its lines."""
        return lines[self.start : self.end]

    def takes(self, line: PdfLine) -> list[Span]:
        """Return what is covered with a line as well; nothing where no gap would be left."""
        spans = covered([*self.spans, *spans_of(line, self.spacing.gap)])
        return spans if len(spans) <= MOST_COLUMNS and gutters(spans, NARROWEST_GAP * line.size) else []

    def add(self, line: PdfLine, spans: list[Span]) -> None:
        """Add a line behind."""
        self.end += 1
        self.spans = spans
        self.size = max(self.size, line.size)
        self.top, self.bottom = min(self.top, line.top), max(self.bottom, line.bottom)


def spans_of(line: PdfLine, gap: float) -> list[Span]:
    """Return what a line's words cover, divided where so many type sizes lie between them."""
    return [(min(word.left for word in part), max(word.right for word in part)) for part in divided(line, gap)]


def area_at(lines: Sequence[PdfLine], place: int, done: int, spacing: Spacing) -> Area | None:
    """Return the lines from a place on that may be a table; None where not even two are.

    Args:
        lines: of a page, in the order of its content.
        place: of the first line that has parts, or after which the content goes on beside it.
        done: the first place that is no part of a table yet: the first row's first cell may begin above its other ones.
        spacing: of the page.
    """
    line = lines[place]
    if isinstance(line, TableRow) or line.is_field or LEADERS.search(line.text):
        return None
    area = Area(place, place + 1, spacing, spans_of(line, spacing.gap), line.top, line.bottom, line.size)
    above = max(done, place - FEW_LINES)
    if len(area.spans) > 1:
        if line.bold:
            _reach_up(area, lines, above, 0.0)
    elif place + 1 < len(lines) and _is_beside(line, lines[place + 1], spacing):
        beside = lines[place + 1]
        _reach_up(area, lines, above, min(beside.top, beside.top + beside.bottom - line.bottom))
    else:
        return None
    while area.end < len(lines) and _goes_on(area, lines):
        pass
    return area if area.end - area.start > 1 else None


def _goes_on(area: Area, lines: Sequence[PdfLine]) -> bool:
    """Add the next line to an area, and tell whether it was of it."""
    line, behind = lines[area.end], lines[area.end + 1 : area.end + FEW_LINES]
    # A cell may stand at the foot of its row, and the next one reach up to the row above.
    if not _is_near(area, line) and not any(
        _is_beside(line, other, area.spacing) and _is_near(area, other) for other in behind
    ):
        return False
    spans = area.takes(line)
    if spans:
        area.add(line, spans)
    elif behind and _is_title(area, line, behind[0]):
        area.titles.add(area.end)
        area.add(line, area.spans)
    else:
        return False
    return True


def _is_beside(line: PdfLine, following: PdfLine, spacing: Spacing) -> bool:
    """Tell whether the content goes on beside a line: in the next cell."""
    left, right = (following, line) if spacing.from_right else (line, following)
    is_alike = abs(following.size - line.size) < SAME_SIZE * line.size
    return is_alike and left.right < right.left and following.top - line.top < line.size / 2


def _reach_up(area: Area, lines: Sequence[PdfLine], done: int, highest: float) -> None:
    """Add the lines above of which the first one's cell goes on."""
    while area.start > done:
        above, first = lines[area.start - 1], lines[area.start]
        down = first.top - above.top
        is_alike = above.bold == first.bold and abs(above.size - first.size) < SAME_SIZE * first.size
        is_cell = is_alike and 0 < down < _PITCH * first.size and above.top > highest - first.size / 2
        spans = area.takes(above) if is_cell and not isinstance(above, TableRow) else []
        if not is_cell or (len(area.spans) > 1 and not spans):
            return
        area.start -= 1
        area.spans = spans or covered([*area.spans, *spans_of(above, area.spacing.gap)])
        area.top = min(area.top, above.top)


def _is_near(area: Area, line: PdfLine) -> bool:
    """Tell whether a line stands below an area's lines, or beside them, and may be of a table."""
    if isinstance(line, TableRow) or line.is_field or LEADERS.search(line.text) or line.size > _LARGER * area.size:
        return False
    return area.top - line.size < line.top < area.bottom + _FURTHEST * line.size


def _is_title(area: Area, line: PdfLine, following: PdfLine) -> bool:
    """Tell whether a line over all columns stands between two rows."""
    is_short = len(line.text) <= _LONGEST_TITLE and len(spans_of(line, area.spacing.gap)) == 1
    if not is_short or line.top < area.bottom - line.size / 2 or following.top < line.bottom - line.size / 2:
        return False
    aside = line.right - area.spans[-1][1] if area.spacing.from_right else line.left - area.spans[0][0]
    if abs(aside) >= line.size or not _is_near(area, following) or len(spans_of(following, area.spacing.gap)) < 2:
        return False
    # What stands in other columns is another table.
    wide = NARROWEST_GAP * line.size
    return gutters(area.takes(following), wide) >= gutters(area.spans, wide)
