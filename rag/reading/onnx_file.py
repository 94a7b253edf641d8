"""Changes the weights inside an ONNX file, and what it gives, without the onnx library: an ONNX file is a protobuf."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoding.encoders.protobuf import fields, varint

__all__ = ["OnnxFile"]

# Field numbers of onnx.proto3: ModelProto, GraphProto, NodeProto, TensorProto, ValueInfoProto.
_GRAPH = 7
_NODE, _INITIALIZER, _OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT = 1, 2
_TENSOR_DIMS, _TENSOR_FLOATS, _TENSOR_NAME, _TENSOR_RAW = 1, 4, 8, 9
_VALUE_NAME = 1
_BYTES = 2
"""Wire type of protobuf."""


@dataclass(frozen=True, slots=True)
class _Tensor:
    shape: tuple[int, ...]
    start: int
    end: int


class OnnxFile:
    """The bytes of an ONNX model, its tensors by name.

    Raises:
        ValueError: the bytes are no such file.
    """

    def __init__(self, model: bytes) -> None:
        self._model = bytearray(model)
        self._tensors: dict[str, _Tensor] = {}
        self._inputs: dict[str, tuple[str, ...]] = {}
        try:
            for field, start, end in fields(model, 0, len(model)):
                if field == _GRAPH:
                    self._read_graph(start, end)
        except ValueError as error:
            raise ValueError(f"This is no ONNX file: {error}") from error

    def input_of(self, output: str, place: int) -> str:
        """Return the name of an input of the node that makes an output.

        Raises:
            KeyError: no node makes it.
        """
        return self._inputs[output][place]

    def floats(self, name: str) -> npt.NDArray[np.float32]:
        """Return a copy of a tensor of 32-bit floats."""
        return np.frombuffer(self._content(name), "<f4").reshape(self._tensors[name].shape).astype(np.float32)

    def int8s(self, name: str) -> npt.NDArray[np.int8]:
        """Return a copy of a tensor of 8-bit integers."""
        return np.frombuffer(self._content(name), np.int8).reshape(self._tensors[name].shape)

    def replace(self, values: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Write other values into tensors, of the same shape and type.

        Raises:
            ValueError: a tensor of that name and size is not there.
        """
        for name, value in values.items():
            tensor, content = self._tensors[name], np.ascontiguousarray(value).tobytes()
            if len(content) != tensor.end - tensor.start:
                raise ValueError(f"{name} has {tensor.end - tensor.start} bytes, not {len(content)}")
            self._model[tensor.start : tensor.end] = content

    def with_output(self, name: str) -> bytes:
        """Return the model with one more output, a value inside it; protobuf merges what is appended."""
        output = _field(_OUTPUT, _field(_VALUE_NAME, name.encode()))
        return bytes(self._model) + _field(_GRAPH, output)

    def _content(self, name: str) -> bytes:
        return bytes(self._model[self._tensors[name].start : self._tensors[name].end])

    def _read_graph(self, start: int, end: int) -> None:
        for field, first, last in fields(self._model, start, end):
            if field == _NODE:
                names: dict[int, list[str]] = {_NODE_INPUT: [], _NODE_OUTPUT: []}
                for part, begin, stop in fields(self._model, first, last):
                    if part in names:
                        names[part].append(self._model[begin:stop].decode())
                self._inputs.update(dict.fromkeys(names[_NODE_OUTPUT], tuple(names[_NODE_INPUT])))
            elif field == _INITIALIZER:
                self._read_tensor(first, last)

    def _read_tensor(self, start: int, end: int) -> None:
        name, shape, place = "", [], (start, start)
        for field, first, last in fields(self._model, start, end):
            if field == _TENSOR_NAME:
                name = self._model[first:last].decode()
            elif field == _TENSOR_DIMS:
                shape.append(varint(self._model, first)[0])
            elif field in (_TENSOR_RAW, _TENSOR_FLOATS):
                place = (first, last)
        self._tensors[name] = _Tensor(tuple(shape), *place)


def _field(number: int, content: bytes) -> bytes:
    return _encoded(number << 3 | _BYTES) + _encoded(len(content)) + content


def _encoded(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
