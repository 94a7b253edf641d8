"""Parts of a year that are counted: “the second quarter” is Q2, “first half” H1."""

import re

from rag.english.word_lists import ORDINALS, any_of

__all__ = ["numbered_periods"]

_PARTS = {"quarter": "q", "half": "h", "semester": "s", "term": "t", "trimester": "t", "week": "w"}
_PART = rf"(?P<part>{any_of(_PARTS)})"
_COUNTED = re.compile(
    rf"\b(?P<ordinal>{any_of(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))[\s-]+{_PART}s?\b"
    rf"|\b(?P<name>{any_of(_PARTS)})\s+(?P<number>\d{{1,2}})\b",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"\b(?P<letter>[qh])[\s-]?(?P<number>[1-4])\b", re.IGNORECASE)
_ALONE = re.compile(
    rf"\b(?P<ordinal>{any_of(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
    r"(?=\s+(?:and|or|to|than|with|vs|versus|against|through)\b|\s*[,/–—-]|\W*$)",
    re.IGNORECASE,
)
"""An ordinal that leaves its noun to another."""

_MOST = {"q": 4, "h": 2, "s": 2}


def numbered_periods(text: str) -> frozenset[str]:
    """Return the counted parts of a year that a text names, as they are written in short: “q2”.

    Where one alone has its noun, other ordinals share it: “from the first to the second quarter”.
    """
    found = {f"{match['letter']}{match['number']}".lower() for match in _WRITTEN.finditer(text)}
    letters = set()
    for match in _COUNTED.finditer(text):
        letter = _PARTS[(match["part"] or match["name"]).lower()]
        letters.add(letter)
        found.add(f"{letter}{match['number'] or _place(match['ordinal'])}")
    if len(letters) == 1:
        [letter] = letters
        found |= {f"{letter}{_place(match['ordinal'])}" for match in _ALONE.finditer(text)}
    return frozenset(each for each in found if 0 < int(each[1:]) <= _MOST.get(each[0], 53))


def _place(ordinal: str) -> int:
    lower = ordinal.lower()
    return ORDINALS.index(lower) + 1 if lower in ORDINALS else int(lower[:-2])
