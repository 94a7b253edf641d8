"""The weights of a BERT in its ONNX file, in int8, and how what a training changed in them takes its place there."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.onnx_file import OnnxFile

__all__ = ["EPSILON", "HEADS", "LARGEST", "MATRICES", "NORMS", "Int8Bert", "rounded", "steps_of"]

LARGEST = 63
"""Of the integers that a trained matrix is kept in, on either side of 0: seven bits. With eight, processors without
instructions for such products add two of them in sixteen bits that do not hold the sum, and answer otherwise."""

MATRICES = {
    "query": "attention/self/query",
    "key": "attention/self/key",
    "value": "attention/self/value",
    "attended": "attention/output/dense",
    "wide": "intermediate/dense",
    "narrow": "output/dense",
}
NORMS = {"attended_norm": "attention/output/LayerNorm", "narrow_norm": "output/LayerNorm"}
"""A layer's parts, and how the file names them."""

HEADS = 12
"""Of attention, in each layer."""

EPSILON = 1e-12
"""Added to the variance where states are normalised."""

Floats = npt.NDArray[np.float32]
Arrays = Mapping[str, npt.NDArray[np.generic]]


class Int8Bert:
    """A BERT (Devlin et al. 2018) in an ONNX file, its matrices in int8 with one step each.

    Args:
        model: the file's bytes.
        prefix: of the names of its parts, such as ``bert``; empty where they begin with ``encoder``.

    Attributes:
        file: that of the bytes.
        pooler: name of what it makes of the first token, without the ending that tells weight and bias apart.
        classifier: the same of what makes logits of that; a file may have none.
    """

    def __init__(self, model: bytes, prefix: str = "") -> None:
        self.file = OnnxFile(model)
        self._dotted = f"{prefix}." if prefix else ""
        self._slashed = f"/{prefix}" if prefix else ""
        self.pooler, self.classifier = f"{self._dotted}pooler.dense", "classifier"

    @property
    def layers(self) -> range:
        """Its layers, those that are there."""
        count = 0
        while self.bias(count, "query") in self.file:
            count += 1
        return range(count)

    @property
    def classifies(self) -> bool:
        """Whether it has a classifier."""
        return f"{self.classifier}.bias" in self.file

    def matrix(self, layer: int, part: str) -> str:
        """Return the name of a layer's matrix, without the ending that tells its values, scale and zero point apart."""
        output = f"{self._slashed}/encoder/layer.{layer}/{MATRICES[part]}/MatMul_output_0_output_quantized"
        return self.file.input_of(output, 1).removesuffix("_quantized")

    def bias(self, layer: int, part: str) -> str:
        """Return the name of the bias of a layer's matrix or norm."""
        return self._parameter(layer, part, "bias")

    def norm(self, layer: int, part: str) -> str:
        """Return the name of the factors of a layer's norm."""
        return self._parameter(layer, part, "weight")

    def trained(self, layers: range) -> Iterator[tuple[str, str, str]]:
        """Yield of every matrix of some layers its name among what was trained, and those of matrix and bias."""
        for layer in layers:
            for part in MATRICES:
                yield f"{layer}.{part}", self.matrix(layer, part), self.bias(layer, part)

    def values(self, name: str) -> Floats:
        """Return a matrix, (inputs, outputs), as floats; its zero point is 0."""
        whole, steps = self.steps(name)
        return whole.astype(np.float32) * steps

    def steps(self, name: str) -> tuple[npt.NDArray[np.int8], Floats]:
        """Return a matrix, (inputs, outputs), in whole steps, and the steps of its columns, (outputs,)."""
        whole = self.file.int8s(f"{name}_quantized")
        return whole, np.broadcast_to(self.file.floats(f"{name}_scale"), whole.shape[1:])

    def embeddings(self, part: str) -> Floats:
        """Return a table of embeddings, (rows, width): ``word``, ``position`` or ``token_type``."""
        whole, step, zero_point = self.embedding_steps(part)
        return (whole.astype(np.float32) - zero_point) * step

    def embedding_steps(self, part: str) -> tuple[npt.NDArray[np.uint8], Floats, int]:
        """Return a table of embeddings in whole steps without a sign, (rows, width), the step, and where 0 is."""
        name = f"{self._dotted}embeddings.{part}_embeddings.weight"
        step = self.file.floats(f"{name}_scale")
        return self.file.uint8s(f"{name}_quantized"), step, self.file.integer(f"{name}_zero_point")

    def embeddings_norm(self) -> tuple[Floats, Floats]:
        """Return factors and bias, each (width,), of the norm of the embeddings."""
        name = f"{self._dotted}embeddings.LayerNorm"
        return self.file.floats(f"{name}.weight"), self.file.floats(f"{name}.bias")

    def change(self, name: str, matrix: str, bias: str, arrays: Arrays) -> None:
        """Put a trained matrix in the place of the file's, a step for each column, where the file has one for all.

        Args:
            name: among the arrays: ``.changes``, (inputs, outputs), says by how many steps its values differ from the
                file's, and ``.bias``, (outputs,), is its bias.
            matrix: name in the file.
            bias: the same.
            arrays: by name.
        """
        before, steps = rounded(self.values(matrix))
        self.file.replace(f"{matrix}_quantized", before + arrays[f"{name}.changes"].astype(np.int8))
        self.file.replace(f"{matrix}_scale", steps)
        self.file.replace(bias, arrays[f"{name}.bias"].astype(np.float32))

    def change_layers(self, layers: range, arrays: Arrays) -> None:
        """Put trained layers in the place of the file's; a norm has ``.scale`` and ``.bias`` among the arrays."""
        for name, matrix, bias in self.trained(layers):
            self.change(name, matrix, bias, arrays)
        for layer in layers:
            for part in NORMS:
                self.file.replace(self.norm(layer, part), arrays[f"{layer}.{part}.scale"].astype(np.float32))
                self.file.replace(self.bias(layer, part), arrays[f"{layer}.{part}.bias"].astype(np.float32))

    def _parameter(self, layer: int, part: str, what: str) -> str:
        path = (MATRICES | NORMS)[part].replace("/", ".")
        return f"{self._dotted}encoder.layer.{layer}.{path}.{what}"


def rounded(matrix: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return a matrix, (inputs, outputs), in whole steps of its columns, and the steps, (outputs,)."""
    steps = steps_of(matrix)
    return np.rint(matrix / steps).astype(np.int8), steps


def steps_of(matrix: Floats) -> Floats:
    """Return the size of a step of each column, (outputs,), of a matrix, (inputs, outputs).

    A step a column, not one for all, since columns differ in size (Krishnamoorthi 2018, section 3.1).
    """
    steps: Floats = np.maximum(np.abs(matrix).max(axis=0), 1e-12).astype(np.float32) / LARGEST
    return steps
