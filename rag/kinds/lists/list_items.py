"""The lists and tables around a passage: their items, what announces them, and the heading that they stand under."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from index.storage.records import ChunkRow
from index.store import Index
from index.text.lines import LIST_ITEM, Span
from index.text.tables.rows import EDGE
from rag.evidence.tables.heads import header_of, is_in_head

__all__ = ["WINDOW", "Item", "ListBlock", "Shape", "announcing", "blocks_around", "units_of", "words_of"]

WINDOW = 4_000
"""Characters looked at before and behind a passage, six chunks or so: longer lists are seen in part."""

_FEWEST = 2
_ANNOUNCES = re.compile(r"(?:[:：]|\w)\s*$")
"""How what announces a list ends: with a colon, or as a sentence that the items go on with: “Ring us if”."""

_COUNT = re.compile(r"\(?(\d{1,3})[.)]\s")


class Shape(Enum):
    """What a unit is."""

    LIST = "an item of a list"
    TABLE = "a row of a table"
    PROSE = "a sentence"


@dataclass(frozen=True, slots=True)
class Item:
    """Words of one chunk that can stand alone in an answer.

    Attributes:
        row: the chunk.
        start: first code point, in the document's text.
        end: one past the last.
        shape: what it is.
        header: span of the head of its table.
    """

    row: ChunkRow
    start: int
    end: int
    shape: Shape
    header: Span | None = None

    def has(self, row: ChunkRow, start: int) -> bool:
        """Tell whether a place of a chunk's document is in it, whichever chunk that is: chunks overlap."""
        return row.document_id == self.row.document_id and self.start <= start < self.end


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list, or a table.

    Attributes:
        items: in order, two at least, all of one shape; the head of a table is none of them.
        before: the sentence right before it, under the same heading; None where there is none.
        announced: whether that sentence announces it.
        whole: whether nothing of it can lie outside of what was looked at.
    """

    items: tuple[Item, ...]
    before: Item | None
    announced: bool
    whole: bool

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from other blocks."""
        return self.items[0].row.document_id, self.items[0].start


def words_of(index: Index, item: Item) -> str:
    """Return the words of an item as they stand."""
    return index.chunks.text(item.row)[item.start - item.row.start : item.end - item.row.start]


def units_of(row: ChunkRow, text: str) -> Iterator[Item]:
    """Yield what a chunk consists of, in order: its list items whole, its table rows, its sentences.

    Args:
        row: the chunk.
        text: of the chunk.
    """
    for spans in _with_what_goes_on(row, text):
        start, end = spans[0][0], spans[-1][1]
        if LIST_ITEM.match(text, start - row.start):
            yield Item(row, start, end, Shape.LIST)
        elif EDGE.search(text, start - row.start, end - row.start):
            yield Item(row, start, end, Shape.TABLE, header_of(row, start, end, text))
        else:
            yield Item(row, start, end, Shape.PROSE)


def blocks_around(index: Index, row: ChunkRow, window: int = WINDOW) -> list[ListBlock]:
    """Return the lists and tables of which a chunk has some, whole as far as they lie within reach.

    Args:
        index: within one snapshot.
        row: the chunk.
        window: characters before and behind it that are looked at.
    """
    low, high = row.start - window, row.end + window
    rows = sorted(
        index.chunks.get(index.chunks.ids_at(row.document_id, low, high)).values(), key=lambda each: each.start
    )
    units = [unit for each in rows for unit in units_of(each, index.chunks.text(each))]
    found = (
        _block(index, part, None if place else before)
        for before, run in _runs(units)
        for place, part in enumerate(_lists_of(index, run))
    )
    inside = (block for block in found if block and block.items[0].start < row.end and block.items[-1].end > row.start)
    return [_seen(block, low, high) for block in inside]


def announcing(index: Index, blocks: Sequence[ListBlock], start: int) -> str:
    """Return the sentence that announces that of some lists in whose items a place is; empty where none does."""
    for block in blocks:
        if block.before and block.announced and any(item.start <= start < item.end for item in block.items):
            return words_of(index, block.before)
    return ""


def _with_what_goes_on(row: ChunkRow, text: str) -> Iterator[list[Span]]:
    """Yield the spans of sentences, those of one list item together: what goes on in its line, or hangs below it."""
    opened: list[Span] = []
    for start, end in row.sentences:
        between = text[opened[-1][1] - row.start : start - row.start] if opened else "\n\n"
        in_item = bool(opened) and bool(LIST_ITEM.match(text, opened[0][0] - row.start))
        hangs = "\n" not in between or ("\n\n" not in between and between[-1:] in " \t")
        if in_item and hangs and not LIST_ITEM.match(text, start - row.start):
            opened.append((start, end))
            continue
        if opened:
            yield opened
        opened = [(start, end)]
    if opened:
        yield opened


def _runs(units: Sequence[Item]) -> Iterator[tuple[Item | None, list[Item]]]:
    """Yield the runs of list items and of rows that stand under one heading, each with the unit before it."""
    before: Item | None = None
    for (shape, heading), group in groupby(units, key=lambda unit: (unit.shape, unit.row.heading)):
        run = list(group)
        if shape is not Shape.PROSE:
            yield (before if before and before.row.heading == heading else None), run
        before = run[-1]


def _lists_of(index: Index, run: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the lists that follow one another without a word between them: what is needed, and the steps to take.

    Another begins where items of the margin are counted and those above are not, or where they are counted anew.
    """
    found: list[Item] = []
    last: int | None = None
    for item in run:
        count = _count(index, item) if item.shape is Shape.LIST else None
        if count is not None:
            if found and last is not None and (bool(count) != bool(last) or count == 1 < last):
                yield found
                found = []
            last = count
        found.append(item)
    if found:
        yield found


def _count(index: Index, item: Item) -> int | None:
    """Return the number of an item, 0 where it has none; None of one that is not surely at the margin."""
    text, start = index.chunks.text(item.row), item.start - item.row.start
    if not start or text[start - 1] != "\n":
        return None
    match = _COUNT.match(text, start)
    return int(match[1]) if match else 0


def _block(index: Index, run: Sequence[Item], before: Item | None) -> ListBlock | None:
    heads = {item.header for item in run if item.header}
    items = tuple(item for item in run if not any(is_in_head((item.start, item.end), head) for head in heads))
    if len(items) < _FEWEST:
        return None
    announced = before is not None and _ANNOUNCES.search(words_of(index, before)) is not None
    return ListBlock(items, before, announced, whole=True)


def _seen(block: ListBlock, low: int, high: int) -> ListBlock:
    """Return a block with whether it ends within what was looked at."""
    whole = (block.items[0].start > low or low <= 0) and block.items[-1].end < high
    return ListBlock(block.items, block.before, block.announced, whole)
