"""The fields of a protobuf message, without the schema that it was written by."""

from collections.abc import Iterator

__all__ = ["fields", "varint"]

_VARINT, _BYTES = 0, 2
_FIXED_SIZES = {1: 8, 5: 4}
"""Wire types of protobuf."""


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
