"""Which words of a page are worth a closer look: most have nothing raised or lowered in them, and that is seen soon."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from index.parse.pdf.raised.joining import JOINT
from index.parse.pdf.raised.letters import SMALLER, Height, Letters, heights
from index.parse.pdf.raised.notation import LetterRun, runs_of

__all__ = ["RaisedLetters"]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a letter in the page's own places."""

_UNLIKE = 0.04
"""Share of a letter's height by which another one's upper or lower end may differ on the same base line."""

_LONGEST_WORD = 80
_MOST_DIGITS = 24
_DIGITS_ALREADY_RAISED = re.compile("[⁰¹²³⁴-⁹]")
_MARK_ALONE = re.compile(r"[\[(]?\d{1,3}(?:[,;–-]\d{1,3}){0,5}[\])]?[,;.]?")


class RaisedLetters:
    """Looks at words of a page; those in which all stands at one height have no runs."""

    def __init__(self, letters: Letters, box: Callable[[int], Box]) -> None:
        """Look at a page's letters, of which the box of each is known by its index."""
        self._letters, self._box = letters, box

    def runs(self, word: str, start: int) -> tuple[LetterRun, ...]:
        """Return the runs of a word whose first letter has an index."""
        if len(word) > _LONGEST_WORD:
            return ()
        by_itself = _DIGITS_ALREADY_RAISED.search(word)
        if not by_itself:
            first = self._box(start)
            if not any(_are_unlike(first, self._box(start + offset)) for offset in _telling(word)):
                return ()
        # What is no letter of the page, as a joint, stands with those in front of it.
        own = [(letter, start + offset) for offset, letter in enumerate(word) if letter != JOINT]
        placed = heights([self._letters.letter(index) for _, index in own])
        if not by_itself and not any(placed):
            return ()
        return runs_of("".join(letter for letter, _ in own), placed)

    def mark_alone(self, word: str, start: int, beside: int) -> tuple[LetterRun, ...]:
        """Return a word as one raised run, where it is digits that stand so beside the letter with another index."""
        if not _MARK_ALONE.fullmatch(word) or not _are_unlike(self._box(beside), self._box(start)):
            return ()
        own, other = self._letters.letter(start), self._letters.letter(beside)
        if own is None or other is None or own.size > SMALLER * other.size:
            return ()
        return (LetterRun(Height.RAISED, word),) if other.height_of(own) == Height.RAISED else ()


def _telling(word: str) -> Iterator[int]:
    """Yield the places of the letters that are raised or lowered where any is: ends, and digits among letters."""
    end = len(word.rstrip(JOINT)) - 1
    while end > 0 and not word[end].isalnum():
        yield end
        end -= 1
    if end > 0:
        yield end
    if any(letter.isalpha() for letter in word):
        yield from islice((place for place, letter in enumerate(word) if letter.isdigit()), _MOST_DIGITS)


def _are_unlike(one: Box, other: Box) -> bool:
    """Tell whether two letters of a line stand at different heights, or are of different sizes."""
    far = _UNLIKE * max(abs(one[1] - one[3]), abs(other[1] - other[3]))
    return abs(one[1] - other[1]) > far or abs(one[3] - other[3]) > far
