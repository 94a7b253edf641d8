"""A row of a table has the head that names its columns, where there is one."""

import pytest

from index.storage.records import ChunkRow
from index.text.sentences import sentence_spans
from rag.evidence.tables.heads import cells_with_names, header_of, is_in_head


def chunk(text: str, offset: int = 100) -> ChunkRow:
    spans = tuple((start + offset, end + offset) for start, end in sentence_spans(text))
    return ChunkRow(1, "d", 1, offset, offset + len(text), "", spans, "T", "s", None, "", b"")


TABLE = "The ships:\n\nShip | Built | Seats\nAlba | 1931 | 40\nBora |  | 120\n\nAll sail daily."


def header(text: str, words: str) -> str | None:
    start = text.index(words) + 100
    span = header_of(chunk(text), start, start + len(words), text)
    return span and text[span[0] - 100 : span[1] - 100]


@pytest.mark.parametrize("row", ["Alba | 1931 | 40", "Bora |  | 120"])
def test_a_row_has_the_head_of_its_table(row: str) -> None:
    assert header(TABLE, row) == "Ship | Built | Seats"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Ship | Built | Note\nAlba | 1931\nBora | 1950 | sunk", "Alba | 1931"),
        ("Item | Estimate of 2022 | Budget of 2025\nBridges | 47.0 | 68.0", "Bridges | 47.0 | 68.0"),
        ("Item | 2024 | 2025\nRent | $1,200 | (310)", "Rent | $1,200 | (310)"),
        ("| 2024 | 2025\nRent | £1.2m | —", "Rent | £1.2m | —"),
    ],
)
def test_a_head_may_have_years_and_a_row_may_end_early(text: str, row: str) -> None:
    assert header(text, row) == text.partition("\n")[0]


@pytest.mark.parametrize(
    ("text", "is_headed"),
    [
        ("Post | Holder\nPurser | Ada Quill\nCook | Ben Odd\nBosun | Cy Marsh", True),
        ("Day | Film\nMonday | Alba\nTuesday | The Mill\nSunday | Bora", True),
        ("Purser | Ada Quill\nCook | Ben Odd\nBosun | Cy Marsh\nPilot | Dot Ling", False),
        ("Ship | Mood\nAlba | Good\nBora | Poor\nCora | Fair", False),  # nothing tells
        ("Ship | Mood\nAlba | good\nBora | poor", False),  # may be chance
        ("Trip | Adults\nTo Alder | £3\nTo the mill | free\nTo Paso | £4", True),
    ],
)
def test_a_table_of_words_has_a_head_where_the_rows_below_are_written_otherwise(text: str, is_headed: bool) -> None:
    first, *rows = text.split("\n")
    assert [header(text, row) for row in rows] == [first if is_headed else None] * len(rows)


YEARS = (
    "Years ended 31 May, |  |\n | 2024 | 2025\n | €m | €m\nIncome:\nRent | 12 | 9 of 12\nFares: |  |\nFerry | — | $7"
)


@pytest.mark.parametrize("row", ["Rent | 12 | 9 of 12", "Ferry | — | $7"])
def test_a_head_may_have_several_rows_and_a_table_lines_of_one_cell(row: str) -> None:
    assert header(YEARS, row) == YEARS.partition("\nIncome")[0]


def test_cells_have_the_names_that_all_rows_of_a_head_give_them() -> None:
    assert cells_with_names("| Plan |\nItem | 2024 | 2025", "Rent | 12 |") == "Item: Rent; Plan 2024: 12"


def test_the_lines_of_a_head_lie_in_it() -> None:
    assert is_in_head((3, 5), (3, 9))
    assert not is_in_head((3, 10), (3, 9))


def test_a_table_behind_a_blank_line_has_no_head_of_the_one_before() -> None:
    assert header("Ship | Built\nAlba | wood\n\nRent | 12\nBoats | 4", "Boats | 4") is None


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Room 12 | 1998 | red\nRoom 13 | 2001 | blue", "Room 13 | 2001 | blue"),
        ("Room 12 | 1998\nRoom 13 | 2001", "Room 13 | 2001"),
        ("2024 | 310\n2025 | 275", "2025 | 275"),
        ("| Built\nAlba | Paso 3", "Alba | Paso 3"),
        (TABLE, "Ship | Built | Seats"),
        (TABLE, "All sail daily."),
        ("Alba | 1931 | 40\nBora | 1950 | 120", "Bora | 1950 | 120"),
        ("Ship | Built\nAlba | 1931 | 40", "Alba | 1931 | 40"),
        ("Ship |  | Seats\nAlba | 1931 | 40", "Alba | 1931 | 40"),
        ("Ship | Home\nAlba | Alder\nBora | Paso", "Bora | Paso"),
        ("Ship | Mood\nAlba | Good\nBora | No 3\nCora | Fair", "Cora | Fair"),  # one number alone may be chance
    ],
)
def test_what_is_no_head_is_not_taken_for_one(text: str, row: str) -> None:
    assert header(text, row) is None
