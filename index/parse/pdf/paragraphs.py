"""From the lines of a PDF's pages to paragraphs, items of lists, and tables."""

import math
import re
import statistics
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.parse.pdf.order import cells
from index.parse.pdf.words import PdfLine, PdfWord, TableRow
from index.text.lines import is_record, item_starts

__all__ = ["LEADERS", "LONGEST_HEADING", "SAME_SIZE", "Paragraph", "PlacedLine", "across_pages", "paragraphs_of"]

SAME_SIZE = 0.12
"""Sizes of type that differ by no more than this share are the same."""

LONGEST_HEADING = 160
_WIDE_PITCH = 1.35
"""Lines further apart than so many times what is usual in their run belong to two paragraphs."""

_SHORT_LINE = 0.8
_FULL_LINE = 0.8
_INDENT = 0.8
_SENTENCE_END = re.compile(r"[.!?。！？…:][\"'”’»)\]]*$")
LEADERS = re.compile(r"(?<!\.)(?<!\.\s)(?:\s?\.){4,}+\s*+\d+$")
"""The dots between an entry of a table of contents and its page; looked at from the first of them only."""

_FILLED_IN = re.compile(r"(?<![._…])[._…](?:\s?[._…]){5}")
"""A dotted line to write on, or what leads from a label to its value."""

_NOTE = re.compile(r"[⁰¹²³⁴-⁹]+(?: |(?=[^\W\d_]))")
"""The raised number with which a note begins."""

_NEAR_RECORD = 2
"""Lines from one record to the next at most: a value may go on in a second line."""

_BOX = re.compile(r"[☒☐] \S")
"""A box to tick with what it stands for, which may be longer than a line."""

