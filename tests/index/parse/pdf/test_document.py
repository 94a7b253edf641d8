import numpy as np
import pytest

from index.documents import WORD, Document
from index.errors import EmptyDocument, UnreadableDocument
from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from tests.index.parse.writers import placed_pdf


def parsed(*pages: list[tuple[int, int, int, str]], limits: Limits | None = None) -> Document:
    [document] = parse_pdf(placed_pdf(pages), "/a/p.pdf", "p.pdf", limits or Limits()).documents
    return document


def lines(*texts: str, x: int = 50, top: int = 700, size: int = 10) -> list[tuple[int, int, int, str]]:
    return [(x, top - 14 * number, size, text) for number, text in enumerate(texts)]


LONG = "The harbour froze over in that winter and nobody could say when the ice would break again or why"


def test_lines_become_paragraphs_and_larger_type_headings() -> None:
    document = parsed(
        [
            (50, 780, 20, "Winter"),
            *lines(LONG, "so people walked.", top=740),
            (50, 690, 14, "Spring"),
            *lines(LONG, "so people sailed.", top=660),
        ]
    )
    assert document.text == f"Winter\n\n{LONG} so people walked.\n\nSpring\n\n{LONG} so people sailed."
    assert [section.heading for section in document.sections] == ["Winter", "Winter › Spring"]
    assert document.title == "Winter"


def test_a_word_divided_at_a_line_s_end_is_whole_and_a_compound_keeps_its_hyphen() -> None:
    text = parsed(
        lines(f"{LONG} and the rail-", "way closed while the well-", "known line of a well-known town went on.")
    ).text
    assert text == f"{LONG} and the railway closed while the well-known line of a well-known town went on."


def test_a_hyphen_that_stands_for_a_word_said_later_stays() -> None:
    text = parsed(
        lines(f"{LONG} and a line of high-", "and low-pressure stages, which the err-", "or of an error ends.")
    ).text
    assert text == f"{LONG} and a line of high- and low-pressure stages, which the error of an error ends."


def test_a_full_line_goes_on_with_what_begins_as_an_item_does() -> None:
    text = parsed(
        lines(
            f"{LONG} was widened as State Route",
            "99. Due to it nobody walks.",
            "It was planned by a man called",
            "T. Bell.",
        )
    ).text
    assert "State Route 99. Due to it nobody walks." in text
    listed = parsed(lines(f"{LONG} and these are what it needs, in all", "7. A gate.", "8. A lamp.")).text
    assert listed.endswith("in all\n\n7. A gate.\n8. A lamp.")


def test_running_heads_and_page_numbers_are_left_out_and_a_paragraph_goes_on_over_the_page() -> None:
    pages = [
        [(50, 820, 8, "Annual Report 2024"), *lines(LONG, f"page {n} went on"), (900, 20, 8, f"Page {n} of 3")]
        for n in (1, 2, 3)
    ]
    document = parsed(*pages)
    assert "Annual Report" not in document.text
    assert "of 3" not in document.text
    assert document.text.count("went on") == 3
    assert [page.number for page in document.pages] == [1, 2, 3]
    for page in document.pages:
        assert f"page {page.number} went on" in document.text[page.start : page.end]


def test_columns_are_read_one_after_the_other_and_a_title_written_last_comes_first() -> None:
    left = lines(*[f"left {n} of the story that goes down this column" for n in range(6)])
    right = lines(*[f"right {n} of the story that goes down that column" for n in range(6)], x=600)
    text = parsed(
        [*left, *right, (50, 800, 20, "The Title Over Both Of The Columns And Wide Enough To Span Them All Here")]
    ).text
    assert text.startswith("The Title Over Both")
    assert text.index("left 5") < text.index("right 0")


def test_a_title_in_the_middle_comes_before_a_short_line_on_its_left() -> None:
    text = parsed([(300, 800, 20, "Members"), (50, 760, 10, "The club grew."), *lines("It has many.", x=50)]).text
    assert text.startswith("Members\n\nThe club grew.")


