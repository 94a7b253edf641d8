"""Arabic marks of vowels drawn apart from their letters: PDFium puts a space in front, and the letter behind."""

import re
from collections.abc import Callable

from index.parse.pdf.raised.joining import JOINT
from index.parse.pdf.text_layer.accents import Box

__all__ = ["with_marks_behind", "with_marks_joined"]

_MARKS = "\u064b-\u065f\u0670"
_APART = re.compile(rf"[ ](?=[{_MARKS}][^\W\d_])")
_IN_FRONT = re.compile(rf"([{_MARKS}])([^\W\d_])")


def with_marks_joined(text: str, box: Callable[[int], Box]) -> str:
    """Return a page's letters with joints in the place of spaces in front of marks; every index stays.

    Args:
        text: of the page.
        box: where the letter at an index stands.
    """

    def joint(space: re.Match[str]) -> str:
        place = space.start()
        letters = [place + 2] if place == 0 else [place + 2, place - 1]
        return JOINT if any(_is_over(box(place + 1), box(letter)) for letter in letters) else " "

    return _APART.sub(joint, text) if _APART.search(text) else text


def with_marks_behind(letters: str, box: Callable[[int], Box]) -> str:
    """Return a word with each mark behind the letter over which it stands.

    Args:
        letters: of the word.
        box: where the letter at an index stands.
    """

    def turned(pair: re.Match[str]) -> str:
        is_over = _is_over(box(pair.start()), box(pair.start() + 1))
        return pair[2] + pair[1] if is_over else pair[0]

    return _IN_FRONT.sub(turned, letters)


def _is_over(mark: Box, letter: Box) -> bool:
    """Tell whether the middle of a mark lies over a letter."""
    middle = (mark[0] + mark[2]) / 2
    return min(letter[0], letter[2]) <= middle <= max(letter[0], letter[2]) and letter[0] != letter[2]
