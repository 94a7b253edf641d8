"""Line ends that PDFium sees in the middle of a line, because a letter there stands higher or lower."""

import re

from index.parse.pdf.raised.letters import SMALLER, Height, Letter, Letters

__all__ = ["JOINT", "without_false_ends"]

JOINT = "\x00"
"""Stands for what is no letter and no space either."""

_END = re.compile(r"[\r\n]+")
_LONGEST_RUN = 12
"""Letters that are raised or lowered in a row: what is longer is a line of small type, as beside a large initial."""

_FAR = 200.0
"""Points between two letters beside each other: type is seldom larger."""

_WIDEST_GAP = 0.6
_NARROWEST_GAP = -0.6
_SPACE = 0.15
"""Sizes of the type; PDFium puts a space where the gap is about as wide."""


def without_false_ends(text: str, letters: Letters) -> str:
    """Return a page's letters with joints in the place of the line ends that are none; every index stays."""
    pieces: list[str] = []
    position = 0
    for end in _END.finditer(text):
        joint = _joint(text, end.start() - 1, end.end(), letters)
        if joint is not None:
            pieces += text[position : end.start()], joint.ljust(end.end() - end.start(), JOINT)
            position = end.end()
    pieces.append(text[position:])
    return "".join(pieces)


def _joint(text: str, before: int, behind: int, letters: Letters) -> str | None:
    """Return what stands between two letters of one line of which one is raised or lowered; None for a line's end."""
    if before < 0 or behind >= len(text) or not _are_near(before, behind, letters):
        return None
    last, first = letters.letter(before), letters.letter(behind)
    if last is None or first is None or letters.is_drawn(before + 1):
        return None
    gap = first.gap_behind(letters.room(before))
    if not _NARROWEST_GAP < gap < _WIDEST_GAP:
        return None
    leaves = first.height_of(last) and _returns(text, before, -1, first, letters)
    is_one = leaves or _enters(text, before, behind, letters)
    if not is_one:
        return None
    return " " if gap > _SPACE else JOINT


def _are_near(before: int, behind: int, letters: Letters) -> bool:
    one, other = letters.place(before), letters.place(behind)
    return one is not None and other is not None and abs(one[0] - other[0]) + abs(one[1] - other[1]) < _FAR


def _enters(text: str, before: int, behind: int, letters: Letters) -> bool:
    """Tell whether a run of raised or lowered letters begins at a line's end, and ends soon."""
    level, first = _level(text, before, letters), letters.letter(behind)
    if level is None or first is None or not level.height_of(first):
        return False
    return _returns(text, behind, 1, level, letters)


def _level(text: str, before: int, letters: Letters) -> Letter | None:
    """Return the letter before a place that stands on the base line: the last one, or that before a run of others."""
    last = letters.letter(before)
    for index in range(before - 1, max(-1, before - _LONGEST_RUN), -1):
        if last is None or text[index] in "\r\n":
            break
        letter = letters.letter(index)
        if letter is not None and letter.height_of(last):
            return letter
    return last


def _returns(text: str, start: int, step: int, level: Letter, letters: Letters) -> bool:
    """Tell whether the run at a place goes back to the base line soon, or ends with the line."""
    for index in range(start, start + step * _LONGEST_RUN, step):
        if not 0 <= index < len(text) or text[index] in "\r\n":
            return True
        letter = letters.letter(index)
        if letter is not None and level.height_of(letter) == Height.LEVEL and letter.size >= SMALLER * level.size:
            return True
    return False
