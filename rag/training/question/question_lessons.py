"""What the encoder of questions learns from: questions, and the passages of a set as they are encoded already."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoding.bundled.onnx_model import OnnxModel
from index.encoding.encoder import Encoder, FloatArray
from index.encoding.token_vectors import TokenVectors, from_bytes
from index.search.analysis import words
from index.store import Index
from rag.evaluation.figures.evaluate import contains
from rag.evaluation.sets.question_sets import QuestionCase, load, open_index
from rag.retrieval.candidates import RETRIEVED
from rag.retrieval.question import Question, check, read

__all__ = ["LessonSet", "QuestionLesson", "lesson_set"]


@dataclass(frozen=True, slots=True, eq=False)
class QuestionLesson:
    """A question with where its answers stand.

    Attributes:
        ids: its tokens, the special ones among them.
        kept: which of them MaxSim looks at.
        weights: (kept,) of sum 1.
        right: rows of the passages that hold an answer.
        lexical: by row, the share of the best BM25 that a passage has.
    """

    ids: list[int]
    kept: list[int]
    weights: FloatArray
    right: list[int]
    lexical: dict[int, float]


@dataclass(frozen=True, slots=True, eq=False)
class LessonSet:
    """The questions of a set, and all of its passages as they were encoded; those are not trained.

    Attributes:
        vectors: (passages, dim) of unit norm.
        tokens: of each passage.
        lessons: a question each.
    """

    vectors: FloatArray
    tokens: list[TokenVectors]
    lessons: list[QuestionLesson]


def lesson_set(folder: Path, encoder: Encoder, model: OnnxModel, wanted: Callable[[QuestionCase], bool]) -> LessonSet:
    """Return the lessons of a question set; a question whose answer is in no passage whole gives none.

    Args:
        folder: of the set.
        encoder: of its index.
        model: of the questions, for its tokens.
        wanted: tells whether the encoder may learn from a question.
    """
    questions = load(folder)
    index, doc_id_of = open_index(questions, encoder)
    with index.database.snapshot():
        ids, vectors = index.chunks.vectors_of(index.chunks.ids())
        rows = index.chunks.get([int(identity) for identity in ids])
        place_of = {int(identity): place for place, identity in enumerate(ids)}
        spans = [(doc_id_of[rows[int(i)].source], rows[int(i)].start, rows[int(i)].end) for i in ids]
        lessons = []
        for case in questions.cases:
            if not case.spans or not wanted(case):
                continue
            right = [
                place for place, (doc_id, start, end) in enumerate(spans) if contains(case.spans, doc_id, start, end)
            ]
            if right:
                lessons.append(_lesson(index, model, read(index, check(case.question)), right, place_of))
        return LessonSet(np.asarray(vectors, np.float32), [from_bytes(rows[int(i)].tokens) for i in ids], lessons)


def _lesson(
    index: Index, model: OnnxModel, question: Question, right: Sequence[int], place_of: dict[int, int]
) -> QuestionLesson:
    _, tokens = model.run(question.text)
    spans, last = words(question.text), len(tokens.ids) - 1
    kept = [place for place in range(1, last) if any(a <= tokens.offsets[place][0] < b for a, b in spans)]
    found = index.search.lexical(question.terms, RETRIEVED)
    best = max((score for _, score in found), default=0.0) or 1.0
    lexical = {place_of[identity]: score / best for identity, score in found}
    return QuestionLesson(list(tokens.ids), kept or list(range(1, last)), question.weights, list(right), lexical)
