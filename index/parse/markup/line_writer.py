"""Blocks of a text that is read line by line: wrapped paragraphs, lists by their marks or indents, rows of tables."""

from collections.abc import Callable, Sequence

from index.parse.structure.blocks import Block
from index.parse.structure.lists import PLAIN, ListStyle, OpenList
from index.parse.structure.tables.rows import table_blocks
from index.text.lines import is_record

__all__ = ["LineWriter"]

_DEEPEST = 64
"""Lists in lists; what lies deeper is read as if it lay there."""


class LineWriter:
    """Takes in lines and makes blocks of them; a line is freed of its marks with the paragraph that it is part of."""

    def __init__(self, words: Callable[[str], str]) -> None:
        """Make blocks of nothing yet.

        Args:
            words: returns a paragraph, a heading or a cell without the marks in it.
        """
        self.blocks: list[Block] = []
        self._words = words
        self._lines: list[str] = []
        self._list = OpenList()
        self._places: list[int] = []
        self._styles: list[ListStyle | None] = []
        self._rows: list[Sequence[str]] = []

    def heading(self, text: str, level: int) -> None:
        """Take in a heading, which ends what is open."""
        self.end()
        self.blocks.append(Block(self._words(text), min(level, 6)))

    def line(self, text: str, place: int | None = None) -> None:
        """Take in a line of a paragraph.

        Args:
            text: of the line.
            place: its indent. The first line of a paragraph goes to the list whose mark stands further left.
        """
        self._end_table()
        if not self._lines and place is not None:
            self.leave(place)
        self._lines.append(text.strip())

    def gap(self) -> None:
        """Take in a blank line, or whatever else ends a paragraph."""
        self._end_table()
        lines, self._lines = self._lines, []
        if not lines:
            return
        are_records = len(lines) > 1 and all(map(is_record, lines))
        self._add(self._words(("\n" if are_records else " ").join(lines)))

    def item(self, place: int, number: int | None, text: str, style: ListStyle = PLAIN) -> None:
        """Take in the first line of a list's item.

        Args:
            place: the indent of its mark, or another number that is larger for a list within a list.
            number: with which the list begins, where this is its first item; None where it has none.
            text: behind the mark.
            style: of the number.
        """
        self.gap()
        self.leave(place + 1)
        counted = None if number is None else style
        if self._places and self._places[-1] == place and self._styles[-1] == counted:
            self._list.end_item()
        else:
            self.leave(place)
            if len(self._places) < _DEEPEST:
                self._places.append(place)
                self._styles.append(counted)
                self._list.begin(number, style)
        self._list.item()
        if text.strip():
            self._lines.append(text.strip())

    def row(self, cells: Sequence[str], place: int | None = None) -> None:
        """Take in a row of a table; its indent says whose list it belongs to, as a line's does."""
        if not self._rows:
            self.gap()
            if place is not None:
                self.leave(place)
        self._rows.append([self._words(cell) for cell in cells])

    def as_written(self, text: str, place: int | None = None) -> None:
        """Take in code, or other text whose lines and spaces are its own."""
        self.gap()
        if place is not None and text.strip():
            self.leave(place)
        self._add(text.strip("\n"))

    def end(self) -> None:
        """End what is open."""
        self.gap()
        self.leave(-1)

    def leave(self, place: int) -> None:
        """End the lists whose marks do not stand left of a place."""
        while self._places and self._places[-1] >= place:
            self.gap()
            self._places.pop()
            self._styles.pop()
            if text := self._list.end():
                self.blocks.append(Block(text))

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        for block in table_blocks(rows) if rows else ():
            self._add(block.text, is_table=block.is_table)

    def _add(self, text: str, *, is_table: bool = False) -> None:
        if not text.strip():
            return
        if self._list:
            self._list.add(text)
        else:
            self.blocks.append(Block(text, is_table=is_table))
