"""Text some of whose pieces are marked as raised or lowered, without the marks of notes: “in 1912³” is “in 1912”."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from index.parse.pdf.raised.letters import Height
from index.parse.pdf.raised.notation import runs_of, written

__all__ = ["Height", "with_notation"]

_WORD = re.compile(r"\S+")
_LONGEST_WORD = 200
"""What is longer is no word, and stays as it is."""

_LONGEST_RAISED = 30
"""Letters that are raised in a row: what is longer is text in small type."""


def with_notation(pieces: Iterable[tuple[str, Height]]) -> str:
    """Return the pieces of a paragraph as one text: powers, charges and formulas in the letters that Unicode has.

    What is raised behind a word or a number, and is none of these, is the mark of a note and is left out.

    Args:
        pieces: in order, each with where its letters stand.
    """
    some = list(_as_one(pieces))
    text = "".join(piece for piece, _ in some)
    if all(height == Height.LEVEL for _, height in some):
        return text
    heights = [height for piece, height in some for _ in range(len(piece))]
    words = list(_WORD.finditer(text))
    shown: list[str] = []
    position = 0
    for place, word in enumerate(words):
        here = heights[word.start() : word.end()]
        told = _told(words, place, here) if any(here) else word[0]
        between = text[position : word.start()]
        shown += [between if told else between[:-1], told]
        position = word.end()
    return "".join([*shown, text[position:]])


def _as_one(pieces: Iterable[tuple[str, Height]]) -> Iterator[tuple[str, Height]]:
    """Yield pieces with what stands at one height as one; long ones are text in small type, and on the line."""
    for height, run in groupby(pieces, key=itemgetter(1)):
        text = "".join(piece for piece, _ in run)
        yield text, height if len(text) <= _LONGEST_RAISED else Height.LEVEL


def _told(words: Sequence[re.Match[str]], place: int, heights: Sequence[Height]) -> str:
    """Return a word some of whose letters are raised or lowered, as the text has it."""
    word = words[place][0]
    if len(word) > _LONGEST_WORD:
        return word
    before = words[place - 1][0][-_LONGEST_WORD:] if place else ""
    behind = words[place + 1][0][:_LONGEST_WORD] if place + 1 < len(words) else ""
    return written(runs_of(word, heights), before, behind, frozenset())
