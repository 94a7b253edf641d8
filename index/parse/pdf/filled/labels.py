"""Which words of a page a field of its form belongs to: those beside it, over it, or under it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.parse.pdf.filled.annotations import FilledField
from index.parse.pdf.filled.rows import FormRow, RowPart, parts_of
from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["with_values"]

_MOST_FIELDS = 1_000
_MOST_WORDS = 200
_MOST_ROWS = 40
"""Near one field that are looked at; a row of a form has no more words."""

_TALLEST = 60.0
"""Points; what is higher is no label."""

_FARTHEST = 300.0
"""Points from a label to its value, across the page."""

_NEAR = 3.0
"""Sizes of type; a label that stands so near in front of its value is its own, whatever stands above."""

_ABOVE = 1.0
"""Sizes of type between a label and the value under it, or over it."""

_SHARED = 0.35
"""Share of the lower of two heights in which things in one row overlap."""

_SLACK = 3.0
_FILLER = re.compile(r"[_.…·-]{2,}")
_FILLED_END = re.compile(r"(?<![_.…])[_.…]{3,}$")
_DRAWN_BOXES = frozenset("□☐❏❐❑❒▢◻○◯o")
_LONGEST_TYPED_FOR = 80
"""Characters of a line behind which words are typed: what is longer is prose, and they are a note on it."""

_WIDE = 1.3
_USUAL_SIZE = 10.0


def with_values(lines: Sequence[PdfLine], fields: Sequence[FilledField]) -> tuple[list[PdfLine], list[FilledField]]:
    """Return a page's lines with the values of its fields behind their labels, and what was typed beside no label."""
    if not fields:
        return list(lines), []
    form = _Form(lines, fields[:_MOST_FIELDS])
    left_over = [field for field in form.fields if not form.put(field)]
    return form.lines(), left_over


