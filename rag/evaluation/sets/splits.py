"""Which questions teach, and which are reported on."""

import hashlib

from rag.evaluation.sets.question_case import QuestionCase

__all__ = ["part_of", "split_of"]


def split_of(case: QuestionCase) -> str:
    """Return ``even`` or ``odd``: models are fitted on even-hashed questions and reported on odd-hashed ones."""
    return "odd" if _digest(case) % 2 else "even"


def part_of(case: QuestionCase, *, by_document: bool) -> str:
    """Return what a question is for: to teach the ``reader``, to fit the ``confidence`` model, or to ``report`` on.

    The confidence model must not see the reader at its own lessons. Where questions of one document know each other,
    all of a document's go the same way: five of eight documents, one, and two. Else odd-hashed questions are reported
    on, and of the others three of four are the reader's.

    Args:
        case: a question.
        by_document: whether the set is divided by document.
    """
    if by_document:
        digest = _hash(case.documents[0] if case.documents else case.id) % 8
        return {1: "report", 5: "report", 3: "confidence"}.get(digest, "reader")
    digest = _digest(case)
    return "report" if digest % 2 else ("reader" if digest // 2 % 4 else "confidence")


def _digest(case: QuestionCase) -> int:
    return _hash(case.id)


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
