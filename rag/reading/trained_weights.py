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
    "HEADS",
    "LAYERS",
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

    def apply(self, bert: Int8Bert) -> None:
        """Give the cross-encoder, which is changed, what training made of it, in int8 as before."""
        _apply(bert, self.arrays)


@dataclass(frozen=True, slots=True, eq=False)
class YesNoWeights:
    """What training for yes and no changed.

    Attributes:
        arrays: as ``TrainedWeights`` has them.
        affirms: head for one logit, of the pooled state: that the passage says yes.
    """

    arrays: Mapping[str, npt.NDArray[np.generic]]
    affirms: Head

    def apply(self, bert: Int8Bert) -> None:
        """Do as ``TrainedWeights.apply`` does."""
        _apply(bert, self.arrays)


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


def _apply(bert: Int8Bert, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
    bert.change_layers(LAYERS, arrays)
    bert.change("pooler", f"{bert.pooler}.weight", f"{bert.pooler}.bias", arrays)
    bert.change("answers", f"{bert.classifier}.weight", f"{bert.classifier}.bias", arrays)
