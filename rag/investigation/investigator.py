"""Finds what the documents hold for a question: passages, evidence, and how likely that evidence answers it."""

import dataclasses
import functools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.encoding.encoder import BUNDLED
from index.encoding.load import load_for_questions
from index.search.analysis import search_terms
from index.store import Index
from rag.confidence.features import features, uncovered_words
from rag.confidence.foreign import foreign_confidence
from rag.confidence.logistic import ConfidenceModel
from rag.evidence.by_meaning import ordered_by_meaning
from rag.evidence.context import with_context
from rag.evidence.doubts.as_written import as_documents_write
from rag.evidence.doubts.conflicts import LOOKED_AT, EvidenceConflict, find_conflicts
from rag.evidence.doubts.contacts import CONTACTS_LOOKED_AT, asks_for_contact, contact_first
from rag.evidence.doubts.injection import gives_orders
from rag.evidence.doubts.mentions import MOST_CONFIDENCE, look_up
from rag.evidence.doubts.recency.editions import edition_of
from rag.evidence.doubts.recency.ordering import asks_for_the_latest, in_force_first, later_in_thread, newest_first
from rag.evidence.doubts.values import asked_kinds
from rag.evidence.leads import lead_evidence
from rag.evidence.plain.answers import LEAST_CONFIDENCE, plain_answers
from rag.evidence.sentences import PASSAGES, Evidence, find, judged, quotes, widen
from rag.evidence.tables.row_order import by_label
from rag.investigation.bridge import bridged
from rag.investigation.found import Found, Investigation
from rag.investigation.namesakes import of_named, told_apart
from rag.investigation.query import Query
from rag.reading.close_reading import MOST_READ, CloseReading, ReadCandidate, relevance_of, reordered
from rag.reading.cross_encoder import LANGUAGES, loaded_reader
from rag.retrieval.candidates import Candidate, retrieve
from rag.retrieval.duplicates import fold
from rag.retrieval.filters import EVERYTHING
from rag.retrieval.meaning import by_meaning
from rag.retrieval.question import Question, read

__all__ = ["Investigator"]

_MAY_ANSWER = -2.0
"""The least logit of what is said beside a plain answer."""

_ANSWERS = 0.0
"""The reader's logit from which a sentence is as likely to answer as not."""


_KEPT = 6
"""Investigations, and passages: a question, and as many sides as a comparison has."""


@dataclass(frozen=True, slots=True, eq=False)
class _Recent:
    """What was found for a question in one generation, and how many passages were to be read at least."""

    key: tuple[Query, int]
    at_least: int
    found: Investigation


