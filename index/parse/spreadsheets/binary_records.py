"""What old Excel files consist of: records in a stream of a compound file ([MS-XLS], section 2.1)."""

import io
import struct
from collections.abc import Iterator

__all__ = ["BEGIN", "SHEET", "UNICODE", "record_text", "records", "workbook_stream"]

_STREAMS = ("Workbook", "Book")
_END = 0x000A
SHEET, BEGIN = 0x0085, 0x0809
"""Records that say where a sheet is, and with which a part of the stream begins."""

UNICODE = 0x0600
"""The version from which on texts are written in Unicode: Excel 97."""


def workbook_stream(data: bytes) -> bytes:
    """Return the part of a file that is the workbook; nothing where it has none."""
    import olefile  # type: ignore[import-untyped]  # it has no types

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            name = next((each for each in _STREAMS if opened.exists(each)), None)
            return bytes(opened.openstream(name).read()) if name else b""
    except (OSError, ValueError):  # of a damaged directory; its length may be a number of thousands of digits
        return b""


def records(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Yield the kind of each record, where its content begins, and how long that is; to the end of its part.

    Args:
        stream: of the workbook.
        position: where the part begins.
    """
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4
        if position + length > len(stream):
            return
        depth += (kind == BEGIN) - (kind == _END)
        if not depth:
            return
        if depth == 1:  # a chart within a sheet has records of its own
            yield kind, position, length
        position += length


def record_text(content: bytes, size: int, encoding: str, *, is_unicode: bool) -> str:
    """Return a text behind its length.

    Args:
        content: of a record, from the length on.
        size: bytes of the length: one or two.
        encoding: of letters of one byte.
        is_unicode: whether a byte tells if its letters have two.
    """
    count = int.from_bytes(content[:size], "little")
    if is_unicode:
        wide = content[size : size + 1] and content[size] & 1
        letters = content[size + 1 : size + 1 + (2 * count if wide else count)]
        return letters.decode("utf-16-le" if wide else "latin-1", "replace")
    try:
        return content[size : size + count].decode(encoding, "replace")
    except LookupError:
        return content[size : size + count].decode("cp1252", "replace")
