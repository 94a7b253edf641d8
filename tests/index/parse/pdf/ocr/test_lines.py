import pytest

from index.parse.pdf.ocr.lines import as_lines
from index.parse.pdf.words import PdfWord


def piece(left: float, top: float, text: str, height: float = 10.0) -> list[PdfWord]:
    """Return a piece of a line whose letters are half as wide as they are high."""
    words = []
    for word in text.split():
        right = left + len(word) * height / 2
        words.append(PdfWord(word, left, top, right, top + height))
        left = right + height / 3
    return words


def texts(*pieces: list[PdfWord]) -> list[str]:
    return [line.text for line in as_lines(pieces, knows_order=False)]


STORY = "of the story that goes down this column"


def test_pieces_of_a_line_are_put_together_from_the_left() -> None:
    assert texts(piece(158, 51, "over in January"), piece(50, 50, "The harbour froze ice")) == [
        "The harbour froze ice over in January"
    ]


def test_columns_of_text_stay_apart_and_each_is_told_as_a_whole() -> None:
    left = [piece(50, 100 + 14 * n, f"left {n} {STORY}") for n in range(6)]
    right = [piece(350, 103 + 14 * n, f"right {n} {STORY}") for n in range(6)]
    head, foot = piece(50, 60, f"A heading over both {STORY} {STORY}"), piece(50, 220, f"A last line {STORY} {STORY}")
    mixed = [head, *(each for pair in zip(right, left, strict=True) for each in pair), foot]
    found = texts(*mixed)
    assert found[0].startswith("A heading")
    assert [text.split()[0] for text in found[1:7]] == ["left"] * 6
    assert [text.split()[0] for text in found[7:13]] == ["right"] * 6
    assert found[13].startswith("A last line")


def test_cells_of_a_table_are_a_line_a_row() -> None:
    rows = [("Ship", "Built", "Home"), ("Alba", "1931", "Oban"), ("Brisa", "1960", "Vigo")]
    cells = [piece(50 + 150 * x, 100 + 20 * y, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    assert texts(*reversed(cells)) == ["Ship Built Home", "Alba 1931 Oban", "Brisa 1960 Vigo"]


def test_lines_of_one_type_have_one_size_and_a_heading_a_larger_one() -> None:
    heights = [14.0, 10.0, 10.4, 9.7, 10.1, 10.0]
    lines = as_lines([piece(50, 50 + 20 * n, STORY, each) for n, each in enumerate(heights)], knows_order=False)
    assert [line.size for line in lines] == [14.0, 10.0, 10.0, 10.0, 10.0, 10.0]


def test_words_up_the_side_of_a_page_are_no_part_of_its_lines() -> None:
    upright = [PdfWord("draft", 20, 60, 30, 90), PdfWord("copy", 20, 30, 30, 55)]
    assert texts(upright, piece(50, 50, "The harbour froze"), piece(50, 64, "over in January.")) == [
        "The harbour froze",
        "over in January.",
        "draft copy",
    ]


def test_an_engine_that_knows_the_order_is_believed() -> None:
    lines = as_lines([piece(50, 90, "second first"), piece(50, 50, "first"), piece(99, 50, "second")], knows_order=True)
    assert [line.text for line in lines] == ["second first", "first", "second"]


@pytest.mark.parametrize("knows_order", [True, False])
def test_a_page_without_words_has_no_lines(knows_order: bool) -> None:
    assert as_lines([], knows_order=knows_order) == []
