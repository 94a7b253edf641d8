"""The one path from a question to an answer, which page, API and command line share: find, compose, finish."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property

from index.store import Index
from index.text import languages
from rag.answers.answer import Answer
from rag.answers.place import Passage
from rag.asking.composition import Composition, after_lead
from rag.asking.findings import Findings, passages_of
from rag.asking.finishing import finished
from rag.asking.lookup import look_up
from rag.asking.understanding import Readings, meant
from rag.confidence.logistic import ConfidenceModel, load_model
from rag.errors import LanguageModelUnset
from rag.evidence.sentences import find
from rag.follow_ups.readings import readings
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds import telling
from rag.kinds.looking_ahead import look_ahead
from rag.reading.cross_encoder import reader_for
from rag.retrieval.question import MAX_CHARACTERS, check
from rag.writing import extractive
from rag.writing.language_model import LanguageModel
from rag.writing.writer import AnswerWriter

__all__ = ["Assistant"]


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
        # Each in a thread of its own: half of their time they let go of Python.
        loads = [*self._investigator.loads, telling.warm]
        if not self.index.documents.languages() <= {"en"}:
            loads.append(languages.warm)  # of a question in English its words tell, most of the time
        with ThreadPoolExecutor(max_workers=len(loads)) as pool:
            for loaded in [pool.submit(load) for load in loads]:
                loaded.result()
        self.is_warm = True

    def look_ahead(self, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Make what questions about very many documents would wait for, as ``rag.kinds.looking_ahead`` does."""
        look_ahead(self.index, goes_on)

    def ask(self, query: Query) -> Answer:
        """Return the answer to a query; an abstention when the documents do not answer it.

        Raises:
            QuestionError: the question is longer than this assistant reads.
            LanguageModelUnset: a language model is to write, and none is set up.
            EncoderMismatch: the encoder is not the index's.
        """
        findings = self.find(query)
        return self.finish(findings, self.compose(findings))

    def search(self, query: Query) -> tuple[Passage, ...]:
        """Return the passages for a question that stands alone, best first; raises as ``ask`` does."""
        check(query.text, self._max_characters)
        with self.index.database.snapshot():
            found = self._investigator.passages(query)
            return passages_of(found, find(found.question, found.candidates))

    def find(self, query: Query) -> Findings:
        """Return what the documents hold for a query; raises as ``ask`` does."""
        began = time.perf_counter()
        if query.llm and self.language_model is None:
            raise LanguageModelUnset("No language model is set up", "Set FOOTNOTE_LLM_URL, or ask without one")
        model = None if query.llm is False else self.language_model
        check(query.text, self._max_characters)
        query, ways = meant(query, self._read, model, self._max_characters)
        with self.index.database.snapshot():
            return look_up(query, ways, self._investigator, self.threshold, began=began, is_written=model is not None)

    def compose(self, findings: Findings) -> Composition:
        """Return the sentences of the answer; none of them is made before it is asked for."""
        if not (findings.is_written and findings.supports):
            return Composition(after_lead(findings.lead, extractive.sentences(findings.supports, findings.groups)))
        reader = reader_for(findings.investigation.found.question.language)
        written = self._writer.write(
            findings.looked_up,
            findings.supports,
            findings.best,
            reader,
            kind=findings.kind,
            groups=findings.groups,
        )
        return Composition(after_lead(findings.lead, written))

    def finish(self, findings: Findings, composition: Composition) -> Answer:
        """Return the whole answer; sentences that have not been composed yet are waited for."""
        fingerprint = self._model.fingerprint
        answer = finished(findings, composition, self.index, threshold=self.threshold, confidence_model=fingerprint)
        for listener in self._listeners:
            listener(answer)
        return answer

    @cached_property
    def _writer(self) -> AnswerWriter:
        assert self.language_model is not None  # noqa: S101 — asked for only then
        return AnswerWriter(self.language_model, self.index.encoder.loaded(), prompt_tokens=self._prompt_tokens)
