"""The numbers of lists and headings in Word documents."""

import re
from collections import defaultdict
from dataclasses import dataclass

from index.parse.docx.xml import W, value
from index.parse.structure.lists import counted
from index.parse.structure.xml_tree import Element, whole_number

__all__ = ["ListNumbering"]

_DEEPEST = 8
"""The innermost level of a list, counted from 0 (ECMA-376, part 1, section 17.9.3)."""

_LONGEST_PATTERN = 50
_LARGEST_FIRST = 100_000
_FORMS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: the form of its numbers, the pattern that they stand in (“%1.%2)”), and the first of them."""

    form: str = ""
    pattern: str = ""
    first: int = 1


_Levels = dict[int, _Level]
"""By level, from 0."""


class ListNumbering:
    """Which lists count how, and how far they have."""

    def __init__(self, root: Element | None) -> None:
        lists = [] if root is None else list(root.iter(f"{W}num"))
        kinds = () if root is None else root.iter(f"{W}abstractNum")
        self._kinds = {str(each.get(f"{W}numId")): value(each, "abstractNumId") or "" for each in lists}
        self._levels = {str(each.get(f"{W}abstractNumId")): _levels(each) for each in kinds}
        self._own = {str(each.get(f"{W}numId")): _overrides(each) for each in lists}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def marker(self, number: str, level: int) -> str:
        """Return what stands in front of the list's next item: its number, or nothing when it has none."""
        # Lists of one kind count on where another of them stopped, unless they say where they begin.
        kind, level = self._kinds.get(number, number), min(level, _DEEPEST)
        levels, own = self._levels.get(kind, {}), self._own.get(number, {})
        found = levels.get(level, _Level("bullet"))
        if found.form in ("bullet", "none", ""):
            return ""
        counts = self._counts[kind]
        for place in range(level + 1):
            first = own.get(place, levels.get(place, found).first)
            is_begun = place in counts and ((number, place) in self._begun or place not in own)
            if not is_begun:
                counts[place] = first  # one that was passed over counts as said
            elif place == level:
                counts[place] += 1
            self._begun.add((number, place))
        for inner in [each for each in counts if each > level]:
            del counts[inner]

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            return counted(counts.get(place, 1), _FORMS.get(levels.get(place, _Level()).form, "1"))

        return re.sub(r"%([1-9])", shown, found.pattern)


def _levels(kind: Element) -> _Levels:
    levels: _Levels = {}
    for level in kind.iter(f"{W}lvl"):
        pattern = (value(level, "lvlText") or "")[:_LONGEST_PATTERN]
        first = min(_LARGEST_FIRST, whole_number(value(level, "start"), 1))
        levels[whole_number(level.get(f"{W}ilvl"))] = _Level(value(level, "numFmt") or "", pattern, first)
    return levels


def _overrides(numbering: Element) -> dict[int, int]:
    """Return with which number a list begins anew, by level, where it says so."""
    return {
        whole_number(each.get(f"{W}ilvl")): min(_LARGEST_FIRST, whole_number(value(each, "startOverride"), 1))
        for each in numbering.iter(f"{W}lvlOverride")
        if value(each, "startOverride") is not None
    }
