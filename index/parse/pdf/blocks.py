"""From the lines of a PDF's pages to headings, paragraphs, lists and tables, with the place of every word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.parse.pdf.order import cells
from index.parse.pdf.paragraphs import LEADERS, LONGEST_HEADING, SAME_SIZE, Paragraph, across_pages, paragraphs_of
from index.parse.pdf.words import PdfLine, PdfWord, TableRow
from index.parse.structure.blocks import Block
from index.text.lines import deliberate_ends

__all__ = ["Mark", "PlacedBlock", "placed_blocks"]

_LARGER = 1.12
_HEADING_LINES = 3
_NO_HEADING_END = re.compile(r"[.,;。，、；]$")
_DIVIDED = re.compile(r"\w-$")
_CONJUNCTIONS = frozenset("and or to nor but und oder bis et ou y o e ed en of og och".split())
_SHORTEST_LEADER = 4
_LONGEST_WORD = 200
"""Letters at a text's end that are looked at for a divided word."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a block: from ``start``, ``length`` code points long, on a page counted from 1."""

    start: int
    length: int
    page: int
    word: PdfWord


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block whose every word has its place."""

    block: Block
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class _TextWriter:
    """A block's text as it grows, word by word: in pieces, of which the end alone is looked at."""

    known: frozenset[str]
    marks: list[Mark] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _end: str = ""

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    @property
    def ends_in_colon(self) -> bool:
        """Whether the last that was written is a colon."""
        return self._end.endswith(":")

    def joint(self, text: str) -> None:
        """Add what stands between two lines or cells; nothing at the beginning."""
        if self._length or text != "\n":
            self._write(text)

    def line(self, page: int, words: Sequence[PdfWord], joint: str) -> None:
        """Add a line's words behind a joint, which a divided or unspaced word does not need."""
        for index, word in enumerate(words):
            between = " " if index else self._joint(word.text, joint)
            if not between and self._end.endswith("-") and self._is_divided(word.text):
                self._drop_hyphen()
            self._write(between)
            self.marks.append(Mark(self._length, len(word.text), page, word))
            self._write(word.text)

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)
        self._end = (self._end + text[-_LONGEST_WORD:])[-_LONGEST_WORD:]

    def _joint(self, following: str, joint: str) -> str:
        if not self._end or not joint.isspace() or joint == "\n":
            return joint if self._end else ""
        if _DIVIDED.search(self._end) and following[:1].isalpha() and not following[:1].isupper():
            return joint if self._is_suspended(following) else ""
        return "" if _is_unspaced(self._end[-1]) and _is_unspaced(following[0]) else joint

    def _is_suspended(self, following: str) -> bool:
        """Tell whether a hyphen stands for a word that is said later: “high- and low-pressure”."""
        first = self._end.rpartition(" ")[2]
        return following.lower() in _CONJUNCTIONS and _bare(first[:-1] + following) not in self.known

    def _is_divided(self, following: str) -> bool:
        """Tell whether the hyphen is there for the line's end only; the document's other words decide."""
        first = self._end.rpartition(" ")[2]
        return _bare(first + following) not in self.known or _bare(first[:-1] + following) in self.known

    def _drop_hyphen(self) -> None:
        last = self.marks[-1]
        self._pieces[-1] = self._pieces[-1][:-1]
        self._length -= 1
        self._end = self._end[:-1]
        self.marks[-1] = Mark(last.start, last.length - 1, last.page, last.word)


def placed_blocks(pages: Sequence[Sequence[Sequence[PdfLine]]]) -> list[PlacedBlock]:
    """Return the blocks of a document, given for each page its runs of lines in reading order."""
    runs = [[(number, line) for line in run] for number, page in enumerate(pages, 1) for run in page]
    lines = [line for run in runs for _, line in run]
    if not lines:
        return []
    body, body_is_bold = _body(lines)
    known = frozenset(_bare(word.text) for line in lines for word in line.words[:-1])
    paragraphs = [paragraph for run in runs for paragraph in paragraphs_of(run)]
    paragraphs = list(across_pages(paragraphs))
    sizes = sorted({_rounded(p.size) for p in paragraphs if _is_heading(p, body, body_is_bold)}, reverse=True)
    blocks: list[PlacedBlock] = []
    for group in _grouped(paragraphs):
        level = 0
        if _is_heading(group[0], body, body_is_bold):
            level = min(6, 1 + sizes.index(_rounded(group[0].size)))
        blocks.append(_written(group, level, known))
    return [placed for placed in blocks if placed.block.text]


