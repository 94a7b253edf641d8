"""Which paragraphs of a text were written by or for programs: code, settings, data, and logs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from index.text.lines import Span, line_spans
from index.text.machine.signs import (
    indent_of,
    is_code,
    is_endless,
    is_setting,
    opens_entry,
    opens_part,
)

__all__ = ["MachinePart", "Sort", "is_for_machines", "machine_parts"]

_HINT = re.compile(r"[{}()\[\]=<>;#]|\d:\d\d|:[ \t]*\n|[!-~]{400}")
"""Some of it is in every text for machines."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_CELLS = " | "
_SCRIPT = "#!/"
_SURE = 0.5
"""Share of the lines of a paragraph that are surely code, which makes it code."""

_BESIDE = 0.3
"""The same where code stands right above or below."""

_FEWEST = 2
_FEWEST_SETTINGS = 3
_ENTRIES = 0.1
"""Share of the lines of a paragraph that begin an entry: the others go on with one. Of those that do so indented, as
the lines of a stack trace, there may be any number."""

_MOSTLY = 0.7
_LISTED = 0.8
_LONG_LINE = 400
_DENSE = 0.1
_SPACED = 0.09
"""Shares of signs and of spaces in a long line, above and below which no one wrote it to be read."""

_SIGN = re.compile(r"[{}()\[\]=<>;\"_:/\\]")


class Sort(Enum):
    """What a paragraph is."""

    PROSE = "prose"
    CODE = "code"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class MachinePart:
    """Lines without a blank one between, each with its indentation: where they stand in the text, and what they are."""

    lines: tuple[Span, ...]
    sort: Sort

    @property
    def start(self) -> int:
        """The first code point."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.lines[-1][1]


def machine_parts(text: str, start: int, end: int) -> list[MachinePart]:
    """Return the paragraphs of ``text[start:end]`` that are not prose, in order.

    Code and logs are told by the shape of most lines of a paragraph; fewer do where there is code beside it. What is
    left of the text is prose, whose units are sentences.
    """
    if not _HINT.search(text, start, end):
        return []
    blocks = [lines for lines in _blocks(text, start, end) if lines]
    shares = [_code_share(text, lines) for lines in blocks]
    sorts = [_sort(text, lines, share) for lines, share in zip(blocks, shares, strict=True)]
    is_whole = _is_bracketed(text, blocks) or text.startswith(_SCRIPT, start)
    for place, share in enumerate(shares):
        beside = sorts[max(0, place - 1) : place + 2]
        if sorts[place] is Sort.PROSE and (is_whole or (Sort.CODE in beside and share >= _BESIDE)):
            sorts[place] = Sort.CODE
    found: list[MachinePart] = []
    for lines, sort in zip(blocks, sorts, strict=True):
        if sort is Sort.PROSE:
            found += [MachinePart((line,), Sort.CODE) for line in lines if _is_unreadable(text[line[0] : line[1]])]
        else:
            found.append(MachinePart(tuple(lines), sort))
    return found


def is_for_machines(text: str) -> bool:
    """Tell whether nearly all of a text is code, settings, data or a log."""
    length = sum(part.end - part.start for part in machine_parts(text, 0, len(text)))
    return bool(length) and length >= _MOSTLY * len(text)


def _blocks(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """Yield the lines of each paragraph; the indentation of its first line is part of it."""
    position = start
    for gap in _BLANK_LINE.finditer(text, start, end):
        yield _filled(text, position, gap.start())
        position = text.rfind("\n", gap.start(), gap.end()) + 1
    yield _filled(text, position, end)


def _filled(text: str, start: int, end: int) -> list[Span]:
    return [(first, last) for first, last in line_spans(text, start, end) if text[first:last].strip()]


def _code_share(text: str, spans: Sequence[Span]) -> float:
    """Return 0 to 1, how many lines are surely code."""
    return sum(is_code(text[first:last]) for first, last in spans) / len(spans)


def _sort(text: str, spans: Sequence[Span], code: float) -> Sort:
    lines = [text[first:last] for first, last in spans]
    in_cells = sum(_CELLS in line for line in lines) > _SURE * len(lines)
    entries = [opens_entry(line) for line in lines]
    if _is_log(lines, entries) and not (in_cells and not all(entries)):
        return Sort.LOG
    if not in_cells and (_is_code(lines, code) or _is_yaml(lines) or _has_parts(lines)):
        return Sort.CODE
    return Sort.PROSE


def _is_log(lines: Sequence[str], entries: Sequence[bool]) -> bool:
    """Tell whether lines are entries of a log, by which of them begin one."""
    number = sum(entries)
    within = number + sum(line[0].isspace() for line in lines)
    return entries[0] and number >= _FEWEST and (number >= _ENTRIES * len(lines) or within >= _SURE * len(lines))


def _is_code(lines: Sequence[str], share: float) -> bool:
    return share >= _SURE and share * len(lines) >= _FEWEST


def _is_yaml(lines: Sequence[str]) -> bool:
    """Tell whether lines are settings in YAML: keys in small letters, one at least with others below it."""
    if len(lines) < _FEWEST_SETTINGS or not all(is_setting(line) or indent_of(line) for line in lines):
        return False
    keys = sum(is_setting(line) for line in lines) > _MOSTLY * len(lines)
    return keys and any(
        line.rstrip().endswith(":") and indent_of(below) > indent_of(line) and ": " in below
        for line, below in pairwise(lines)
    )


def _has_parts(lines: Sequence[str]) -> bool:
    """Tell whether lines are settings below the name of their part, which is in brackets."""
    keys = ["=" in line for line in lines[1:] if line[0].isalpha()]
    return opens_part(lines[0]) and bool(keys) and all(keys)


def _is_bracketed(text: str, blocks: Sequence[Sequence[Span]]) -> bool:
    """Tell whether all of it is one object or list, as JSON is, whatever stands in it."""
    spans = [span for block in blocks for span in block]
    if not spans or text[spans[0][0] : spans[0][1]].strip()[:1] not in ("{", "["):
        return False
    ends = [text[first:last].rstrip()[-1:] for first, last in spans]
    return ends[-1] in ("}", "]") and sum(end in ",{}[]" for end in ends) >= _LISTED * len(ends)


def _is_unreadable(line: str) -> bool:
    """Tell whether a line is long and was not written to be read: minified, or letters that stand for bytes."""
    if len(line) < _LONG_LINE:
        return False
    dense = len(_SIGN.findall(line)) >= _DENSE * len(line) and line.count(" ") <= _SPACED * len(line)
    return dense or is_endless(line)
