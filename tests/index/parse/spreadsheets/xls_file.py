"""Old Excel files, written as small as the format allows ([MS-XLS] and [MS-CFB])."""

import struct
from collections.abc import Sequence
from itertools import accumulate

__all__ = ["XlsCell", "xls"]

XlsCell = str | tuple[float, str]
"""A text, or a number with its format."""

_SECTOR = 512
_FREE, _LAST, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST_STREAM = 4_096


def xls(
    *sheets: tuple[str, Sequence[Sequence[XlsCell]]],
    version: int = 0x0600,
    start: int = 0,
    notes: Sequence[tuple[str, str]] = (),
    boxes: Sequence[str] = (),
) -> bytes:
    """Return a workbook.

    Args:
        sheets: the name and the rows of each.
        version: 0x0600 of Excel 97 and later, 0x0500 of Excel 95.
        start: row and column of each sheet's first cell.
        notes: the author and the text of each comment on the first sheet.
        boxes: texts of boxes on it.
    """
    is_unicode = version == 0x0600
    codes = sorted({cell[1] for _, rows in sheets for row in rows for cell in row if isinstance(cell, tuple)})
    styles = {code: number for number, code in enumerate(codes, 1)}
    drawn = _drawn(notes, boxes) if is_unicode else b"".join(_old_note(text) for _, text in notes)
    parts = [
        _sheet(rows, styles, version, start, is_unicode=is_unicode, drawn=b"" if number else drawn)
        for number, (_, rows) in enumerate(sheets)
    ]
    formats = b"".join(
        _record(0x041E, struct.pack("<H", 163 + number) + _text(code, 2 if is_unicode else 1, is_unicode=is_unicode))
        for code, number in styles.items()
    )
    width = 20 if is_unicode else 16
    cell_styles = b"".join(
        _record(0x00E0, struct.pack("<HH", 0, 163 + number if number else 0) + bytes(width - 4))
        for number in range(len(codes) + 1)
    )
    before = _record(0x0809, struct.pack("<HHHH", version, 5, 0, 0) + bytes(8 * is_unicode))
    before += _record(0x0042, struct.pack("<H", 1200 if is_unicode else 1252)) + formats + cell_styles
    names = [_text(name, 1, is_unicode=is_unicode) for name, _ in sheets]
    first = len(before) + sum(4 + 6 + len(name) for name in names) + 4
    places = accumulate(map(len, parts), initial=first)
    bounds = b"".join(
        _record(0x0085, struct.pack("<IBB", place, 0, 0) + name) for place, name in zip(places, names, strict=False)
    )
    return _compound("Workbook" if is_unicode else "Book", before + bounds + _record(0x000A) + b"".join(parts))


def _drawn(notes: Sequence[tuple[str, str]], boxes: Sequence[str]) -> bytes:
    """Return the objects on a sheet with their texts, of which every second piece has letters of one byte."""
    found = b""
    for number, text in enumerate([*(text for _, text in notes), *boxes], 1):
        kind = 0x19 if number <= len(notes) else 0x06
        found += _record(0x005D, struct.pack("<HHHH", 0x15, 0x12, kind, number) + bytes(14))
        found += _record(0x01B6, bytes(10) + struct.pack("<H", len(text)) + bytes(6))
        half = len(text) // 2
        found += _record(0x003C, b"\x01" + text[:half].encode("utf-16-le"))
        found += _record(0x003C, b"\x00" + text[half:].encode("latin-1")) + _record(0x003C, bytes(16))
    for number, (author, _) in enumerate(notes, 1):
        found += _record(0x001C, struct.pack("<HHHH", number, 0, 0, number) + _text(author, 2, is_unicode=True) + b"\0")
    return found


def _old_note(text: str, part: int = 2_048) -> bytes:
    letters = text.encode("cp1252")
    first = _record(0x001C, struct.pack("<HHH", 1, 0, len(letters)) + letters[:part])
    rest = (letters[place : place + part] for place in range(part, len(letters), part))
    return first + b"".join(_record(0x001C, struct.pack("<HHH", 0xFFFF, 0, len(each)) + each) for each in rest)


def _sheet(
    rows: Sequence[Sequence[XlsCell]],
    styles: dict[str, int],
    version: int,
    start: int,
    *,
    is_unicode: bool,
    drawn: bytes,
) -> bytes:
    found = _record(0x0809, struct.pack("<HHHH", version, 0x10, 0, 0) + bytes(8 * is_unicode))
    for down, row in enumerate(rows, start):
        for across, cell in enumerate(row, start):
            if isinstance(cell, str):
                found += _record(0x0204, struct.pack("<HHH", down, across, 0) + _text(cell, 2, is_unicode=is_unicode))
            else:
                found += _record(0x0203, struct.pack("<HHHd", down, across, styles[cell[1]], cell[0]))
    return found + drawn + _record(0x000A)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(text: str, size: int, *, is_unicode: bool) -> bytes:
    length = len(text).to_bytes(size, "little")
    return length + (b"\x01" + text.encode("utf-16-le") if is_unicode else text.encode("cp1252"))


def _compound(name: str, stream: bytes) -> bytes:
    """Return a compound file with one stream: its sectors' table, its directory, and the stream."""
    stream += bytes(max(0, _SMALLEST_STREAM - len(stream)))
    stream += bytes(-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    table = [_FAT, _LAST, *range(3, 2 + sectors), _LAST]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _SMALLEST_STREAM, _LAST, 0, _LAST, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, 1, _LAST, 0) + _entry(name, 2, _FREE, 2, len(stream))
    fat = struct.pack(f"<{len(table)}I", *table)
    return header + fat.ljust(_SECTOR, b"\xff") + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
