"""The formats of a rectangle of cells."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["MOST_CODES", "FormatGrid"]

MOST_CODES = 65_535


@dataclass(frozen=True, slots=True)
class FormatGrid:
    """The formats of a rectangle of cells.

    Attributes:
        codes: that the numbers below stand for; the first is empty.
        numbers: a number a cell, a row after the other, each below ``MOST_CODES``.
        width: of a row.
    """

    codes: Sequence[str]
    numbers: Sequence[int]
    width: int

    def row(self, number: int) -> list[str]:
        """Return the codes of a row's cells."""
        start = number * self.width
        return [self.codes[each] for each in self.numbers[start : start + self.width]]
