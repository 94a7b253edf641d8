"""The ruling lines of a PDF's page: lines, thin rectangles, and the edges of boxes."""

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["NEAR", "Rule", "Rules", "page_rules"]

NEAR = 3.0
"""Points: lines no further apart are one line, drawn twice; lines that miss each other by no more meet."""

_THICK = 3.0
"""Points; what is thicker is a box, whose edges are lines."""

_SHORTEST = 6.0
_STRAIGHT = 0.5
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 5_000
"""Of a page; one with more is a drawing."""

_MOST_RULES = 600
"""In one direction, once lines that go on in each other are one."""

_DEEPEST = 4
_FAR = 10_000.0
_UNITS = 20
_WHITE = 250


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across or down a page, in points from its upper left corner.

    Attributes:
        place: how far down a line across is, and how far across a line down.
        start: its left or upper end.
        end: its right or lower end.
    """

    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines of a page, each direction from its first place on."""

    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()


def page_rules(page: Any) -> Rules:
    """Return the ruling lines of a page (a ``pypdfium2.PdfPage``); none where it has so many that it is a drawing."""
    import pypdfium2.raw as pdfium

    drawing = _Drawing(page, pdfium)
    for path, matrix in _paths(page.raw, pdfium):
        if not drawing.add(path, matrix):
            return Rules()
    across, down = _joined(drawing.across), _joined(drawing.down)
    return Rules(across, down) if max(len(across), len(down)) <= _MOST_RULES else Rules()


_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]


class _Drawing:
    """The straight lines of a page's paths, as it is shown."""

    def __init__(self, page: Any, pdfium: Any) -> None:
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self._pdfium = pdfium
        self._shown = _as_shown(page, pdfium)
        self._left = _MOST_SEGMENTS

    def add(self, path: Any, around: _Matrix) -> bool:
        """Add a path's lines; False once there were too many."""
        kind = self._painted(path)
        if not kind:
            return True
        count = self._pdfium.FPDFPath_CountSegments(path)
        self._left -= count
        if self._left < 0:
            return False
        matrix = _within(_matrix(path, self._pdfium), around)
        lines = list(self._lines(path, count, matrix))
        self._add_lines(lines, kind)
        return True

    def _painted(self, path: Any) -> str:
        """Return whether a path is stroked, filled, or filled with white; nothing for one that cannot be seen."""
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        self._pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
        if stroke.value:
            return "stroked"
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        self._pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
        if not mode.value or not alpha.value:
            return ""
        return "white" if min(red.value, green.value, blue.value) >= _WHITE else "filled"

    def _lines(self, path: Any, count: int, matrix: _Matrix) -> Iterator[tuple[_Point, _Point]]:
        """Yield the straight lines of a path from point to point, and those that close it."""
        pdfium = self._pdfium
        x, y = ctypes.c_float(), ctypes.c_float()
        begin = last = (0.0, 0.0)
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._shown(*_moved(x.value, y.value, matrix))
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                begin = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                yield last, point
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment) and point != begin:
                yield point, begin

    def _add_lines(self, lines: list[tuple[_Point, _Point]], kind: str) -> None:
        if not lines:
            return
        across = [x for line in lines for x, _ in line]
        down = [y for line in lines for _, y in line]
        left, top, right, bottom = min(across), min(down), max(across), max(down)
        if kind != "stroked" and min(right - left, bottom - top) <= _THICK:
            # A line that is drawn as a thin box.
            if right - left >= bottom - top:
                self._add(self.across, (top + bottom) / 2, left, right)
            else:
                self._add(self.down, (left + right) / 2, top, bottom)
            return
        if kind == "white":
            # A white line divides what is coloured, and a white box nothing.
            return
        for (x, y), (to_x, to_y) in lines:
            if abs(y - to_y) <= _STRAIGHT:
                self._add(self.across, (y + to_y) / 2, min(x, to_x), max(x, to_x))
            elif abs(x - to_x) <= _STRAIGHT:
                self._add(self.down, (x + to_x) / 2, min(y, to_y), max(y, to_y))

    def _add(self, rules: list[Rule], place: float, start: float, end: float) -> None:
        # Short pieces are kept: dotted lines and the borders of cells go on in each other.
        if end > start:
            rules.append(Rule(place, start, end))


def _paths(page: Any, pdfium: Any) -> Iterator[tuple[Any, _Matrix]]:
    """Yield the paths of a page, those inside forms too, with what moves the form."""
    waiting = [
        (pdfium.FPDFPage_GetObject(page, index), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)
        for index in range(min(_MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page)))
    ]
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        item, around, depth = waiting.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield item, around
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            matrix = _within(_matrix(item, pdfium), around)
            inside = min(max(0, _MOST_OBJECTS - seen - len(waiting)), pdfium.FPDFFormObj_CountObjects(item))
            waiting += [(pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1) for index in range(inside)]


def _matrix(item: Any, pdfium: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _moved(x: float, y: float, matrix: _Matrix) -> _Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _within(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """Return what the inner matrix and then the outer one do."""
    a, b = _moved(inner[0], inner[1], (*outer[:4], 0.0, 0.0))
    c, d = _moved(inner[2], inner[3], (*outer[:4], 0.0, 0.0))
    return a, b, c, d, *_moved(inner[4], inner[5], outer)


def _as_shown(page: Any, pdfium: Any) -> Any:
    """Return the function from a point of the page's own to where it is shown, turned and cropped."""
    width, height = (round(side * _UNITS) for side in page.get_size())
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(across: float, up: float) -> _Point:
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, across, up, x, y)
        return x.value / _UNITS, y.value / _UNITS

    origin, right, above = shown(0, 0), shown(_FAR, 0), shown(0, _FAR)
    matrix = (
        (right[0] - origin[0]) / _FAR,
        (right[1] - origin[1]) / _FAR,
        (above[0] - origin[0]) / _FAR,
        (above[1] - origin[1]) / _FAR,
        *origin,
    )
    return lambda across, up: _moved(across, up, matrix)


def _joined(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return lines as long as they go on in each other, without the short ones; from the first place on."""
    found: list[Rule] = []
    for level in _levels(sorted(rules, key=lambda rule: rule.place)):
        place = sum(rule.place for rule in level) / len(level)
        ordered = sorted(level, key=lambda rule: rule.start)
        start = end = ordered[0].start
        for rule in ordered:
            if rule.start > end + NEAR:
                found.append(Rule(place, start, end))
                start = rule.start
            end = max(end, rule.end)
        found.append(Rule(place, start, end))
    return tuple(rule for rule in found if rule.end - rule.start >= _SHORTEST)


def _levels(ordered: list[Rule]) -> Iterator[list[Rule]]:
    """Yield the lines of one place together; one is never wider than what is near."""
    level: list[Rule] = []
    for rule in ordered:
        if level and rule.place - level[0].place > NEAR:
            yield level
            level = []
        level.append(rule)
    if level:
        yield level
