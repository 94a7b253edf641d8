"""Where the sentences of a text begin and end."""

import re
from collections.abc import Iterator

import sentencex

__all__ = ["LIST_ITEM", "Span", "halves", "sentence_spans"]

LIST_ITEM = re.compile(r"\s*(?:[•‣▪◦*+–-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
"""A line that opens a list item."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_CUTS = (re.compile(r"[;:]\s"), re.compile(r"[,，、；：]\s?|\s[–—]\s"), re.compile(r"\s"))
"""Where an over-long sentence is cut, the best place first."""

_LONGEST_BLOCK = 10_000

Span = tuple[int, int]
"""First code point and one past the last."""


def sentence_spans(text: str, start: int = 0, end: int | None = None, language: str = "") -> list[Span]:
    """Return the sentences of ``text[start:end]``, in order, without the white space around them.

    A blank line always ends a sentence. A single line break does so only where lines are units of their own: list
    items, and table rows (cells joined by " | "); elsewhere it is a wrapped line.

    Args:
        text: a whole document.
        start: first code point to look at.
        end: one past the last; the end of the text by default.
        language: ISO 639 code that sentencex knows; English rules when empty.
    """
    stop = len(text) if end is None else end
    spans: list[Span] = []
    for block_start, block_end in (part for block in _blocks(text, start, stop) for part in _bounded(text, *block)):
        block = text[block_start:block_end]
        # Line breaks inside a block are wrapped lines, and sentencex would take some of them for paragraph ends.
        flat = block.replace("\n", " ")
        # Sentencex would end a sentence after the number of a list item.
        marker = LIST_ITEM.match(flat)
        skipped = marker.end() - 1 if marker else 0
        for number, boundary in enumerate(sentencex.get_sentence_boundaries(language or "en", flat[skipped:])):
            begin = skipped + boundary["start_index"] if number else 0
            first, last = _trim(block, begin, skipped + boundary["end_index"])
            if first < last:
                spans.append((block_start + first, block_start + last))
    return spans


def halves(text: str, start: int, end: int) -> tuple[Span, Span]:
    """Cut ``text[start:end]``, at least two code points long, in two at the clause or word end nearest its middle."""
    middle = (start + end) // 2
    slack = (end - start) // 4
    for pattern in _CUTS:
        cuts = [m.end() for m in pattern.finditer(text, middle - slack, middle + slack)]
        if cuts:
            cut = min(cuts, key=lambda position: abs(position - middle))
            return _trim(text, start, cut), _trim(text, cut, end)
    return (start, middle), (middle, end)


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a block in parts that sentencex is done with soon: its time grows with the square of their length."""
    while end - start > _LONGEST_BLOCK:
        cut = text.rfind(" ", start + 1, start + _LONGEST_BLOCK) + 1 or start + _LONGEST_BLOCK
        yield start, cut
        start = cut
    yield start, end


def _blocks(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield stretches that no sentence crosses: paragraphs, list items, table rows."""
    position = start
    for gap in _BLANK_LINE.finditer(text, start, end):
        yield from _lines(text, position, gap.start())
        position = gap.end()
    yield from _lines(text, position, end)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the paragraph whole, or its lines one by one where they are list items or table rows."""
    position = start
    previous_is_row = False
    cursor = start
    while cursor < end:
        line_end = text.find("\n", cursor, end)
        line_end = end if line_end < 0 else line_end
        line = text[cursor:line_end]
        is_row = " | " in line
        if cursor > position and (is_row or previous_is_row or LIST_ITEM.match(line)):
            yield position, cursor
            position = cursor
        previous_is_row = is_row
        cursor = line_end + 1
    if position < end:
        yield position, end


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
