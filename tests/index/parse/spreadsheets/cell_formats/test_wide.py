"""Binary workbooks show their cells as the sheet does."""

import struct

from index.parse.formats import parse
from tests.index.parse.writers import zipped

END = b"".join(map(bytes, ([0x9D, 0x01, 0], [0x84, 0x01, 0])))
"""Of a workbook: how it is calculated, of which nothing is said, and its end."""

LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(kind: int, content: bytes = b"") -> bytes:
    """Return a record behind its kind and its length, which have seven bits a byte."""
    return number(kind) + number(len(content)) + content


def number(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80, value >> 7])


def text(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def cell(column: int, style: int, value: float | str) -> bytes:
    place = struct.pack("<II", column, style)
    return record(6, place + text(value)) if isinstance(value, str) else record(5, place + struct.pack("<d", value))


def workbook(codes: list[str], *rows: list[tuple[int, float | str]]) -> bytes:
    """Return a workbook with one sheet, whose cells have a style from 0, of no format, on and a value."""
    formats = b"".join(record(44, struct.pack("<H", 164 + place) + text(code)) for place, code in enumerate(codes))
    numbers = [0, *(164 + place for place in range(len(codes)))]
    styles = b"".join(record(47, struct.pack("<HH", 0, each) + bytes(12)) for each in numbers)
    other = record(626) + record(47, struct.pack("<HH", 0, 9) + bytes(12)) + record(627)
    sheet = b"".join(
        record(0, struct.pack("<I", down) + bytes(13))
        + b"".join(cell(across, *each) for across, each in enumerate(row))
        for down, row in enumerate(rows)
    )
    dimension = record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
    return zipped(
        {
            "xl/workbook.bin": record(156, struct.pack("<II", 0, 1) + text("rId1") + text("Plan")) + record(144) + END,
            "xl/_rels/workbook.bin.rels": (
                f'<Relationships><Relationship Id="rId1" Type="{LINK}/worksheet" Target="worksheets/sheet1.bin"/>'
                "</Relationships>"
            ).encode(),
            "xl/styles.bin": formats + other + record(617, struct.pack("<I", len(numbers))) + styles + record(618),
            "xl/worksheets/sheet1.bin": dimension + record(145) + sheet + record(146),
        }
    )


def test_cells_are_what_the_sheet_shows() -> None:
    data = workbook(
        ["0.0%", "00000", "[$-407]d. mmmm yyyy"],
        [(0, "Boat"), (0, "Share"), (0, "Code"), (0, "Day"), (0, "Berth")],
        [(0, "Skua"), (1, 0.075), (2, 42.0), (3, 46086.0), (0, 4.0)],
        [(0, "Terna"), (1, 0.5), (2, 7.0), (3, 46087.0), (9, 5.0)],
    )
    assert parse(data, "s", "a.xlsb")[0].text == (
        "Plan\n\nBoat | Share | Code | Day | Berth\nSkua | 7.5% | 00042 | 5. März 2026 | 4\n"
        "Terna | 50.0% | 00007 | 6. März 2026 | 5"
    )
