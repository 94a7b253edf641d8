"""Comments and text boxes of old Excel files are read, as those of newer ones are."""

import pytest

from index.parse.formats import parse
from index.parse.spreadsheets.binary_notes import binary_notes
from tests.index.parse.spreadsheets.xls_file import xls

ROWS = [["Boat", "Fee"], ["Skua", "12"]]


def test_comments_stand_below_the_sheets_with_who_wrote_them() -> None:
    notes = [("Nina Falk", "Nina Falk:\nThe mast is 14 m høy"), ("", "Ask Ole")]
    data = xls(("Plan", ROWS), ("Rest", ROWS), notes=notes, boxes=["Paid until May"])
    assert parse(data, "s", "a.xls")[0].text.split("\n\n")[4:] == [
        "Paid until May",
        "Comment by Nina Falk: The mast is 14 m høy",
        "Comment: Ask Ole",
    ]


@pytest.mark.parametrize("length", [9, 2_048, 5_000])
def test_a_comment_of_excel_95_is_read_in_all_its_parts(length: int) -> None:
    text = ("Ask Ole, då! " * 400)[:length].strip()
    data = xls(("Plan", ROWS), version=0x0500, notes=[("", text), ("", "And Nina")])
    assert [block.text for block in binary_notes(data)] == [f"Comment: {text}", "Comment: And Nina"]


def test_a_damaged_file_has_the_comments_that_can_still_be_read() -> None:
    data = xls(("Plan", ROWS), notes=[("Nina", "The mast is short")])
    assert binary_notes(data[:600]) == []
    for place in range(1_536, 2_600, 3):
        binary_notes(data[:place] + b"\xff" + data[place + 1 :])
        binary_notes(data[:place])
