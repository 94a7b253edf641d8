"""Tells which kind of answer a question wants: a model taught on labelled questions (docs/decisions/20)."""

import threading
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.onnx_model import OnnxModel
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256, TOKENIZER_SHA256
from index.encoding.encoders.sentence_vectors import sentence_vectors
from rag.answers.kind import Kind
from rag.kinds.kind_weights import kind_weights

__all__ = ["Telling", "told", "warm"]

_SURE = 0.5
"""A kind that is less likely is not believed: the question counts as one for a fact."""

_OF_DOCUMENTS = frozenset({Kind.OVERVIEW, Kind.COLLECTION})
"""Kinds of what is asked of documents as such. “Summarise the documents” may be either, and asks for no fact."""

_SURELY_NOT_FOR_US = 0.7
"""The same of what no document could answer: a greeting that is looked up costs less than a question that is not."""

_LANGUAGES = frozenset({"en"})
"""ISO 639 codes of those that the encoder knows; of others a regression on vectors that languages share tells."""

_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Telling:
    """What kind a question was found to be of.

    Attributes:
        kind: the likeliest; ``fact`` where none is likely enough.
        probability: of the likeliest among those that it may be of, 0 to 1.
        aspect: what of that kind is wanted, such as ``mentions`` of the collection; empty where it has but one.
    """

    kind: Kind
    probability: float
    aspect: str = ""


def told(text: str, language: str, among: frozenset[Kind] = frozenset(Kind)) -> Telling:
    """Return the kind of a question.

    Args:
        text: of the question, as it stands alone.
        language: ISO 639 code of the one that it is in.
        among: the kinds that it may be of; with one alone, what is told is its aspect.

    Raises:
        EncoderError: the weights are missing, or are not the expected file.
    """
    weights = kind_weights()
    chances = _softmax(_logits(text, language))
    of_kind: dict[Kind, float] = dict.fromkeys(sorted(among), 0.0)
    aspect: dict[Kind, tuple[float, str]] = {}
    for label, chance in zip(weights.labels, chances, strict=True):
        name, _, what = label.partition("/")
        kind = Kind(name)
        if kind in of_kind:
            of_kind[kind] += float(chance)
            aspect[kind] = max(aspect.get(kind, (0.0, "")), (float(chance), what))
    whole = sum(of_kind.values())
    likeliest = max(of_kind, key=lambda kind: of_kind[kind])
    probability = of_kind[likeliest] / whole
    alike = _OF_DOCUMENTS & among if likeliest in _OF_DOCUMENTS else {likeliest}
    least = _SURELY_NOT_FOR_US if likeliest is Kind.NOT_FOR_US else _SURE
    if sum(of_kind[kind] for kind in alike) / whole < least and Kind.FACT in among:
        return Telling(Kind.FACT, probability)
    return Telling(likeliest, probability, aspect[likeliest][1])


def warm() -> None:
    """Load the model, so that the first question need not wait for it; raises as ``told`` does."""
    _ = told("What?", "en")


def _logits(text: str, language: str) -> npt.NDArray[np.float32]:
    weights = kind_weights()
    if language not in _LANGUAGES:
        found: npt.NDArray[np.float32] = sentence_vectors().encode([text])[0] @ weights.any_weight + weights.any_bias
        return found
    with _loading:
        model = _model()
    (states, *_), _ = model.run(text)
    logits: npt.NDArray[np.float32] = states.mean(axis=0) @ weights.weight + weights.bias
    return logits


@cache
def _model() -> OnnxModel:
    return OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, change=kind_weights().apply)


def _softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    raised = np.exp(logits.astype(np.float64) - logits.max())
    shares: npt.NDArray[np.float64] = raised / raised.sum()
    return shares
