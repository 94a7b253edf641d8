"""The examples in the API's description, made of the same dataclasses as the answers themselves."""

import dataclasses
from typing import Any

from index.errors import EmptyDocument
from index.storage.records import DocumentSummary
from index.uploads.queue.job import Job, JobReport
from rag.answers.answer import (
    NO_ANSWER,
    ON_SUBJECT,
    Answer,
    AnswerSentence,
    AskedWith,
    Grade,
    IndexState,
    NearestSentence,
)
from rag.answers.place import Citation, Passage, PassageScores, Stretch
from rag.conversations.records import ConversationSummary
from rag.errors import QuestionError
from web.errors.problems import as_problem

__all__ = [
    "ABSTENTION",
    "ANSWER",
    "ASK",
    "CANCELLED_JOB",
    "CONVERSATION",
    "EVENTS",
    "FAILED_JOB",
    "FILTERED",
    "FOLLOW_UP",
    "JOB",
    "JOB_EVENTS",
    "PROBLEM",
    "SAVED_EVENTS",
    "SUMMARY",
    "TEXT",
    "UNSURE",
    "WAITING_JOB",
]

_TEXT = "The lamp was lit for the first time on 3 March 1911. Its keeper was Amalia Quesada."
_START = _TEXT.index("Its keeper")
_INDEX = IndexState(generation=7, encoder="bundled", fingerprint="9c" * 32)
_SETTINGS = AskedWith(5, (), (), None, None, threshold=0.34, confidence_model="4be1c0ffee5a7d90")
_PLACE: dict[str, Any] = {
    "document_id": "0f3a5b1c2d4e6f78",
    "version": 1,
    "title": "The lighthouse at Punta Brava",
    "source": "lighthouse.txt",
    "published_at": "1994-06-01",
    "language": "en",
}
_CITATION = Citation(start=_START, end=len(_TEXT), quote=_TEXT[_START:], **_PLACE)
_SENTENCE = AnswerSentence(_CITATION.quote, 0, len(_CITATION.quote), 1.0, (_CITATION,))
_PASSAGE = Passage(
    chunk_id=1,
    heading="The lighthouse at Punta Brava",
    start=0,
    end=len(_TEXT),
    text=_TEXT,
    score=0.941,
    scores=PassageScores(dense=0.71, lexical=8.2, maxsim=0.893),
    best=Stretch(_START, len(_TEXT)),
    **_PLACE,
)

ASK: dict[str, Any] = {"question": "Who was the keeper of the lighthouse?"}
FILTERED: dict[str, Any] = {**ASK, "top_k": 3, "filters": {"sources": ["lighthouse.txt"], "after": "1990-01-01"}}
FOLLOW_UP: dict[str, Any] = {
    "question": "When was it lit?",
    "history": [{**ASK, "answer": "Its keeper was Amalia Quesada."}],
}
TEXT: dict[str, Any] = {
    "title": "The lighthouse at Punta Brava",
    "text": _TEXT,
    "source": "lighthouse.txt",
    "published_at": "1994-06-01",
}

ANSWER = Answer(
    id="5d41402abc4b2a76",
    question=ASK["question"],
    grade=Grade.ANSWERED,
    answer=_SENTENCE.text,
    abstained=False,
    abstain_reason=None,
    confidence=0.97,
    sentences=(_SENTENCE,),
    passages=(_PASSAGE,),
    uncovered=(),
    conflicts=(),
    index=_INDEX,
    settings=_SETTINGS,
    timing_ms={"question": 16.1, "retrieval": 4.0, "evidence": 2.4, "total": 22.9},
)
ABSTENTION = Answer(
    id="7d793037a0760186",
    question="Who painted the lighthouse red?",
    grade=Grade.NOT_COVERED,
    answer=NO_ANSWER,
    abstained=True,
    abstain_reason="Nothing in the documents covers “painted”, “red”.",
    confidence=0.08,
    sentences=(),
    passages=(_PASSAGE,),
    uncovered=("painted", "red"),
    conflicts=(),
    index=_INDEX,
    settings=_SETTINGS,
    timing_ms={"question": 15.2, "retrieval": 3.8, "evidence": 2.1, "total": 21.5},
)
UNSURE = Answer(
    id="c1b5c7d3a9e24f60",
    question="How long did the keeper serve?",
    grade=Grade.UNSURE,
    answer=NO_ANSWER,
    abstained=True,
    abstain_reason=ON_SUBJECT,
    confidence=0.21,
    sentences=(),
    passages=(_PASSAGE,),
    uncovered=(),
    conflicts=(),
    index=_INDEX,
    settings=_SETTINGS,
    timing_ms={"question": 15.8, "retrieval": 3.9, "evidence": 2.2, "total": 22.3},
    nearest=(NearestSentence(_CITATION.quote, (Stretch(4, 10),), (_CITATION,)),),
)
SUMMARY = DocumentSummary(
    id="0f3a5b1c2d4e6f78",
    version=1,
    title="The lighthouse at Punta Brava",
    source="lighthouse.txt",
    published_at="1994-06-01",
    media_type="text/plain",
    characters=len(_TEXT),
    chunks=1,
    added_at="2025-03-01T12:00:00+00:00",
    type="txt",
    language="en",
)
WAITING_JOB = Job(
    id="189b3c4d5e6f708190a1b2c3",
    name="lighthouse.txt",
    kind="file",
    source="lighthouse.txt",
    sha256="3f" * 32,
    bytes=len(_TEXT),
    created_at="2025-03-01T11:59:59.120+00:00",
)
JOB = dataclasses.replace(
    WAITING_JOB,
    stage="done",
    percent=100,
    chunks=1,
    chunks_per_second=18.2,
    attempts=1,
    started_at="2025-03-01T11:59:59.123+00:00",
    finished_at="2025-03-01T12:00:00.204+00:00",
    report=JobReport((SUMMARY,), added=1, replaced=0, unchanged=0),
)
FAILED_JOB = dataclasses.replace(
    WAITING_JOB,
    stage="failed",
    percent=1,
    attempts=1,
    started_at="2025-03-01T11:59:59.123+00:00",
    finished_at="2025-03-01T11:59:59.431+00:00",
    problem=as_problem(EmptyDocument("“lighthouse.txt” has no text in it", "Leave it out, or add text to it")),
)
CANCELLED_JOB = dataclasses.replace(
    WAITING_JOB,
    stage="cancelled",
    percent=41,
    chunks=64,
    chunks_per_second=20.7,
    attempts=1,
    started_at="2025-03-01T11:59:59.123+00:00",
    finished_at="2025-03-01T12:00:03.310+00:00",
)
JOB_EVENTS = "event: job\ndata: {…}\n\nevent: job\ndata: {…}\n\n"
PROBLEM = as_problem(QuestionError("The question is empty", "Ask in words"))
CONVERSATION = ConversationSummary(
    id="18f1c2d3e4a5b6c7d8e9f0a1",
    title="Who was the keeper of the lighthouse?",
    created_at="2025-03-01T12:10:00.000+00:00",
    updated_at="2025-03-01T12:10:00.480+00:00",
    turns=1,
)
EVENTS = "event: passages\ndata: […]\n\nevent: sentence\ndata: {…}\n\nevent: done\ndata: {…}\n\n"
SAVED_EVENTS = f"{EVENTS}event: saved\ndata: {{…}}\n\n"
