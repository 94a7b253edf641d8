"""The one path from a question to an answer, which page, API and command line share."""

import dataclasses
import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.encoders import BUNDLED
from index.store import Index
from rag import extractive
from rag.answers import NO_ANSWER, Answer, AnswerSentence, AskedWith, IndexState, Passage
from rag.confidence import features, uncovered_words
from rag.confidence_model import ConfidenceModel, load_model
from rag.conflicts import LOOKED_AT, Disagreement, find_disagreements
from rag.evidence import RERANKED, Evidence, choose, find, rerank, widen
from rag.questions import MAX_CHARACTERS, Question, check, read
from rag.recency import asks_for_the_latest, newest_first
from rag.rerank import Reranker
from rag.retrieve import Candidate, Filters, retrieve

__all__ = ["Assistant", "Filters", "Investigation"]


@dataclass(frozen=True, slots=True, eq=False)
class Investigation:
    """What was found for a question before an answer is made of it.

    Attributes:
        question: as read.
        generation: of the index that everything is from.
        candidates: passages, best first.
        texts: of the first candidates, as many as passages were asked for.
        evidence: sentences, best first.
        features: of the confidence model; empty when nothing was found.
        confidence: calibrated probability that the evidence answers the question.
        timing_ms: milliseconds a stage.
    """

    question: Question
    generation: int
    candidates: tuple[Candidate, ...]
    texts: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    features: tuple[float, ...]
    confidence: float
    timing_ms: dict[str, float] = field(default_factory=dict)


