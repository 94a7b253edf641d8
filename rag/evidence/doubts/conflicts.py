"""Sources that give different values for what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from rag.english.quantities import QuantityKind, quantities
from rag.english.word_lists import FUNCTION_WORDS, GENERAL_VERBS
from rag.evidence.doubts.recency.editions import edition, is_later
from rag.evidence.doubts.recency.versions import are_of_versions
from rag.evidence.doubts.values import (
    MONEY_TERMS,
    agree_in_one,
    asked_kinds,
    asked_units,
    changed_value,
    different,
    value_words,
)
from rag.evidence.sentences import Evidence
from rag.retrieval.question import Question, covered_idf

__all__ = ["LOOKED_AT", "EvidenceConflict", "find_conflicts"]

LOOKED_AT = 6
"""How many sentences are compared."""

_LEAST = {True: -6.0, False: -3.0}
"""A sentence of a lower logit does not speak of what was asked; it may be lower when it counts what the question names,
as both sides do (True): the reader, which chooses one sentence, takes the other for worse than it is."""

_BEHIND = {True: 6.0, False: 3.0}
_ABOUT = {True: 0.6, False: 0.75}
"""How far behind the best logit the other side may be, and how much its passage has to hold of the question's idf that
the best one's holds; it may be farther when both count what the question names (True)."""

_SAYS_LITTLE = MONEY_TERMS | set(analyse(" ".join([*FUNCTION_WORDS, *GENERAL_VERBS, "per cent percent"])))
"""Terms that sentences on different things have in common too."""


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
    units = asked_units(question.text)
    best, found = evidence[0], []
    ours, covered = quantities(quotes[0]), covered_idf(question.words, set(analyse(passages[0], question.language)))
    seen = {best.row.document_id}
    told = [(piece.row.document_id, quantities(quote)) for piece, quote in zip(evidence, quotes, strict=False)]
    changed = [changed_value(ours, quote, kinds, units) for quote in quotes]
    seen |= {
        document
        for (document, values), change in zip(told, changed, strict=True)
        if change is None and agree_in_one(ours, values, kinds, units)
    }
    known, series = _telling(quotes[0]), _telling(best.row.title)
    for piece, quote, passage, change in zip(evidence[1:], quotes[1:], passages[1:], changed[1:], strict=False):
        if piece.row.document_id in seen or piece.relevance is None:
            continue
        values = change or different(ours, quantities(quote), kinds, units)
        if values is None or (known.isdisjoint(analyse(quote)) and series != _telling(piece.row.title)):
            continue
        counted = values[0].kind is QuantityKind.AMOUNT
        behind = evidence[0].relevance - piece.relevance
        about = covered_idf(question.words, set(analyse(passage, question.language)))
        if piece.relevance >= _LEAST[counted] and behind <= _BEHIND[counted] and about >= _ABOUT[counted] * covered:
            seen.add(piece.row.document_id)
            words = (value_words(quotes[0], values[0]), value_words(quote, values[1]))
            version = _later_version(best, piece)
            later = 1 if change else version
            found.append(EvidenceConflict((best, piece), words, later, of_versions=version is not None))
    return found


def _later_version(*sides: Evidence) -> int | None:
    """Return which of two sides is of the later version, told by its number or its year; None where they are of none.

    What is told apart by its day alone may have been written of one thing by two, as reports on it are.
    """
    if not are_of_versions(sides[0].row, sides[1].row):
        return None
    one, other = (edition(each.row.title, each.row.source, None, "") for each in sides)
    return 0 if is_later(one, other) else 1 if is_later(other, one) else None


def _telling(text: str) -> set[str]:
    """Return the terms of a text that sentences on different things would not have in common."""
    return {term for term in set(analyse(text)) - _SAYS_LITTLE if not any(map(str.isdigit, term))}
