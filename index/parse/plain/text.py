"""Plain text, whose lines stay as they are."""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.documents import Document, Section
from index.parse.structure.characters import clean, decode
from index.parse.structure.dates import date_in_name, dateline
from index.parse.structure.file_document import file_document

__all__ = ["parse_text", "tidy_lines"]

_LONGEST_TITLE_LINE = 120
_LONGEST_HEADING_LINE = 100
_SHORTEST_PARAGRAPH = 120
"""What follows a heading is at least this long, so that short lines of a letter or a poem are not taken for one."""

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_HEADING = re.compile(r"(?![^\n]*[.,;:!?…。，；：！？\"'”’)\]}>=*_-]$)[\w“\"¿¡(][^\n|\t]*")
_LIST_ITEM = re.compile(r"(?:[-•*+–]|\(?[a-z][.)])\s", re.IGNORECASE)


def parse_text(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document.

    Its title is a short first line with a blank line after it. A short line without closing punctuation, between blank
    lines, with a long paragraph after it, opens a section.
    """
    text = tidy_lines(decode(data, name))
    first_line, _, rest = text.partition("\n")
    titled = len(first_line) <= _LONGEST_TITLE_LINE and rest.startswith("\n")
    return [
        file_document(
            data,
            source,
            name,
            text,
            _sections(text, first_line if titled else ""),
            titles=[first_line if titled else None],
            media_type="text/plain",
            published_at=dateline(text) or date_in_name(name),
        )
    ]


def tidy_lines(text: str) -> str:
    """Return clean text without white space at line ends, with one blank line at most, and none at its ends."""
    lines = (line.rstrip() for line in clean(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _sections(text: str, title: str) -> tuple[Section, ...]:
    """Divide the text at its headings, under its title."""
    if not text:
        return ()
    starts = [(0, title)]
    for start, heading in _headings(text):
        if start > 0:
            starts.append((start, f"{title} › {heading}" if title else heading))
        elif not title:
            starts[0] = (0, heading)
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(Section(start, end, heading) for (start, heading), end in zip(starts, ends, strict=True))


def _headings(text: str) -> Iterator[tuple[int, str]]:
    for line, paragraph in pairwise(_PARAGRAPH.finditer(text)):
        heading = line[0]
        if (
            len(heading) <= _LONGEST_HEADING_LINE
            and len(paragraph[0]) >= _SHORTEST_PARAGRAPH
            and _HEADING.fullmatch(heading)
            and any(character.isalpha() for character in heading)
            and not heading[0].islower()
            and not _LIST_ITEM.match(heading)
            and dateline(heading) is None
        ):
            yield line.start(), heading
