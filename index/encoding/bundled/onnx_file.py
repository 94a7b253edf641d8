"""Reads the weights out of an ONNX file without the onnx library: an ONNX file is a protobuf."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.protobuf import fields, varint

__all__ = ["OnnxFile"]

# Field numbers of onnx.proto3: ModelProto, GraphProto, NodeProto, TensorProto.
_GRAPH = 7
_NODE, _INITIALIZER = 1, 5
_NODE_INPUT, _NODE_OUTPUT = 1, 2
_TENSOR_DIMS, _TENSOR_FLOATS, _TENSOR_INTS, _TENSOR_NAME, _TENSOR_RAW = 1, 4, 5, 8, 9


@dataclass(frozen=True, slots=True)
class _Tensor:
    shape: tuple[int, ...]
    start: int
    end: int


class OnnxFile:
    """The bytes of an ONNX model, its tensors by name, and what was put in the place of some.

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

    def __contains__(self, name: str) -> bool:
        """Return whether there is a tensor of that name."""
        return name in self._tensors

    def input_of(self, output: str, place: int) -> str:
        """Return the name of an input of the node that makes an output.

        Raises:
            KeyError: no node makes it.
        """
        return self._inputs[output][place]

    def floats(self, name: str) -> npt.NDArray[np.float32]:
        """Return a copy of a tensor of 32-bit floats."""
        return self._values(name, np.dtype("<f4")).astype(np.float32)

    def int8s(self, name: str) -> npt.NDArray[np.int8]:
        """Return a tensor of 8-bit integers, not to be written to."""
        return self._values(name, np.dtype(np.int8)).view(np.int8)

    def uint8s(self, name: str) -> npt.NDArray[np.uint8]:
        """Return a tensor of 8-bit integers without a sign, not to be written to."""
        return self._values(name, np.dtype(np.uint8)).view(np.uint8)

    def integer(self, name: str) -> int:
        """Return a single integer that is kept as a varint, such as a zero point, as the file has it."""
        return varint(self._model, self._tensors[name].start)[0]

    def replace(self, name: str, value: npt.NDArray[np.generic]) -> None:
        """Put another value in a tensor's place, of the same type; its shape may be another.

        Raises:
            KeyError: there is no tensor of that name.
        """
        _ = self._tensors[name]
        self._replaced[name] = np.asarray(value, order="C")

    def _values(self, name: str, kind: np.dtype[np.generic]) -> npt.NDArray[np.generic]:
        if name in self._replaced:
            return self._replaced[name]
        tensor = self._tensors[name]
        return np.frombuffer(memoryview(self._model)[tensor.start : tensor.end], kind).reshape(tensor.shape)

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
        shape, place, name = [], (start, start), ""
        for field, first, last in fields(self._model, start, end):
            if field == _TENSOR_DIMS:
                shape.append(varint(self._model, first)[0])
            elif field in (_TENSOR_RAW, _TENSOR_FLOATS, _TENSOR_INTS):
                place = (first, last)
            elif field == _TENSOR_NAME:
                name = self._model[first:last].decode()
        self._tensors[name] = _Tensor(tuple(shape), *place)
