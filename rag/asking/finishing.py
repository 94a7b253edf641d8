"""The whole answer, once its sentences are there: what it says, why it abstains, and the id that is made of it all."""

import hashlib
import time
from collections.abc import Sequence

from index.store import Index
from rag.answers.answer import (
    FOR_DOCUMENTS,
    NO_ANSWER,
    ON_SUBJECT,
    Answer,
    AnswerSentence,
    AskedWith,
    Grade,
    IndexState,
)
from rag.answers.kind import Kind
from rag.asking.composition import Composition
from rag.asking.findings import Findings
from rag.evidence.doubts.mentions import reason

__all__ = ["finished"]


def finished(
    findings: Findings, composition: Composition, index: Index, *, threshold: float, confidence_model: str
) -> Answer:
    """Return the whole answer; sentences that have not been composed yet are waited for.

    Args:
        findings: that it is made of.
        composition: of its sentences.
        index: that it was looked up in.
        threshold: confidence below which it abstains.
        confidence_model: fingerprint of what told its confidence.
    """
    sentences = composition.end()
    query, investigation, abstained = findings.query, findings.investigation, findings.grade is not Grade.ANSWERED
    encoder, settings = index.encoder.loaded(), _asked_with(findings, threshold, confidence_model)
    state = IndexState(investigation.found.generation, encoder.name, encoder.fingerprint)
    timing = {**investigation.timing_ms, "total": 1000 * (time.perf_counter() - findings.began)}
    return Answer(
        id=_id(findings, settings, state),
        question=query.text,
        grade=findings.grade,
        answer=_said(findings, sentences),
        abstained=abstained,
        abstain_reason=_reason(findings) if abstained else None,
        confidence=round(investigation.confidence, 4),
        sentences=sentences,
        passages=findings.passages,
        uncovered=investigation.uncovered,
        conflicts=findings.conflicts,
        index=state,
        settings=settings,
        timing_ms={stage: round(value, 2) for stage, value in timing.items()},
        unanswered=findings.unanswered,
        writing=composition.writing,
        standalone_question=None if findings.looked_up == query.text.strip() else findings.looked_up,
        nearest=findings.nearest,
        kind=findings.kind,
        lead="" if abstained else findings.lead,
    )


def _asked_with(findings: Findings, threshold: float, confidence_model: str) -> AskedWith:
    query, filters = findings.query, findings.query.filters
    return AskedWith(
        top_k=query.top_k,
        sources=filters.sources,
        tags=filters.tags,
        after=filters.after,
        before=filters.before,
        threshold=threshold,
        confidence_model=confidence_model,
        history=query.history,
        language_model=findings.is_written,
        kind=query.kind,
        authors=filters.authors,
    )


def _id(findings: Findings, settings: AskedWith, state: IndexState) -> str:
    """Return 16 hex digits, the same for the same question of the same index."""
    query = findings.query
    # What was asked before there were kinds and authors keeps its id.
    newer = [each for each in (query.kind, query.filters.authors) if each]
    identity = repr((query.text, settings, state.generation, state.fingerprint, *newer))
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def _said(findings: Findings, sentences: Sequence[AnswerSentence]) -> str:
    """Return the text of an answer."""
    if findings.grade is Grade.ANSWERED:
        return " ".join([*([findings.lead] if findings.lead else []), *(sentence.text for sentence in sentences)])
    return FOR_DOCUMENTS if findings.kind is Kind.NOT_FOR_US else NO_ANSWER


def _reason(findings: Findings) -> str | None:
    """Return why an answer abstains, one sentence for the reader; None where its words say it."""
    if findings.kind is Kind.NOT_FOR_US:
        return None
    if findings.nothing:
        return findings.nothing
    if not findings.passages:
        return "There is no document to search: the index is empty, or the filters leave nothing."
    if findings.investigation.missing:
        return reason(findings.investigation.missing)
    if findings.investigation.uncovered:
        listed = ", ".join(f"“{word}”" for word in findings.investigation.uncovered)
        return f"Nothing in the documents covers {listed}."
    if findings.grade is Grade.UNSURE:
        return ON_SUBJECT
    return "The closest passages are on another subject."
