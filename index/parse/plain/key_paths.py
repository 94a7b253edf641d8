"""Files of data, settings and code divided where a large part of them has a name: headings are its keys."""

import re
from collections.abc import Iterator

from index.documents import Section
from index.text.headings import heading_path
from index.text.lines import line_spans
from index.text.machine.units import block_ends

__all__ = ["sections_by_key"]

_LARGE = 400
"""Characters of a part that would not go into one chunk, so that some of it would stand without its key."""

_DEEPEST = 4
_LOOKED_AT = 200
_NAME = re.compile(
    r"\s*(?:"
    r"\"(?P<member>[^\"\n]{1,80})\"\s*:\s*[{\[]"
    r"|(?P<key>[A-Za-z_][\w.-]{0,80}):\s*$"
    r"|\[{1,2}(?P<part>[\w .:-]{1,80})\]{1,2}\s*$"
    r"|(?:export |default |async |public |private |protected |static |final |abstract |local |pub )*"
    r"(?:class|interface|struct|enum|trait|impl|module|namespace|def|function|func|fn|fun|sub)\s+(?P<defined>[\w.]{1,80})"
    r"|CREATE (?:UNIQUE )?(?:TABLE|VIEW|INDEX|TYPE|FUNCTION)\s+(?:IF NOT EXISTS\s+)?(?P<made>[\w.]{1,80})"
    r")"
)


def sections_by_key(text: str) -> tuple[Section, ...]:
    """Return the sections of a text for machines: each large part that has a name is under its path of names.

    Args:
        text: a whole file of data, settings or code.
    """
    starts = [(0, ""), *_starts(text)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(
        Section(start, end, heading) for (start, heading), end in zip(starts, ends, strict=True) if start < end
    )


def _starts(text: str) -> Iterator[tuple[int, str]]:
    """Yield where the path of names changes, in order, with the new one."""
    spans = [(first, last) for first, last in line_spans(text, 0, len(text)) if text[first:last].strip()]
    ends = block_ends([text[first:last] for first, last in spans])
    opened: list[tuple[int, str]] = []
    for place, (first, last) in enumerate(spans):
        before = len(opened)
        while opened and opened[-1][0] <= place:
            opened.pop()
        changed = len(opened) != before
        found = _NAME.match(text[first : min(last, first + _LOOKED_AT)])
        if found and len(opened) < _DEEPEST and spans[ends[place] - 1][1] - first > _LARGE:
            opened.append((ends[place], next(name for name in found.groups() if name)))
            changed = True
        if changed:
            yield first, heading_path(name for _, name in opened)
