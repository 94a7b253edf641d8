import pytest

from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from index.parse.pdf.filled.annotations import FilledField
from index.parse.pdf.filled.labels import with_values
from index.parse.pdf.words import PdfLine, PdfWord
from tests.index.parse.pdf.filled.form_files import Rectangle, Words, chosen, form_pdf, noted, ticked, turned, written


def read(words: Words, annotations: list[bytes], is_turned: bool = False) -> str:
    [document] = parse_pdf(form_pdf(words, annotations, is_turned), "s", "p.pdf", Limits()).documents
    for page in document.pages:
        assert 0 <= page.start <= page.end <= len(document.text)
    return document.text


@pytest.mark.parametrize("is_turned", [False, True])
def test_values_stand_behind_the_labels_in_front_of_them_on_turned_pages_too(is_turned: bool) -> None:
    def place(rectangle: Rectangle) -> Rectangle:
        return turned(rectangle) if is_turned else rectangle

    text = read(
        [(60, 500, "Name of the keeper:"), (60, 460, "Draught (m)"), (60, 420, "Cabin"), (60, 380, "Shore power:")],
        [
            written(place((200, 492, 400, 512)), "Jorunn Vik"),
            written(place((200, 452, 400, 472)), "1.8"),
            ticked(place((200, 412, 220, 432)), on=True),
            ticked(place((200, 372, 220, 392)), on=False),
        ],
        is_turned,
    )
    assert text == "Name of the keeper: Jorunn Vik\nDraught (m): 1.8\nCabin ☒\nShore power: ☐"


def test_two_labels_of_one_row_have_a_line_each_and_boxes_stay_with_the_words_behind_them() -> None:
    text = read(
        [(60, 700, "First name"), (250, 700, "Last name"), (60, 660, "Member:"), (160, 660, "Yes"), (220, 660, "No")],
        [
            written((120, 695, 230, 713), "Jorunn"),
            written((320, 695, 430, 713), "Vik"),
            ticked((140, 656, 154, 670), on=False),
            ticked((200, 656, 214, 670), on=True),
        ],
    )
    assert text == "First name: Jorunn\nLast name: Vik\nMember: ☐ Yes ☒ No"


def test_a_label_may_stand_over_its_value_or_under_it() -> None:
    text = read(
        [(60, 700, "Street"), (300, 700, "Town"), (60, 618, "Name of the witness")],
        [
            written((60, 678, 250, 697), "Havnegata 12"),
            written((300, 678, 450, 697), "Bodø"),
            written((60, 630, 250, 650), "Ola Moen"),
        ],
    )
    assert text == "Street: Havnegata 12\nTown: Bodø\nName of the witness: Ola Moen"


def test_fields_in_columns_are_rows_of_a_table() -> None:
    columns = [(60, 180), (200, 280), (300, 380)]
    cells = [("Tiles", "400", "12,000"), ("Nails", "30", "150")]
    fields = [
        written((left, 675 - 20 * row, right, 693 - 20 * row), value)
        for row, values in enumerate(cells)
        for (left, right), value in zip(columns, values, strict=True)
    ]
    assert read([(60, 700, "Item"), (200, 700, "Number"), (300, 700, "Price")], fields) == (
        "Item | Number | Price\nTiles | 400 | 12,000\nNails | 30 | 150"
    )


def test_what_is_drawn_on_the_page_already_is_not_read_twice_and_lines_to_write_on_are_dropped() -> None:
    words = [
        (60, 700, "Keeper:"),
        (202, 700, "Jorunn"),
        (240, 700, "Vik"),
        (60, 660, "Phone: ________"),
        (60, 620, "Fax:___"),
    ]
    text = read(
        words,
        [
            written((200, 692, 400, 712), "Jorunn Vik"),
            written((98, 652, 200, 672), "55 01"),
            written((80, 612, 200, 632), "55 02"),
        ],
    )
    assert text.split("\n") == ["Keeper: Jorunn Vik", "Phone: 55 01", "Fax: 55 02"]


def test_a_box_that_the_page_draws_is_not_read_beside_the_field_in_it() -> None:
    text = read([(62, 700, "o"), (80, 700, "Yes"), (120, 700, "No")], [ticked((60, 697, 72, 709), on=True)])
    assert text == "☒ Yes No"


def test_an_empty_field_leaves_its_label_alone_and_a_default_is_no_value() -> None:
    text = read(
        [(60, 700, "Name:"), (60, 680, "Phone:"), (60, 660, "they say")],
        [written((120, 695, 300, 713), "", more=b"/DV(Petra)"), written((120, 675, 300, 693), "")],
    )
    assert text == "Name:\nPhone:\n\nthey say"


def test_a_value_without_a_label_has_the_name_that_its_form_gives_it() -> None:
    text = read(
        [(60, 700, "Application")],
        [
            written((300, 500, 400, 520), "Jorunn Vik", name="Keeper"),
            ticked((300, 450, 320, 470), on=True, name="Agreed"),
        ],
    )
    assert text == "Application\n\nKeeper: Jorunn Vik\n☒ Agreed"


def test_a_choice_is_told_as_it_is_shown_and_a_password_not_at_all() -> None:
    text = read(
        [(60, 700, "Country:"), (60, 660, "Password:")],
        [
            chosen((120, 695, 200, 713), "NO", [("NO", "Norway"), ("SE", "Sweden")]),
            written((120, 655, 200, 673), "hunter2", more=b"/Ff 8192"),
        ],
    )
    assert text == "Country: Norway\nPassword:"


def test_a_sentence_goes_on_behind_its_value_and_on_the_next_line() -> None:
    text = read(
        [
            (60, 700, "I, the undersigned"),
            (260, 700, "declare that all of this is true and"),
            (60, 686, "that nothing is left out."),
        ],
        [written((160, 695, 255, 711), "Ola Moen")],
    )
    assert text == "I, the undersigned Ola Moen declare that all of this is true and that nothing is left out."


def test_what_a_box_stands_for_may_be_longer_than_a_line() -> None:
    text = read(
        [
            (80, 700, "I have read the terms and agree to what is said in them about"),
            (80, 686, "the keys of the boat house."),
        ],
        [ticked((60, 697, 74, 711), on=True)],
    )
    assert text == "☒ I have read the terms and agree to what is said in them about the keys of the boat house."


def test_words_typed_beside_a_label_are_its_value() -> None:
    text = read(
        [(60, 700, "Tenant: ________"), (60, 660, "Pets:")],
        [noted("FreeText", (105, 692, 220, 712), "Marit Solberg"), noted("FreeText", (100, 655, 112, 672), "x")],
    )
    assert text == "Tenant: Marit Solberg\nPets: ☒"


def test_words_typed_elsewhere_or_beside_prose_are_left_over() -> None:
    prose = PdfLine((PdfWord("The " * 30, 60, 100, 300, 112),), 12)
    near = FilledField("Really?", 310, 100, 360, 112, typed_by="Ada")
    far = FilledField("Ask!", 60, 500, 90, 512, typed_by="")
    assert with_values([prose], [near, far]) == ([prose], [near, far])


def test_a_field_looks_at_few_rows_however_many_there_are() -> None:
    lines = [PdfLine((PdfWord("Name:", 60, 100, 90, 112),), 12)] * 5_000
    fields = [FilledField("x", 100, 100, 200, 112)] * 5_000
    assert len(with_values(lines, fields)[0]) == len(lines)
