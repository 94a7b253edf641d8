"""What training changed in the bundled encoder, and the heads on it, to tell the kinds of questions."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.int8_weights import Int8Bert

__all__ = ["LAYERS", "KindWeights", "kind_weights"]

LAYERS = range(6, 12)
"""The layers that were trained, of twelve."""

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class KindWeights:
    """What was learned.

    Attributes:
        labels: a kind, with an aspect after a slash where it has several.
        layers: as ``Int8Bert.change_layers`` takes them.
        weight: (384, labels), of the mean of a question's last states.
        bias: (labels,).
        any_weight: (512, labels), of what ``index.encoding.encoders.sentence_vectors`` makes of a question.
        any_bias: (labels,).
    """

    labels: tuple[str, ...]
    layers: Mapping[str, npt.NDArray[np.generic]]
    weight: Array
    bias: Array
    any_weight: Array
    any_bias: Array

    def apply(self, bert: Int8Bert) -> None:
        """Give the encoder, which is changed, the layers that tell kinds."""
        bert.change_layers(LAYERS, self.layers)


@cache
def kind_weights() -> KindWeights:
    """Return the weights that ship; ``rag/training/kinds/fit_telling.py`` makes them."""
    content = files("rag").joinpath("data/kinds.npz").read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    labels = tuple(str(label) for label in arrays.pop("labels"))
    heads = {name: arrays.pop(name) for name in ("weight", "bias", "any_weight", "any_bias")}
    return KindWeights(labels, arrays, **heads)
