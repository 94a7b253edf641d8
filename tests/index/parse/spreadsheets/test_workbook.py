"""A spreadsheet's text is what the sheet shows: formats, merged cells, heads, hidden sheets, in every kind of file."""

import datetime
import io
from collections.abc import Callable

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from index.parse.formats import parse

Fill = Callable[[xlsxwriter.Workbook, Worksheet], None]


def text_of(fill: Fill, sheet: str = "Plan") -> str:
    """Return what becomes of a workbook with one sheet."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        fill(workbook, workbook.add_worksheet(sheet))
    return parse(file.getvalue(), "s", "a.xlsx")[0].text


def rows(sheet: Worksheet, *lines: str, first: int = 0) -> None:
    """Write rows of cells with “|” between them: what looks like a number is one."""
    for down, line in enumerate(lines, first):
        for across, cell in enumerate(map(str.strip, line.split("|"))):
            if cell.replace(".", "").isdecimal():
                sheet.write_number(down, across, float(cell))
            else:
                sheet.write_string(down, across, cell)


def test_cells_are_what_the_sheet_shows() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        def form(code: str) -> object:
            return book.add_format({"num_format": code})

        rows(sheet, "What | Rate | Fee | Time | Day | Code")
        sheet.write(3, 0, "Ferry")
        sheet.write(3, 1, 0.075, form("0.0%"))
        sheet.write(3, 2, 1234.5, form('#,##0.00 "€"'))
        sheet.write(3, 3, 1.5, form("[h]:mm"))
        sheet.write(3, 4, datetime.date(2026, 4, 3), form("d mmmm yyyy"))
        sheet.write_string(3, 5, "01234", form("@"))
        sheet.write(4, 0, "Tram")
        sheet.write(4, 1, 0.5)
        sheet.write(4, 2, 8, form("[$£-809]#,##0"))
        sheet.write(4, 3, 0.25, form("hh:mm"))
        sheet.write(4, 4, datetime.date(2026, 4, 3), form("dd/mm/yyyy"))
        sheet.write(4, 5, 42, form("00000"))

    assert text_of(fill).split("\n")[-2:] == [
        "Ferry | 7.5% | 1,234.50 € | 36:00 | 3 April 2026 | 01234",
        "Tram | 0.5 | £8 | 06:00 | 2026-04-03 | 00042",
    ]


def test_the_format_is_that_of_the_cell_wherever_the_sheet_begins() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        share, plain = book.add_format({"num_format": "0%"}), book.add_format({"bold": True})
        for down in range(3):
            sheet.write(7 + down, 4, down / 4, share if down else plain)
            sheet.write(7 + down, 5, down / 4, plain if down else share)

    assert text_of(fill) == "Plan\n\n0 | 0%\n25% | 0.25\n50% | 0.5"


def test_a_merged_value_is_in_every_place_that_its_cell_goes_over() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        rows(sheet, "Crew | Shift | Port", " | early | Bergen", " | late | Oslo", "Gulls | early | Moss")
        sheet.merge_range("A2:A3", "Terns")

    assert (
        text_of(fill)
        == "Plan\n\nCrew | Shift | Port\nTerns | early | Bergen\nTerns | late | Oslo\nGulls | early | Moss"
    )


def test_a_title_over_all_columns_is_there_once_above_the_table() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        rows(sheet, "", "Ship | Berths | Year", "Terna | 12 | 1998", "Skua | 8 | 2004")
        sheet.merge_range("A1:C1", "Ships in the harbour")

    assert text_of(fill) == "Plan\n\nShips in the harbour\n\nShip | Berths | Year\nTerna | 12 | 1998\nSkua | 8 | 2004"


def test_a_cell_over_columns_that_the_next_row_names_is_no_title() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        rows(sheet, " | Year ended 31 May", " | 2024 | 2025", "Rent | 12 | 10", "Boats | 4 | 5")

    assert text_of(fill) == "Plan\n\n | Year ended 31 May\n | 2024 | 2025\nRent | 12 | 10\nBoats | 4 | 5"


@pytest.mark.parametrize("merged", [True, False])
def test_two_rows_of_a_head_become_one(merged: bool) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        rows(sheet, "Berth | 2025 | | 2026 |", " | Plan | Used | Plan | Used", "North | 10 | 11 | 12 | 13", first=0)
        rows(sheet, "South | 20 | 21 | 22 | 23", first=3)
        if merged:
            sheet.merge_range("A1:A2", "Berth")
            sheet.merge_range("B1:C1", "2025")
            sheet.merge_range("D1:E1", "2026")

    head = "Berth | 2025 Plan | 2025 Used | 2026 Plan | 2026 Used"
    assert text_of(fill) == f"Plan\n\n{head}\nNorth | 10 | 11 | 12 | 13\nSouth | 20 | 21 | 22 | 23"


def test_three_rows_of_a_head_become_one_too() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        rows(sheet, "", "", " | Plan | Used | Plan | Used", "North | 10 | 11 | 12 | 13")
        sheet.merge_range("A1:A3", "Berth")
        sheet.merge_range("B1:E1", "2026")
        sheet.merge_range("B2:C2", "spring")
        sheet.merge_range("D2:E2", "autumn")

    head = "Berth | 2026 spring Plan | 2026 spring Used | 2026 autumn Plan | 2026 autumn Used"
    assert text_of(fill) == f"Plan\n\n{head}\nNorth | 10 | 11 | 12 | 13"


def test_a_row_below_a_merged_head_that_is_no_head_stays_a_row() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        rows(sheet, "Name | Contact | ", "Ann Berg | ann@example.org | 555 0101", "Bo Dahl | bo@example.org | 555 0102")
        sheet.merge_range("B1:C1", "Contact")

    assert text_of(fill).split("\n")[2:4] == ["Name | Contact | Contact", "Ann Berg | ann@example.org | 555 0101"]


def test_a_hidden_sheet_says_so() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        rows(sheet, "Name | Berth", "Terna | 4")
        hidden, very = book.add_worksheet("Pay"), book.add_worksheet("Keys")
        for each in (hidden, very):
            rows(each, "Name | Sum", "Ann | 71000")
        hidden.hide()
        very.very_hidden()

    lines = text_of(fill).split("\n")
    assert [line for line in lines if line and "|" not in line] == ["Plan", "Pay (hidden sheet)", "Keys (hidden sheet)"]
