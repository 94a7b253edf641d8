"""A run of paragraphs and tables: the body of a file in Rich Text Format, a note, a comment, or a text box."""

import re
from dataclasses import dataclass, field

from index.parse.plain.rtf.letters import whole
from index.parse.plain.rtf.table import RtfRow, blocks_of_table
from index.parse.raised.markup import Height, with_notation
from index.parse.structure.blocks import Block
from index.parse.structure.characters import one_line

__all__ = ["Story"]

_INDENT = "  "
_DEEPEST = 5
_LONGEST_LINE = 80
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_COUNTED = re.compile(r"[(\[]?\w{1,8}(?:\.\w{1,4}){0,8}[.)\]:]{0,2}")
"""The mark of a numbered item: what is none of these is drawn."""


@dataclass(slots=True)
class Story:
    """Blocks in the order of the file.

    Attributes:
        kind: the control word that begins it; empty of the body.
        blocks: that are finished.
        author: of a comment.
        after: text boxes that hang on the paragraph that is open.
    """

    kind: str = ""
    blocks: list[Block] = field(default_factory=list)
    author: str = ""
    after: list[Block] = field(default_factory=list)
    _pieces: list[tuple[str, Height]] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _rows: list[tuple[RtfRow, list[str]]] = field(default_factory=list)
    _items: list[str] = field(default_factory=list)
    _short: list[str] = field(default_factory=list)
    _marker: str = ""
    _is_apart: bool = True

    def write(self, text: str, height: Height = Height.LEVEL) -> None:
        """Take in letters of the paragraph that is open."""
        self._pieces.append((text, height))

    def mark(self, marker: str) -> None:
        """Take in what stands in front of an item of a list."""
        self._marker = marker if _COUNTED.fullmatch(marker) else "•"

    def end_paragraph(self, level: int = 0, depth: int = 0, *, is_in_table: bool = False) -> None:
        """End the paragraph that is open.

        Args:
            level: of a heading, 1 to 6; 0 of anything else.
            depth: of an item among lists in one another, from 0.
            is_in_table: whether it is one of a cell.
        """
        text, marker = self._text(), self._marker
        self._marker = ""
        if is_in_table:
            if text.strip():
                self._lines.append(f"{marker} {text}".strip())
            return
        self._end_table()
        if not text.strip():
            self._is_apart = True
        elif marker and not level:
            self._items.append(f"{_INDENT * min(depth, _DEEPEST)}{marker} {one_line(text)}")
        else:
            self._end_list()
            self._add(f"{'' if marker == '•' else marker} {text}".strip(), level)
        if self.after:
            self._end_list()
            self._end_lines()
            self.blocks += self.after
            self.after = []

    def end_cell(self) -> None:
        """End a cell, with the paragraph that is open."""
        self.end_paragraph(is_in_table=True)
        self._cells.append("\n".join(self._lines))
        self._lines = []

    def end_row(self, row: RtfRow) -> None:
        """End a row of a table."""
        if any(piece.strip() for piece, _ in self._pieces) or self._lines:
            self.end_cell()
        self._end_list()
        if self._cells:
            self._rows.append((row, self._cells))
            self._cells = []

    def finish(self) -> list[Block]:
        """End what is open, and return all blocks."""
        self.end_paragraph()
        self._end_table()
        self._end_list()
        self._end_lines()
        return self.blocks

    def open_text(self) -> str:
        """Return what is in the paragraph that is open, on one line."""
        return one_line(whole("".join(piece for piece, _ in self._pieces)))

    def _text(self) -> str:
        pieces, self._pieces = self._pieces, []
        return whole(with_notation(pieces))

    def _add(self, text: str, level: int) -> None:
        """Add a paragraph; short ones that no empty line divides are the lines of one block."""
        is_line = not level and _is_short(text)
        if self._is_apart or not is_line:
            self._end_lines()
        if is_line:
            self._short.append(text)
        else:
            self.blocks.append(Block(text, level))
        self._is_apart = not is_line

    def _end_lines(self) -> None:
        if self._short:
            self.blocks.append(Block("\n".join(self._short)))
            self._short = []

    def _end_list(self) -> None:
        if self._items:
            self._end_lines()
            self.blocks.append(Block("\n".join(self._items)))
            self._items = []
            self._is_apart = True

    def _end_table(self) -> None:
        unfinished = [*self._cells, *self._lines]  # of a row that never ended
        if self._rows or unfinished:
            self._end_lines()
            self.blocks += [*blocks_of_table(self._rows), *(Block(text) for text in unfinished if text)]
            self._rows, self._cells, self._lines = [], [], []
            self._is_apart = True


def _is_short(line: str) -> bool:
    """Tell whether a paragraph may be one line of several, as of an address."""
    return len(line) <= _LONGEST_LINE and "\n" not in line and _SENTENCE_END.search(line) is None
