"""Marks within a line: code whose signs are its own, emphasis that falls away, raised and lowered letters."""

import re
from collections.abc import Iterator

from index.parse.raised.markup import Height, with_notation

__all__ = ["PutAside", "with_heights", "without_emphasis"]

_NESTED = 4
"""Emphasis within emphasis that is looked for."""

_RAISED, _LOWERED, _LEVEL = "\1", "\2", "\3"
_HEIGHTS = {_RAISED: Height.RAISED, _LOWERED: Height.LOWERED, _LEVEL: Height.LEVEL}
_HEIGHT = re.compile(f"([{_RAISED}{_LOWERED}{_LEVEL}])")


class PutAside:
    """Words that are put aside while the marks around them are read; a sign that clean text has not stands for them."""

    def __init__(self, sign: str = "\0") -> None:
        """Keep nothing yet."""
        self._sign = sign
        self._hidden = re.compile(f"{sign}(\\d+){sign}")
        self._words: list[str] = []

    def hide(self, words: str) -> str:
        """Return what stands for some words until ``shown``."""
        self._words.append(words)
        return f"{self._sign}{len(self._words) - 1}{self._sign}"

    def shown(self, text: str) -> str:
        """Return a text with its words in their places."""
        # What was hidden may hold what was hidden before it.
        for _ in range(_NESTED):
            if self._sign not in text:
                break
            text = self._hidden.sub(lambda mark: self._words[int(mark[1])], text)
        return text


def without_emphasis(text: str, emphasis: re.Pattern[str]) -> str:
    """Return a text without marks of emphasis, those within others too.

    Args:
        text: of a paragraph.
        emphasis: with a group “words” between the marks.
    """
    for _ in range(_NESTED):
        text, changed = emphasis.subn(r"\g<words>", text)
        if not changed:
            break
    return text


def with_heights(text: str, raised: re.Pattern[str] | None = None, lowered: re.Pattern[str] | None = None) -> str:
    """Return a text with raised and lowered letters as Unicode has them, and without the marks of notes.

    Args:
        text: of a paragraph.
        raised: with a group “words” for what is raised.
        lowered: the same for what is lowered.
    """
    for pattern, mark in ((raised, _RAISED), (lowered, _LOWERED)):
        text = pattern.sub(rf"{mark}\g<words>{_LEVEL}", text) if pattern else text
    return with_notation(_pieces(text)) if _HEIGHT.search(text) else text


def _pieces(text: str) -> Iterator[tuple[str, Height]]:
    height = Height.LEVEL
    for piece in _HEIGHT.split(text):
        if piece in _HEIGHTS:
            height = _HEIGHTS[piece]
        elif piece:
            yield piece, height
