"""Old Excel files show their cells as the sheet does, as newer ones do."""

import pytest

from index.parse.formats import parse
from index.parse.spreadsheets.cell_formats.binary import BinaryFormats
from tests.index.parse.spreadsheets.xls_file import XlsCell, xls

HEAD: list[XlsCell] = ["Boat", "Share", "Fee", "Day", "Code"]
ROWS: list[list[XlsCell]] = [
    HEAD,
    ["Skua", (0.075, "0.0%"), (1234.5, '#,##0.00 "kr"'), (46085, "[$-407]d. mmmm yyyy"), (42, "00000")],
    ["Terna", (0.5, "0%"), (-8, "0.00_);(0.00)"), (46086.25, "dd/mm/yyyy hh:mm"), (7, "General")],
]
TEXT = (
    "Boat | Share | Fee | Day | Code\n"
    "Skua | 7.5% | 1,234.50 kr | 4. März 2026 | 00042\n"
    "Terna | 50% | (8.00) | 2026-03-05 06:00 | 7"
)


@pytest.mark.parametrize("version", [0x0600, 0x0500])
@pytest.mark.parametrize("start", [0, 3])
def test_cells_are_what_the_sheet_shows_in_files_of_each_version(version: int, start: int) -> None:
    data = xls(("Plan", ROWS), ("Übrige", [["Boat", "Share"], ["Skua", (0.25, "0%")]]), version=version, start=start)
    assert parse(data, "s", "a.xls")[0].text == f"Plan\n\n{TEXT}\n\nÜbrige\n\nBoat | Share\nSkua | 25%"


def test_a_damaged_file_has_the_formats_that_can_still_be_read() -> None:
    data = xls(("Plan", ROWS))
    assert BinaryFormats(b"\xd0\xcf\x11\xe0").of_sheet("Plan", (0, 0), 3, 5) is None
    whole = BinaryFormats(data).of_sheet("Plan", (0, 0), 3, 5)
    assert whole is not None
    assert whole.row(1)[1] == "0.0%"
    for place in range(1_536, 2_600, 3):
        BinaryFormats(data[:place] + b"\xff" + data[place + 1 :]).of_sheet("Plan", (0, 0), 3, 5)
        BinaryFormats(data[:place]).of_sheet("Plan", (0, 0), 3, 5)
