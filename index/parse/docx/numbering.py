"""The numbers of lists and headings in Word documents."""

import re
from collections import Counter, defaultdict

from index.parse.docx.xml import W, value
from index.parse.structure.xml_tree import Element, whole_number

__all__ = ["ListNumbering"]

_DEEPEST = 8
"""The innermost level of a list, counted from 0 (ECMA-376, part 1, section 17.9.3)."""

_LONGEST_PATTERN = 50
_MOST_LETTERS = 30
"""After "zz…z" of so many letters Word begins with "a" again."""

_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True)
)
_Levels = dict[int, tuple[str, str]]
"""By level, from 0: the form of the number, and the pattern that it stands in, such as "%1.%2)"."""


class ListNumbering:
    """Which lists count how, and how far they have."""

    def __init__(self, root: Element | None) -> None:
        lists = () if root is None else root.iter(f"{W}num")
        kinds = () if root is None else root.iter(f"{W}abstractNum")
        self._kinds = {str(each.get(f"{W}numId")): value(each, "abstractNumId") or "" for each in lists}
        self._levels = {str(each.get(f"{W}abstractNumId")): _levels(each) for each in kinds}
        self._counts: defaultdict[str, Counter[int]] = defaultdict(Counter)

    def marker(self, number: str, level: int) -> str:
        """Return what stands in front of the list's next item: its number, or nothing when it has none."""
        # Lists of one kind count on where another of them stopped.
        kind, level = self._kinds.get(number, number), min(level, _DEEPEST)
        levels = self._levels.get(kind, {})
        form, pattern = levels.get(level, ("bullet", ""))
        if form in ("bullet", "none", ""):
            return ""
        counts = self._counts[kind]
        counts[level] += 1
        for inner in [each for each in counts if each > level]:
            del counts[inner]

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            return _counted(max(1, counts.get(place, 0)), levels.get(place, ("", ""))[0])

        return re.sub(r"%([1-9])", shown, pattern)


def _levels(kind: Element) -> _Levels:
    levels: _Levels = {}
    for level in kind.iter(f"{W}lvl"):
        pattern = (value(level, "lvlText") or "")[:_LONGEST_PATTERN]
        levels[whole_number(level.get(f"{W}ilvl"))] = value(level, "numFmt") or "", pattern
    return levels


def _counted(count: int, form: str) -> str:
    """Return a number as a list shows it."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * (1 + (count - 1) // 26 % _MOST_LETTERS)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    return str(count)


def _roman(number: int) -> str:
    pieces: list[str] = []
    for value_of_sign, sign in _ROMAN:
        times, number = divmod(number, value_of_sign)
        pieces.append(sign * min(times, 10))
    return "".join(pieces)
