"""Clauses with numbers of their own: a question that asks for one, and for nothing else, is answered by it."""

import re

from rag.evidence.doubts.named import NameKind, names
from rag.retrieval.question import Question

__all__ = ["begins_with_asked_part"]

_LABEL = r"(?:[^\W\d_]{1,12}\.?\s{1,2}|§\s?|#)?"


def begins_with_asked_part(question: Question, words: str) -> bool:
    """Tell whether words begin with the number of the part that a question asks about, and it asks nothing else of it.

    “What does Article 12 say?” beside “12. Bicycles are kept in the shed.”

    Args:
        question: as read.
        words: of a sentence.
    """
    parts = [name for name in names(question.text) if name.kind is NameKind.PART]
    if len(parts) != 1 or not parts[0].is_all_that_is_asked:
        return False
    return bool(re.match(rf"\W*{_LABEL}{re.escape(parts[0].term)}(?![\w-]|\.\d)\W*\w", words))
