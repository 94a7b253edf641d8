from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from tests.index.parse.writers import placed_pdf, typeset_pdf


def read(data: bytes) -> str:
    [document] = parse_pdf(data, "s", "p.pdf", Limits()).documents
    return document.text


def test_a_formula_with_letters_above_and_below_is_one_word() -> None:
    line = [
        ("Of SO", 10.0, 0.0),
        ("4", 8.0, -5.0),
        ("2–", 8.0, 5.0),
        (" and Ca", 10.0, 0.0),
        ("2+", 8.0, 5.0),
        (".", 10, 0),
    ]
    assert read(typeset_pdf([line])) == "Of SO₄²⁻ and Ca²⁺."


def test_lines_that_are_close_stay_lines_of_their_own() -> None:
    cell = [(50, 700, 10, "Total"), (50, 692, 6, "of 1953"), (200, 700, 10, "640"), (200, 692, 6, "tonnes")]
    assert read(placed_pdf([cell])).split() == "Total of 1953 640 tonnes".split()


def test_a_large_initial_is_not_the_base_line_of_the_words_beside_it() -> None:
    page = [
        (50, 688, 24, "T"),
        (67, 700, 10, "he harbour froze over in that winter, and"),
        (67, 688, 10, "nobody sailed."),
    ]
    assert "he harbour froze over in that winter, and" in read(placed_pdf([page]))


def test_small_type_far_from_the_words_beside_it_is_no_mark() -> None:
    assert "1953" in read(placed_pdf([[(50, 700, 10, "Built"), (300, 704, 6, "1953"), (400, 700, 10, "in Vigo")]]))
