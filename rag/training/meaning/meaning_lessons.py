"""Questions beside the vectors of all sentences of the documents that they were asked of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.documents import document_id
from index.encoding.encoder import Encoder, FloatArray
from index.encoding.encoders.sentence_vectors import sentence_vectors
from index.store import Index
from rag.evaluation.sets.question_sets import QuestionCase, load, open_index
from rag.retrieval.question import check
from rag.training.gold_sentences import gold_sentences

__all__ = ["DocumentSentences", "MeaningLesson", "lessons"]

_MOST_SENTENCES = 200
"""Of a document; longer ones teach nothing that shorter ones do not, and take long."""

_TOGETHER = 64
"""Questions that are encoded at once."""


@dataclass(frozen=True, slots=True, eq=False)
class DocumentSentences:
    """The sentences of a document.

    Attributes:
        vectors: (n, dim) of unit norm.
        before, behind: (n,) place of the neighbour in the same passage; n where there is none.
        spans: of each in the document's text.
    """

    vectors: FloatArray
    before: np.ndarray
    behind: np.ndarray
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class MeaningLesson:
    """A question with the document that it was asked of.

    Attributes:
        question: (dim,) of unit norm.
        document: its sentences.
        right: places of those that answer; none where nothing does.
    """

    question: FloatArray
    document: DocumentSentences
    right: tuple[int, ...]


def lessons(folder: Path, encoder: Encoder, wanted: Callable[[QuestionCase], bool]) -> Iterator[MeaningLesson]:
    """Yield the lessons of a question set; a question whose answer is in no sentence gives none.

    Args:
        folder: of the set.
        encoder: of the index that cuts documents into passages.
        wanted: tells whether one may learn from a question.
    """
    questions = load(folder)
    index, doc_id_of = open_index(questions, encoder)
    source_of = {doc_id: source for source, doc_id in doc_id_of.items()}
    cases = [case for case in questions.cases if case.documents and wanted(case)]
    read: dict[str, DocumentSentences | None] = {}
    for first in range(0, len(cases), _TOGETHER):
        some = cases[first : first + _TOGETHER]
        vectors = sentence_vectors().encode([check(case.question) for case in some])
        for case, vector in zip(some, vectors, strict=True):
            doc_id = case.documents[0]
            if doc_id not in read:
                read[doc_id] = _sentences(index, document_id(source_of[doc_id]))
            document = read[doc_id]
            right = tuple(gold_sentences(document.spans, case, doc_id)) if document else ()
            if document and bool(right) == case.answerable:
                yield MeaningLesson(vector, document, right)


def _sentences(index: Index, identity: str) -> DocumentSentences | None:
    """Return a document's sentences, each once; None of one that is too long or that has none."""
    texts: list[str] = []
    spans: dict[tuple[int, int], int] = {}
    before: list[int] = []
    behind: list[int] = []
    for row in index.chunks.get(index.chunks.ids_of([identity])).values():
        text, last = index.chunks.text(row), -1
        for span in row.sentences:
            place = spans.setdefault(span, len(texts))
            if place == len(texts):
                texts.append(text[span[0] - row.start : span[1] - row.start])
                before.append(last)
                behind.append(-1)
            if last >= 0:
                behind[last] = place
            last = place
    if not 0 < len(texts) <= _MOST_SENTENCES:
        return None
    nobody = len(texts)
    vectors = sentence_vectors().encode(texts)
    places = [np.array([nobody if place < 0 else place for place in some]) for some in (before, behind)]
    return DocumentSentences(vectors, places[0], places[1], tuple(spans))
