"""The head of a table is its first row, or several that together name the columns."""

import pytest

from index.text.sentences import sentence_spans
from index.text.tables.heads import column_names, head_rows, table_heads

ROWS = ["Rent | 12 | 10", "Boats | 4 | 5"]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (["Item | 2024 | 2025"], ["Item", "2024", "2025"]),
        (["| Year ended 31 May |", "| 2024 | 2025"], ["", "Year ended 31 May 2024", "Year ended 31 May 2025"]),
        (["| 2024 | 2025", "| €m | €m"], ["", "2024 €m", "2025 €m"]),
        (["(in thousands) | |", "At 31 May: | 2024 | 2025"], ["(in thousands) At 31 May:", "2024", "2025"]),
        (
            ["|  | Payments due", "Contract | Within 1 year | Later"],
            ["Contract", "Payments due Within 1 year", "Payments due Later"],
        ),
        (
            ["| North | North | South |", "| Plan | Actual | Plan | Actual"],
            ["", "North Plan", "North Actual", "South Plan", "South Actual"],
        ),
        (
            ["| Plan |  | Actual |", "| 2024 | 2025 | 2024 | 2025"],
            ["", "Plan 2024", "Plan 2025", "Actual 2024", "Actual 2025"],
        ),
    ],
)
def test_rows_of_a_head_name_the_columns_together(head: list[str], names: list[str]) -> None:
    assert head_rows([*head, *ROWS]) == len(head)
    assert column_names("\n".join(head)) == names


@pytest.mark.parametrize(
    "rows",
    [
        ["Ship | Built", "Alba | 1931", "Bora | 1950"],
        ["Ship | Home", "Alba | Alder", "Bora | Paso"],
        ["| 2024 | 2025", "| 12 | 10", "Boats | 4 | 5"],
        ["Item | 2024 | 2025", "Income: | |", "Rent | 12 | 10"],
        ["Item | 2024 | 2025"],
    ],
)
def test_what_says_no_more_of_columns_is_no_part_of_the_head(rows: list[str]) -> None:
    assert head_rows(rows) == 1


def test_rows_below_a_head_of_a_plain_text_have_it() -> None:
    text = "The pier:\n\nItem | 2024\nRent | 12\nBoats | 4\n\nRopes | 7\nNets | 8\nOars | 9\n\nAll is well."
    heads = {
        text[start:].partition("\n")[0]: text[slice(*span)]
        for start, span in table_heads(text, sentence_spans(text)).items()
    }
    assert heads == {"Rent | 12": "Item | 2024", "Boats | 4": "Item | 2024"}


def test_times_and_doses_are_numbers_below_a_head_too() -> None:
    text = "Time | What\n06:50 | Ferry\nnoon | Lunch\n13:25 | Ferry"
    assert not table_heads(text, sentence_spans(text))  # the first column is that of names
    text = "What | Time\nFerry | 06:50\nLunch | noon\nFerry | 13:25"
    assert set(table_heads(text, sentence_spans(text)).values()) == {(0, len("What | Time"))}


@pytest.mark.parametrize(
    "text", ["Home | News\nBoats | Contact\nHelp | About", "Rent | 12\nBoats | 4\nOars | 9", "a | b\nc | 4"]
)
def test_lines_with_bars_that_are_no_table_with_a_head_have_none(text: str) -> None:
    assert not table_heads(text, sentence_spans(text))