class Investigator:
    """Looks into one index; safe to use from several threads. Call within one snapshot of the index."""

    def __init__(self, index: Index, model: ConfidenceModel) -> None:
        """Look into an index, with a model for how likely what is found answers."""
        self.index = index
        self.model = model
        # Another encoder than the bundled one was chosen for another language or subject than the reader's.
        self._reading = CloseReading(index) if index.encoder.name == BUNDLED else None
        self._recent: tuple[_Recent, ...] = ()
        self._passages: tuple[tuple[tuple[Query, int], Found], ...] = ()
        self._last_read: tuple[tuple[str, int], Question] | None = None

    def unsearched(self, query: Query) -> Investigation:
        """Return the investigation of a question for which nothing was looked up."""
        question = self.question(query)
        return Investigation(Found(question, self.index.database.generation, (), ()), (), (), 0.0)

    def question(self, query: Query) -> Question:
        """Return a question as read; the last is kept, which kinds ask again of one document after the other.

        Raises:
            EncoderError: the encoder cannot be used.
        """
        key, last = (query.text.strip(), self.index.database.generation), self._last_read
        if last and last[0] == key:
            return last[1]
        question = read(self.index, key[0])
        self._last_read = key, question
        return question

    def passages(self, query: Query) -> Found:
        """Return the passages for a question that stands alone, the texts of the first ``top_k``.

        The last few are kept: what looks at passages to tell how a question is meant hands it on.

        Raises:
            EncoderMismatch: the encoder is not the index's.
        """
        key, kept = (query, self.index.database.generation), self._passages
        known = next((found for of, found in kept if of == key), None)
        if known is None:
            known = self._retrieved(query)
            self._passages = ((key, known), *kept[: _KEPT - 1])
        return known

    def _retrieved(self, query: Query) -> Found:
        started = time.perf_counter()
        question = self.question(query)
        encoded = time.perf_counter()
        candidates = fold(retrieve(self.index, question, query.filters), self.index.chunks.text)
        namesakes = told_apart(self.index, question.text, [candidate.row for candidate in candidates])
        candidates = of_named(candidates, namesakes)
        if self._is_foreign(question):
            candidates = by_meaning(self.index, question, candidates)
        texts = self._texts(candidates, query.top_k)
        timing = {"question": 1000 * (encoded - started), "retrieval": 1000 * (time.perf_counter() - encoded)}
        return Found(question, self.index.database.generation, tuple(candidates), texts, timing, namesakes)

    def investigate(self, query: Query, *, at_least: int = 0) -> Investigation:
        """Return passages, evidence and confidence for a question; raises as ``passages`` does.

        The last few are kept: a kind that does not believe them hands the question on to be answered as a fact.

        Args:
            query: with a question that stands alone.
            at_least: how many passages are read, though one answers, where more than one sentence is wanted.
        """
        key, recent = (query, self.index.database.generation), self._recent
        for each in recent:
            if each.key == key and each.at_least >= at_least:
                return each.found
        found = self._investigated(query, at_least)
        # Put in place whole, so that several threads may do so.
        self._recent = (_Recent(key, at_least, found), *recent[: _KEPT - 1])
        return found

    def _investigated(self, query: Query, at_least: int) -> Investigation:
        found = self.passages(query)
        started = time.perf_counter()
        read = self._read(found, max(at_least, MOST_READ if asked_kinds(found.question.text) else 0))
        # What is likely is known of so many passages: among more, some seem to answer that do not.
        before, found = found, self._reordered(found, read, query.top_k)
        counted = found if len(read) <= MOST_READ else self._reordered(before, read[:MOST_READ], query.top_k)
        evidence, missing = look_up(self.index, query.text, self._evidence(found, read))
        values: tuple[float, ...] = ()
        confidence, plain = 0.0, list[Evidence]()
        if evidence:
            row = counted.candidates[0].row
            passage = f"{row.title}\n{row.heading}\n{counted.texts[0]}"
            if self._is_foreign(found.question):
                confidence = foreign_confidence(self.index, found.question, found.candidates, evidence, self.model)
            else:
                values = features(found.question, counted.candidates, read[:MOST_READ], passage)
                confidence = self.model.probability(values)
            confidence = min(confidence, MOST_CONFIDENCE if missing else 1.0)
            if plain := plain_answers(self.index, found.question, evidence):
                evidence = [*plain, *(each for each in evidence if each not in plain and _adds(each, plain[0]))]
                confidence = max(confidence, LEAST_CONFIDENCE) if not missing else confidence
        together = self._bridged(found, evidence, read) if not (plain or missing) else ()
        if together:
            ahead = {(piece.row.id, piece.start) for piece in together}
            evidence = [*together, *(piece for piece in evidence if (piece.row.id, piece.start) not in ahead)]
            confidence = max(confidence, LEAST_CONFIDENCE)
        if asks_for_the_latest(query.text):
            evidence = newest_first(evidence)
        elif asked_kinds(query.text):
            evidence = later_in_thread(query.text, evidence, quotes(self.index, evidence[:LOOKED_AT]))
        evidence, earlier = in_force_first(
            query.text,
            evidence,
            functools.partial(edition_of, self.index),
            plain,
            lambda each: quotes(self.index, [each])[0],
        )
        if asks_for_contact(query.text):
            contact = contact_first(query.text, evidence, quotes(self.index, evidence[:CONTACTS_LOOKED_AT]))
            evidence = evidence if contact is None else contact
            confidence = min(confidence, MOST_CONFIDENCE) if contact is None else confidence
        timing = {**found.timing_ms, "evidence": 1000 * (time.perf_counter() - started)}
        uncovered = self._uncovered(found, query)
        return Investigation(
            found,
            tuple(evidence),
            values,
            confidence,
            uncovered,
            timing,
            missing,
            tuple(plain),
            together,
            tuple(earlier),
        )

    def _uncovered(self, found: Found, query: Query) -> tuple[str, ...]:
        """Return the words that no passage shown covers, without those that other passages of all have as they are."""
        words = uncovered_words(found.question, found.candidates[: len(found.texts)], found.texts)
        if query.filters != EVERYTHING:
            return words  # what stands in documents that may not answer is not there
        known = self.index.search.document_frequency
        return tuple(word for word in words if not any(map(known, search_terms(word, found.question.language))))

    def _bridged(
        self, found: Found, evidence: Sequence[Evidence], read: Sequence[ReadCandidate]
    ) -> tuple[Evidence, ...]:
        """Return the two sentences that answer together where no passage answers alone, the second step first."""
        if not read:
            return ()
        alone = max(each.score.answers for each in read)
        pair = bridged(self.index, loaded_reader(), found.question, found.candidates, evidence, alone)
        return (pair.second, pair.first) if pair else ()

    def _read(self, found: Found, at_least: int) -> list[ReadCandidate]:
        """Return passages as they were read; those that give orders only where no other answers."""
        if not self._reading or not self._is_known(found.question):
            return []
        honest: list[Candidate] = []
        suspect: list[Candidate] = []
        for candidate in found.candidates[:PASSAGES]:
            (suspect if gives_orders(self.index, candidate.row) else honest).append(candidate)
        question = self._as_written(found)
        read = self._reading.read(question, honest, at_least=at_least)
        if suspect and max((each.score.answers for each in read), default=-1.0) < _ANSWERS:
            read += self._reading.read(question, suspect)
        return read

    def _as_written(self, found: Found) -> Question:
        """Return a question with its codes and amounts as the passages found write them."""
        if not any(map(str.isdigit, found.question.text)):
            return found.question
        texts = [self.index.chunks.headed_text(candidate.row) for candidate in found.candidates[:PASSAGES]]
        return dataclasses.replace(found.question, text=as_documents_write(found.question.text, texts))

    def _reordered(self, found: Found, read: Sequence[ReadCandidate], top_k: int) -> Found:
        if not read:
            return found
        candidates = reordered(found.candidates, read)
        return dataclasses.replace(found, candidates=tuple(candidates), texts=self._texts(candidates, top_k))

    def _texts(self, candidates: Sequence[Candidate], top_k: int) -> tuple[str, ...]:
        return tuple(self.index.chunks.text(candidate.row) for candidate in candidates[: max(top_k, 1)])

    def _evidence(self, found: Found, read: Sequence[ReadCandidate]) -> list[Evidence]:
        """Return the sentences, those that answer first; of a text that gives orders only where no other answers."""
        everything = find(found.question, found.candidates)
        if self._is_foreign(found.question):
            everything = ordered_by_meaning(self.index, found.question, everything, found.candidates)
        elif self._reading:
            leads = lead_evidence(self.index, found.question, found.candidates)
            everything = sorted([*everything, *leads], key=lambda piece: -piece.score)
        if read:
            ordered = with_context(self.index, judged(everything, relevance_of(self.index, found.question.text, read)))
            ordered = by_label(self.index, found.question, ordered)
            return [e if e.relevance is None else widen(e, self.index.chunks.text(e.row)) for e in ordered]
        rows = {piece.row.id: piece.row for piece in everything}
        suspect = {identity for identity, row in rows.items() if gives_orders(self.index, row)}
        honest = [piece for piece in everything if piece.row.id not in suspect]
        return with_context(self.index, honest or everything)

    def reads(self, question: Question) -> bool:
        """Tell whether passages are read beside a question, or else only compared with it."""
        return self._reading is not None and self._is_known(question)

    def _is_known(self, question: Question) -> bool:
        return question.language in LANGUAGES

    def _is_foreign(self, question: Question) -> bool:
        """Tell whether neither reader nor encoder knows the question's language."""
        return self._reading is not None and not self._is_known(question)

    def conflicts(self, investigation: Investigation) -> list[EvidenceConflict]:
        """Return where sources, or versions of one, give different values for what was asked."""
        question = investigation.found.question
        # Of the latest, what was said before is out of date, not another view.
        if asks_for_the_latest(question.text) or not asked_kinds(question.text):
            return []
        now = self._conflicts(question, investigation.evidence)
        if not investigation.earlier:
            return now
        before = self._conflicts(question, [investigation.evidence[0], *investigation.earlier])
        return [*now, *(dataclasses.replace(found, later=0, of_versions=True) for found in before)]

    def _conflicts(self, question: Question, evidence: Sequence[Evidence]) -> list[EvidenceConflict]:
        looked_at = evidence[:LOOKED_AT]
        passages = [f"{e.row.title}\n{e.row.heading}\n{self.index.chunks.text(e.row)}" for e in looked_at]
        return find_conflicts(question, looked_at, quotes(self.index, looked_at), passages)

    @property
    def loads(self) -> tuple[Callable[[], object], ...]:
        """What loads that which the first question would have to wait for; each may raise EncoderError."""
        encoder = (self._encoder_loaded, lambda: load_for_questions(self.index.encoder.name))
        return (*encoder, loaded_reader) if self._reading else encoder

    def _encoder_loaded(self) -> None:
        _ = self.index.encoder.loaded().encode_query("What?")


def _adds(piece: Evidence, plain: Evidence) -> bool:
    """Tell whether evidence may say something beside what plainly answers: no other row, clause or line of a list."""
    is_beside = piece.row.id == plain.row.id or (piece.header and plain.header)
    return not is_beside and (piece.relevance is None or piece.relevance >= _MAY_ANSWER)
