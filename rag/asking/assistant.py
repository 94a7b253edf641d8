"""The one path from a question to an answer, which page, API and command line share."""

import dataclasses
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from index.storage.records import ChunkRow
from index.store import Index
from rag.answers.answer import NO_ANSWER, Answer, AnswerSentence, AskedWith, IndexState, Waiting, Writing
from rag.answers.place import Copy, Passage
from rag.answers.turns import Turn
from rag.asking.investigation import Found, Investigation, Investigator, combined
from rag.asking.understanding import Readings, understand, ways
from rag.confidence.logistic import ConfidenceModel, load_model
from rag.errors import LanguageModelUnset
from rag.evidence.conflicts import EvidenceConflict
from rag.evidence.sentences import Evidence, choose
from rag.evidence.support import supports
from rag.follow_ups.readings import readings
from rag.retrieval.candidates import Filters
from rag.retrieval.question import MAX_CHARACTERS, check
from rag.writing import extractive
from rag.writing.language_model import LanguageModel
from rag.writing.writer import AnswerWriter

__all__ = ["Assistant", "Filters", "Step"]

Step = tuple[Passage, ...] | AnswerSentence | Waiting | Answer
"""What an answer comes in, in this order."""


class Assistant:
    """Answers questions from one index; safe to use from several threads.

    Attributes:
        index: that it answers from.
        threshold: confidence below which an answer abstains.
        language_model: that writes answers, where there is one.
        is_warm: whether the models are loaded; without ``warm`` the first questions load them.
    """

    def __init__(
        self,
        index: Index,
        *,
        threshold: float | None = None,
        max_question_characters: int = MAX_CHARACTERS,
        model: ConfidenceModel | None = None,
        language_model: LanguageModel | None = None,
        prompt_tokens: int = 1_500,
        read: Readings = readings,
    ) -> None:
        """Answer from an index.

        Args:
            index: open for reading.
            threshold: confidence below which an answer abstains, 0 to 1; the model's own when None.
            max_question_characters: at most ``rag.retrieval.question.MAX_CHARACTERS``.
            model: of the confidence; when None the one in the index's folder, else the one that ships.
            language_model: that writes answers; they are made of the evidence itself when None.
            prompt_tokens: of evidence in its prompts.
            read: tells how a question that follows others may be meant.

        Raises:
            CalibrationError: the model in the index's folder cannot be used.
        """
        self.index = index
        self._model = load_model(index.folder) if model is None else model
        self._investigator = Investigator(index, self._model)
        self.threshold = self._model.threshold if threshold is None else threshold
        self._max_characters = min(max_question_characters, MAX_CHARACTERS)
        self.language_model = language_model
        self._prompt_tokens = prompt_tokens
        self._read = read
        self.is_warm = False
        self._listeners: list[Callable[[Answer], None]] = []

    @contextmanager
    def heard_by(self, listener: Callable[[Answer], None]) -> Iterator[None]:
        """Let a listener be called with every whole answer, in the thread that made it, as long as the body runs."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def warm(self) -> None:
        """Load the models, so that the first question need not wait for them.

        Raises:
            EncoderError: one of them cannot be loaded.
            EncoderMismatch: the encoder is not the index's.
        """
        self._investigator.warm()
        self.is_warm = True

    def ask(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
        llm: bool | None = None,
    ) -> Answer:
        """Return the answer to a question; an abstention when the documents do not answer it.

        Args:
            question: in words.
            top_k: how many passages the answer shows, from 1.
            filters: which documents may answer.
            history: what was said before, oldest first: the question may lean on it.
            llm: whether a language model writes the answer; when None it does if there is one.

        Raises:
            QuestionError: the question is empty, has no words, or is too long.
            LanguageModelUnset: a language model is to write, and there is none.
            EncoderMismatch: the encoder is not the index's.
        """
        return self.examine(question, top_k=top_k, filters=filters, history=history, llm=llm)[1]

    def examine(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
        llm: bool | None = None,
    ) -> tuple[Investigation, Answer]:
        """Return what was found beside the answer made of it, for those who measure; raises as ``ask`` does."""
        found, *_, answer = self._steps(question, top_k, filters, history, llm)
        assert isinstance(found, Investigation)  # noqa: S101 - the order of the steps
        assert isinstance(answer, Answer)  # noqa: S101 - the order of the steps
        return found, answer

    def stream(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
        llm: bool | None = None,
    ) -> Iterator[Step]:
        """Yield the passages, then each sentence of the answer, at last the whole answer; raises as ``ask`` does.

        While a language model writes, ``Waiting`` comes between them: who goes away then can end its work.
        """
        for step in self._steps(question, top_k, filters, history, llm):
            if not isinstance(step, Investigation):
                yield step

    def _steps(
        self, question: str, top_k: int, filters: Filters | None, history: Sequence[Turn], llm: bool | None
    ) -> Iterator[Investigation | Step]:
        started = time.perf_counter()
        if llm and self.language_model is None:
            raise LanguageModelUnset("No language model is set up", "Set FOOTNOTE_LLM_URL, or ask without one")
        is_written = self.language_model is not None and llm is not False
        asked = check(question, self._max_characters)
        model = self.language_model if is_written else None
        meant = ways(asked, history, self._read, model, self._max_characters)
        with self.index.database.snapshot():
            text, parts = understand(meant, self._investigator, self.threshold, top_k, filters)
            answered = [part for part in parts if part.confidence >= self.threshold]
            whole = combined(parts, self.threshold)
            disagreements = [found for part in answered for found in self._investigator.disagreements(part)]
            chosen = self._chosen(answered, disagreements)
            taken = supports(self.index, chosen, whole.found.candidates)
            best = [n for n, piece in enumerate(chosen) if any(_same(piece, part.evidence[0]) for part in answered)]
            conflicts = tuple(
                extractive.conflict_of(found, [support.words for support in supports(self.index, found.sides, ())])
                for found in disagreements
            )
        yield whole
        passages = _passages(whole.found)
        yield passages
        sentences: list[AnswerSentence] = []
        writing = None
        reader = self._investigator.reader_for(whole.found.question) if is_written else None
        said = self._writer.write(text, taken, best, reader) if is_written and taken else extractive.sentences(taken)
        for step in said:
            if isinstance(step, Writing):
                writing = step
                continue
            if isinstance(step, AnswerSentence):
                sentences.append(step)
            yield step
        settings = self._asked_with(top_k, filters or Filters(), history, is_written=is_written)
        answer = self._answer(question, settings, whole, passages, sentences, started)
        unanswered = tuple(p.found.question.text for p in parts if p.confidence < self.threshold) if answered else ()
        answer = dataclasses.replace(
            answer,
            conflicts=conflicts,
            unanswered=unanswered,
            writing=writing,
            standalone_question=None if text == asked else text,
        )
        for listener in self._listeners:
            listener(answer)
        yield answer

    @cached_property
    def _writer(self) -> AnswerWriter:
        assert self.language_model is not None  # noqa: S101 — asked for only then
        return AnswerWriter(self.language_model, self.index.encoder.loaded(), prompt_tokens=self._prompt_tokens)

    def _chosen(self, answered: Sequence[Investigation], disagreements: Sequence[EvidenceConflict]) -> list[Evidence]:
        """Return the evidence for an answer, in reading order, none of it twice."""
        chosen: dict[tuple[int, int], Evidence] = {}
        for part in answered:
            wanted = [found.sides[1] for found in disagreements if found.sides[0] in part.evidence]
            for piece in choose(part.found.question, part.evidence, wanted):
                chosen.setdefault((piece.row.id, piece.start), piece)
        return list(chosen.values())

    def search(self, question: str, *, top_k: int = 10, filters: Filters | None = None) -> tuple[Passage, ...]:
        """Return the passages for a question, best first; raises as ``ask`` does."""
        text = check(question, self._max_characters)
        with self.index.database.snapshot():
            return _passages(self._investigator.passages(text, top_k, filters))

    def _answer(
        self,
        asked: str,
        settings: AskedWith,
        investigation: Investigation,
        passages: tuple[Passage, ...],
        sentences: Sequence[AnswerSentence],
        started: float,
    ) -> Answer:
        encoder, found = self.index.encoder.loaded(), investigation.found
        abstained = not sentences
        identity = repr((asked, settings, found.generation, encoder.fingerprint))
        timing = {**investigation.timing_ms, "total": 1000 * (time.perf_counter() - started)}
        return Answer(
            id=hashlib.sha256(identity.encode()).hexdigest()[:16],
            question=asked,
            answer=NO_ANSWER if abstained else " ".join(sentence.text for sentence in sentences),
            abstained=abstained,
            abstain_reason=_reason(passages, investigation.uncovered) if abstained else None,
            confidence=round(investigation.confidence, 4),
            sentences=tuple(sentences),
            passages=passages,
            uncovered=investigation.uncovered,
            conflicts=(),
            index=IndexState(found.generation, encoder.name, encoder.fingerprint),
            settings=settings,
            timing_ms={stage: round(value, 2) for stage, value in timing.items()},
        )

    def _asked_with(self, top_k: int, filters: Filters, history: Sequence[Turn], *, is_written: bool) -> AskedWith:
        return AskedWith(
            top_k=top_k,
            sources=filters.sources,
            tags=filters.tags,
            after=filters.after,
            before=filters.before,
            threshold=self.threshold,
            confidence_model=self._model.fingerprint,
            history=tuple(history),
            language_model=is_written,
        )


def _same(piece: Evidence, other: Evidence) -> bool:
    return (piece.row.id, piece.start) == (other.row.id, other.start)


def _passages(found: Found) -> tuple[Passage, ...]:
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
            copies=tuple(_copy(row) for row in candidate.copies),
            language=candidate.row.language,
        )
        for candidate, text in zip(found.candidates, found.texts, strict=False)
    )


def _copy(row: ChunkRow) -> Copy:
    place = (row.document_id, row.version, row.title, row.source, row.start, row.end)
    return Copy(*place, row.id, published_at=row.published_at, language=row.language)


def _reason(passages: Sequence[Passage], uncovered: Sequence[str]) -> str:
    """Return why an answer abstains, one sentence for the reader."""
    if not passages:
        return "There is no document to search: the index is empty, or the filters leave nothing."
    if uncovered:
        listed = ", ".join(f"“{word}”" for word in uncovered)
        return f"Nothing in the documents covers {listed}."
    return "The closest passages are on the subject, but none of them clearly says what was asked."