PlacedLine = tuple[int, PdfLine]
"""A page's number and a line on it."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[PlacedLine]
    kind: str = "text"
    """text, item, table, record, or field: a line of a form."""

    @property
    def size(self) -> float:
        """Of its type, in points."""
        return statistics.median(line.size for _, line in self.lines)

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(line.text for _, line in self.lines)


def paragraphs_of(run: Sequence[PlacedLine]) -> Iterator[Paragraph]:
    """Divide a run into paragraphs, items of lists, and tables."""
    pitches = [b.top - a.top for (_, a), (_, b) in pairwise(run) if abs(a.size - b.size) < 1]
    pitch = statistics.median(pitches) if pitches else 0.0
    left, right = min(line.left for _, line in run), max(line.right for _, line in run)
    full = left + _FULL_LINE * (right - left)
    items = item_starts([line.text for _, line in run], [line.right > full for _, line in run])
    records = _records(run)
    open_one: Paragraph | None = None
    for place, (page, line) in enumerate(run):
        in_table = not line.is_field and _is_row(run, place)
        if open_one is not None:
            last = open_one.lines[-1][1]
            ends = (
                (open_one.kind == "table") != in_table
                if in_table or open_one.kind == "table"
                else items[place] or records[place] or _is_apart(last, line, pitch, left, right)
            )
            if not ends:
                open_one.lines.append((page, line))
                continue
            yield open_one
        kind = "table" if in_table else "field" if line.is_field else "item" if items[place] else "text"
        kind = "record" if kind == "text" and records[place] else kind
        open_one = Paragraph([(page, line)], kind)
    if open_one is not None:
        yield open_one


def _records(run: Sequence[PlacedLine]) -> list[bool]:
    """Return which lines are records, “name: value” or a label with a dotted line: one never stands alone.

    The value of the one before may go on in a second line.
    """
    are = [not LEADERS.search(line.text) and (is_record(line.text) or _is_filled_in(line)) for _, line in run]
    return [
        each and any(are[max(0, place - _NEAR_RECORD) : place] + are[place + 1 : place + 1 + _NEAR_RECORD])
        for place, each in enumerate(are)
    ]


def _is_filled_in(line: PdfLine) -> bool:
    return _FILLED_IN.search(line.text) is not None and any(letter.isalpha() for letter in line.text)


def _is_apart(above: PdfLine, below: PdfLine, pitch: float, left: float, right: float) -> bool:
    """Tell whether a paragraph ends between two lines of a run."""
    if above.is_field or below.is_field:
        return below.is_field or not (_BOX.search(above.text) and below.text[0].islower())
    size = max(above.size, below.size)
    if abs(above.size - below.size) > SAME_SIZE * size or above.bold != below.bold:
        return True
    if below.top - above.top > _WIDE_PITCH * max(pitch, 0.9 * size):
        return True
    if LEADERS.search(above.text) or _NOTE.match(below.text):
        return True
    if not _SENTENCE_END.search(above.text):
        return False
    is_short = above.right < left + _SHORT_LINE * (right - left)
    return is_short or below.left - left > _INDENT * size > 2 * (above.left - left)


def _is_row(run: Sequence[PlacedLine], place: int) -> bool:
    """Tell whether a line is a row of a table: it has cells that stand under or above cells of the next line."""
    line = run[place][1]
    if isinstance(line, TableRow):
        return True
    own = cells(line)
    if len(own) < 2 or LEADERS.search(line.text):
        return False
    return any(
        0 <= other < len(run) and _share_columns(own, cells(run[other][1]), line.size)
        for other in (place - 1, place + 1)
    )


def _share_columns(a: Sequence[Sequence[PdfWord]], b: Sequence[Sequence[PdfWord]], size: float) -> bool:
    """Tell whether two lines have cells behind the first whose left ends, right ends or middles agree."""
    pairs = zip(_edges(a[1:]), _edges(b[1:]), strict=True)
    return any(_nearest(own, facing) < size / 2 for own, facing in pairs)


def _edges(row: Sequence[Sequence[PdfWord]]) -> tuple[list[float], list[float], list[float]]:
    """Return where cells begin, end and have their middles, each in order."""
    starts, ends = [cell[0].left for cell in row], [cell[-1].right for cell in row]
    middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    return sorted(starts), sorted(ends), sorted(middles)


def _nearest(ordered: Sequence[float], others: Sequence[float]) -> float:
    """Return how near the nearest two places of two rows are; infinity where a row has none."""
    nearest = math.inf
    for place in ordered if others else ():
        at = bisect(others, place)
        nearest = min(nearest, *(abs(place - other) for other in others[max(0, at - 1) : at + 1]))
    return nearest


def across_pages(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Join paragraphs that go on in the next column or on the next page."""
    open_one: Paragraph | None = None
    letters, longest = 0, 0.0
    for paragraph in paragraphs:
        if open_one is not None and open_one.kind == paragraph.kind == "table" and _is_continued(open_one, paragraph):
            open_one.lines += _without_head(open_one, paragraph)
        elif open_one is not None and _goes_on(open_one, paragraph, letters, longest):
            open_one.lines += paragraph.lines
        else:
            if open_one is not None:
                yield open_one
            open_one, letters, longest = paragraph, -1, 0.0
        # Measured as it grows: the lines of a paragraph may be those of the whole document.
        letters += sum(len(line.text) + 1 for _, line in paragraph.lines)
        longest = max(longest, *(line.right - line.left for _, line in paragraph.lines))
    if open_one is not None:
        yield open_one


def _is_continued(above: Paragraph, below: Paragraph) -> bool:
    """Tell whether a table goes on at the top of the next page, in the same columns."""
    (page, last), (next_page, first) = above.lines[-1], below.lines[0]
    if next_page != page + 1 or not isinstance(last, TableRow) or not isinstance(first, TableRow):
        return False
    return len(last.columns) == len(first.columns) and all(
        left < end and start < right for (left, right), (start, end) in zip(last.columns, first.columns, strict=True)
    )


def _without_head(above: Paragraph, below: Paragraph) -> list[PlacedLine]:
    """Return the lines of a table's second part without the head, where it is there again."""
    return below.lines[above.lines[0][1].text == below.lines[0][1].text :]


def _goes_on(above: Paragraph, below: Paragraph, letters: int, longest: float) -> bool:
    """Tell whether a paragraph of so many letters, whose longest line is so wide, goes on in another."""
    (page, last), (next_page, first) = above.lines[-1], below.lines[0]
    moved = next_page != page or first.top < last.top
    alike = abs(last.size - first.size) <= SAME_SIZE * last.size and last.bold == first.bold
    if not (moved and alike and above.kind not in ("table", "field") and below.kind == "text"):
        return False
    if _SENTENCE_END.search(last.text):
        return False
    # A line that is about as long as those above it and ends in no full stop goes on, with a name as well.
    is_full = len(above.lines) > 1 and last.right - last.left > _FULL_LINE * longest
    return is_full or (not first.text[0].isupper() and letters > LONGEST_HEADING / 4)
