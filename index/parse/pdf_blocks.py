"""From the lines of a PDF's pages to headings, paragraphs, lists and tables, with the place of every word."""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.parse.blocks import Block
from index.parse.pdf_order import cells
from index.parse.pdf_words import Line, Word
from index.sentences import LIST_ITEM

__all__ = ["Mark", "PlacedBlock", "placed_blocks"]

_LARGER = 1.12
_SAME_SIZE = 0.12
_LONGEST_HEADING = 160
_HEADING_LINES = 3
_WIDE_PITCH = 1.35
"""Lines further apart than so many times what is usual in their run belong to two paragraphs."""

_SHORT_LINE = 0.8
_FULL_LINE = 0.8
_INDENT = 0.8
_SENTENCE_END = re.compile(r"[.!?。！？…:][\"'”’»)\]]*$")
_NO_HEADING_END = re.compile(r"[.,;。，、；]$")
_DIVIDED = re.compile(r"\w-$")
_LEADERS = re.compile(r"(?:\s?\.){4,}\s*\d+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a block: from ``start``, ``length`` code points long, on a page counted from 1."""

    start: int
    length: int
    page: int
    word: Word


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block whose every word has its place."""

    block: Block
    marks: tuple[Mark, ...]


_Placed = tuple[int, Line]
"""A page's number and a line on it."""


@dataclass(slots=True)
class _Paragraph:
    lines: list[_Placed]
    kind: str = "text"
    """text, item or table."""

    @property
    def size(self) -> float:
        return statistics.median(line.size for _, line in self.lines)

    @property
    def text(self) -> str:
        return " ".join(line.text for _, line in self.lines)


@dataclass(slots=True)
class _Writer:
    """A block's text as it grows, word by word."""

    known: frozenset[str]
    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    def line(self, page: int, words: Sequence[Word], joint: str) -> None:
        """Add a line's words behind a joint, which a divided or unspaced word does not need."""
        for index, word in enumerate(words):
            between = " " if index else self._joint(word.text, joint)
            if not between and self.text.endswith("-") and self._is_divided(word.text):
                self._drop_hyphen()
            self.text += between
            self.marks.append(Mark(len(self.text), len(word.text), page, word))
            self.text += word.text

    def _joint(self, following: str, joint: str) -> str:
        if not self.text or not joint.isspace() or joint == "\n":
            return joint if self.text else ""
        if _DIVIDED.search(self.text) and following[:1].isalpha() and not following[:1].isupper():
            return ""
        return "" if _is_unspaced(self.text[-1]) and _is_unspaced(following[0]) else joint

    def _is_divided(self, following: str) -> bool:
        """Tell whether the hyphen is there for the line's end only; the document's other words decide."""
        first = self.text.rpartition(" ")[2]
        return _bare(first + following) not in self.known or _bare(first[:-1] + following) in self.known

    def _drop_hyphen(self) -> None:
        last = self.marks[-1]
        self.text = self.text[:-1]
        self.marks[-1] = Mark(last.start, last.length - 1, last.page, last.word)


def placed_blocks(pages: Sequence[Sequence[Sequence[Line]]]) -> list[PlacedBlock]:
    """Return the blocks of a document, given for each page its runs of lines in reading order."""
    runs = [[(number, line) for line in run] for number, page in enumerate(pages, 1) for run in page]
    lines = [line for run in runs for _, line in run]
    if not lines:
        return []
    body, body_is_bold = _body(lines)
    known = frozenset(_bare(word.text) for line in lines for word in line.words[:-1])
    paragraphs = [paragraph for run in runs for paragraph in _paragraphs(run)]
    paragraphs = list(_across_pages(paragraphs))
    sizes = sorted({_rounded(p.size) for p in paragraphs if _is_heading(p, body, body_is_bold)}, reverse=True)
    blocks: list[PlacedBlock] = []
    for group in _grouped(paragraphs):
        level = 0
        if _is_heading(group[0], body, body_is_bold):
            level = min(6, 1 + sizes.index(_rounded(group[0].size)))
        blocks.append(_written(group, level, known))
    return [placed for placed in blocks if placed.block.text]


def _body(lines: Sequence[Line]) -> tuple[float, bool]:
    """Return the size in which most of the text is set, and whether most of it is bold."""
    sizes: Counter[float] = Counter()
    bold = 0
    for line in lines:
        sizes[_rounded(line.size)] += len(line.text)
        bold += len(line.text) if line.bold else 0
    return sizes.most_common(1)[0][0], 2 * bold > sizes.total()


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _paragraphs(run: Sequence[_Placed]) -> Iterator[_Paragraph]:
    """Divide a run into paragraphs, items of lists, and tables."""
    pitches = [b.top - a.top for (_, a), (_, b) in pairwise(run) if abs(a.size - b.size) < 1]
    pitch = statistics.median(pitches) if pitches else 0.0
    left, right = min(line.left for _, line in run), max(line.right for _, line in run)
    open_one: _Paragraph | None = None
    for place, (page, line) in enumerate(run):
        in_table = _is_row(run, place)
        if open_one is not None:
            last = open_one.lines[-1][1]
            ends = (
                (open_one.kind == "table") != in_table
                if in_table or open_one.kind == "table"
                else _is_apart(last, line, pitch, left, right)
            )
            if not ends:
                open_one.lines.append((page, line))
                continue
            yield open_one
        kind = "table" if in_table else "item" if LIST_ITEM.match(line.text) else "text"
        open_one = _Paragraph([(page, line)], kind)
    if open_one is not None:
        yield open_one


def _is_apart(above: Line, below: Line, pitch: float, left: float, right: float) -> bool:
    """Tell whether a paragraph ends between two lines of a run."""
    size = max(above.size, below.size)
    if abs(above.size - below.size) > _SAME_SIZE * size or above.bold != below.bold:
        return True
    if below.top - above.top > _WIDE_PITCH * max(pitch, 0.9 * size) or LIST_ITEM.match(below.text):
        return True
    if _LEADERS.search(above.text):
        return True
    if not _SENTENCE_END.search(above.text):
        return False
    is_short = above.right < left + _SHORT_LINE * (right - left)
    return is_short or below.left - left > _INDENT * size > 2 * (above.left - left)


def _is_row(run: Sequence[_Placed], place: int) -> bool:
    """Tell whether a line is a row of a table: it has cells that stand under or above cells of the next line."""
    line = run[place][1]
    own = cells(line)
    if len(own) < 2 or _LEADERS.search(line.text):
        return False
    return any(
        0 <= other < len(run) and _share_columns(own, cells(run[other][1]), line.size)
        for other in (place - 1, place + 1)
    )


def _share_columns(a: Sequence[Sequence[Word]], b: Sequence[Sequence[Word]], size: float) -> bool:
    """Tell whether two lines have cells behind the first whose left ends, right ends or middles agree."""

    def edges(cell: Sequence[Word]) -> tuple[float, float, float]:
        start, end = cell[0].left, cell[-1].right
        return start, end, (start + end) / 2

    return any(
        abs(one - other) < size / 2
        for cell in a[1:]
        for facing in b[1:]
        for one, other in zip(edges(cell), edges(facing), strict=True)
    )


def _across_pages(paragraphs: Sequence[_Paragraph]) -> Iterator[_Paragraph]:
    """Join paragraphs that go on in the next column or on the next page."""
    open_one: _Paragraph | None = None
    for paragraph in paragraphs:
        if open_one is not None:
            if _goes_on(open_one, paragraph):
                open_one.lines += paragraph.lines
                continue
            yield open_one
        open_one = paragraph
    if open_one is not None:
        yield open_one


def _goes_on(above: _Paragraph, below: _Paragraph) -> bool:
    (page, last), (next_page, first) = above.lines[-1], below.lines[0]
    moved = next_page != page or first.top < last.top
    alike = abs(last.size - first.size) <= _SAME_SIZE * last.size and last.bold == first.bold
    if not (moved and alike and above.kind != "table" and below.kind == "text"):
        return False
    if _SENTENCE_END.search(last.text):
        return False
    # A line that is about as long as those above it and ends in no full stop goes on, with a name as well.
    longest = max(line.right - line.left for _, line in above.lines)
    is_full = len(above.lines) > 1 and last.right - last.left > _FULL_LINE * longest
    return is_full or (not first.text[0].isupper() and len(above.text) > _LONGEST_HEADING / 4)


def _is_heading(paragraph: _Paragraph, body: float, body_is_bold: bool) -> bool:
    text = paragraph.text
    if paragraph.kind == "table" or len(paragraph.lines) > _HEADING_LINES or len(text) > _LONGEST_HEADING:
        return False
    if not any(letter.isalpha() for letter in text) or _NO_HEADING_END.search(text) or _LEADERS.search(text):
        return False
    if paragraph.size >= _LARGER * body:
        return True
    is_bold = all(line.bold for _, line in paragraph.lines)
    return is_bold and not body_is_bold and paragraph.size > (1 - _SAME_SIZE) * body and len(paragraph.lines) == 1


def _grouped(paragraphs: Sequence[_Paragraph]) -> Iterator[list[_Paragraph]]:
    """Put the items of one list together."""
    group: list[_Paragraph] = []
    for paragraph in paragraphs:
        if group and not (group[-1].kind == paragraph.kind == "item"):
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group


def _written(group: Sequence[_Paragraph], level: int, known: frozenset[str]) -> PlacedBlock:
    writer = _Writer(known)
    for paragraph in group:
        joint = "\n"
        for page, line in paragraph.lines:
            if paragraph.kind == "table":
                for index, cell in enumerate(cells(line)):
                    writer.line(page, cell, " | " if index else "\n")
            else:
                writer.line(page, line.words, joint)
            joint = " "
    return PlacedBlock(Block(writer.text, level), tuple(writer.marks))


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]\"'“”‘’«»").casefold()


def _is_unspaced(letter: str) -> bool:
    """Tell whether a letter is of a script that puts no spaces between words."""
    name = unicodedata.name(letter, "")
    return name.startswith(("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH", "THAI"))
