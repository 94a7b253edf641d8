"""What readers said of answers, as questions that ``footnote eval`` measures with."""

from collections.abc import Iterable, Sequence
from typing import Any

from index.errors import DocumentNotFound
from index.store import Index
from rag.answers.answer import AskedWith
from rag.answers.place import Citation
from rag.conversations.records import KeptTurn
from rag.evaluation.sets.question_sets import GoldSpan

__all__ = ["ANSWERABLE", "UNANSWERABLE", "case_of", "cases"]

ANSWERABLE = ("Another passage answers it", "The documents do answer this")
"""Reasons, or how they begin, of readers who know that the documents answer the question."""

UNANSWERABLE = ("The documents do not say this", "The closest passages are not about this")
"""Of readers who know that the documents do not; the second finds fault with an abstention's passages alone."""


def cases(rated: Sequence[tuple[str, KeptTurn]], index: Index) -> list[dict[str, Any]]:
    """Return a question of a question set for each question that was rated, of several ratings for the last one.

    Args:
        rated: answers with the ids of their conversations, in the order in which they were rated.
        index: that they are asked of, as it is now.
    """
    last: dict[tuple[object, ...], tuple[str, KeptTurn]] = {}
    for conversation_id, turn in rated:
        asked = turn.answer.settings
        key = (_question(turn).casefold(), asked.sources, asked.tags, asked.authors, asked.after, asked.before)
        last.pop(key, None)
        last[key] = (conversation_id, turn)
    return [case_of(conversation_id, turn, index) for conversation_id, turn in last.values()]


def case_of(conversation_id: str, turn: KeptTurn, index: Index) -> dict[str, Any]:
    """Return what a rating says about a question, and nothing that it does not say.

    A right answer makes what it cites gold, where those words stand now; a right abstention says that the documents do
    not answer. Of a wrong answer nobody knows what would be right, unless the reader's reason tells: ``answerable`` is
    None then, which ``footnote eval`` leaves out until somebody writes it in.
    """
    feedback = turn.feedback
    assert feedback is not None  # noqa: S101 — only rated turns come here
    gold: list[GoldSpan] = []
    answerable: bool | None = None
    if feedback.rating == "up" and turn.answer.abstained:
        answerable = False
    elif feedback.rating == "up":
        gold = _spans_now((c for sentence in turn.answer.sentences for c in sentence.citations), index)
        answerable = True if gold else None
    elif feedback.reason.startswith(ANSWERABLE):
        answerable = True
    elif feedback.reason.startswith(UNANSWERABLE):
        answerable = False
    return {
        "id": f"{conversation_id}-{turn.number}",
        "question": _question(turn),
        "answerable": answerable,
        "doc_ids": list(dict.fromkeys(span.doc_id for span in gold)),
        "spans": [{"doc_id": span.doc_id, "start": span.start, "end": span.end} for span in gold],
        "filters": _filters(turn.answer.settings),
        "rating": feedback.rating,
        "reason": feedback.reason,
        "rated_at": feedback.at,
    }


def _question(turn: KeptTurn) -> str:
    """Return the question as it can be asked by itself."""
    return turn.answer.standalone_question or turn.question


def _filters(asked: AskedWith) -> dict[str, Any]:
    """Return which documents might answer; nothing where all might."""
    listed = {"sources": list(asked.sources), "tags": list(asked.tags), "authors": list(asked.authors)}
    named = {**listed, "after": asked.after, "before": asked.before}
    return {name: value for name, value in named.items() if value}


def _spans_now(cited: Iterable[Citation], index: Index) -> list[GoldSpan]:
    """Return where cited words stand in the documents as they are now; those that stand nowhere any more are left out.

    A document may have been replaced by a new version since, or its file moved.
    """
    found: dict[GoldSpan, None] = {}
    for citation in cited:
        try:
            document = index.documents.get(citation.document_id)
        except DocumentNotFound:
            continue
        start = _nearest(document.text, citation.quote, citation.start)
        if start is not None:
            found[GoldSpan(document.source, start, start + len(citation.quote))] = None
    return list(found)


def _nearest(text: str, words: str, start: int) -> int | None:
    """Return where some words stand in a text, nearest to where they stood; None where they do not."""
    before, behind = text.rfind(words, 0, start + len(words)), text.find(words, start)
    places = [place for place in (before, behind) if place >= 0]
    return min(places, key=lambda place: abs(place - start), default=None)
