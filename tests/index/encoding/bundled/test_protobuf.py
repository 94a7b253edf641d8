"""A protobuf message is taken apart without its schema, and what is none is refused."""

import pytest

from index.encoding.bundled.protobuf import fields, float_field, message_field, varint, varint_field

# Field 1, a varint of 300; field 2, the bytes “ab”; field 3, four bytes; field 4, eight.
MESSAGE = b"\x08\xac\x02" + b"\x12\x02ab" + b"\x1d\x01\x02\x03\x04" + b"\x21" + bytes(range(8))


def test_every_field_is_told_with_its_bytes_and_a_varint_with_its_place() -> None:
    found = [(number, MESSAGE[start:end]) for number, start, end in fields(MESSAGE, 0, len(MESSAGE))]
    assert found == [(1, b"\xac\x02"), (2, b"ab"), (3, b"\x01\x02\x03\x04"), (4, bytes(range(8)))]
    assert varint(MESSAGE, 1) == (300, 3)


def test_a_message_lies_anywhere_among_other_bytes() -> None:
    around = b"..." + MESSAGE + b"..."
    assert next(iter(fields(around, 3, 3 + len(MESSAGE)))) == (1, 4, 6)


@pytest.mark.parametrize("broken", [b"\x12\x05ab", b"\x0b\x00", b"\x1d\x01"])
def test_what_is_no_message_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="message"):
        list(fields(broken, 0, len(broken)))


def test_what_is_written_is_read_again() -> None:
    name = message_field(2, [b"a", memoryview(b"b" * 199)])
    written = b"".join([varint_field(1, 300), *message_field(7, [*name, float_field(4, 0.5)])])
    [(one, *_), (seven, start, end)] = fields(written, 0, len(written))
    assert (one, seven) == (1, 7)
    inside = [(number, written[first:last]) for number, first, last in fields(written, start, end)]
    assert inside == [(2, b"a" + b"b" * 199), (4, b"\x00\x00\x00?")]
    assert written.startswith(MESSAGE[:3])
