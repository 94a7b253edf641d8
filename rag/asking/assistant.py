"""The one path from a question to an answer, which page, API and command line share: find, compose, finish."""

import datetime
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from index.store import Index
from rag.answers.answer import (
    FOR_DOCUMENTS,
    NO_ANSWER,
    ON_SUBJECT,
    Answer,
    AnswerSentence,
    AskedWith,
    Conflict,
    Grade,
    IndexState,
    NearestSentence,
)
from rag.answers.kind import Kind
from rag.answers.place import Passage
from rag.asking.by_kind import kind_of, prepared
from rag.asking.composition import Composition, after_lead
from rag.asking.continued import continued
from rag.asking.findings import Findings, passages_of
from rag.asking.understanding import Readings, understand, ways
from rag.confidence.grades import grade_of
from rag.confidence.logistic import ConfidenceModel, load_model
from rag.errors import LanguageModelUnset
from rag.evidence.doubts.conflicts import EvidenceConflict
from rag.evidence.doubts.mentions import reason
from rag.evidence.sentences import Evidence, choose, find
from rag.evidence.support import supports
from rag.follow_ups.readings import QuestionReading, readings
from rag.investigation.found import Investigation, combined, in_turn
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds import telling
from rag.kinds.answer_kind import Asked, Prepared
from rag.reading.cross_encoder import reader_for
from rag.retrieval.question import MAX_CHARACTERS, check
from rag.writing import extractive
from rag.writing.language_model import LanguageModel
from rag.writing.nearest import MOST_NEAREST, nearest
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
        self._investigator.warm()
        telling.warm()
        self.is_warm = True

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
        query, meant = self._meant(query, model)
        with self.index.database.snapshot():
            first = query.reworded(meant[0].text.strip())
            kind, aspect = kind_of(first, self._investigator)
            if kind is Kind.NOT_FOR_US:
                nothing = Prepared(self._investigator.unsearched(first), (), nothing=FOR_DOCUMENTS)
                return self._as_prepared(query, first.text, kind, nothing, began, is_written=False)
            made = prepared(kind, Asked(first, aspect, self.threshold), self._investigator)
            if made:
                return self._as_prepared(query, first.text, kind, made, began, is_written=model is not None)
            return self._as_facts(query, meant, kind, began, is_written=model is not None)

    def _meant(self, query: Query, model: LanguageModel | None) -> tuple[Query, list[QuestionReading]]:
        """Return the ways that a question may be meant, and the query with the dates that it asks for otherwise."""
        asked = query.text.strip()
        whole = continued(asked, query.history, datetime.datetime.now().astimezone().date())
        if whole and len(whole.text) <= self._max_characters:
            return query.narrowed(whole.dates), [QuestionReading(whole.text)]
        return query, ways(query, self._read, model, self._max_characters)

    def _as_prepared(
        self, query: Query, looked_up: str, kind: Kind, made: Prepared, began: float, *, is_written: bool
    ) -> Findings:
        """Return what the answer to a question of some kind is made of."""
        found = made.investigation
        return Findings(
            query=query,
            looked_up=looked_up,
            investigation=found,
            grade=Grade.ANSWERED if made.evidence else Grade.NOT_COVERED,
            passages=passages_of(found.found, found.evidence),
            supports=tuple(supports(self.index, made.evidence, found.found.candidates)),
            # A model may leave out some of what carries a text, and none of what was asked for.
            best=() if kind is Kind.OVERVIEW else tuple(range(len(made.evidence))),
            conflicts=tuple(map(self._conflict, made.conflicts)),
            unanswered=(),
            nearest=(),
            # What the catalogue says is complete as it is.
            is_written=is_written and kind is not Kind.COLLECTION,
            began=began,
            kind=kind,
            groups=made.groups,
            lead=made.lead,
            nothing=made.nothing,
        )

    def _as_facts(
        self, query: Query, meant: Sequence[QuestionReading], kind: Kind, began: float, *, is_written: bool
    ) -> Findings:
        """Return what an answer of the sentences that answer is made of, whatever kind was asked for."""
        looked_up, parts = understand(query, meant, self._investigator, self.threshold)
        graded = [(part, self._grade(part)) for part in parts]
        answered = [part for part, grade in graded if grade is Grade.ANSWERED]
        unsure = [part for part, grade in graded if grade is Grade.UNSURE and not answered]
        whole = combined(parts, self.threshold)
        conflicts = [found for part in answered for found in self._investigator.conflicts(part)]
        chosen = _chosen(answered, conflicts)
        return Findings(
            query=query,
            looked_up=looked_up,
            investigation=whole,
            grade=Grade.ANSWERED if answered else Grade.UNSURE if unsure else Grade.NOT_COVERED,
            passages=passages_of(whole.found, whole.evidence),
            supports=tuple(supports(self.index, chosen, whole.found.candidates)),
            best=tuple(place for place, piece in enumerate(chosen) if _is_best(piece, answered)),
            conflicts=tuple(map(self._conflict, conflicts)),
            unanswered=tuple(part.found.question.text for part in parts if part not in answered and answered),
            nearest=self._nearest(unsure),
            is_written=is_written,
            began=began,
            kind=kind,
        )

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
        sentences = composition.end()
        query, investigation, abstained = findings.query, findings.investigation, findings.grade is not Grade.ANSWERED
        found, encoder, settings = investigation.found, self.index.encoder.loaded(), self._asked_with(findings)
        # What was asked before there were kinds and authors keeps its id.
        newer = [each for each in (query.kind, query.filters.authors) if each]
        identity = repr((query.text, settings, found.generation, encoder.fingerprint, *newer))
        timing = {**investigation.timing_ms, "total": 1000 * (time.perf_counter() - findings.began)}
        answer = Answer(
            id=hashlib.sha256(identity.encode()).hexdigest()[:16],
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
            index=IndexState(found.generation, encoder.name, encoder.fingerprint),
            settings=settings,
            timing_ms={stage: round(value, 2) for stage, value in timing.items()},
            unanswered=findings.unanswered,
            writing=composition.writing,
            standalone_question=None if findings.looked_up == query.text.strip() else findings.looked_up,
            nearest=findings.nearest,
            kind=findings.kind,
            lead="" if abstained else findings.lead,
        )
        for listener in self._listeners:
            listener(answer)
        return answer

    def _grade(self, part: Investigation) -> Grade:
        # Passages without a sentence say nothing, however near they are.
        return grade_of(part.confidence, self.threshold, part.found.candidates if part.evidence else ())

    def _nearest(self, parts: Sequence[Investigation]) -> tuple[NearestSentence, ...]:
        """Return the sentences that come nearest to the parts of a question, of each part in turn."""
        found = [nearest(self.index, part.found.question, part.evidence, part.found.candidates) for part in parts]
        return tuple(in_turn(found, lambda sentence: sentence))[:MOST_NEAREST]

    def _conflict(self, disagreement: EvidenceConflict) -> Conflict:
        sides = supports(self.index, disagreement.sides, ())
        return extractive.conflict_of(disagreement, [side.words for side in sides])

    @cached_property
    def _writer(self) -> AnswerWriter:
        assert self.language_model is not None  # noqa: S101 — asked for only then
        return AnswerWriter(self.language_model, self.index.encoder.loaded(), prompt_tokens=self._prompt_tokens)

    def _asked_with(self, findings: Findings) -> AskedWith:
        query, filters = findings.query, findings.query.filters
        return AskedWith(
            top_k=query.top_k,
            sources=filters.sources,
            tags=filters.tags,
            after=filters.after,
            before=filters.before,
            threshold=self.threshold,
            confidence_model=self._model.fingerprint,
            history=query.history,
            language_model=findings.is_written,
            kind=query.kind,
            authors=filters.authors,
        )


def _chosen(answered: Sequence[Investigation], conflicts: Sequence[EvidenceConflict]) -> list[Evidence]:
    """Return the evidence for an answer, in reading order, none of it twice."""
    chosen: dict[tuple[int, int], Evidence] = {}
    for part in answered:
        wanted = [found.sides[1] for found in conflicts if found.sides[0] in part.evidence]
        for piece in choose(part.found.question, part.evidence, wanted):
            chosen.setdefault((piece.row.id, piece.start), piece)
    return list(chosen.values())


def _is_best(piece: Evidence, answered: Sequence[Investigation]) -> bool:
    """Tell whether a piece of evidence is what answers one of the parts best."""
    return any((piece.row.id, piece.start) == (part.evidence[0].row.id, part.evidence[0].start) for part in answered)


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
