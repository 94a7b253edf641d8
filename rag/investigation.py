"""What can be found for a question: passages, evidence, and how likely that evidence answers it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.encoders import BUNDLED
from index.store import Index
from rag.confidence import features
from rag.confidence_model import ConfidenceModel
from rag.conflicts import LOOKED_AT, Disagreement, asked_kinds, find_disagreements
from rag.evidence import RERANKED, Evidence, find, rerank, widen
from rag.questions import Question, read
from rag.recency import asks_for_the_latest, newest_first
from rag.rerank import Reranker
from rag.retrieve import Candidate, Filters, retrieve

__all__ = ["Found", "Investigation", "Investigator", "quotes"]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The passages for a question.

    Attributes:
        question: as read.
        generation: of the index that everything is from.
        candidates: passages, best first.
        texts: of the first candidates, as many as passages were asked for.
        timing_ms: milliseconds a stage.
    """

    question: Question
    generation: int
    candidates: tuple[Candidate, ...]
    texts: tuple[str, ...]
    timing_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Investigation:
    """What was found for a question before an answer is made of it.

    Attributes:
        found: the passages.
        evidence: sentences, best first.
        features: of the confidence model; empty when nothing was found.
        confidence: calibrated probability that the evidence answers the question.
        timing_ms: milliseconds a stage.
    """

    found: Found
    evidence: tuple[Evidence, ...]
    features: tuple[float, ...]
    confidence: float
    timing_ms: dict[str, float] = field(default_factory=dict)


class Investigator:
    """Looks into one index; safe to use from several threads. Call within one snapshot of the index."""

    def __init__(self, index: Index, model: ConfidenceModel) -> None:
        """Look into an index, with a model for how likely what is found answers."""
        self.index = index
        self.model = model
        # The reranker knows English only, as the bundled encoder does; another encoder was chosen for another language.
        self._reranker = Reranker() if index.encoder_name == BUNDLED else None

    def passages(self, text: str, top_k: int, filters: Filters | None) -> Found:
        """Return the passages for a checked question, the texts of the first ``top_k``.

        Raises:
            EncoderMismatch: the encoder is not the index's.
        """
        started = time.perf_counter()
        question = read(self.index, text)
        encoded = time.perf_counter()
        candidates = retrieve(self.index, question, filters)
        texts = [self.index.chunk_text(candidate.row) for candidate in candidates[: max(top_k, 1)]]
        timing = {"question": 1000 * (encoded - started), "retrieval": 1000 * (time.perf_counter() - encoded)}
        return Found(question, self.index.generation, tuple(candidates), tuple(texts), timing)

    def investigate(self, text: str, top_k: int, filters: Filters | None) -> Investigation:
        """Return passages, evidence and confidence for a checked question; raises as ``passages`` does."""
        found = self.passages(text, top_k, filters)
        started = time.perf_counter()
        evidence = [
            self._widened(piece) for piece in self._reranked(found.question, find(found.question, found.candidates))
        ]
        values: tuple[float, ...] = ()
        confidence = 0.0
        if evidence:
            row = found.candidates[0].row
            passage = f"{row.title}\n{row.heading}\n{found.texts[0]}"
            values = features(found.question, found.candidates, evidence, passage)
            confidence = self.model.probability(values)
        if asks_for_the_latest(text):
            evidence = newest_first(evidence)
        timing = {**found.timing_ms, "evidence": 1000 * (time.perf_counter() - started)}
        return Investigation(found, tuple(evidence), values, confidence, timing)

    def disagreements(self, investigation: Investigation) -> list[Disagreement]:
        """Return where sources give different values for what was asked."""
        question = investigation.found.question
        # Of the latest, what was said before is out of date, not another view.
        if asks_for_the_latest(question.text) or not asked_kinds(question.text):
            return []
        looked_at = investigation.evidence[:LOOKED_AT]
        passages = [f"{e.row.title}\n{e.row.heading}\n{self.index.chunk_text(e.row)}" for e in looked_at]
        return find_disagreements(question, looked_at, quotes(self.index, looked_at), passages)

    def _reranked(self, question: Question, evidence: list[Evidence]) -> list[Evidence]:
        if self._reranker is None:
            return evidence
        reranker, read_first = self._reranker, evidence[:RERANKED]
        quoted = zip(read_first, quotes(self.index, read_first), strict=True)
        texts = [f"{piece.row.title}. {quote}" for piece, quote in quoted]
        return rerank(evidence, texts, lambda some: reranker.scores(question.text, some))

    def _widened(self, piece: Evidence) -> Evidence:
        return piece if piece.relevance is None else widen(piece, self.index.chunk_text(piece.row))


def quotes(index: Index, evidence: Sequence[Evidence]) -> list[str]:
    """Return the words of each piece of evidence, as they stand in its document."""
    return [index.chunk_text(e.row)[e.start - e.row.start : e.end - e.row.start] for e in evidence]
