"""Sources that give different values for what was asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from rag.english.quantities import Quantity, QuantityKind, quantities
from rag.english.word_lists import FUNCTION_WORDS, GENERAL_VERBS
from rag.evidence.doubts.editions import edition, is_later
from rag.evidence.doubts.versions import are_of_versions
from rag.evidence.sentences import Evidence
from rag.retrieval.question import Question, covered_idf

__all__ = [
    "LOOKED_AT",
    "EvidenceConflict",
    "asked_kinds",
    "changes",
    "differing_values",
    "find_conflicts",
    "value_words",
]

LOOKED_AT = 6
"""How many sentences are compared."""

_LEAST = {True: -6.0, False: -3.0}
"""A sentence of a lower logit does not speak of what was asked; it may be lower when it counts what the question names,
as both sides do (True): the reader, which chooses one sentence, takes the other for worse than it is."""

_FARTHEST = 1000.0
"""Amounts that are farther apart, as a quotient, are of different things."""

_BEHIND = {True: 6.0, False: 3.0}
_ABOUT = {True: 0.6, False: 0.75}
"""How far behind the best logit the other side may be, and how much its passage has to hold of the question's idf that
the best one's holds; it may be farther when both count what the question names (True)."""

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
_MONEY = set(analyse("dollar euro pound peso colones franc yen crown"))
_SAYS_LITTLE = _MONEY | set(analyse(" ".join([*FUNCTION_WORDS, *GENERAL_VERBS, "per cent percent"])))
"""Terms that sentences on different things have in common too."""

_TO = re.compile(r"(?:\s+[^\W\d]+){0,3}?\s*(?:[,;]\s*)?(?:\bup|\bdown)?\s+to\s+", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead of|in place of|rather than|up from|down from)\s+$", re.IGNORECASE)
"""What stands before the values of a change: “from 3 to 4 pounds”, “4 pounds instead of 3”."""


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceConflict:
    """Two sentences of different documents that give different values.

    Attributes:
        sides: the best evidence first.
        values: of each side, the words of the value.
        later: which side says what holds now or from some day on, 0 or 1, where the other says what held before; None
            where they disagree.
        of_versions: whether they stand in the same place of two versions of a document.
    """

    sides: tuple[Evidence, Evidence]
    values: tuple[str, str]
    later: int | None = None
    of_versions: bool = False


def asked_kinds(question: str) -> list[QuantityKind]:
    """Return the kinds of value that a question asks for, by its words; none where sources cannot disagree."""
    return [kind for asked, pattern in _ASKS if pattern.search(question) for kind in asked]


def find_conflicts(
    question: Question, evidence: Sequence[Evidence], quotes: Sequence[str], passages: Sequence[str]
) -> list[EvidenceConflict]:
    """Return where the best evidence and that of other documents disagree about a number, a date or a time.

    They disagree when both give a value of the kind and the unit that is asked for, and no value is in both, or the
    other says that the best one's changes to another: “rises from £3 to £4”. A sentence is left out when it has no word
    in common with the best one that tells something, and is of no version of the same document; when its passage lacks
    words of the question that the best one's has: it speaks of something else; and when its document says what the best
    one says in another sentence.

    Args:
        question: as read.
        evidence: read, best first; at least as many as quotes.
        quotes: words of each; as many as are looked at.
        passages: title, heading and text of the chunk of each.
    """
    kinds = asked_kinds(question.text)
    if not kinds or not quotes or evidence[0].relevance is None or evidence[0].relevance < _LEAST[False]:
        return []
    units = set(analyse(question.text)) | (_MONEY if _ASKS_MONEY.search(question.text) else set())
    best, found = evidence[0], []
    ours, covered = quantities(quotes[0]), covered_idf(question.words, set(analyse(passages[0], question.language)))
    seen = {best.row.document_id}
    told = [(piece.row.document_id, quantities(quote)) for piece, quote in zip(evidence, quotes, strict=False)]
    changed = [_changed(ours, quote, kinds, units) for quote in quotes]
    seen |= {
        document
        for (document, values), change in zip(told, changed, strict=True)
        if change is None and _is_said_too(ours, values, kinds, units)
    }
    known, series = _telling(quotes[0]), _telling(best.row.title)
    for piece, quote, passage, change in zip(evidence[1:], quotes[1:], passages[1:], changed[1:], strict=False):
        if piece.row.document_id in seen or piece.relevance is None:
            continue
        values = change or _different(ours, quantities(quote), kinds, units)
        if values is None or (known.isdisjoint(analyse(quote)) and series != _telling(piece.row.title)):
            continue
        counted = values[0].kind is QuantityKind.AMOUNT
        behind = evidence[0].relevance - piece.relevance
        about = covered_idf(question.words, set(analyse(passage, question.language)))
        if piece.relevance >= _LEAST[counted] and behind <= _BEHIND[counted] and about >= _ABOUT[counted] * covered:
            seen.add(piece.row.document_id)
            words = (value_words(quotes[0], values[0]), value_words(quote, values[1]))
            edition = _later_edition(best, piece)
            later = 1 if change else edition
            found.append(EvidenceConflict((best, piece), words, later, of_versions=edition is not None))
    return found


def _later_edition(*sides: Evidence) -> int | None:
    """Return which of two sides is of the later version, told by its number or its year; None where they are of none.

    What is told apart by its day alone may have been written of one thing by two, as reports on it are.
    """
    if not are_of_versions(sides[0].row, sides[1].row):
        return None
    one, other = (edition(each.row.title, each.row.source, None, "") for each in sides)
    return 0 if is_later(one, other) else 1 if is_later(other, one) else None


def differing_values(ours: str, theirs: str, kinds: Sequence[QuantityKind]) -> bool:
    """Tell whether two sentences give values of a kind that is asked for, and no value is in both."""
    return _different(quantities(ours), quantities(theirs), kinds, set(analyse(f"{ours} {theirs}"))) is not None


def _different(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], kinds: Sequence[QuantityKind], units: set[str]
) -> tuple[Quantity, Quantity] | None:
    """Return a value of each side when all that can be compared differs."""
    pairs = _comparable(ours, theirs, kinds, units)
    return pairs[0] if pairs and not any(_agree(*pair) for pair in pairs) else None


def _telling(text: str) -> set[str]:
    """Return the terms of a text that sentences on different things would not have in common."""
    return {term for term in set(analyse(text)) - _SAYS_LITTLE if not any(map(str.isdigit, term))}


def _changed(
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


def _is_said_too(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], kinds: Sequence[QuantityKind], units: set[str]
) -> bool:
    return any(_agree(*pair) for pair in _comparable(ours, theirs, kinds, units))


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


def value_words(sentence: str, quantity: Quantity) -> str:
    """Return a value's words with the one that says what is counted."""
    if quantity.kind is not QuantityKind.AMOUNT:
        return sentence[quantity.start : quantity.end]
    unit = re.match(r"[ -][\w’'-]+", sentence[quantity.end :])
    counted = unit and not quantity.units.isdisjoint(analyse(unit[0]))
    return sentence[quantity.start : quantity.end + (unit.end() if unit and counted else 0)]
