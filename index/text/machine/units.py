"""The units of text for machines that a reader can be shown: a statement, a key with its values, an entry of a log."""

from collections.abc import Iterator, Sequence

from index.text.lines import Span
from index.text.machine.pieces import pieces
from index.text.machine.recognition import MachinePart, Sort
from index.text.machine.signs import closes, indent_of, is_bare_closing, is_remark, opens_entry, opens_part

__all__ = ["LONGEST_UNIT", "block_ends", "units"]

LONGEST_UNIT = 240
"""Characters of lines that are one unit together; what is longer is divided."""

_LONGEST_ENTRY = 600
"""Of an entry of a log, whose further lines tell where it came from."""

_SPACED = 0.12
"""Share of spaces in a text of words."""


def units(text: str, part: MachinePart) -> Iterator[Span]:
    """Yield the units of a part that is not prose, in order, without the white space around them."""
    made = _entries(text, part.lines) if part.sort is Sort.LOG else _statements(text, part.lines)
    for start, end in made:
        yield _trimmed(text, start, end)


def block_ends(lines: Sequence[str]) -> list[int]:
    """Return for each line the place after the last that belongs to it: those indented below it, and what closes it.

    A part of a file of settings, “[lamp]”, goes on to the next.
    """
    ends = [len(lines)] * len(lines)
    opened: list[tuple[int, int]] = []
    for place, line in enumerate(lines):
        indent = -1 if opens_part(line) else indent_of(line)
        while opened and opened[-1][0] > indent:
            ends[opened.pop()[1]] = place
        if opened and opened[-1][0] == indent:
            if closes(line) or (line.strip() == "{" and lines[place - 1].rstrip()[-1] not in ",{}[];"):
                ends[place] = place + 1
                continue
            ends[opened.pop()[1]] = place
        opened.append((indent, place))
    return ends


def _entries(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Yield every entry of a log with the lines that go on with it, in parts where these are many."""
    start, end = lines[0]
    for first, last in lines[1:]:
        if opens_entry(text[first:last]) or last - start > _LONGEST_ENTRY:
            yield from _bounded(text, start, end, _LONGEST_ENTRY)
            start = first
        end = last
    yield from _bounded(text, start, end, _LONGEST_ENTRY)


def _statements(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield lines of code or data with what is indented below them, as far as that is short; longer ones are opened.

    The first line of what is opened stands with the first of what is in it, and a remark with what is below it.
    """
    lines = [text[first:last] for first, last in spans]
    ends = block_ends(lines)
    unit: Span | None = None
    lead: int | None = None
    place = 0
    while place < len(lines):
        first, last = spans[place]
        end = spans[ends[place] - 1][1]
        if lead is None and unit and is_bare_closing(lines[place]):
            unit, place = (unit[0], last), place + 1
            continue
        start = first if lead is None else lead
        if lead is not None and min(end, last) - start > LONGEST_UNIT:
            yield from _whole(text, unit)
            unit, lead = (lead, spans[place - 1][1]), None
            continue
        yield from _whole(text, unit)
        unit = None
        is_short = end - start <= LONGEST_UNIT
        if (is_remark(lines[place]) and place + 1 < len(lines)) or (not is_short and ends[place] > place + 1):
            lead, place = start, place + 1
        else:
            unit, lead, place = (start, end), None, ends[place]
    yield from _whole(text, unit if lead is None else (lead, spans[-1][1]))


def _whole(text: str, unit: Span | None) -> Iterator[Span]:
    if unit:
        yield from _bounded(text, *unit, LONGEST_UNIT)


def _bounded(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    """Yield a unit, or pieces of one that is longer than units are and no text of words."""
    if end - start <= longest or text.count(" ", start, end) > _SPACED * (end - start):
        yield start, end
    else:
        yield from pieces(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    found = text[start:end]
    return start + len(found) - len(found.lstrip()), end - len(found) + len(found.rstrip())