class Assistant:
    """Answers questions from one index; safe to use from several threads."""

    def __init__(
        self,
        index: Index,
        *,
        threshold: float | None = None,
        max_question_characters: int = MAX_CHARACTERS,
        model: ConfidenceModel | None = None,
    ) -> None:
        """Answer from an index.

        Args:
            index: open for reading.
            threshold: confidence below which an answer abstains, 0 to 1; the model's own when None.
            max_question_characters: at most ``rag.questions.MAX_CHARACTERS``.
            model: of the confidence; when None the one in the index's folder, else the one that ships.

        Raises:
            CalibrationError: the model in the index's folder cannot be used.
        """
        self.index = index
        self._model = load_model(index.folder) if model is None else model
        # The reranker knows English only, as the bundled encoder does; another encoder was chosen for another language.
        self._reranker = Reranker() if index.encoder_name == BUNDLED else None
        self.threshold = self._model.threshold if threshold is None else threshold
        self._max_characters = min(max_question_characters, MAX_CHARACTERS)

    def ask(self, question: str, *, top_k: int = 5, filters: Filters | None = None) -> Answer:
        """Return the answer to a question; an abstention when the documents do not answer it.

        Args:
            question: in words.
            top_k: how many passages the answer shows, from 1.
            filters: which documents may answer.

        Raises:
            QuestionError: the question is empty, has no words, or is too long.
            EncoderMismatch: the encoder is not the index's.
        """
        return self.examine(question, top_k=top_k, filters=filters)[1]

    def examine(self, question: str, *, top_k: int = 5, filters: Filters | None = None) -> tuple[Investigation, Answer]:
        """Return what was found beside the answer made of it, for those who measure; raises as ``ask`` does."""
        found, *_, answer = self._steps(question, top_k, filters)
        assert isinstance(found, Investigation)  # noqa: S101 - the order of the steps
        assert isinstance(answer, Answer)  # noqa: S101 - the order of the steps
        return found, answer

    def stream(
        self, question: str, *, top_k: int = 5, filters: Filters | None = None
    ) -> Iterator[tuple[Passage, ...] | AnswerSentence | Answer]:
        """Yield the passages, then each sentence of the answer, at last the whole answer; raises as ``ask`` does."""
        for step in self._steps(question, top_k, filters):
            if not isinstance(step, Investigation):
                yield step

    def _steps(
        self, question: str, top_k: int, filters: Filters | None
    ) -> Iterator[Investigation | tuple[Passage, ...] | AnswerSentence | Answer]:
        started = time.perf_counter()
        text = check(question, self._max_characters)
        with self.index.snapshot():
            found = self.investigate(text, top_k=top_k, filters=filters)
            answers = found.confidence >= self.threshold
            disagreements = self._disagreements(found) if answers else []
            wanted = [disagreement.sides[1] for disagreement in disagreements]
            chosen = choose(found.question, found.evidence, wanted) if answers else []
            quotes = [self._quote(evidence) for evidence in chosen]
            conflicts = tuple(
                extractive.conflict_of(disagreement, [self._quote(side) for side in disagreement.sides])
                for disagreement in disagreements
            )
        yield found
        passages = _passages(found)
        yield passages
        sentences = extractive.sentences(chosen, quotes)
        yield from sentences
        answer = self._answer(question, top_k, filters, found, passages, sentences, started)
        yield dataclasses.replace(answer, conflicts=conflicts)

    def search(self, question: str, *, top_k: int = 10, filters: Filters | None = None) -> tuple[Passage, ...]:
        """Return the passages for a question, best first; raises as ``ask`` does."""
        text = check(question, self._max_characters)
        with self.index.snapshot():
            return _passages(self.investigate(text, top_k=top_k, filters=filters))

    def investigate(self, text: str, *, top_k: int = 5, filters: Filters | None = None) -> Investigation:
        """Return passages, evidence and confidence for a checked question: what ``ask`` decides on."""
        clock = [time.perf_counter()]
        question = read(self.index, text)
        clock.append(time.perf_counter())
        candidates = retrieve(self.index, question, filters)
        texts = [self.index.chunk_text(candidate.row) for candidate in candidates[: max(top_k, 1)]]
        clock.append(time.perf_counter())
        evidence = [self._widened(piece) for piece in self._reranked(question, find(question, candidates))]
        values: tuple[float, ...] = ()
        confidence = 0.0
        if evidence:
            row = candidates[0].row
            values = features(question, candidates, evidence, f"{row.title}\n{row.heading}\n{texts[0]}")
            confidence = self._model.probability(values)
        if asks_for_the_latest(text):
            evidence = newest_first(evidence)
        clock.append(time.perf_counter())
        stages = ("question", "retrieval", "evidence")
        timing = {stage: 1000 * (end - begin) for stage, begin, end in zip(stages, clock, clock[1:], strict=False)}
        generation = self.index.generation
        return Investigation(
            question, generation, tuple(candidates), tuple(texts), tuple(evidence), values, confidence, timing
        )

    def _reranked(self, question: Question, evidence: list[Evidence]) -> list[Evidence]:
        if self._reranker is None:
            return evidence
        reranker = self._reranker
        texts = [f"{piece.row.title}. {self._quote(piece)}" for piece in evidence[:RERANKED]]
        return rerank(evidence, texts, lambda some: reranker.scores(question.text, some))

    def _disagreements(self, found: Investigation) -> list[Disagreement]:
        if asks_for_the_latest(found.question.text):
            return []  # what was said before is out of date, not another view
        rows = [(piece.row, self._quote(piece)) for piece in found.evidence[:LOOKED_AT]]
        passages = [f"{row.title}\n{row.heading}\n{self.index.chunk_text(row)}" for row, _ in rows]
        return find_disagreements(found.question, found.evidence, [quote for _, quote in rows], passages)

    def _widened(self, piece: Evidence) -> Evidence:
        return piece if piece.relevance is None else widen(piece, self.index.chunk_text(piece.row))

    def _quote(self, evidence: Evidence) -> str:
        row = evidence.row
        text = self.index.chunk_text(row)
        return text[evidence.start - row.start : evidence.end - row.start]

    def _answer(
        self,
        asked: str,
        top_k: int,
        filters: Filters | None,
        found: Investigation,
        passages: tuple[Passage, ...],
        sentences: Sequence[AnswerSentence],
        started: float,
    ) -> Answer:
        encoder = self.index.encoder
        abstained = not sentences
        uncovered = uncovered_words(found.question, found.candidates[: len(passages)], [p.text for p in passages])
        settings = self._asked_with(top_k, filters or Filters())
        identity = repr((asked, settings, found.generation, encoder.fingerprint))
        timing = {**found.timing_ms, "total": 1000 * (time.perf_counter() - started)}
        return Answer(
            id=hashlib.sha256(identity.encode()).hexdigest()[:16],
            question=asked,
            answer=NO_ANSWER if abstained else " ".join(sentence.text for sentence in sentences),
            abstained=abstained,
            abstain_reason=_reason(passages, uncovered) if abstained else None,
            confidence=round(found.confidence, 4),
            sentences=tuple(sentences),
            passages=passages,
            uncovered=uncovered,
            conflicts=(),
            index=IndexState(found.generation, encoder.name, encoder.fingerprint),
            settings=settings,
            timing_ms={stage: round(value, 2) for stage, value in timing.items()},
        )

    def _asked_with(self, top_k: int, filters: Filters) -> AskedWith:
        return AskedWith(top_k, filters.sources, filters.after, filters.before, self.threshold, self._model.fingerprint)


def _passages(found: Investigation) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            document_id=candidate.row.document_id,
            version=candidate.row.version,
            chunk_id=candidate.row.id,
            title=candidate.row.title,
            source=candidate.row.source,
            heading=candidate.row.heading,
            start=candidate.row.start,
            end=candidate.row.end,
            text=text,
            score=round(candidate.score, 6),
            scores=candidate.scores,
            published_at=candidate.row.published_at,
        )
        for candidate, text in zip(found.candidates, found.texts, strict=False)
    )


def _reason(passages: Sequence[Passage], uncovered: Sequence[str]) -> str:
    """Return why an answer abstains, one sentence for the reader."""
    if not passages:
        return "There is no document to search: the index is empty, or the filters leave nothing."
    if uncovered:
        listed = ", ".join(f"“{word}”" for word in uncovered)
        return f"Nothing in the documents covers {listed}."
    return "The closest passages are on the subject, but none of them clearly says what was asked."
