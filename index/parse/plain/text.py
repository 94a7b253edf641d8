"""Plain text, whose lines stay as they are."""

import re
from collections.abc import Iterator, Sequence, Set

from index.documents import Document, Section
from index.parse.plain.headings import counted_headings, without_underlines
from index.parse.plain.key_paths import sections_by_key
from index.parse.structure.characters import clean, decode
from index.parse.structure.dates import date_in_name, dateline, publication_date
from index.parse.structure.file_document import file_document
from index.text.forms.dates import dates
from index.text.headings import heading_path
from index.text.lines import FILLED, LIST_ITEM, is_deliberate, is_record
from index.text.machine.recognition import is_for_machines

__all__ = ["parse_text", "tidy_lines"]

_LONGEST_TITLE_LINE = 120
_LONGEST_HEADING_LINE = 100
_SHORTEST_PARAGRAPH = 120
"""What follows a heading is at least this long, so that short lines of a letter or a poem are not taken for one."""

_SHORTEST_CAPITALS = 4
_MOST_TITLE_LINES = 3

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_HEADING = re.compile(r"(?![^\n]*[.,;:!?…。，；：！？\"'”’)\]}>=*_-]$)[\w“\"¿¡(§][^\n|\t]*")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_ENDS_CLAUSE = re.compile(r"[.!?…,;:。！？][\"'”’»)\]]*$")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:[-/]\d\d)?\b")
_NUMBER = re.compile(r"\d")
_WHO_OR_WHEN = re.compile(r"(?:[^\W\d_]+ )?by\b.*|\W*(?:[^\W\d_]+\W*){0,2}", re.IGNORECASE)
"""A line without its date, if it says no more than who wrote a text, where, or when."""

_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?\s+[^\W\d_]")
_SHORTEST_LINE = 60
"""Of text below a heading without a blank line between: records and addresses have shorter ones."""

_SUBJECT = re.compile(
    r"\n\n(?:(?i:re|subject|betreff|objet|asunto|oggetto|betreft)\s?:\s*)?(?P<subject>[^\n]+)\n\n"
    r"[^\W\d_a-z][^\n.;:]{1,80},\n\n"
)
"""The line of a letter that says what it is about, above whom it is to: “Dear Ms Brun,” in a paragraph of its own."""

_REACH_OF_SUBJECT = 1_000
"""How many characters from its start a letter may say what it is about."""

_PIPED_TABLE = re.compile(
    r"^[ \t]*\|.*\|\n[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+(?P<rows>(?:\n[ \t]*\|.*\|)+)$", re.MULTILINE
)
"""A table as Markdown draws it, with a rule below the names of its columns."""

_LIST_ITEM = re.compile(r"(?:[-•*+–]|\(?[a-z][.)]|\(\d{1,3}\))\s", re.IGNORECASE)


def parse_text(data: bytes, source: str, name: str) -> list[Document]:
    """Return the file as one document.

    Its title is what a letter says that it is about, below who writes and above whom it is to; else a short first line
    with a blank line after it, or above a line or two on who wrote it and when; where that is a sentence, it stays one
    of the text. A short line without closing punctuation, between blank lines, with a
    long paragraph after it, opens a section; so does one at the top of a paragraph, where its end is no wrapping, one
    that is underlined, one in capitals, and each of several that are counted alike (“§ 2 Members”). Code, data and logs
    have no title, and a section for each large part that has a name.
    """
    text = tidy_lines(decode(data, name))
    is_prose = not is_for_machines(text)
    text = _PIPED_TABLE.sub(_as_rows, text) if is_prose else text
    text, underlined = without_underlines(text) if is_prose else (text, frozenset[int]())
    title = (_subject(text) or _title(text)) if is_prose else ""
    heading = "" if _SENTENCE_END.search(title) else title
    return [
        file_document(
            data,
            source,
            name,
            text,
            _sections(text, heading, underlined) if is_prose else sections_by_key(text),
            titles=[title or None],
            media_type="text/plain",
            published_at=publication_date(text) or date_in_name(name),
        )
    ]


