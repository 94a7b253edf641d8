"""What readers said of answers, as questions that ``footnote eval`` measures with."""

from collections.abc import Sequence
from typing import Any

from rag.conversations import KeptTurn

__all__ = ["ANSWERED_ALL_THE_SAME", "NOT_IN_THE_DOCUMENTS", "case_of", "cases"]

NOT_IN_THE_DOCUMENTS = "The documents do not say this"
"""The reason, or how it begins, of a reader who says that there was nothing to answer."""

ANSWERED_ALL_THE_SAME = "The closest passages are not about this"
"""The reason of a reader who finds fault with the passages of an abstention, and not with the abstention."""


def cases(rated: Sequence[tuple[str, KeptTurn]]) -> list[dict[str, Any]]:
    """Return a question of a question set for each rated answer.

    Args:
        rated: answers with the ids of their conversations.
    """
    return [case_of(conversation_id, turn) for conversation_id, turn in rated]


def case_of(conversation_id: str, turn: KeptTurn) -> dict[str, Any]:
    """Return what a rating says about a question, and nothing that it does not say.

    A right answer makes what it cites gold; a right abstention says that the documents do not answer. Of a wrong answer
    nobody knows what would be right, so that it measures refusals alone: the question is answerable, unless the reader
    says that the documents do not say it; and so is one that was wrongly refused.
    """
    answer, feedback = turn.answer, turn.feedback
    assert feedback is not None  # noqa: S101 — only rated turns come here
    reason = feedback.reason
    is_up = feedback.rating == "up"
    if answer.abstained:
        answerable = not is_up and not reason.startswith(ANSWERED_ALL_THE_SAME)
    else:
        answerable = is_up or not reason.startswith(NOT_IN_THE_DOCUMENTS)
    gold = [citation for sentence in answer.sentences for citation in sentence.citations] if is_up else []
    return {
        "id": f"{conversation_id}-{turn.number}",
        "question": answer.standalone_question or turn.question,
        "answerable": answerable,
        "answers": list(dict.fromkeys(citation.quote for citation in gold)),
        "doc_ids": list(dict.fromkeys(citation.source for citation in gold)),
        "spans": [{"doc_id": each.source, "start": each.start, "end": each.end} for each in gold],
        "rating": feedback.rating,
        "reason": reason,
        "rated_at": feedback.at,
    }
