"""Yes or no, where the evidence says so and is sure."""

from collections.abc import Sequence

from rag.evidence.sentences import Evidence, choose
from rag.investigation.investigator import Investigator, quotes
from rag.kinds.answer_kind import Asked, Prepared
from rag.reading.close_reading import chunk_text
from rag.reading.passage_text import cited_text
from rag.reading.yes_or_no import loaded_yes_no

__all__ = ["prepare", "verdict"]

YES, NO = "Yes.", "No."

_SURE = 2.0
"""The logit, of the cited words, from which the word is said; their passage must say the same (docs/decisions/20)."""


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return the evidence behind Yes or No; None where neither is sure, and the evidence alone is the answer."""
    found = investigator.investigate(asked.query)
    if found.confidence < asked.threshold or not found.evidence or not investigator.reads(found.found.question):
        return None
    conflicts = investigator.conflicts(found)
    sides = [conflict.sides[1] for conflict in conflicts]
    chosen = choose(found.found.question, found.evidence, sides)
    word = verdict(*_logits(found.found.question.text, chosen, found.evidence[0], investigator))
    if not word or conflicts:
        return None
    return Prepared(found, tuple(chosen), lead=word)


def verdict(of_passage: float, of_words: float) -> str:
    """Return “Yes.” or “No.”, or nothing where the reader is not sure.

    Args:
        of_passage: logit that the passage says yes.
        of_words: the same of the cited words alone.
    """
    if abs(of_words) < _SURE or (of_passage > 0) != (of_words > 0):
        return ""
    return YES if of_words > 0 else NO


def _logits(question: str, chosen: Sequence[Evidence], best: Evidence, investigator: Investigator) -> list[float]:
    """Return how far the passage, and the words that the answer cites, say yes."""
    index = investigator.index
    cited = cited_text([best.row.title, *quotes(index, chosen)])
    return loaded_yes_no().affirm(question, [chunk_text(index, best.row).text, cited.text])
