"""Rows of a form: words of the page and values among them, from left to right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from index.parse.pdf.filled.annotations import FilledField
from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["FormRow", "RowPart", "parts_of"]

_GAP = 1.2
"""Sizes of type: behind a wider gap no sentence goes on."""

_NARROWEST_LETTER = 0.3
_WITHOUT_MARK = re.compile(r"[^\W_]\)?$")
_GOES_ON = re.compile(r"[a-z,.;:!?)]")


@dataclass(frozen=True, slots=True)
class RowPart:
    """A word of the page, or of a field's value; without text where the field is empty."""

    word: PdfWord
    field: FilledField | None = None

    @property
    def is_value(self) -> bool:
        """Whether it is what somebody wrote, not ticked."""
        return self.field is not None and not self.field.is_box


@dataclass(slots=True)
class FormRow:
    """A line of a page as values come into it.

    Attributes:
        parts: from left to right.
        size: of its type, in points.
        bold: whether it is.
        is_grid: whether its values stand in columns, as in a table.
    """

    parts: list[RowPart]
    size: float
    bold: bool = False
    is_grid: bool = False

    @property
    def has_field(self) -> bool:
        """Whether a value stands in it, or could."""
        return any(part.field is not None for part in self.parts)

    def insert(self, parts: Sequence[RowPart]) -> None:
        """Put a value where it stands among the words."""
        left = parts[0].word.left
        behind = next((n for n, part in enumerate(self.parts) if part.word.left >= left), len(self.parts))
        self.parts[behind:behind] = parts

    def line(self) -> PdfLine | None:
        """Return the row as a line, with where another label begins behind a value; None without words."""
        if self.is_grid or not self.has_field or self._is_sentence():
            words = [part.word for part in self.parts if part.word.text]
            return PdfLine(tuple(words), self.size, self.bold) if words else None
        cells = [cell for cell in map(_labelled, self._cells()) if cell]
        labels = tuple(accumulate(map(len, cells[:-1]), initial=0))
        words = [word for cell in cells for word in cell]
        return PdfLine(tuple(words), self.size, bold=False, labels=labels) if words else None

    def _is_sentence(self) -> bool:
        """Tell whether a sentence goes on behind a value."""
        return any(
            one.is_value and other.field is None and _GOES_ON.match(other.word.text) and not self._is_wide(one, other)
            for one, other in pairwise(self.parts)
        )

    def _cells(self) -> Iterator[list[RowPart]]:
        cell: list[RowPart] = []
        for part in self.parts:
            if cell and cell[-1].is_value and part.field is None:
                yield cell
                cell = []
            cell.append(part)
        yield cell

    def _is_wide(self, one: RowPart, other: RowPart) -> bool:
        end = one.field.right if one.field else one.word.right
        return other.word.left - end > _GAP * self.size


def _labelled(cell: Sequence[RowPart]) -> list[PdfWord]:
    """Return the words of a label and its value, with a mark between them."""
    ends_at = max((place for place, part in enumerate(cell) if part.field is None), default=-1)
    is_answered = any(part.word.text and part.is_value for part in cell[ends_at + 1 :])
    return [
        replace(part.word, text=f"{part.word.text}:")
        if place == ends_at and is_answered and _WITHOUT_MARK.search(part.word.text)
        else part.word
        for place, part in enumerate(cell)
        if part.word.text
    ]


def parts_of(field: FilledField, top: float, bottom: float, size: float) -> list[RowPart]:
    """Return the words of a field's value between two heights of its page, one without text where it is empty."""
    words = field.text.split() or [""]
    letters = sum(len(word) + 1 for word in words)
    width = min(size / 2, (field.right - field.left) / letters)
    parts: list[RowPart] = []
    left = field.left
    for word in words:
        right = left + max(_NARROWEST_LETTER, width * len(word))
        parts.append(RowPart(PdfWord(word, left, top, right, bottom), field))
        left = right + width
    return parts