def tidy_lines(text: str) -> str:
    """Return clean text without white space at line ends, with one blank line at most, and none at its ends."""
    lines = (line.rstrip() for line in clean(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _as_rows(table: re.Match[str]) -> str:
    """Return a table as it is written elsewhere: a row a line, with marks between its cells alone, and no rule."""
    head, _, _ = table[0].partition("\n")
    rows = (line.strip().strip("|").split("|") for line in [head, *table["rows"].strip("\n").split("\n")])
    return "\n".join(" | ".join(cell.strip() for cell in row) for row in rows)


def _subject(text: str) -> str:
    """Return what a letter says that it is about; empty of what is no letter, or does not say so."""
    found = _SUBJECT.search(text, 0, _REACH_OF_SUBJECT)
    subject = found["subject"].strip() if found else ""
    return subject if _is_heading(subject) and not subject[0].isdigit() else ""


def _title(text: str) -> str:
    """Return the first line that stands apart or heads a line or two, with the second where it only says whose that is.

    “MILL TOWN COUNCIL” above “Minutes of the meeting of 3 May” would be the title of all that the council writes.
    """
    block, _, rest = text.partition("\n\n")
    first, *others = block.split("\n")
    if len(first) > _LONGEST_TITLE_LINE or (others and not (rest and _is_title_block(first, others))):
        return ""
    is_second_title = bool(others) and first.isupper() and _undated(others[0]).isupper()
    if not others or (_WHO_OR_WHEN.fullmatch(_undated(others[0])) and not is_second_title):
        return first if "\n" in text else ""
    # Whether a line in small letters is a title or a letterhead is not to be seen: the file's name is better.
    return f"{first} – {others[0]}" if first.isupper() else ""


def _is_title_block(first: str, others: Sequence[str]) -> bool:
    """Tell whether a line is a title, with a line or two below it on who wrote it and when.

    An address has numbers that are no dates; a list, records and what is written in sentences have no title.
    """
    return (
        len(others) < _MOST_TITLE_LINES
        and _is_heading(first)
        and all(
            len(line) <= _LONGEST_TITLE_LINE
            and not (_ENDS_CLAUSE.search(line) or LIST_ITEM.match(line) or is_record(line))
            and not _NUMBER.search(_undated(line))
            for line in others
        )
    )


def _undated(line: str) -> str:
    """Return a line without its dates, years and months."""
    for start, end, _ in reversed(list(dates(line))):
        line = line[:start] + line[end:]
    return _YEAR.sub("", line)


def _sections(text: str, title: str, underlined: Set[int]) -> tuple[Section, ...]:
    """Divide the text at its headings, under its title."""
    if not text:
        return ()
    starts = [(0, title)]
    for start, heading in _headings(text, underlined):
        if start > 0 and heading != title:
            starts.append((start, heading_path([title, heading]) if title else heading))
        elif not title:
            starts[0] = (0, heading)
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(Section(start, end, heading) for (start, heading), end in zip(starts, ends, strict=True))


def _headings(text: str, underlined: Set[int]) -> Iterator[tuple[int, str]]:
    paragraphs = list(_PARAGRAPH.finditer(text))
    counted = counted_headings([paragraph[0] for paragraph in paragraphs])
    for place, paragraph in enumerate(paragraphs):
        heading, _, rest = paragraph[0].partition("\n")
        below = paragraphs[place + 1][0] if place + 1 < len(paragraphs) else ""
        if counted.get(place) == 2 and _is_heading(rest):
            yield paragraph.start(), f"{heading} {rest}"
            continue
        is_marked = paragraph.start() in underlined or (place in counted and _ends_on_purpose(heading, rest))
        if is_marked or (_heads_its_paragraph(heading, rest) if rest else _heads_the_next(heading, below)):
            yield paragraph.start(), heading


def _ends_on_purpose(line: str, rest: str) -> bool:
    """Tell whether the first line of a paragraph may be a heading, and what stands below it does not go on with it."""
    following = rest.partition("\n")[0]
    full = FILLED * max(map(len, rest.split("\n")))
    return _is_heading(line) and (not rest or is_deliberate(line, following, full))


def _heads_the_next(line: str, below: str) -> bool:
    """Tell whether a line between blank ones is a heading of the paragraph below it."""
    is_long = len(below) >= _SHORTEST_PARAGRAPH
    is_capital = line.isupper() and not below.isupper() and _SENTENCE_END.search(below) is not None
    return (is_long or (is_capital and len(line) >= _SHORTEST_CAPITALS)) and _is_heading(line)


def _is_heading(line: str) -> bool:
    return (
        len(line) <= _LONGEST_HEADING_LINE
        and _HEADING.fullmatch(line) is not None
        and any(character.isalpha() for character in line)
        and not line[0].islower()
        and not _LIST_ITEM.match(line)
        and dateline(line) is None
    )


def _heads_its_paragraph(line: str, rest: str) -> bool:
    """Tell whether the first line of a paragraph is surely a heading of the others."""
    following = rest.partition("\n")[0]
    longest = max(map(len, rest.split("\n")))
    is_list = LIST_ITEM.match(following) is not None
    return (
        len(rest) >= _SHORTEST_PARAGRAPH
        and (is_list or len(following) >= _SHORTEST_LINE)
        and (not line[0].isdigit() or (_NUMBERED.match(line) is not None and not LIST_ITEM.match(rest)))
        and len(line) <= _SHORTEST_LINE
        and (is_list or line.isupper() or is_deliberate(line, following, FILLED * longest))
        and _is_heading(line)
    )
