"""Which words of a page are worth a closer look: most have nothing raised or lowered in them, and that is seen soon."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from index.parse.pdf.raised.joining import JOINT
from index.parse.pdf.raised.letters import SMALLER, Height, Letters, heights
from index.parse.pdf.raised.notation import LetterRun, runs_of

__all__ = ["RaisedLetters", "may_be_mark"]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a letter in the page's own places."""

_UNLIKE = 0.04
"""Share of a letter's height by which another one's upper or lower end may differ on the same base line."""

_LONGEST_WORD = 80
_MOST_DIGITS = 24
_PUNCTUATION = '.,;:!?)]}”’"»-' + JOINT
_DIGIT = re.compile(r"[\d⁰¹²³⁴-⁹]")
_DIGITS_ALREADY_RAISED = re.compile("[⁰¹²³⁴-⁹]")
_MARK_ALONE = re.compile(r"[\[(]?\d{1,3}(?:[,;–-]\d{1,3}){0,5}[\])]?[,;.]?")


class RaisedLetters:
    """Looks at words of a page; those in which all stands at one height have no runs."""

    def __init__(self, letters: Letters, box: Callable[[int], Box]) -> None:
        """Look at a page's letters, of which the box of each is known by its index."""
        self._letters, self._box = letters, box

    def runs(self, word: str, start: int, first: Box, last: Box) -> tuple[LetterRun, ...]:
        """Return the runs of a word whose first letter has an index, given the boxes of its first and last letters."""
        is_even = not _are_unlike(first, last)
        is_bare = word[-1] not in _PUNCTUATION and not _DIGIT.search(word)
        if (is_even and is_bare) or len(word) > _LONGEST_WORD:
            return ()
        by_itself = _DIGITS_ALREADY_RAISED.search(word)
        if is_even and not by_itself and not any(_are_unlike(first, self._box(start + n)) for n in _telling(word)):
            return ()
        # What is no letter of the page, as a joint, stands with those in front of it.
        own = [(letter, start + offset) for offset, letter in enumerate(word) if letter != JOINT]
        placed = heights([self._letters.letter(index) for _, index in own])
        if not by_itself and not any(placed):
            return ()
        return runs_of("".join(letter for letter, _ in own), placed)

    def mark_alone(self, word: str, start: int, beside: int) -> tuple[LetterRun, ...]:
        """Return what may be a mark as one raised run, where it stands so beside the letter with another index."""
        if not _are_unlike(self._box(beside), self._box(start)):
            return ()
        own, other = self._letters.letter(start), self._letters.letter(beside)
        if own is None or other is None or own.size > SMALLER * other.size:
            return ()
        return (LetterRun(Height.RAISED, word),) if other.height_of(own) == Height.RAISED else ()


def may_be_mark(word: str) -> bool:
    """Tell whether a word could be the marks of notes and nothing else."""
    return bool(_MARK_ALONE.fullmatch(word))


def _telling(word: str) -> Iterator[int]:
    """Yield where letters are that may be raised or lowered though both ends are not: before punctuation, digits."""
    last = len(word.rstrip(_PUNCTUATION)) - 1
    if 0 < last < len(word) - 1:
        yield last
    digits = [digit.start() for digit in islice(_DIGIT.finditer(word), _MOST_DIGITS)]
    yield from digits[-1:]
    if any(letter.isalpha() for letter in word):
        yield from digits


def _are_unlike(one: Box, other: Box) -> bool:
    """Tell whether two letters of a line stand at different heights, or are of different sizes."""
    if one[1] == other[1] and one[3] == other[3]:
        return False
    far = _UNLIKE * max(abs(one[1] - one[3]), abs(other[1] - other[3]))
    return abs(one[1] - other[1]) > far or abs(one[3] - other[3]) > far
