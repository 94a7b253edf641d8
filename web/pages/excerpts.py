"""The part of a text that one page shows: all of it, unless that would be more than a browser sets in good time."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from index.documents import Section
from web.words import Piece, pieces

__all__ = ["LONGEST", "Excerpt", "excerpt"]

LONGEST = 200_000
"""Code points on one page: half a novel."""

_BEFORE = 20_000
"""So much of the text comes before a cited span."""

_LOOKED_THROUGH = 2_000
"""How far a place to divide the text is looked for; a line without one is cut where it is."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text.

    Attributes:
        pieces: that together are the part.
        start: its first code point, in the whole text.
        end: one past its last.
        length: code points of the whole text.
    """

    pieces: list[Piece]
    start: int
    end: int
    length: int

    @property
    def earlier(self) -> int | None:
        """Where the part before begins; None at the beginning of the text. The two may have a few lines in common."""
        return max(0, self.start - LONGEST + 2 * _LOOKED_THROUGH) if self.start else None

    @property
    def later(self) -> int | None:
        """Where the part after begins; None at the end of the text."""
        return self.end if self.end < self.length else None


def excerpt(text: str, sections: Sequence[Section], start: int, end: int, at: int | None = None) -> Excerpt:
    """Return the part of a text that begins at a place, or else the one around a cited span.

    Args:
        text: of a document.
        sections: of the document.
        start: of the cited span, in code points.
        end: one past its last; no more than the start where nothing is cited.
        at: where the part begins.
    """
    if len(text) <= LONGEST:
        return Excerpt(pieces(text, sections, start, end), 0, len(text), len(text))
    first = _divided(text, max(0, start - _BEFORE) if at is None else min(at, len(text)))
    last = _divided(text, min(first + LONGEST, len(text)))
    inside = [
        dataclasses.replace(section, start=section.start - first, end=section.end - first, head=None)
        for section in sections
        if first <= section.start < last
    ]
    return Excerpt(pieces(text[first:last], inside, start - first, end - first), first, last, len(text))


def _divided(text: str, place: int) -> int:
    """Return where a line, or else a word, ends last before a place, if one does within reach."""
    if place in (0, len(text)):
        return place
    for mark in ("\n", " "):
        found = text.rfind(mark, max(0, place - _LOOKED_THROUGH), place)
        if found >= 0:
            return found + 1
    return place