def _body(lines: Sequence[PdfLine]) -> tuple[float, bool]:
    """Return the size in which most of the text is set, and whether most of it is bold."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[_rounded(line.size)] += len(line.text)
        bold += len(line.text) if line.bold else 0
    return sizes.most_common(1)[0][0], 2 * bold > sizes.total()


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _is_heading(paragraph: Paragraph, body: float, body_is_bold: bool) -> bool:
    text = paragraph.text
    if (
        paragraph.kind in ("table", "field", "record")
        or len(paragraph.lines) > _HEADING_LINES
        or len(text) > LONGEST_HEADING
    ):
        return False
    if not any(letter.isalpha() for letter in text) or _NO_HEADING_END.search(text) or LEADERS.search(text):
        return False
    if paragraph.size >= _LARGER * body:
        return True
    is_bold = all(line.bold for _, line in paragraph.lines)
    return is_bold and not body_is_bold and paragraph.size > (1 - SAME_SIZE) * body and len(paragraph.lines) == 1


def _grouped(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Put the items of one list together, the lines of one form, and records that follow one another."""
    group: list[Paragraph] = []
    for paragraph in paragraphs:
        if group and not (group[-1].kind == paragraph.kind and paragraph.kind in ("item", "field", "record")):
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group


def _written(group: Sequence[Paragraph], level: int, known: frozenset[str]) -> PlacedBlock:
    writer = _TextWriter(known)
    for paragraph in group:
        joint = "\n"
        ends = _deliberate_ends(paragraph) if paragraph.kind == "text" and not level else []
        for place, (page, line) in enumerate(paragraph.lines):
            if isinstance(line, TableRow):
                _write_row(writer, page, line)
            elif paragraph.kind == "table":
                for index, cell in enumerate(cells(line)):
                    writer.line(page, cell, " | " if index else "\n")
            elif line.is_field:
                for start, end in pairwise((*line.labels, len(line.words))):
                    writer.line(page, line.words[start:end], "\n")
            elif paragraph.kind == "record":
                for part in _without_leaders(line.words):
                    writer.line(page, part, joint)
                    joint = " " if writer.ends_in_colon else ": "
            else:
                writer.line(page, line.words, joint)
            joint = "\n" if ends[place : place + 1] == [True] else " "
    return PlacedBlock(Block(writer.text, level, is_table=group[0].kind == "table"), tuple(writer.marks))


def _deliberate_ends(paragraph: Paragraph) -> list[bool]:
    """Return which lines end on purpose, as those of an address do; what ends so goes on in a line of its own."""
    return deliberate_ends([line.text for _, line in paragraph.lines])


def _without_leaders(words: Sequence[PdfWord]) -> Iterator[Sequence[PdfWord]]:
    """Yield the words of a record without the dots that lead from a label to its value; those to write on stay."""
    start = 0
    for place, word in enumerate(words):
        if 0 < place < len(words) - 1 and len(word.text) >= _SHORTEST_LEADER and not word.text.strip("._…"):
            if start < place:
                yield words[start:place]
            start = place + 1
    yield words[start:]


def _write_row(writer: _TextWriter, page: int, row: TableRow) -> None:
    """Write a row's cells, an empty one too, so that every cell stands under the name of its column."""
    for index, cell in enumerate(row.cells):
        writer.joint(" | " if index else "\n")
        for number, words in enumerate(cell):
            writer.line(page, words, " " if number else "")


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]\"'“”‘’«»").casefold()


def _is_unspaced(letter: str) -> bool:
    """Tell whether a letter is of a script that puts no spaces between words."""
    name = unicodedata.name(letter, "")
    return name.startswith(("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH", "THAI"))
