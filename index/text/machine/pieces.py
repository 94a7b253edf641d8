"""Long lines without sentences, cut where their brackets and separators allow it."""

import re
from collections.abc import Iterator, Sequence

from index.text.lines import Span

__all__ = ["LONGEST_PIECE", "LONGEST_WORD", "cut_words", "pieces"]

LONGEST_PIECE = 240
"""Characters of a piece, where there is a place to end it."""

LONGEST_WORD = 400
"""The same where there is none, as in a picture in letters."""

_JOINED = 120
"""Neighbours that are no longer together are one piece: a number of a list says nothing alone."""

_SIGN = re.compile(r"\\.|[\"{}()\[\],;\n]")
"""What divides a line, quotation marks, within which nothing does, and what is none for a stroke in front of it."""

_LONGEST_QUOTED = 2_000
_OPENING, _CLOSING = "{[(", "}])"
_GOES_ON = (",", ";", ")", "]", "}", "")
_ENDS = " \t\n}]),;"

_Sign = tuple[int, str]


def pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield ``text[start:end]`` in pieces: members of a list or an object, statements, entries, or parts of such.

    A member that is short stands whole, with all that is in its brackets; of a longer one, what stands in front of its
    bracket goes with the first of what is in it. Only what has no bracket or separator is longer.
    """
    joined: Span | None = None
    for first, last in _members(text, start, end):
        if joined and (last - joined[0] <= _JOINED or not text[first:last].strip(_ENDS)):
            joined = joined[0], last
            continue
        if joined:
            yield joined
        joined = first, last
    if joined:
        yield joined


def cut_words(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield ``text[start:end]`` in parts that end between words, or within one that is endless."""
    while end - start > LONGEST_WORD:
        cut = max(text.rfind(mark, start + 1, start + LONGEST_PIECE) for mark in " \n") + 1 or start + LONGEST_WORD
        yield start, cut
        start = cut
    yield start, end


def _members(text: str, start: int, end: int) -> Iterator[Span]:
    signs = _signs(text, start, end)
    partners = _partners(signs)
    begin, lead, place = start, start, 0
    while begin < end:
        stop, following, opened = _member(text, begin, end, place, signs, partners)
        if stop - begin <= LONGEST_PIECE or (opened is None and lead == begin):
            yield begin, stop
            begin, lead, place = stop, stop, following
        elif opened is not None and signs[opened][0] - begin < LONGEST_PIECE:
            lead, place = signs[opened][0] + 1, opened + 1
        else:  # what stands in front of a bracket is long enough alone
            lead = lead if lead > begin else signs[place][0]
            yield begin, lead
            begin = lead


def _member(
    text: str, begin: int, end: int, place: int, signs: Sequence[_Sign], partners: dict[int, int]
) -> tuple[int, int, int | None]:
    """Return where a member ends, the next sign, and the bracket to open if the member is too long to stand whole.

    Args:
        text: a document's.
        begin: of the member.
        end: of the line.
        place: of the first sign that is not in front of what is looked at.
        signs: all of the line.
        partners: of each bracket that is opened, where it is closed.
    """
    ended, following = begin, place
    while following < len(signs):
        position, sign = signs[following]
        if following not in partners:
            if ended > begin and position - begin >= LONGEST_PIECE:
                break
            return position + 1, following + 1, None
        after = partners[following]
        stop = signs[after][0] + 1
        if stop - begin > LONGEST_PIECE:
            return (ended, following, None) if ended > begin else (stop, after + 1, following)
        ended, following = stop, after + 1
        if sign == "{" and text[stop : stop + 1] not in _GOES_ON:
            return ended, following, None
    return (ended, following, None) if ended > begin and end - begin > LONGEST_PIECE else (end, following, None)


def _signs(text: str, start: int, end: int) -> list[_Sign]:
    """Return brackets, separators and line ends that are not within quotation marks."""
    signs: list[_Sign] = []
    quoted: int | None = None
    kept = 0
    for found in _SIGN.finditer(text, start, end):
        position, sign = found.start(), found[0]
        if sign == '"':
            is_end = quoted is not None and position - quoted <= _LONGEST_QUOTED
            if is_end:
                del signs[kept:]
            quoted, kept = (None if is_end else position), len(signs)
        elif sign[0] != "\\":
            quoted = None if sign == "\n" else quoted
            signs.append((position, sign))
    return signs


def _partners(signs: Sequence[_Sign]) -> dict[int, int]:
    opened: list[int] = []
    found: dict[int, int] = {}
    for place, (_, sign) in enumerate(signs):
        if sign in _OPENING:
            opened.append(place)
        elif sign in _CLOSING:
            kind = _OPENING[_CLOSING.index(sign)]
            while opened and signs[opened[-1]][1] != kind:
                opened.pop()
            if opened:
                found[opened.pop()] = place
    return found
