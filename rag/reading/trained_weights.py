"""What training changed in the cross-encoder, and the heads that read its last states."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.int8_weights import Int8Bert

__all__ = [
    "CLASSIFIER",
    "HEADS",
    "LAYERS",
    "POOLER",
    "PREFIX",
    "Head",
    "TrainedWeights",
    "YesNoWeights",
    "load_weights",
    "load_yes_no",
]

PREFIX = "bert"
"""How the names of the model's parts begin."""

LAYERS = range(6, 12)
"""The layers that were trained, of twelve; those below are as they were."""

POOLER, CLASSIFIER = "bert.pooler.dense", "classifier"

_LAST_STATE = f"/{PREFIX}/encoder/layer.{LAYERS[-1]}/output/LayerNorm/Add_1_output_0"
"""The states that come out of the last layer, (texts, tokens, 384)."""

_POOLED = f"/{PREFIX}/pooler/activation/Tanh_output_0"
"""What is made of the first token's state, (texts, 384)."""

HEADS = ("sentence", "span", "supports")
"""Those that ship, and are read."""

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A linear head: ``states @ weight + bias``.

    Attributes:
        weight: (384, outputs).
        bias: (outputs,).
    """

    weight: Array
    bias: Array

    def __call__(self, states: Array) -> Array:
        """Return (…, outputs) of states, (…, 384)."""
        return states @ self.weight + self.bias


@dataclass(frozen=True, slots=True, eq=False)
class TrainedWeights:
    """What training changed.

    Attributes:
        arrays: of the layers, of ``pooler`` and ``answers``, as ``Int8Bert.change`` takes them.
        sentence: head for one logit, of the mean of a sentence's states.
        span: head for two, of a token's state: that it is the first, the last of the words that answer.
        supports: head for one, of the pooled state.
        learned_from: names of the question sets that it was trained on.
    """

    arrays: Mapping[str, npt.NDArray[np.generic]]
    sentence: Head
    span: Head
    supports: Head
    learned_from: tuple[str, ...]

    def apply(self, model: bytes) -> bytes:
        """Return the model with its weights changed, in int8 as before; it gives the last states too, and the pooled.

        Raises:
            ValueError: the bytes are no such model.
        """
        return _applied(model, self.arrays)


@dataclass(frozen=True, slots=True, eq=False)
class YesNoWeights:
    """What training for yes and no changed.

    Attributes:
        arrays: as ``TrainedWeights`` has them.
        affirms: head for one logit, of the pooled state: that the passage says yes.
    """

    arrays: Mapping[str, npt.NDArray[np.generic]]
    affirms: Head

    def apply(self, model: bytes) -> bytes:
        """Return the model with its weights changed, as ``TrainedWeights.apply`` does; raises as it does."""
        return _applied(model, self.arrays)


def load_yes_no(content: bytes) -> YesNoWeights:
    """Return the weights of ``data/yes_no.npz``; ``rag/training/reader/ship_reader.py`` makes them."""
    arrays = _arrays(content)
    arrays.pop("learned_from")
    return YesNoWeights(arrays, _heads(arrays, ("affirms",))["affirms"])


def load_weights(content: bytes | None = None) -> TrainedWeights:
    """Return the weights that ship, or those of a file's bytes; ``rag/training/reader/ship.py`` makes them."""
    if content is None:
        content = files("rag").joinpath("data/reader.npz").read_bytes()
    arrays = _arrays(content)
    learned_from = tuple(str(name) for name in arrays.pop("learned_from"))
    return TrainedWeights(arrays, **_heads(arrays, HEADS), learned_from=learned_from)


def _arrays(content: bytes) -> dict[str, npt.NDArray[np.generic]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _heads(arrays: dict[str, Any], names: tuple[str, ...]) -> dict[str, Head]:
    """Take the heads out of the arrays."""
    return {name: Head(arrays.pop(f"{name}.weight"), arrays.pop(f"{name}.bias")) for name in names}


def _applied(model: bytes, arrays: Mapping[str, npt.NDArray[np.generic]]) -> bytes:
    bert = Int8Bert(model, PREFIX)
    bert.change_layers(LAYERS, arrays)
    bert.change("pooler", f"{POOLER}.weight", f"{POOLER}.bias", arrays)
    bert.change("answers", f"{CLASSIFIER}.weight", f"{CLASSIFIER}.bias", arrays)
    return bert.file.with_outputs(_LAST_STATE, _POOLED)
