"""Which line breaks end a sentence: those between lines that are units of their own, not those of wrapped prose."""

import math
import re
from collections.abc import Iterator

from index.text.tables.rows import is_row

__all__ = ["FILLED", "LIST_ITEM", "Span", "is_deliberate", "stretches"]

Span = tuple[int, int]
"""First code point and one past the last."""

LIST_ITEM = re.compile(r"\s*(?:[•‣▪◦*+–-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
"""A line that opens a list item."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_RECORD = re.compile(r"\s*[^\W_][^.:：?!;,|\n]{0,40}(?::\s|：)\s*\S")
"""A line such as “Workshop: 555-0102”."""

_COLUMNS = re.compile(r".*\S(?:\t| {3,})\s*\S")
"""In a line of a table that is drawn with white space."""

_CURRENCIES = frozenset("€£$¥")
_OPENING = "\"'“”„‘«»(¿¡["
_GOES_ON = re.compile(r"[,;/&+=(\[«„–—-]$")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")

_NARROWEST = 42
"""Characters: prose is seldom wrapped to fewer without a line that begins in lower case."""

_LONGEST_WRAPPED = 200
"""Characters of a line: a text that lies mostly in longer ones is not wrapped at all."""

FILLED = 0.7
"""A wrapped line is filled so far at least, as the next word would not have gone into it."""


def stretches(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield stretches of ``text[start:end]`` that no sentence crosses: paragraphs, and lines that are their own units.

    Such are list items, table rows (cells joined by " | "), lines of the form “name: value”, headings in capitals, and
    a line that ends although the next word would have gone into it, when that begins as a sentence may. What is left
    is wrapped prose.
    """
    endless = sum(last - first for first, last in _line_spans(text, start, end) if last - first > _LONGEST_WRAPPED)
    narrowest = math.inf if endless > (end - start) / 2 else _NARROWEST
    position = start
    for gap in _BLANK_LINE.finditer(text, start, end):
        yield from _lines(text, position, gap.start(), narrowest)
        position = gap.end()
    yield from _lines(text, position, end, narrowest)


def is_deliberate(line: str, following: str, full: float) -> bool:
    """Tell whether a line ends because its writer wanted it to, not because it was full.

    Args:
        line: without its end.
        following: the next line.
        full: characters that a full line has at least.
    """
    line, following = line.rstrip(), following.strip()
    first = following.lstrip(_OPENING)[:1]
    if not (first.isalnum() or first in _CURRENCIES) or first.islower() or _GOES_ON.search(line):
        return False
    unspaced = _UNSPACED.match(first)
    word = 1 if unspaced else len(following.split(maxsplit=1)[0]) + 1
    return len(line) + word <= full


def _lines(text: str, start: int, end: int, narrowest: float) -> Iterator[Span]:
    """Yield the paragraph whole, or in parts where its lines are units of their own."""
    spans = list(_line_spans(text, start, end))
    if not spans:
        return
    lines = [text[first:last] for first, last in spans]
    full = _fullness(lines, narrowest)
    position, in_item = start, bool(LIST_ITEM.match(lines[0]))
    for place in range(1, len(lines)):
        before, line = lines[place - 1], lines[place]
        is_item = bool(LIST_ITEM.match(line))
        hangs = in_item and line[:1].isspace()
        if is_item or is_row(before) or is_row(line) or (not hangs and _is_apart(before, line, full)):
            yield position, spans[place][0]
            position, in_item = spans[place][0], is_item
    if position < end:
        yield position, end


def _is_apart(line: str, following: str, full: float) -> bool:
    alike = any(shape.match(line) and shape.match(following) for shape in (_RECORD, _COLUMNS))
    in_capitals = len(line) <= _NARROWEST and line.isupper() and not following.isupper()
    return alike or in_capitals or is_deliberate(line, following, full)


def _fullness(lines: list[str], narrowest: float) -> float:
    """Return how many characters a line of a paragraph that was full would have."""
    longest = max(map(len, lines))
    wrapped = any(line.lstrip()[:1].islower() or _UNSPACED.match(line.lstrip()[:1]) for line in lines[1:])
    return FILLED * longest if wrapped else max(FILLED * longest, narrowest)


def _line_spans(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1
