"""A table of a document is read as one of a sheet: merged cells in every place, one head, titles above it."""

from collections.abc import Callable

import pytest

from index.documents import Document
from index.parse.structure.tables.heads import headed
from tests.index.parse.structure.tables.table_files import Rows, cells, docx, html, odt, pptx, with_thead

PLANS: Rows = [
    [("Berth", 1, 2), ("2025", 2, 1), ("2026", 2, 1)],
    cells("Plan", "Used", "Plan", "Used"),
    cells("North", "10", "11", "12", "13"),
    cells("South", "20", "21", "22", "23"),
]
PLANS_READ = (
    "Berth | 2025 Plan | 2025 Used | 2026 Plan | 2026 Used\nNorth | 10 | 11 | 12 | 13\nSouth | 20 | 21 | 22 | 23"
)


FORMATS = [html, with_thead, docx, odt, pptx]
Writer = Callable[..., Document]


@pytest.mark.parametrize("written", FORMATS)
def test_two_rows_of_a_head_become_one(written: Writer) -> None:
    assert written(PLANS).text == PLANS_READ


@pytest.mark.parametrize("written", FORMATS)
def test_the_last_row_of_a_head_may_have_merged_cells_too(written: Writer) -> None:
    rows: Rows = [
        [("Quay", 1, 2), ("Summer", 3, 1), ("Winter", 2, 1)],
        [("Boats", 2, 1), ("Trains", 1, 1), ("Boats", 2, 1)],
        cells("North", "1", "2", "3", "4", "5"),
    ]
    assert written(rows).text == (
        "Quay | Summer Boats | Summer Boats | Summer Trains | Winter Boats | Winter Boats\nNorth | 1 | 2 | 3 | 4 | 5"
    )
    third: Rows = [*rows[:2], cells("", "early", "late", "early", "early", "late"), rows[2]]
    assert written(third).text.startswith(
        "Quay | Summer Boats early | Summer Boats late | Summer Trains early | Winter"
    )


@pytest.mark.parametrize("written", FORMATS)
def test_amounts_with_their_unit_show_what_is_the_head_above_them(written: Writer) -> None:
    rows: Rows = [[("", 1, 1), ("Adults", 2, 1)], cells("Route", "single", "return"), cells("Voss", "48 kr", "90 kr")]
    assert written(rows).text == "Route | Adults single | Adults return\nVoss | 48 kr | 90 kr"


@pytest.mark.parametrize("written", FORMATS)
def test_a_title_over_all_columns_is_text_above_the_table(written: Writer) -> None:
    assert written([[("Plans of the quay", 5, 1)], *PLANS]).text == f"Plans of the quay\n\n{PLANS_READ}"


@pytest.mark.parametrize("written", [html, with_thead, docx, odt])
def test_rows_that_a_document_marks_as_head_are_one_without_merged_cells_too(written: Writer) -> None:
    rows = [cells("Berth", "Depth", "Length"), cells("", "in metres", "in feet"), cells("North", "4", "40")]
    assert written(rows, marked=2).text == "Berth | Depth in metres | Length in feet\nNorth | 4 | 40"
    assert written(rows, marked=1).text == "Berth | Depth | Length\n | in metres | in feet\nNorth | 4 | 40"


@pytest.mark.parametrize("written", FORMATS)
@pytest.mark.parametrize(
    "rows",
    [
        [[("Name", 1, 1), ("Ada Rud", 2, 1)], [("Street", 1, 1), ("Quay 4", 2, 1)], cells("Born", "1931", "Oslo")],
        [[("Name", 1, 1), ("Ada Rud", 2, 1)], [("Street", 1, 1), ("Quay", 2, 1)], cells("Born", "31", "32")],
        [[("", 1, 1), ("Mon", 2, 1), ("Tue", 2, 1)], [("Early", 1, 1), ("Sums", 2, 1), ("Art", 2, 1)], cells(*"abcde")],
        [[("", 1, 1), ("Class", 2, 1)], cells("Row", "yes", "yes"), cells("Other", "yes", "no")],
        [[("Berth", 1, 1), ("Boats", 2, 1)], cells("North", "12", "13"), cells("South", "14", "15")],
        [cells("Berth", "Boat"), cells("North", "Alba"), cells("South", "Orca")],
    ],
)
def test_rows_that_are_no_head_stay_rows(written: Writer, rows: Rows) -> None:
    spread = [[text for text, across, _ in row for _ in range(across)] for row in rows]
    assert written(rows).text == "\n".join(" | ".join(row) for row in spread)


def test_merged_cells_stand_in_every_place_that_they_go_over() -> None:
    rows: Rows = [cells("Day", "North", "South"), [("Mon", 1, 2), ("closed", 2, 1)], cells("open", "shut")]
    for written in FORMATS:
        assert written(rows).text == "Day | North | South\nMon | closed | closed\nMon | open | shut"


def test_a_row_of_another_length_is_no_second_row_of_a_head() -> None:
    rows = [cells("Year", "Month"), cells("2025"), cells("2025", "May")]
    assert html(rows, marked=2).text == "Year | Month\n2025\n2025 | May"


def test_a_table_of_nothing_but_titles_stays_as_it_is() -> None:
    rows = [["Notes", "Notes"], ["More", "More"]]
    assert headed(rows, {0, 1}) == ([], rows)
    assert headed([], set()) == ([], [])
