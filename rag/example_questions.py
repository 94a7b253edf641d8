"""Questions that can be asked of one's own documents: made of their sentences by sure rules, and tried."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.store import Index
from rag.assistant import Assistant
from rag.drafts import by_chance
from rag.question_rules import question_of

__all__ = ["MOST", "Candidate", "candidates", "example_questions"]

MOST = 4
"""Questions that are offered."""

_DOCUMENTS_TRIED = 60
_QUESTIONS_TRIED = 40
_SURE = 0.4
"""Confidence from which an example is offered: what counts more is that it is answered by its own sentence."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and where the sentence that it was made of stands in its document."""

    question: str
    document_id: str
    start: int
    end: int


def example_questions(assistant: Assistant, go_on: Callable[[], bool] = lambda: True) -> list[str]:
    """Return at most ``MOST`` questions that the documents answer out of the sentences that they were made of.

    Args:
        assistant: that answers.
        go_on: asked before each question is tried; the work ends when it says no.
    """
    found: dict[str, str] = {}
    for tried, candidate in enumerate(candidates(assistant.index)):
        if len(found) == MOST or tried == _QUESTIONS_TRIED or not go_on():
            break
        if candidate.document_id not in found and _is_answered(assistant, candidate):
            found[candidate.document_id] = candidate.question
    return list(found.values())


def candidates(index: Index) -> Iterator[Candidate]:
    """Yield questions of English documents, the first of every document before the second of any; bounded."""
    documents = sorted(index.documents(), key=lambda document: by_chance(document.id))[:_DOCUMENTS_TRIED]
    of_each = [_of_document(index, document.id) for document in documents]
    while of_each:
        left = []
        for some in of_each:
            if candidate := next(some, None):
                yield candidate
                left.append(some)
        of_each = left


def _of_document(index: Index, document_id: str) -> Iterator[Candidate]:
    for identity in sorted(index.chunk_ids([document_id]), key=lambda each: by_chance(str(each))):
        for row in index.chunks([identity]).values():
            if row.language not in ("", "en"):
                return
            text = index.chunk_text(row)
            for start, end in row.sentences:
                if question := question_of(text[start - row.start : end - row.start], row.title):
                    yield Candidate(question, document_id, start, end)


def _is_answered(assistant: Assistant, candidate: Candidate) -> bool:
    # Nobody asked: a language model, which may cost, is for those who do.
    answer = assistant.ask(candidate.question, llm=False)
    if answer.abstained or answer.confidence < _SURE or answer.conflicts:
        return False
    cited = answer.sentences[0].citations[0]
    is_same = cited.document_id == candidate.document_id
    return is_same and cited.start <= candidate.start and candidate.end <= cited.end
