"""A heading that asks the question itself, as in lists of questions and answers: what stands below it answers."""

import re
from collections.abc import Sequence

from index.text.headings import innermost
from rag.evidence.sentences import Evidence

__all__ = ["below_the_question"]

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"^\W*(?:(?:question|q)(?:\W*\d{1,3}\W|[.):])|\d{1,3}[.):])\s*", re.IGNORECASE)
_FEWEST_WORDS = 3
"""Of a question that is told by its words: “Rent?” may stand above anything."""


def below_the_question(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence below a heading that asks the question, in its order; empty where none does.

    Args:
        question: as asked.
        evidence: best first.
    """
    words = _words(question)
    if len(words) < _FEWEST_WORDS:
        return []
    return [piece for piece in evidence if _words(innermost(piece.row.heading)) == words]


def _words(text: str) -> list[str]:
    """Return the words of a question, without the number or the letter that a list of questions gives it."""
    return [word.casefold() for word in _WORD.findall(_NUMBER.sub("", text, count=1))]
