"""Rows of tables have cells, and cells that are figures are told from names."""

import pytest

from index.text.tables.rows import cells, is_row, says_figure


def test_the_cells_of_a_row_have_no_white_space_around_them() -> None:
    assert cells("| 2019 |  | $ 12 |") == ["", "2019", "", "$ 12", ""]


@pytest.mark.parametrize(("line", "expected"), [("a | b", True), ("| b", True), ("a|b", False), ("a || b", False)])
def test_a_line_with_a_bar_that_stands_alone_is_a_row(line: str, expected: bool) -> None:
    assert is_row(line) is expected


@pytest.mark.parametrize(
    "cell",
    ["$ 1,452.4", "(0.4)%", "EUR 5", "A$5", "—", "$—", "— %", "13.95¢", "0.1pts", "2019", "n/a", "£1.2m", "(310)"],
)
def test_a_number_or_a_dash_in_its_place_is_a_figure(cell: str) -> None:
    assert says_figure(cell)


@pytest.mark.parametrize("cell", ["Q4 2019", "Dec 2019", "April 27, 2019", "12 crew", "Jun-2018", "", "1 " * 40])
def test_a_quarter_a_date_and_a_sentence_are_no_figures(cell: str) -> None:
    assert not says_figure(cell)
