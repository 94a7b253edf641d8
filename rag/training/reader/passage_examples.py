"""What the reader learns from: a question beside the passages that retrieval finds for it."""

import dataclasses
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.documents import document_id
from index.encoding.encoder import Encoder
from index.storage.records import ChunkRow
from index.store import Index
from rag.evaluation.sets.question_sets import QuestionCase, load, open_index
from rag.reading.close_reading import chunk_text
from rag.reading.passage_text import PassageText, cited_text
from rag.retrieval.candidates import retrieve
from rag.retrieval.question import check, read
from rag.training.gold_sentences import gold_sentences
from rag.training.support import support_examples

__all__ = ["PASSAGES", "ReadPassage", "ReaderExample", "examples", "rewritten"]

_LOOKED_AT = 20
"""How many passages of the retrieval the ones to read are taken from."""

PASSAGES = 4
"""Read for each question: what answers it, the best others of its document, the best of another."""

_OF_THE_DOCUMENT = 3
"""How many of them are of the document that the question was asked of: what is on the subject and does not answer."""


@dataclasses.dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage beside its question.

    Attributes:
        text: as it is read.
        right: which of its units answer, or help to.
        words: spans in ``text`` of the words that answer, where they are fewer than a sentence.
    """

    text: PassageText
    right: frozenset[int] = frozenset()
    words: tuple[tuple[int, int], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ReaderExample:
    """A question with the passages that are read for it, best first.

    Attributes:
        id: of the question.
        question: as asked.
        passages: at least one; none of them answers a question without an answer.
        twin: id of the question that this one is a word or two away from; empty for most.
        supported: whether the passage supports what is said, of a claim, which has one passage; None of a question.
        affirmed: whether the passage answers with yes, of one that answers with yes or no and is read alone; None of
            all others.
    """

    id: str
    question: str
    passages: tuple[ReadPassage, ...]
    twin: str = ""
    supported: bool | None = None
    affirmed: bool | None = None

    @property
    def is_judged(self) -> bool:
        """Whether it is about one passage that is to be judged, and none is to be chosen."""
        return self.supported is not None or self.affirmed is not None


def examples(folder: Path, encoder: Encoder, wanted: Callable[[QuestionCase], bool]) -> Iterator[ReaderExample]:
    """Yield the examples of a question set, in its order; a question whose answer is in no chunk whole gives none.

    One that is answered with yes or no gives one more, of what says so: the passage that answers, or else its document.

    Args:
        folder: of the set.
        encoder: of the index that passages are retrieved from.
        wanted: tells whether the reader may learn from a question.
    """
    questions = load(folder)
    index, doc_id_of = open_index(questions, encoder)
    for case in filter(wanted, questions.cases):
        if case.kind == "claim":
            yield _claim(case.id, case.question, _document(index, case), supported=case.answerable)
            continue
        if case.answerable and not case.spans:
            if case.affirmed is not None and case.documents:
                yield _yes_or_no(case, ReadPassage(cited_text(_document(index, case))))
            continue
        made = ReaderExample(case.id, check(case.question), _passages(index, case, doc_id_of), case.twin)
        answered = any(passage.right for passage in made.passages)
        if made.passages and answered == case.answerable:
            yield made
            if case.affirmed is not None and answered:
                yield _yes_or_no(case, next(passage for passage in made.passages if passage.right))


def rewritten(folder: Path, most: int, wanted: Callable[[QuestionCase], bool]) -> Iterator[ReaderExample]:
    """Yield the sentences of a set that answer, reworded and falsified, as claims about what they were made of.

    Args:
        folder: of the set.
        most: questions whose answers are taken, by chance, the same every time.
        wanted: tells whether the reader may learn from a question.
    """
    questions = load(folder)
    cases = [case for case in questions.cases if case.answerable and wanted(case)]
    random.Random(0).shuffle(cases)  # noqa: S311 - no secret
    for number, made in enumerate(support_examples.examples(questions, cases[:most])):
        yield _claim(f"{folder.name}|{number}", made.sentence, made.cited, supported=made.supported)


def _claim(identity: str, text: str, cited: Sequence[str], *, supported: bool) -> ReaderExample:
    return ReaderExample(identity, text, (ReadPassage(cited_text(cited)),), supported=supported)


def _yes_or_no(case: QuestionCase, passage: ReadPassage) -> ReaderExample:
    return ReaderExample(f"{case.id}|yes", check(case.question), (passage,), affirmed=case.affirmed)


def _document(index: Index, case: QuestionCase) -> tuple[str, str]:
    """Return text and title of the first of a case's documents."""
    document = index.documents.get(document_id(case.documents[0]))
    return document.text, document.title if document.title != document.source else ""


def _passages(index: Index, case: QuestionCase, doc_id_of: dict[str, str]) -> tuple[ReadPassage, ...]:
    with index.database.snapshot():
        ranked = [candidate.row for candidate in retrieve(index, read(index, check(case.question)))[:_LOOKED_AT]]
        right = [row for row in ranked if _right(row, case, doc_id_of)] or _holding(index, case)
        right = [row for row in right if _right(row, case, doc_id_of)][:2]
        others = [row for row in ranked if not _right(row, case, doc_id_of)]
        own = [row for row in others if doc_id_of[row.source] in case.documents]
        far = [row for row in others if doc_id_of[row.source] not in case.documents]
        chosen = right[:1] + own[: _OF_THE_DOCUMENT - 1] if right else own[:_OF_THE_DOCUMENT]
        chosen += [row for row in [*far[:1], *right[1:], *own, *far] if row not in chosen][: PASSAGES - len(chosen)]
        return tuple(_read_passage(index, row, case, doc_id_of) for row in chosen)


def _holding(index: Index, case: QuestionCase) -> list[ChunkRow]:
    """Return the chunks that hold a question's answers, which retrieval did not find."""
    found = [
        identity
        for span in case.spans
        for identity in index.chunks.ids_at(document_id(span.doc_id), span.start, span.end)
    ]
    return list(index.chunks.get(list(dict.fromkeys(found))).values())


def _right(row: ChunkRow, case: QuestionCase, doc_id_of: dict[str, str]) -> list[int]:
    return gold_sentences(row.sentences, case, doc_id_of[row.source])


def _read_passage(index: Index, row: ChunkRow, case: QuestionCase, doc_id_of: dict[str, str]) -> ReadPassage:
    text = chunk_text(index, row)
    right = frozenset(text.leads + place for place in _right(row, case, doc_id_of))
    shift = text.start - row.sentences[0][0] if row.sentences else 0
    words = [
        (span.start + shift, span.end + shift)
        for span in case.spans
        if span.doc_id == doc_id_of[row.source] and row.start <= span.start and span.end <= row.end
    ]
    return ReadPassage(text, right, tuple(span for span in words if not _is_whole(span, text, right)))


def _is_whole(span: tuple[int, int], text: PassageText, right: Sequence[int] | frozenset[int]) -> bool:
    """Tell whether a span is a sentence or more: it says nothing of the words in it."""
    return any(span[0] <= text.units[unit][0] and text.units[unit][1] <= span[1] + 1 for unit in right)