class _Form:
    """A page's rows, and the values that are put into them."""

    def __init__(self, lines: Sequence[PdfLine], fields: Sequence[FilledField]) -> None:
        self.fields = sorted(fields, key=lambda field: (field.top, field.left))
        self._lines = sorted(enumerate(lines), key=lambda each: each[1].top)
        self._tops = [line.top for _, line in self._lines]
        self._tallest = max((line.bottom - line.top for line in lines), default=0.0)
        self._tallest = min(_TALLEST, self._tallest)
        self._originals = lines
        self._rows = {
            n: FormRow([RowPart(word) for word in line.words], line.size, line.bold) for n, line in enumerate(lines)
        }
        self._changed: set[int] = set()
        self._behind: dict[int, list[FormRow]] = {}
        self._edges = {(round(field.left), round(field.right)): list[FilledField]() for field in self.fields}
        for field in self.fields:
            self._edges[round(field.left), round(field.right)].append(field)

    def lines(self) -> list[PdfLine]:
        """Return the page's lines with what was put into them."""
        found: list[PdfLine | None] = [row.line() for row in self._behind.get(-1, ())]
        for number, line in enumerate(self._originals):
            found.append(self._rows[number].line() if number in self._changed else line)
            found += [row.line() for row in self._behind.get(number, ())]
        return [line for line in found if line is not None]

    def put(self, field: FilledField) -> bool:
        """Put a field where it belongs; tell whether it does anywhere."""
        near = list(self._near(field))
        if self._is_drawn(field, near):
            return True
        beside = self._beside(field, near)
        is_near = beside is not None and beside[0] <= _NEAR * self._rows[beside[1]].size
        if field.typed_by is not None:
            return beside is not None and self._is_short(beside[1]) and self._put_beside(field, beside[1])
        if not (is_near or field.is_box) and self._put_under(field, near):
            return True
        if beside is not None:
            return self._put_beside(field, beside[1])
        return self._put_alone(field)

    def _near(self, field: FilledField) -> Iterator[int]:
        """Yield the lines that are about as high on the page."""
        far = 2 * _USUAL_SIZE
        first = bisect_left(self._tops, field.top - far - self._tallest)
        for number, line in self._lines[first : first + _MOST_ROWS]:
            if line.top > field.bottom + far:
                return
            if line.bottom > field.top - far and len(self._rows[number].parts) <= _MOST_WORDS:
                yield number

    def _is_drawn(self, field: FilledField, near: Sequence[int]) -> bool:
        """Tell whether a value stands on the page already; what is drawn for it to be written on is dropped."""
        inside: list[tuple[int, str]] = []
        for number in near:
            for place, part in enumerate(self._rows[number].parts):
                if part.field is not None or not _is_inside(part.word, field):
                    continue
                is_drawn_box = field.is_box and part.word.text in _DRAWN_BOXES
                if is_drawn_box or (_FILLER.fullmatch(part.word.text) and field.text):
                    self._change(number, place, "")
                else:
                    inside.append((number, part.word.text))
        if not inside or "".join(text for _, text in inside) != "".join(field.text.split()):
            return False
        first = self._rows[inside[0][0]]
        last = first.parts[-1].word
        first.parts.append(RowPart(replace(last, text="", left=last.right), field))
        self._changed.add(inside[0][0])
        return True

    def _change(self, number: int, place: int, text: str) -> None:
        part = self._rows[number].parts[place]
        self._rows[number].parts[place] = replace(part, word=replace(part.word, text=text))
        self._changed.add(number)

    def _beside(self, field: FilledField, near: Sequence[int]) -> tuple[float, int] | None:
        """Return the line in the same row whose words are nearest, with how far they are."""
        found: list[tuple[float, int]] = []
        for number in near:
            line = self._originals[number]
            if not _in_one_row(line, field):
                continue
            for part in self._rows[number].parts:
                gap = _gap(part.word, field)
                if part.word.text and part.field is None and -_SLACK - line.size / 2 <= gap <= _FARTHEST:
                    found.append((gap, number))
        return min(found, default=None)

    def _is_short(self, number: int) -> bool:
        return len(self._originals[number].text) <= _LONGEST_TYPED_FOR

    def _put_beside(self, field: FilledField, number: int) -> bool:
        row, line = self._rows[number], self._originals[number]
        parts = parts_of(field, line.top, line.bottom, line.size)
        row.insert(parts)
        at = row.parts.index(parts[0])
        if at and field.text and row.parts[at - 1].field is None:
            self._change(number, at - 1, _FILLED_END.sub("", row.parts[at - 1].word.text))
        self._changed.add(number)
        return True

    def _put_under(self, field: FilledField, near: Sequence[int]) -> bool:
        """Put a value behind the label over it, or that under it; a column of values has its name but once."""
        if self._is_in_column(field):
            return False
        found: list[tuple[bool, float, int, list[RowPart]]] = []
        for number in near:
            line = self._originals[number]
            gaps = (field.top - line.bottom, False), (line.top - field.bottom, True)
            for gap, is_under in gaps:
                if -line.size / 2 <= gap <= _ABOVE * line.size:
                    cell = self._cell(number, field)
                    if cell:
                        found.append((is_under, gap, number, cell))
        if not found:
            return False
        _, _, number, cell = min(found, key=lambda each: each[:3])
        self._put_behind(field, number, cell)
        return True

    def _cell(self, number: int, field: FilledField) -> list[RowPart]:
        """Return the words of a line between wide gaps that stand over or under a field, and have no value yet."""
        row = self._rows[number]
        cells: list[list[RowPart]] = []
        for part in row.parts:
            if not cells or part.word.left - cells[-1][-1].word.right > _WIDE * row.size:
                cells.append([])
            cells[-1].append(part)
        for cell in cells:
            left, right = cell[0].word.left, cell[-1].word.right
            starts_there = field.left - 2 * row.size <= left < field.right
            if starts_there and right > field.left and not any(part.field for part in cell):
                return cell
        return []

    def _put_behind(self, field: FilledField, number: int, cell: Sequence[RowPart]) -> None:
        row, line = self._rows[number], self._originals[number]
        values = parts_of(field, line.top, line.bottom, line.size)
        end = row.parts.index(cell[-1]) + 1
        # They stand behind the label's last word, wherever the field is.
        shift = max(0.0, cell[-1].word.right - values[0].word.left)
        moved = [
            replace(part, word=replace(part.word, left=part.word.left + shift, right=part.word.right + shift))
            for part in values
        ]
        row.parts[end:end] = moved
        self._changed.add(number)

    def _is_in_column(self, field: FilledField) -> bool:
        """Tell whether a field stands right under or over another that is as wide."""
        fields = self._edges[round(field.left), round(field.right)]
        at = bisect_left(fields, field.top, key=lambda each: each.top)
        others = [each for each in fields[max(0, at - 2) : at + 3] if each is not field]
        high = field.bottom - field.top
        return any(abs(each.top - field.top) < 1.5 * high and each.top != field.top for each in others)

    def _put_alone(self, field: FilledField) -> bool:
        """Make a line of a value that has no label on its page, behind what its form calls it."""
        if not field.text or (field.is_box and not field.name):
            return True
        size = max(1.0, min(_USUAL_SIZE, field.bottom - field.top))
        values = parts_of(field, field.top, field.top + size, size)
        over = [n for n in self._near(field) if self._originals[n].top <= field.top]
        above = max(over, default=None, key=lambda n: self._originals[n].top)
        if above is None:
            first = bisect_left(self._tops, field.top)
            above = self._lines[first - 1][0] if first else -1
        rows = self._behind.setdefault(above, [])
        if field.name:
            named = [
                RowPart(PdfWord(word, field.left, field.top, field.left, field.top + size))
                for word in field.name.split()
            ]
            rows.append(FormRow([*values, *named] if field.is_box else [*named, *values], size))
        elif rows and rows[-1].is_grid and abs(rows[-1].parts[0].word.top - field.top) < size / 2:
            rows[-1].insert(values)
        else:
            rows.append(FormRow(values, size, is_grid=True))
        return True


def _gap(word: PdfWord, field: FilledField) -> float:
    """Return how far a word is in front of a field, or behind one that is ticked."""
    in_front, behind = field.left - word.right, word.left - field.right
    if in_front < 0 and word.left < field.left and _FILLED_END.search(word.text):
        return 0.0
    return in_front if not field.is_box or in_front >= -_SLACK else behind


def _is_inside(word: PdfWord, field: FilledField) -> bool:
    across, down = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    return field.left <= across <= field.right and field.top - _SLACK <= down <= field.bottom + _SLACK


def _in_one_row(line: PdfLine, field: FilledField) -> bool:
    """Tell whether a line is in the row of a field, which of a high field is its first."""
    bottom = min(field.bottom, field.top + 2 * (line.bottom - line.top))
    shared = min(line.bottom, bottom) - max(line.top, field.top)
    return shared >= _SHARED * min(line.bottom - line.top, bottom - field.top)