def test_lines_across_two_columns_of_text_are_taken_apart() -> None:
    rows = [
        line
        for n in range(6)
        for line in (
            (50, 700 - 14 * n, 10, f"left {n} of the story that goes down this column"),
            (600, 700 - 14 * n, 10, f"right {n} of the story that goes down that column"),
        )
    ]
    text = parsed(rows).text
    assert text.index("left 5") < text.index("right 0")


def test_a_table_is_a_line_a_row() -> None:
    table = [("Ship", "Built", "Home"), ("Alba", "1931", "Oban"), ("Brisa", "1960", "Vigo")]
    cells = [(50 + 200 * x, 700 - 14 * y, 10, cell) for y, row in enumerate(table) for x, cell in enumerate(row)]
    assert parsed(cells).text == "Ship | Built | Home\nAlba | 1931 | Oban\nBrisa | 1960 | Vigo"


def test_every_word_has_its_place_on_its_page() -> None:
    document = parsed([(500, 421, 10, "middle")], [(1000, 700, 10, "second page")])
    first, second = document.pages
    assert (first.width, first.height) == (2000, 842)
    [word] = np.frombuffer(first.words, WORD)
    assert document.text[word["start"] : word["start"] + word["length"]] == "middle"
    assert word["left"] / 65535 == pytest.approx(0.25, abs=0.005)
    assert word["top"] / 65535 < 0.5 < word["bottom"] / 65535
    assert [document.text[w["start"] : w["start"] + w["length"]] for w in np.frombuffer(second.words, WORD)] == [
        "second",
        "page",
    ]


def test_a_scan_a_locked_and_a_long_pdf_say_what_they_are() -> None:
    with pytest.raises(EmptyDocument, match="no text in it: its pages are pictures"):
        parsed([])
    with pytest.raises(UnreadableDocument, match="more than 2 pages"):
        parsed(*[lines("x")] * 3, limits=Limits(pages=2))
    with pytest.raises(UnreadableDocument, match="damaged"):
        parse_pdf(b"%PDF-1.4", "s", "p.pdf", Limits())


def test_records_are_lines_of_their_own_and_a_value_may_be_wrapped() -> None:
    document = parsed(
        lines(
            "Invoice date: 19 April",
            "Address: the house on the hill behind the old church of",
            "Lindholm",
            "Due: 3 May",
        )
    )
    assert document.text == (
        "Invoice date: 19 April\nAddress: the house on the hill behind the old church of Lindholm\nDue: 3 May"
    )
    prose = parsed(
        lines("He said what everybody in the town had known before:", "Nota bene: the bridge was never", "built.")
    )
    assert "\n" not in prose.text, "one alone is prose"


def test_what_stands_on_dotted_lines_is_a_line_for_each_label() -> None:
    document = parsed(
        lines("Applicant ............ Ada Rud", "Boat ............ Alba", "Name: ______________", size=12)
    )
    assert document.text == "Applicant: Ada Rud\nBoat: Alba\nName: ______________"
    assert not document.sections[0].heading


def test_an_accent_over_its_letter_is_part_of_it() -> None:
    drawn = b"BT /F 10 Tf 50 700 Td [(M) -111 (\\250) 444 (urmill)] TJ ET"
    (document,) = parse_pdf(placed_pdf([[]], drawn=[drawn]), "s", "a.pdf", Limits()).documents
    assert document.text == "Mürmill"


def test_a_raised_number_begins_a_note_with_and_without_a_space_behind_it() -> None:
    drawn = (
        b"BT /F 10 Tf 50 700 Td (* Of the harbour) Tj 0 -12 Td /F 6 Tf 4 Ts (1) Tj /F 10 Tf 0 Ts (By the priest) Tj ET"
    )
    (document,) = parse_pdf(placed_pdf([[]], drawn=[drawn]), "s", "a.pdf", Limits()).documents
    assert document.text == "* Of the harbour\n\n¹By the priest"
