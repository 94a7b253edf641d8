"""What the reader learns from: the sentences that retrieval finds for a question, as its lower half leaves them."""

import dataclasses
from collections.abc import Container, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.onnx_file import OnnxFile
from index.encoding.bundled.onnx_model import OnnxModel, cpu_count
from index.encoding.load import load_encoder
from index.store import Index
from rag.evaluation.question_sets import GoldSpan, QuestionCase, for_the_reader, load, open_index
from rag.evidence.context import with_context
from rag.evidence.sentences import READ, Evidence, find
from rag.reading.close_reading import reader_input
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256, TOKENIZER_SHA256, places_in_sentence
from rag.reading.lora import LAYERS, layer_output
from rag.retrieval.candidates import retrieve
from rag.retrieval.filters import Filters
from rag.retrieval.question import check, read

__all__ = ["ReaderExample", "Sentence", "examples"]

_IN_CONTEXT = 5
_ELSEWHERE = 5
"""Sentences that are read behind those before them, and sentences of other documents."""

_BEFORE = 2
"""How many sentences stand before one in its context."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
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


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class ReaderExample:
    """A question with the sentences that retrieval finds for it.

    Attributes:
        sentences: best first; the one with the answer is among them.
        in_context: the first of them, and those with the answer, behind the sentences before them.
        elsewhere: the best of the documents that do not answer it; empty for a question without an answer.
    """

    sentences: tuple[Sentence, ...]
    in_context: tuple[Sentence, ...]
    elsewhere: tuple[Sentence, ...]


def examples(folder: Path, left_out: Container[str]) -> Iterator[ReaderExample]:
    """Yield the examples of a question set's questions that the reader may learn from.

    Args:
        folder: of the set.
        left_out: questions that it will be judged by; a set may have them under ids of its own.
    """
    questions = load(folder)
    cases = [case for case in questions.cases if for_the_reader(case) and case.question not in left_out]
    index, doc_id_of = open_index(questions, load_encoder())
    model = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, _with_states_below)

    def example(case: QuestionCase) -> ReaderExample:
        found = [(piece, _gold_in(piece, case, doc_id_of)) for piece in _found(index, case, doc_id_of)]
        wider = [(_behind_two(piece), gold) for place, (piece, gold) in enumerate(found) if gold or place < _IN_CONTEXT]
        others = [(piece, None) for piece in _elsewhere(index, case, doc_id_of)]
        read = [
            tuple(_sentence(model, index, case, piece, gold) for piece, gold in some) for some in (found, wider, others)
        ]
        return ReaderExample(*read)

    with ThreadPoolExecutor(cpu_count()) as pool:
        yield from (made for made in pool.map(example, cases) if made.sentences)


def _with_states_below(model: bytes) -> bytes:
    return OnnxFile(model).with_outputs(layer_output(LAYERS[0] - 1))


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
    return with_context(index, find(question, retrieve(index, question, Filters(sources=others)))[:_ELSEWHERE])


def _behind_two(piece: Evidence) -> Evidence:
    """Return evidence that is read behind the two sentences before it, pronoun or not; a table's row as it is."""
    before = [start for start, _ in piece.row.sentences if start < piece.start][-_BEFORE:]
    if piece.header or not before or (piece.antecedent or piece.start) <= before[0]:
        return piece
    return dataclasses.replace(piece, antecedent=before[0])


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
    given = reader_input(index, piece)
    (_, states), tokens = model.run(check(case.question), given.before + given.sentence)
    places, inside = places_in_sentence(tokens, given)
    if gold is None or piece.header:
        return Sentence(states.astype(np.float16), inside, None)
    start, end = gold.start - piece.start, gold.end - piece.start
    hit = np.flatnonzero(inside & (places[:, 0] < end) & (places[:, 1] > start))
    answer = (int(hit[0]), int(hit[-1])) if len(hit) else None
    return Sentence(states.astype(np.float16), inside, answer)
