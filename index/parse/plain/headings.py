"""Headings of plain text that its writer marked: by a line below them, or by counting them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.text.headings import CLAUSE_WORDS

__all__ = ["counted_headings", "without_underlines"]

_UNDERLINE = re.compile(r"([=\-~^*#+])\1{2,199}")
_LONGEST = 100
_SLACK = 3
"""Signs by which an underline may be shorter or longer than its heading."""

_APART = re.compile(r"\t| {2,}|\|")
"""Between the names of columns, which are underlined too."""

_COUNTED = re.compile(
    rf"(?P<sign>§|{CLAUSE_WORDS})?\s?(?P<number>\d{{1,3}}|[IVXLC]{{1,7}})(?P<end>[.:)]?)\s+(?=[^\W\d_])", re.IGNORECASE
)
_ALONE = re.compile(rf"(?P<sign>§|{CLAUSE_WORDS})\s?(?P<number>\d{{1,3}}|[IVXLC]{{1,7}})(?P<end>[.:)]?)", re.IGNORECASE)
"""A number alone in its line, above its title."""

_FEWEST = 2
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def without_underlines(text: str) -> tuple[str, frozenset[int]]:
    """Return a text without the lines that underline its headings, and where the lines begin that were underlined.

    Args:
        text: with one blank line at most between its paragraphs.
    """
    lines = text.split("\n")
    kept: list[str] = []
    underlined: set[int] = set()
    place = 0
    for number, line in enumerate(lines):
        before = lines[number - 2] if number > 1 else ""
        if number and _underlines(line, lines[number - 1], before):
            if before == line:  # a line above the heading too
                del kept[-2]
                place -= len(line) + 1
            underlined.add(place - len(lines[number - 1]) - 1)
            if number + 1 < len(lines) and lines[number + 1]:
                kept.append("")  # a heading is a paragraph of its own
                place += 1
            continue
        kept.append(line)
        place += len(line) + 1
    return "\n".join(kept).rstrip("\n"), frozenset(underlined)


def _underlines(line: str, above: str, before: str) -> bool:
    """Tell whether a line stands below a heading, and is as long as that."""
    return (
        _UNDERLINE.fullmatch(line) is not None
        and (not before.strip() or before == line)
        and any(map(str.isalpha, above))
        and len(above) <= _LONGEST
        and abs(len(line) - len(above)) <= _SLACK
        and not above[:1].isspace()
        and _APART.search(above) is None
    )


def counted_headings(paragraphs: Sequence[str]) -> dict[int, int]:
    """Return which paragraphs begin with a heading that is counted on from another: “§ 1 Name”, “§ 2 Members”.

    Each has something below it, in its paragraph or in the next.

    Returns:
        How many lines of the paragraph are the heading: two where the number stands above its title.
    """
    found: dict[tuple[str, str, bool], list[tuple[int, int, int]]] = {}
    for place, paragraph in enumerate(paragraphs):
        following = paragraphs[place + 1] if place + 1 < len(paragraphs) else ""
        match, lines = _counted(paragraph, following)
        number = match["number"] if match else ""
        count = int(number) if number.isdecimal() else _roman(number.upper())
        if match and count:
            key = (match["sign"] or "").lower(), match["end"], number.isdecimal()
            found.setdefault(key, []).append((count, place, lines))
    return {
        place: lines
        for counted in found.values()
        if len(counted) >= _FEWEST and all(two[0] == one[0] + 1 for one, two in pairwise(counted))
        for _, place, lines in counted
    }


def _counted(paragraph: str, following: str) -> tuple[re.Match[str] | None, int]:
    """Return the number with which a paragraph begins as a heading, and the lines of that; None where it is none."""
    line, _, rest = paragraph.partition("\n")
    is_body_next = bool(following) and not _COUNTED.match(following) and not _ALONE.match(following)
    if (alone := _ALONE.fullmatch(line)) is not None:
        return (alone, 2) if rest and "\n" not in rest and len(rest) <= _LONGEST and is_body_next else (None, 0)
    match = _COUNTED.match(line)
    if match is None or not (match["sign"] or match["end"]):
        return None, 0
    has_body = _COUNTED.match(rest) is None if rest else is_body_next
    return (match, 1) if has_body else (None, 0)


def _roman(written: str) -> int:
    """Return what a Roman number counts; 0 of letters that are none."""
    values = [_ROMAN.get(letter, 0) for letter in written]
    if 0 in values:
        return 0
    return sum(
        -value if any(value < later for later in values[place + 1 :]) else value for place, value in enumerate(values)
    )
