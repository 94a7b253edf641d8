"""The fields of a protobuf message, read and written without the schema that it was made by."""

import struct
from collections.abc import Iterator, Sequence

__all__ = ["Pieces", "fields", "float_field", "message_field", "varint", "varint_field"]

_VARINT, _BYTES, _FIXED32 = 0, 2, 5
_FIXED_SIZES = {1: 8, _FIXED32: 4}
"""Wire types of protobuf."""

Pieces = Sequence[bytes | memoryview]
"""Bytes in pieces, in their order: what is large is joined, and copied, once."""


def fields(message: bytes | bytearray, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield number, first byte and one past the last of every field of a message; of a varint, where it stands.

    Args:
        message: the bytes that it lies in.
        start: its first byte.
        end: one past its last.

    Raises:
        ValueError: the bytes are no message.
    """
    position = start
    while position < end:
        key, position = varint(message, position)
        kind = key & 7
        if kind == _BYTES:
            size, position = varint(message, position)
            following = position + size
        elif kind == _VARINT:
            following = varint(message, position)[1]
        elif kind in _FIXED_SIZES:
            following = position + _FIXED_SIZES[kind]
        else:
            raise ValueError(f"There is no field of kind {kind} in a protobuf message")
        if following > end:
            raise ValueError("The message ends in the middle of a field")
        yield key >> 3, position, following
        position = following


def varint(message: bytes | bytearray, position: int) -> tuple[int, int]:
    """Return the number that begins at a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = message[position]
        value |= (byte & 0x7F) << shift
        shift, position = shift + 7, position + 1
        if not byte & 0x80:
            return value, position


def message_field(number: int, content: Pieces) -> list[bytes | memoryview]:
    """Return a field of text, bytes or another message, in the pieces of its content."""
    return [_encoded(number << 3 | _BYTES) + _encoded(sum(map(len, content))), *content]


def varint_field(number: int, value: int) -> bytes:
    """Return a field of a number, 0 or more."""
    return _encoded(number << 3 | _VARINT) + _encoded(value)


def float_field(number: int, value: float) -> bytes:
    """Return a field of a 32-bit float."""
    return _encoded(number << 3 | _FIXED32) + struct.pack("<f", value)


def _encoded(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
