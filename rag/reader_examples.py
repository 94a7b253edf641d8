"""What the reader learns from: the sentences that retrieval finds for a question, as its lower half leaves them."""

from collections.abc import Container, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoders import load_encoder
from index.onnx_model import OnnxModel, cpu_count
from index.store import Index
from rag.adaptation import LAYERS, layer_output
from rag.context import with_context
from rag.evidence import READ, Evidence, find
from rag.onnx_file import OnnxFile
from rag.question_sets import GoldSpan, QuestionCase, for_the_reader, load, open_index
from rag.questions import check, read
from rag.reader import FOLDER, MODEL_SHA256, TOKENIZER_SHA256, places_in_sentence
from rag.reading import aloud
from rag.retrieve import Filters, retrieve

__all__ = ["Example", "Sentence", "examples"]

ELSEWHERE = 5
"""Sentences of other documents that are read for a question."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence beside its question.

    Attributes:
        states: (tokens, 384) float16, what the first of the trained layers is given.
        inside: (tokens,), which of them may be part of an answer.
        answer: first and last token of the right answer; None when the sentence does not hold it.
    """

    states: npt.NDArray[np.float16]
    inside: npt.NDArray[np.bool_]
    answer: tuple[int, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A question with the sentences that retrieval finds for it.

    Attributes:
        sentences: best first; the one with the answer is among them.
        elsewhere: those of the documents that do not answer it, best first; empty for a question without an answer.
    """

    sentences: tuple[Sentence, ...]
    elsewhere: tuple[Sentence, ...]


def examples(folder: Path, reported: Container[str]) -> Iterator[Example]:
    """Yield the examples of a question set's questions that the reader may learn from.

    Args:
        folder: of the set.
        reported: questions that it will be judged by; a set may have them under ids of its own.
    """
    questions = load(folder)
    cases = [case for case in questions.cases if for_the_reader(case) and case.question not in reported]
    index, doc_id_of = open_index(questions, load_encoder())
    model = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, _with_states_below)

    def example(case: QuestionCase) -> Example:
        found = _found(index, case, doc_id_of)
        spans = [_gold_in(piece, case, doc_id_of) for piece in found]
        return Example(
            tuple(_sentence(model, index, case, *pair) for pair in zip(found, spans, strict=True)),
            tuple(_sentence(model, index, case, piece, None) for piece in _elsewhere(index, case, doc_id_of)),
        )

    with ThreadPoolExecutor(cpu_count()) as pool:
        yield from (made for made in pool.map(example, cases) if made.sentences)


def _with_states_below(model: bytes) -> bytes:
    return OnnxFile(model).with_output(layer_output(LAYERS[0] - 1))


def _found(index: Index, case: QuestionCase, doc_id_of: dict[str, str]) -> list[Evidence]:
    question = read(index, check(case.question))
    ranked = find(question, retrieve(index, question))
    best = ranked[:READ]
    if not any(_gold_in(piece, case, doc_id_of) for piece in best):
        best += [piece for piece in ranked[READ:] if _gold_in(piece, case, doc_id_of)][:1]
    return with_context(index, best)


def _elsewhere(index: Index, case: QuestionCase, doc_id_of: dict[str, str]) -> list[Evidence]:
    others = tuple(source for source, doc_id in doc_id_of.items() if doc_id not in case.doc_ids)
    if not case.answerable or not others:
        return []
    question = read(index, check(case.question))
    return with_context(index, find(question, retrieve(index, question, Filters(sources=others)))[:ELSEWHERE])


def _gold_in(piece: Evidence, case: QuestionCase, doc_id_of: dict[str, str]) -> GoldSpan | None:
    """Return a span that the sentence holds, or one of several sentences that holds at least half of this one."""
    for span in case.spans:
        shared = min(span.end, piece.end) - max(span.start, piece.start)
        if span.doc_id == doc_id_of[piece.row.source] and shared >= min(
            span.end - span.start, (piece.end - piece.start) / 2
        ):
            return span
    return None


def _sentence(model: OnnxModel, index: Index, case: QuestionCase, piece: Evidence, gold: GoldSpan | None) -> Sentence:
    heard = aloud(index, piece)
    (_, states), tokens = model.run(check(case.question), heard.before + heard.sentence)
    places, inside = places_in_sentence(tokens, heard)
    if gold is None or piece.header:
        return Sentence(states.astype(np.float16), inside, None)
    start, end = gold.start - piece.start, gold.end - piece.start
    hit = np.flatnonzero(inside & (places[:, 0] < end) & (places[:, 1] > start))
    answer = (int(hit[0]), int(hit[-1])) if len(hit) else None
    return Sentence(states.astype(np.float16), inside, answer)
