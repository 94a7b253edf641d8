"""A change that one sentence tells: “the fee rises from £3 to £4”, beside a question for the old fee and the new."""

from index.search.analysis import analyse
from index.store import Index
from rag.english.words import read_words
from rag.evidence.doubts.conflicts import changes
from rag.evidence.sentences import Evidence, quotes
from rag.investigation.found import Investigation
from rag.kinds.comparison.versions.meant import EARLIER, NOT_OF_WHICH, asks_for_changes

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
    if words.isdisjoint(EARLIER) and not asks_for_changes(question.text):
        return None
    asked = {word.terms: word.idf for word in question.words if NOT_OF_WHICH.isdisjoint(word.terms)}
    for piece, said in zip(pieces, quotes(index, pieces), strict=True):
        if not any(changes(said)):
            continue
        known = set(analyse(f"{piece.row.title} {piece.row.heading} {said}", piece.row.language))
        share = sum(idf for terms, idf in asked.items() if not known.isdisjoint(terms))
        if asked and share >= _ENOUGH * sum(asked.values()):
            return piece
    return None
