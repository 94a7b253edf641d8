"""Which line breaks end a sentence: those between lines that are units of their own, not those of wrapped prose."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.text.tables.rows import is_row

__all__ = [
    "FILLED",
    "LIST_ITEM",
    "Span",
    "deliberate_ends",
    "is_deliberate",
    "is_record",
    "item_starts",
    "line_spans",
    "stretches",
]

Span = tuple[int, int]
"""First code point and one past the last."""

LIST_ITEM = re.compile(r"\s*(?:[•‣▪◦*+–-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+\S")
"""A line that opens a list item."""

_COUNTED = re.compile(r"\s*\(?(?:(\d{1,3})|([a-zA-Z]))[.)]\s")
_FIRST = frozenset((0, 1, "a", "A", "i", "I"))
_SYMBOL, _LOWERED = re.compile(r"\b[A-Z][a-z]?$"), re.compile(r"\d{1,2}(?:[.,;:)]?\s|$)")
_CLAUSE_END = re.compile(r"(?:[^\w\s]|\b(?:and|or|und|oder|et|ou|y|o))\s*$")

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_RECORD = re.compile(r"\s*[^\W_][^.:：?!;,|\n]{0,40}(?::\s|：)\s*\S")
"""A line such as “Workshop: 555-0102”."""

_COLUMNS = re.compile(r".*\S(?:\t| {3,})\s*\S")
"""In a line of a table that is drawn with white space."""

_CURRENCIES = frozenset("€£$¥")
_OPENING = "\"'“”„‘«»(¿¡["
_GOES_ON = re.compile(r"[,;/&+=(\[«„–—-]$")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")

_ADDRESS = re.compile(r"[\w.+-]{1,64}@\w|www\.\w|https?://")
_NARROWEST = 42
"""Characters: prose is seldom wrapped to fewer without a line that begins in lower case."""

_LONGEST_WRAPPED = 200
"""Characters of a line: a text that lies mostly in longer ones is not wrapped at all."""

_AROUND = 3
"""Lines before and behind one that tell how long a full one is."""

FILLED = 0.7
"""A wrapped line is filled so far at least, as the next word would not have gone into it."""

_HALF_FILLED = 0.6
"""The same of a line in prose whose lines differ in length, as those set by hand do."""


def stretches(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield stretches of ``text[start:end]`` that no sentence crosses: paragraphs, and lines that are their own units.

    Such are list items, table rows (cells joined by " | "), lines of the form “name: value”, headings in capitals, and
    a line that ends although the next word would have gone into it, when that begins as a sentence may. What is left
    is wrapped prose.
    """
    endless = sum(last - first for first, last in line_spans(text, start, end) if last - first > _LONGEST_WRAPPED)
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
    if not (first.isalnum() or first in _CURRENCIES) or _goes_on(following) or _GOES_ON.search(line):
        return False
    return _has_room(line, following, full)


def deliberate_ends(lines: Sequence[str]) -> list[bool]:
    """Return whether each line of a paragraph but the last ends because its writer wanted it to.

    How long a full line is, the lines around each tell: a paragraph may go on in a narrower column.
    """
    if len(lines) < 2:
        return []
    share, narrowest = (_HALF_FILLED, 0.0) if _are_wrapped(lines) else (FILLED, _NARROWEST)
    ends: list[bool] = []
    for place in range(len(lines) - 1):
        longest = max(map(len, lines[max(0, place - _AROUND) : place + 1 + _AROUND]))
        ends.append(is_deliberate(lines[place], lines[place + 1], max(share * longest, narrowest)))
    return ends


def is_record(line: str) -> bool:
    """Tell whether a line has the form “name: value”."""
    return _RECORD.match(line) is not None


def _goes_on(following: str) -> bool:
    """Tell whether a line begins in a small letter, as a sentence's second line does and an address of the net may."""
    return following.lstrip(_OPENING)[:1].islower() and _ADDRESS.match(following) is None


def _has_room(line: str, following: str, full: float) -> bool:
    """Tell whether the first word of the next line would have gone into a line."""
    line, following = line.rstrip(), following.strip()
    unspaced = _UNSPACED.match(following.lstrip(_OPENING)[:1])
    word = 1 if unspaced or not following else len(following.split(maxsplit=1)[0]) + 1
    return len(line) + word <= full


def line_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the lines of ``text[start:end]`` without their ends."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def item_starts(lines: Sequence[str], are_full: Sequence[bool]) -> list[bool]:
    """Return whether each line opens a list item.

    What has a number or a letter in front, and stands behind a full line that ends no clause, goes on with that: “State
    Route / 99. Due to traffic”, “by John / C. Messenger”. It is an item where the number before or behind its own opens
    one, too, or its own is the first.

    Args:
        lines: of a paragraph.
        are_full: whether the next line's first word would not have gone into each.
    """
    counts = [_count(line) for line in lines]
    known = {count for count in counts if count is not None}
    return [
        LIST_ITEM.match(line) is not None
        and (
            place == 0
            or not are_full[place - 1]
            or _CLAUSE_END.search(lines[place - 1]) is not None
            or _is_one_of_several(counts[place], known)
        )
        for place, line in enumerate(lines)
    ]


def _count(line: str) -> int | str | None:
    found = _COUNTED.match(line)
    if found is None:
        return None
    return int(found[1]) if found[1] else found[2]


def _is_one_of_several(count: int | str | None, known: set[int | str]) -> bool:
    if count is None or count in _FIRST:
        return True
    if isinstance(count, int):
        return not known.isdisjoint((count - 1, count + 1))
    return not known.isdisjoint((chr(ord(count) - 1), chr(ord(count) + 1)))


def _lines(text: str, start: int, end: int, narrowest: float) -> Iterator[Span]:
    """Yield the paragraph whole, or in parts where its lines are units of their own."""
    spans = list(line_spans(text, start, end))
    if not spans:
        return
    lines = [text[first:last] for first, last in spans]
    full = _fullness(lines, narrowest)
    items = item_starts(lines, [not _has_room(*pair, full) for pair in pairwise(lines)])
    position, in_item = start, items[0]
    for place in range(1, len(lines)):
        before, line = lines[place - 1], lines[place]
        hangs = in_item and line[:1].isspace()
        if not in_item and _is_formula(before, line):
            continue
        if items[place] or is_row(before) or is_row(line) or (not hangs and _is_apart(before, line, full)):
            yield position, spans[place][0]
            position, in_item = spans[place][0], items[place]
    if position < end:
        yield position, end


def _is_formula(line: str, following: str) -> bool:
    """Tell whether a line of prose was broken at a lowered digit, as copied ones are: “of O / 2 around”."""
    line = line.rstrip()
    return len(line) > _NARROWEST and bool(_SYMBOL.search(line)) and bool(_LOWERED.match(following))


def _is_apart(line: str, following: str, full: float) -> bool:
    alike = any(shape.match(line) and shape.match(following) for shape in (_RECORD, _COLUMNS))
    in_capitals = len(line) <= _NARROWEST and line.isupper() and not following.isupper()
    return alike or in_capitals or is_deliberate(line, following, full)


def _fullness(lines: list[str], narrowest: float) -> float:
    """Return how many characters a line of a paragraph that was full would have."""
    longest = max(map(len, lines))
    return FILLED * longest if _are_wrapped(lines) else max(FILLED * longest, narrowest)


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether lines are surely those of wrapped prose: one goes on in small letters."""
    begins = (line.lstrip() for line in lines[1:])
    return any((line[:1].islower() and not _ADDRESS.match(line)) or _UNSPACED.match(line[:1]) for line in begins)
