"""A change that one sentence tells: “the fee rises from £3 to £4”, beside a question for the old fee and the new."""

from collections.abc import Mapping

from index.search.analysis import analyse
from index.store import Index
from rag.english.words import read_words
from rag.evidence.doubts.values import changes
from rag.evidence.sentences import Evidence, quotes
from rag.investigation.found import Investigation
from rag.kinds.comparison.versions.meant import EARLIER, NOT_OF_WHICH, speaks_of_versions

__all__ = ["told_change"]

_LOOKED_AT = 10
"""Sentences among which the change is told."""

_ENOUGH = 0.5
"""The share of what is asked about, by idf, that the sentence has at least, with what stands above it."""


def told_change(whole: Investigation, index: Index) -> Evidence | None:
    """Return the best sentence that tells how a value changed, where a question asks for it before and after.

    Args:
        whole: what was found for the question.
        index: within one snapshot.

    Returns:
        None where no change is asked for, or no sentence on what is asked tells one.
    """
    question, pieces = whole.found.question, whole.evidence[:_LOOKED_AT]
    words = {word.lower for word in read_words(question.text)}
    if words.isdisjoint(EARLIER) and not speaks_of_versions(question.text):
        return None
    asked = {word.terms: word.idf for word in question.words if NOT_OF_WHICH.isdisjoint(word.terms)}
    least, best = _ENOUGH * sum(asked.values()), None
    for piece, said in zip(pieces, quotes(index, pieces), strict=True):
        own, above = (_share(asked, words, piece) for words in (said, f"{piece.row.title} {piece.row.heading} {said}"))
        # What stands above it says no more than what the change is of beside others.
        if own and above >= least and any(changes(said)) and (best is None or own > best[0]):
            best = own, piece
    return best[1] if best else None


def _share(asked: Mapping[tuple[str, ...], float], words: str, piece: Evidence) -> float:
    known = set(analyse(words, piece.row.language))
    return sum(idf for terms, idf in asked.items() if not known.isdisjoint(terms))
