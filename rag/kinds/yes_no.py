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

_SURE_YES, _SURE_NO = 1.0, -1.0
"""Logits, of the passage and of the cited words together, beyond which the word is said (docs/decisions/20)."""


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return the evidence behind Yes or No; None where neither is sure, and the evidence alone is the answer."""
    found = investigator.investigate(asked.query)
    if found.confidence < asked.threshold or not found.evidence or not investigator.reads(found.found.question):
        return None
    conflicts = investigator.conflicts(found)
    sides = [conflict.sides[1] for conflict in conflicts]
    chosen = choose(found.found.question, found.evidence, sides)
    word = verdict(_logits(found.found.question.text, chosen, found.evidence[0], investigator))
    if not word or conflicts:
        return None
    return Prepared(found, tuple(chosen), lead=word)


def verdict(logits: Sequence[float]) -> str:
    """Return “Yes.” or “No.”, or nothing where the reader is not sure.

    Args:
        logits: that the passage says yes, and that the cited words alone do.
    """
    mean = sum(logits) / len(logits)
    agreed = all(logit > 0 for logit in logits) or all(logit < 0 for logit in logits)
    if not agreed or _SURE_NO < mean < _SURE_YES:
        return ""
    return YES if mean > 0 else NO


def _logits(question: str, chosen: Sequence[Evidence], best: Evidence, investigator: Investigator) -> list[float]:
    """Return how far the passage, and the words that the answer cites, say yes."""
    index = investigator.index
    cited = cited_text([best.row.title, *quotes(index, chosen)])
    return loaded_yes_no().affirm(question, [chunk_text(index, best.row).text, cited.text])
