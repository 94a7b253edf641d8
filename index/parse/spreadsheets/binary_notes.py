"""Comments and text boxes of old Excel files ([MS-XLS], sections 2.4.179, 2.4.181 and 2.4.329)."""

import struct
from collections.abc import Iterator

from index.parse.spreadsheets.binary_records import BEGIN, SHEET, UNICODE, record_text, records, workbook_stream
from index.parse.structure.blocks import Block
from index.parse.structure.characters import one_line

__all__ = ["binary_notes"]

_NOTE, _OBJECT, _TEXT, _GOES_ON, _CODEPAGE = 0x001C, 0x005D, 0x01B6, 0x003C, 0x0042
_NOT_FIRST = 0xFFFF
"""In the place of a row: the note of Excel 95 goes on, whose parts have 2,048 bytes at most."""


def binary_notes(data: bytes) -> list[Block]:
    """Return the texts of the boxes on an old workbook's sheets, and then its comments, each with who wrote it.

    Args:
        data: the whole file; a damaged one has those that can still be read.
    """
    stream = workbook_stream(data)
    version, encoding = UNICODE, "cp1252"
    places: list[int] = []
    for kind, position, length in records(stream, 0):
        if kind in (BEGIN, _CODEPAGE) and length >= 2:
            (value,) = struct.unpack_from("<H", stream, position)
            version, encoding = (value, encoding) if kind == BEGIN else (version, f"cp{value}")
        elif kind == SHEET and length >= 4:
            places.append(struct.unpack_from("<I", stream, position)[0])
    boxes: list[Block] = []
    notes: list[Block] = []
    for place in places:
        texts = dict(_object_texts(stream, place)) if version >= UNICODE else {}
        for author, key, said in _notes(stream, place, encoding, is_unicode=version >= UNICODE):
            text = one_line(said if key is None else texts.pop(key, ""))
            text = text.removeprefix(f"{author}:").strip() if author else text
            notes += [Block(f"Comment by {author}: {text}" if author else f"Comment: {text}")] if text else []
        boxes += [Block(text) for text in texts.values() if text.strip()]
    return [*boxes, *notes]


def _object_texts(stream: bytes, place: int) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each object on a sheet that has some: of a box, or of a note."""
    number, left = 0, 0
    pieces: list[str] = []
    for kind, position, length in records(stream, place):
        if kind == _OBJECT and length >= 8:
            (number,) = struct.unpack_from("<H", stream, position + 6)
        elif kind == _TEXT and length >= 12:
            (left,) = struct.unpack_from("<H", stream, position + 10)
            pieces = []
        elif kind == _GOES_ON and left and length > 1:
            is_wide = stream[position] & 1
            letters = stream[position + 1 : position + 1 + (2 * left if is_wide else left)]
            letters = letters[: length - 1]
            pieces.append(letters.decode("utf-16-le" if is_wide else "latin-1", "replace"))
            left -= min(left, len(pieces[-1]))
            if not left:
                yield number, "".join(pieces)


def _notes(stream: bytes, place: int, encoding: str, *, is_unicode: bool) -> Iterator[tuple[str, int | None, str]]:
    """Yield each note's author, the number of the object with its text, and its text where it is in the note itself."""
    waiting = ""
    for kind, position, length in records(stream, place):
        if kind != _NOTE or length < 6:
            continue
        content = stream[position : position + length]
        if is_unicode:
            (number,) = struct.unpack_from("<H", content, 6) if length >= 8 else (0,)
            yield one_line(record_text(content[8:], 2, encoding, is_unicode=True)), number, ""
            continue
        row, _, size = struct.unpack_from("<HHH", content)
        if row != _NOT_FIRST and waiting:
            yield "", None, waiting
            waiting = ""
        text = content[6:].decode("cp1252", "replace")
        waiting = waiting + text if row == _NOT_FIRST else text[:size]
    if waiting:
        yield "", None, waiting
