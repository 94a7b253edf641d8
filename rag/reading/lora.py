"""What training changed in the cross-encoder: low-rank additions to its upper layers, and a head that finds answers."""

import io
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.int8_weights import NORMS, Int8Bert
from index.encoding.bundled.onnx_file import OnnxFile

__all__ = [
    "LAST_STATE",
    "LAYERS",
    "PREFIX",
    "LoraAdapter",
    "layer_output",
    "load_adapter",
]

Array = npt.NDArray[np.float32]

LAYERS = range(6, 12)
"""The layers that were trained, of twelve; those below are as they were."""

PREFIX = "bert"
"""How the names of the model's parts begin."""

_LARGEST = 127


@dataclass(frozen=True, slots=True, eq=False)
class LoraAdapter:
    """The trained values by name, and the head's.

    Attributes:
        values: ``LAYER.PART.down`` (inputs, rank) and ``.up`` (rank, outputs), whose product is added to a matrix (Hu
            et al. 2021, section 4.1); ``.bias``, and ``.scale`` of a norm, which take the place of the old ones;
            ``pooler.bias`` (384,), ``classifier.weight`` (384, 1) and ``.bias`` (1,).
        span_weight: (384, 2), for the first and the last token of an answer.
        span_bias: (2,).
        learned_from: names of the question sets that it was trained on.
    """

    values: dict[str, Array]
    span_weight: Array
    span_bias: Array
    learned_from: tuple[str, ...]

    def apply(self, model: bytes) -> bytes:
        """Return the model with its weights changed, in int8 as before, and the last layer's states as an output."""
        bert = Int8Bert(model, PREFIX)
        for name, matrix, bias in bert.trained(LAYERS):
            added = self.values[f"{name}.down"] @ self.values[f"{name}.up"]
            _replace(bert.file, matrix, bert.values(matrix) + added)
            bert.file.replace(bias, self.values[f"{name}.bias"])
        for layer in LAYERS:
            for part in NORMS:
                bert.file.replace(bert.norm(layer, part), self.values[f"{layer}.{part}.scale"])
                bert.file.replace(bert.bias(layer, part), self.values[f"{layer}.{part}.bias"])
        _replace(bert.file, "classifier.weight", self.values["classifier.weight"])
        bert.file.replace("classifier.bias", self.values["classifier.bias"])
        bert.file.replace(f"{PREFIX}.pooler.dense.bias", self.values["pooler.bias"])
        return bert.file.with_outputs(LAST_STATE)


def load_adapter() -> LoraAdapter:
    """Return the adapter that ships; ``rag/training/fit_reader.py`` made it."""
    content = files("rag").joinpath("data/reader.npz").read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        learned_from = tuple(str(name) for name in stored["learned_from"])
        values = {name: stored[name].astype(np.float32) for name in stored.files if name != "learned_from"}
    return LoraAdapter(values, values.pop("span.weight"), values.pop("span.bias"), learned_from)


def layer_output(layer: int) -> str:
    """Return the name of the states that come out of a layer, (texts, tokens, 384)."""
    return f"/{PREFIX}/encoder/layer.{layer}/output/LayerNorm/Add_1_output_0"


LAST_STATE = layer_output(LAYERS[-1])


def _replace(file: OnnxFile, name: str, matrix: Array) -> None:
    """Put a matrix in the place of the file's, in int8 with one step for all of it, as that was."""
    scale = np.float32(np.abs(matrix).max() / _LARGEST)
    file.replace(f"{name}_quantized", np.clip(np.rint(matrix / scale), -_LARGEST, _LARGEST).astype(np.int8))
    file.replace(f"{name}_scale", np.array(scale, "<f4"))
