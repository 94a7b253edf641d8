"""Questions that can be asked of one's own documents: made of their words by sure rules, and tried."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

from index.storage.records import ChunkRow
from index.store import Index
from index.text.headings import innermost
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.suggestions.question_drafts import by_chance
from rag.suggestions.question_rules import asked_by, question_of
from rag.suggestions.questions_of_kinds import questions_of_kinds

__all__ = ["MOST", "QuestionCandidate", "candidates", "example_questions", "fact_questions"]

MOST = 4
"""Questions that are offered."""

_MOST_OF_KINDS = 2
"""Of them that want more than a fact."""

_DOCUMENTS_LOOKED_AT = 60
_CHUNKS_LOOKED_AT = 2_000
_QUESTIONS_TRIED = 40
_SURE = 0.4
"""Confidence from which an example is offered: what counts more is that it is answered by its own sentence."""


@dataclass(frozen=True, slots=True)
class QuestionCandidate:
    """A question, and where what it was made of stands in its document: a sentence, or the chunk under a heading."""

    question: str
    document_id: str
    start: int
    end: int


def example_questions(assistant: Assistant, go_on: Callable[[], bool] = lambda: True) -> list[str]:
    """Return at most ``MOST`` questions that the documents answer, for facts and for more than a fact.

    Args:
        assistant: that answers.
        go_on: asked before each chunk is read and each question tried; the work ends when it says no.
    """
    of_kinds: list[str] = []
    for question, kind in questions_of_kinds(assistant.index):
        if len(of_kinds) == _MOST_OF_KINDS or not go_on():
            break
        answer = assistant.ask(Query(question, llm=False))
        if answer.kind is kind and not answer.abstained:
            of_kinds.append(question)
    facts = fact_questions(assistant, go_on, MOST - len(of_kinds))
    return [question for some in zip_longest(of_kinds, facts) for question in some if question is not None]


def fact_questions(assistant: Assistant, go_on: Callable[[], bool] = lambda: True, most: int = MOST) -> list[str]:
    """Return questions for facts that the documents answer out of what they were made of.

    Args:
        assistant: that answers.
        go_on: as ``example_questions`` takes it.
        most: of them.
    """
    found: dict[str, str] = {}
    tried = 0
    for some in candidates(assistant.index):
        for candidate in some:
            if len(found) == most or tried == _QUESTIONS_TRIED or not go_on():
                return list(found.values())
            if candidate.document_id not in found and candidate.question not in found.values():
                tried += 1
                if _is_answered(assistant, candidate):
                    found[candidate.document_id] = candidate.question
        if not go_on():
            break
    return list(found.values())


def candidates(index: Index) -> Iterator[list[QuestionCandidate]]:
    """Yield the questions of one chunk of English after another, the first of every document before any second."""
    documents = sorted(index.documents.listed(), key=lambda document: by_chance(document.id))[:_DOCUMENTS_LOOKED_AT]
    of_each = [sorted(index.chunks.ids_of([each.id]), key=lambda chunk: by_chance(str(chunk))) for each in documents]
    in_turn = (chunk for some in zip_longest(*of_each) for chunk in some if chunk is not None)
    for identity in islice(in_turn, _CHUNKS_LOOKED_AT):
        for row in index.chunks.get([identity]).values():
            yield list(_of_chunk(index, row)) if row.language in ("", "en") else []


def _of_chunk(index: Index, row: ChunkRow) -> Iterator[QuestionCandidate]:
    if asked := asked_by(innermost(row.heading)):
        yield QuestionCandidate(asked, row.document_id, row.start, row.end)
    text = index.chunks.text(row)
    for start, end in row.sentences:
        if question := question_of(text[start - row.start : end - row.start], row.title):
            yield QuestionCandidate(question, row.document_id, start, end)


def _is_answered(assistant: Assistant, candidate: QuestionCandidate) -> bool:
    # Nobody asked: a language model, which may cost, is for those who do.
    answer = assistant.ask(Query(candidate.question, llm=False))
    if answer.abstained or answer.confidence < _SURE or answer.conflicts:
        return False
    cited = answer.sentences[0].citations[0]
    is_same = cited.document_id == candidate.document_id
    return is_same and cited.start < candidate.end and candidate.start < cited.end
