"""Lines of a PDF that end on purpose stay lines, and those of prose become one."""

from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from tests.index.parse.writers import placed_pdf

Text = tuple[int, int, int, str]

PROSE = (
    "We thank you for your letter of 3 March and confirm that the boat will be",
    "lifted on 14 April at nine in the morning, as agreed with the office of",
    "Bergen harbour and with Per.",
)


def text_of(*texts: Text) -> str:
    """Return what becomes of a page."""
    [document] = parse_pdf(placed_pdf([texts]), "s", "a.pdf", Limits()).documents
    return document.text


def lines(x: int, y: int, *texts: str, size: int = 10) -> list[Text]:
    return [(x, y - 13 * number, size, text) for number, text in enumerate(texts)]


def test_the_lines_of_addresses_stay_and_those_of_a_paragraph_are_one() -> None:
    page = [
        *lines(350, 780, "Harbour Office", "Quay Street 4", "5003 Bergen", "office@bergen.example"),
        *lines(70, 700, "Ms Ina Lund", "Flat 3b", "Long Lane 12", "0150 Oslo"),
        *lines(70, 600, *PROSE),
        *lines(70, 500, "Yours sincerely", "Per Holm"),
    ]
    assert text_of(*page).split("\n\n") == [
        "Ms Ina Lund\nFlat 3b\nLong Lane 12\n0150 Oslo",
        "Harbour Office\nQuay Street 4\n5003 Bergen\noffice@bergen.example",
        " ".join(PROSE),
        "Yours sincerely\nPer Holm",
    ]


def test_addresses_beside_each_other_that_are_written_one_after_the_other_keep_their_lines() -> None:
    page = [
        *lines(70, 780, "Bergen", "Quay Street 4", "bergen@lund.example"),
        *lines(240, 780, "Oslo", "Long Lane 12", "oslo@lund.example"),
    ]
    assert text_of(*page).replace("\n\n", "\n").split("\n") == [
        "Bergen", "Quay Street 4", "bergen@lund.example", "Oslo", "Long Lane 12", "oslo@lund.example",
    ]  # fmt: skip


def test_a_narrow_column_of_prose_is_one_paragraph_though_names_begin_its_lines() -> None:
    told = ("The ferry that leaves from", "Bergen at nine is back by", "Noon, or later in a storm,", "and from Norway.")
    assert text_of(*lines(70, 780, *told)) == " ".join(told)
