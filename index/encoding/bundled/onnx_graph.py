"""Writes an ONNX model, one operator after the other, without the onnx library."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.protobuf import Pieces, float_field, message_field, varint_field

__all__ = ["OnnxGraph"]

# Field numbers of onnx.proto3.
_MODEL_VERSION, _MODEL_GRAPH, _MODEL_OPERATORS = 1, 7, 8
_OPERATORS_DOMAIN, _OPERATORS_VERSION = 1, 2
_GRAPH_NODE, _GRAPH_NAME, _GRAPH_TENSOR, _GRAPH_INPUT, _GRAPH_OUTPUT = 1, 2, 5, 11, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_NAME, _NODE_OPERATOR, _NODE_ATTRIBUTE, _NODE_DOMAIN = 1, 2, 3, 4, 5, 7
_ATTRIBUTE_NAME, _ATTRIBUTE_FLOAT, _ATTRIBUTE_INTEGER, _ATTRIBUTE_TYPE = 1, 2, 3, 20
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 8, 9
_VALUE_NAME, _VALUE_TYPE, _TYPE_TENSOR, _TENSOR_ELEMENT = 1, 2, 1, 1
_FLOAT, _INTEGER = 1, 2
"""AttributeProto.AttributeType."""

_TYPES = {np.dtype("<f4"): 1, np.dtype(np.uint8): 2, np.dtype(np.int8): 3, np.dtype("<i8"): 7}
"""TensorProto.DataType."""

_FORMAT = 8
"""Of the file (ONNX 1.10 to 1.13), which any runtime reads that knows the operators below."""

_OPERATORS = {"": 17, "com.microsoft": 1}
"""Versions of the sets that operators are from: of ONNX itself, with LayerNormalization, and of ONNX Runtime's own."""


class OnnxGraph:
    """A model while it is written; what an operator gives is known by a name that no other has.

    Args:
        inputs: names of the model's inputs, all of 64-bit integers.
    """

    def __init__(self, inputs: Sequence[str]) -> None:
        self._inputs = tuple(inputs)
        self._nodes: list[bytes | memoryview] = []
        self._tensors: list[bytes | memoryview] = []
        self._count = 0

    def tensor(self, value: npt.NDArray[np.generic]) -> str:
        """Add a constant of 32-bit floats, or of integers of 8 or 64 bits, and return its name."""
        value = np.asarray(value, order="C")
        name = self._name()
        shape = b"".join(varint_field(_TENSOR_DIMS, size) for size in value.shape)
        kind = varint_field(_TENSOR_TYPE, _TYPES[value.dtype])
        raw = value.reshape(-1).view(np.uint8).data
        content = [shape + kind, *_text(_TENSOR_NAME, name), *message_field(_TENSOR_RAW, [raw])]
        self._tensors += message_field(_GRAPH_TENSOR, content)
        return name

    def node(self, operator: str, *inputs: str | None, domain: str = "", **attributes: float) -> str:
        """Add an operator that gives one value, and return the value's name.

        Args:
            operator: its type.
            inputs: names of values; None is one that the operator can do without.
            domain: the set that it is from.
            attributes: whole numbers as ``int``, others as ``float``.
        """
        return self.split_node(operator, 1, *inputs, domain=domain, **attributes)[0]

    def split_node(
        self, operator: str, outputs: int, *inputs: str | None, domain: str = "", **attributes: float
    ) -> tuple[str, ...]:
        """Add an operator that gives several values, and return their names; else as ``node``."""
        names = tuple(self._name() for _ in range(outputs))
        content: list[bytes | memoryview] = []
        for each in inputs:
            content += _text(_NODE_INPUT, each or "")
        for each in names:
            content += _text(_NODE_OUTPUT, each)
        content += [*_text(_NODE_NAME, f"{operator} {names[0]}"), *_text(_NODE_OPERATOR, operator)]
        for name, number in attributes.items():
            content += message_field(_NODE_ATTRIBUTE, [*_text(_ATTRIBUTE_NAME, name), _number(number)])
        self._nodes += message_field(_GRAPH_NODE, [*content, *_text(_NODE_DOMAIN, domain)])
        return names

    def model(self, outputs: Sequence[str]) -> bytes:
        """Return the model's file.

        Args:
            outputs: names of the values that it gives, in their order.
        """
        graph: list[bytes | memoryview] = [*self._nodes, *_text(_GRAPH_NAME, "graph"), *self._tensors]
        integers = message_field(_TYPE_TENSOR, [varint_field(_TENSOR_ELEMENT, _TYPES[np.dtype("<i8")])])
        for name in self._inputs:
            graph += message_field(_GRAPH_INPUT, [*_text(_VALUE_NAME, name), *message_field(_VALUE_TYPE, integers)])
        for name in outputs:
            graph += message_field(_GRAPH_OUTPUT, _text(_VALUE_NAME, name))
        pieces: list[bytes | memoryview] = [varint_field(_MODEL_VERSION, _FORMAT)]
        for domain, version in _OPERATORS.items():
            named = [*_text(_OPERATORS_DOMAIN, domain), varint_field(_OPERATORS_VERSION, version)]
            pieces += message_field(_MODEL_OPERATORS, named)
        return b"".join([*pieces, *message_field(_MODEL_GRAPH, graph)])

    def _name(self) -> str:
        self._count += 1
        return f"v{self._count}"


def _text(number: int, text: str) -> Pieces:
    return message_field(number, [text.encode()])


def _number(value: float) -> bytes:
    """Return what an attribute's number is, and of which type."""
    if isinstance(value, int):
        return varint_field(_ATTRIBUTE_INTEGER, value) + varint_field(_ATTRIBUTE_TYPE, _INTEGER)
    return float_field(_ATTRIBUTE_FLOAT, value) + varint_field(_ATTRIBUTE_TYPE, _FLOAT)
