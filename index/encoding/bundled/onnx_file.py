"""Changes the weights inside an ONNX file, and what it gives, without the onnx library: an ONNX file is a protobuf."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.protobuf import fields, varint

__all__ = ["OnnxFile"]

# Field numbers of onnx.proto3: ModelProto, GraphProto, NodeProto, TensorProto, ValueInfoProto.
_GRAPH = 7
_NODE, _INITIALIZER, _OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT = 1, 2
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_FLOATS, _TENSOR_INTS, _TENSOR_NAME, _TENSOR_RAW = 1, 2, 4, 5, 8, 9
_VALUE_NAME = 1
_VARINT, _BYTES = 0, 2
"""Wire types of protobuf."""

_TYPES = {np.dtype("<f4"): 1, np.dtype(np.int8): 3}
"""TensorProto.DataType."""


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
        self._model = model
        self._tensors: dict[str, _Tensor] = {}
        self._inputs: dict[str, tuple[str, ...]] = {}
        self._replaced: dict[str, npt.NDArray[np.generic]] = {}
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
        """Return a copy of a tensor of 32-bit floats, as the file has it."""
        return np.frombuffer(self._content(name), "<f4").reshape(self._tensors[name].shape).astype(np.float32)

    def int8s(self, name: str) -> npt.NDArray[np.int8]:
        """Return a copy of a tensor of 8-bit integers, as the file has it."""
        return np.frombuffer(self._content(name), np.int8).reshape(self._tensors[name].shape)

    def uint8s(self, name: str) -> npt.NDArray[np.uint8]:
        """Return a copy of a tensor of 8-bit integers without a sign, as the file has it."""
        return np.frombuffer(self._content(name), np.uint8).reshape(self._tensors[name].shape)

    def integer(self, name: str) -> int:
        """Return a single integer that is kept as a varint, such as a zero point, as the file has it."""
        return varint(self._model, self._tensors[name].start)[0]

    def replace(self, name: str, value: npt.NDArray[np.generic]) -> None:
        """Put another value in a tensor's place, of 32-bit floats or 8-bit integers.

        Its shape may be another where all that use the tensor can do with it.

        Raises:
            KeyError: there is no tensor of that name.
        """
        _ = self._tensors[name]
        self._replaced[name] = np.asarray(value, order="C")

    def with_outputs(self, *names: str) -> bytes:
        """Return the model with what was replaced, and with further outputs, values inside it."""
        model = memoryview(self._model)
        pieces: list[bytes | memoryview] = []
        for field, first, last, begin in self._fields(0, len(model)):
            if field == _GRAPH:
                pieces += _field(_GRAPH, self._graph(model, begin, last, names))
            else:
                pieces.append(model[first:last])
        return b"".join(pieces)

    def _graph(self, model: memoryview, start: int, end: int, outputs: Sequence[str]) -> list[bytes | memoryview]:
        """Return the graph in pieces, most of them the file's own: to copy them once is half of the time."""
        pieces: list[bytes | memoryview] = []
        for field, first, last, begin in self._fields(start, end):
            name = self._tensor_name(begin, last) if field == _INITIALIZER else ""
            if name in self._replaced:
                pieces += _field(_INITIALIZER, _tensor(name, self._replaced[name]))
            else:
                pieces.append(model[first:last])
        for output in outputs:
            pieces += _field(_OUTPUT, _field(_VALUE_NAME, [output.encode()]))
        return pieces

    def _fields(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield number, first byte with the key, one past the last, and first byte of the content, of every field."""
        first = start
        for field, begin, last in fields(self._model, start, end):
            yield field, first, last, begin
            first = last

    def _content(self, name: str) -> bytes:
        return self._model[self._tensors[name].start : self._tensors[name].end]

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
        shape, place = [], (start, start)
        for field, first, last in fields(self._model, start, end):
            if field == _TENSOR_DIMS:
                shape.append(varint(self._model, first)[0])
            elif field in (_TENSOR_RAW, _TENSOR_FLOATS, _TENSOR_INTS):
                place = (first, last)
        self._tensors[self._tensor_name(start, end)] = _Tensor(tuple(shape), *place)

    def _tensor_name(self, start: int, end: int) -> str:
        names = [(first, last) for field, first, last in fields(self._model, start, end) if field == _TENSOR_NAME]
        return self._model[slice(*names[0])].decode() if names else ""


def _tensor(name: str, value: npt.NDArray[np.generic]) -> list[bytes | memoryview]:
    shape = b"".join(_encoded(_TENSOR_DIMS << 3 | _VARINT) + _encoded(size) for size in value.shape)
    kind = _encoded(_TENSOR_TYPE << 3 | _VARINT) + _encoded(_TYPES[value.dtype])
    raw = value.reshape(-1).view(np.uint8).data
    return [shape + kind, *_field(_TENSOR_NAME, [name.encode()]), *_field(_TENSOR_RAW, [raw])]


def _field(number: int, content: Sequence[bytes | memoryview]) -> list[bytes | memoryview]:
    """Return a field in pieces, of the pieces of its content."""
    return [_encoded(number << 3 | _BYTES) + _encoded(sum(map(len, content))), *content]


def _encoded(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
