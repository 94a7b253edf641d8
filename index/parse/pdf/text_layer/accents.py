"""Accents that are drawn over their letters, as TeX does: “V˚agan” is “Vågan”."""

import unicodedata
from collections.abc import Callable

__all__ = ["ACCENTS", "with_accents"]

Box = tuple[float, float, float, float]

_COMBINING = {
    "\u00b4": "\u0301",
    "`": "\u0300",
    "\u00a8": "\u0308",
    "\u02c6": "\u0302",
    "\u02dc": "\u0303",
    "\u02da": "\u030a",
    "\u02c7": "\u030c",
    "\u02d8": "\u0306",
    "\u02d9": "\u0307",
    "\u02dd": "\u030b",
    "\u00af": "\u0304",
    "\u00b8": "\u0327",
    "\u02db": "\u0328",
}
ACCENTS = frozenset(_COMBINING)
_DOTLESS = {"\u0131": "i", "\u0237": "j"}
_OVER = 0.5
"""Of the narrower one's width; an accent beside a letter is a sign of its own."""


def with_accents(letters: str, box: Callable[[int], Box]) -> str:
    """Return a word with every accent in the letter on which it stands, before or behind it.

    Args:
        letters: of the word.
        box: where the letter at an index stands.
    """
    found: list[str] = []
    place = 0
    while place < len(letters):
        pair = letters[place : place + 2]
        joined = _joined(*pair) if len(pair) == 2 else ""
        if joined and _is_over(box(place), box(place + 1)):
            found.append(joined)
            place += 2
        else:
            found.append(letters[place])
            place += 1
    return "".join(found)


def _joined(one: str, two: str) -> str:
    """Return an accent and a letter as one letter; nothing where there is no such letter."""
    accent, letter = (one, two) if one in ACCENTS else (two, one)
    if accent not in ACCENTS or not letter.isalpha():
        return ""
    found = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _COMBINING[accent])
    return found if len(found) == 1 else ""


def _is_over(one: Box, two: Box) -> bool:
    return _share(one[0], one[2], two[0], two[2]) > _OVER and _share(one[1], one[3], two[1], two[3]) > _OVER


def _share(start: float, end: float, other_start: float, other_end: float) -> float:
    """Return how much two stretches have in common, as a share of the shorter."""
    shorter = min(abs(end - start), abs(other_end - other_start))
    common = min(max(start, end), max(other_start, other_end)) - max(min(start, end), min(other_start, other_end))
    return common / shorter if shorter > 0 else 0.0
