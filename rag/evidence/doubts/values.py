"""The values that sentences give: which are asked for, can be compared, are the same, or are said to change."""

import re
from collections.abc import Iterator, Sequence

from index.search.analysis import analyse
from rag.english.quantities import Quantity, QuantityKind, quantities

__all__ = [
    "MONEY_TERMS",
    "agree_in_one",
    "asked_kinds",
    "asked_units",
    "changed_value",
    "changes",
    "different",
    "differing_values",
    "value_words",
]

_FARTHEST = 1000.0
"""Amounts that are farther apart, as a quotient, are of different things."""

_TIME = (QuantityKind.CLOCK, QuantityKind.DATE, QuantityKind.YEAR)
_AMOUNT = (QuantityKind.AMOUNT, QuantityKind.SHARE)
_ASKS = (
    (
        _TIME,
        re.compile(r"\b(?:when|what time|(?:what|which) (?:year|date|day|month)|how late|how early)\b", re.IGNORECASE),
    ),
    (
        _AMOUNT,
        re.compile(
            r"\bhow (?:many|much|old|far|high|long|deep|big|large|wide|fast)\b|\b(?:number|amount|share|percentage"
            r"|proportion|cost|costs|price|damage|loss|budget|population|size|length|height|total|sum|figure|estimate)\b",
            re.IGNORECASE,
        ),
    ),
)

_ASKS_MONEY = re.compile(
    r"\b(?:how much|cost|costs|price|damage|loss|budget|fee|worth|pay|paid|salary)\b", re.IGNORECASE
)
MONEY_TERMS = set(analyse("dollar euro pound peso colones franc yen crown"))
"""Terms of the units of money."""

_TO = re.compile(r"(?:\s+[^\W\d]+){0,3}?\s*(?:[,;]\s*)?(?:\bup|\bdown)?\s+to\s+", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead of|in place of|rather than|up from|down from)\s+$", re.IGNORECASE)
"""What stands before the values of a change: “from 3 to 4 pounds”, “4 pounds instead of 3”."""


def asked_kinds(question: str) -> list[QuantityKind]:
    """Return the kinds of value that a question asks for, by its words; none where sources cannot disagree."""
    return [kind for asked, pattern in _ASKS if pattern.search(question) for kind in asked]


def asked_units(question: str) -> set[str]:
    """Return the terms of what a question counts: amounts of others have nothing to do with it."""
    return set(analyse(question)) | (MONEY_TERMS if _ASKS_MONEY.search(question) else set())


def differing_values(ours: str, theirs: str, kinds: Sequence[QuantityKind]) -> bool:
    """Tell whether two sentences give values of a kind that is asked for, and no value is in both."""
    return different(quantities(ours), quantities(theirs), kinds, set(analyse(f"{ours} {theirs}"))) is not None


def different(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], kinds: Sequence[QuantityKind], units: set[str]
) -> tuple[Quantity, Quantity] | None:
    """Return a value of each side when all that can be compared differs."""
    pairs = _comparable(ours, theirs, kinds, units)
    return pairs[0] if pairs and not any(_agree(*pair) for pair in pairs) else None


def changed_value(
    ours: Sequence[Quantity], sentence: str, kinds: Sequence[QuantityKind], units: set[str]
) -> tuple[Quantity, Quantity] | None:
    """Return a value of ours that a sentence says to have been, with the one that it says to be instead; else None."""
    for old, new in changes(sentence):
        for mine, _ in _comparable(ours, [old], kinds, units):
            if _agree(mine, old) and not _agree(mine, new):
                return mine, new
    return None


def changes(sentence: str) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the values that a sentence says to have been, each with the one that it says to be instead."""
    told = quantities(sentence)
    for old in told:
        is_left, is_replaced = _FROM.search(sentence[: old.start]), _INSTEAD.search(sentence[: old.start])
        for new in told:
            follows = new.start >= old.end and _TO.fullmatch(sentence, old.end, new.start)
            is_new = (is_left and follows) or (is_replaced and new.end <= old.start)
            if is_new and new.kind is old.kind and not _agree(old, new):
                yield old, new


def agree_in_one(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], kinds: Sequence[QuantityKind], units: set[str]
) -> bool:
    """Tell whether a value of each side that can be compared is the same."""
    return any(_agree(*pair) for pair in _comparable(ours, theirs, kinds, units))


def value_words(sentence: str, quantity: Quantity) -> str:
    """Return a value's words with the one that says what is counted."""
    if quantity.kind is not QuantityKind.AMOUNT:
        return sentence[quantity.start : quantity.end]
    unit = re.match(r"[ -][\w’'-]+", sentence[quantity.end :])
    counted = unit and not quantity.units.isdisjoint(analyse(unit[0]))
    return sentence[quantity.start : quantity.end + (unit.end() if unit and counted else 0)]


def _comparable(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], kinds: Sequence[QuantityKind], units: set[str]
) -> list[tuple[Quantity, Quantity]]:
    return [
        (mine, other)
        for mine in ours
        for other in theirs
        if mine.kind is other.kind
        and mine.kind in kinds
        and (mine.kind is not QuantityKind.AMOUNT or (mine.units & other.units & units and _same_order(mine, other)))
    ]


def _same_order(mine: Quantity, other: Quantity) -> bool:
    """Tell whether two amounts can be of the same thing: what a harbour costs and 63 dollars cannot."""
    smaller, larger = sorted(abs(side.value[0]) for side in (mine, other))
    return larger <= _FARTHEST * max(smaller, 1.0)  # none hurt, and nineteen hurt, disagree


def _agree(mine: Quantity, other: Quantity) -> bool:
    shared = min(len(mine.value), len(other.value))
    return mine.value[:shared] == other.value[:shared]
