import numpy as np
import pytest

from index.documents import WORD
from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from index.parse.pdf.raised.letters import Height
from index.parse.pdf.raised.notation import labels_of, runs_of, written
from tests.index.parse.writers import typeset_pdf

RISES = [(6.0, 2.2), (6.5, 3.6), (8.0, 5.0), (7.0, 3.3), (9.0, 4.0)]
"""Sizes and heights of raised figures beside type of 11 points, as word processors and typesetters have them."""


def typeset(line: str, size: float = 6.5, rise: float = 3.6) -> list[tuple[str, float, float]]:
    """Return a line in which ^3^ is raised and ~2~ lowered."""
    pieces = []
    for place, part in enumerate(line.split("^")):
        for depth, piece in enumerate(part.split("~")):
            raised, lowered = place % 2 == 1, depth % 2 == 1
            if piece:
                small = raised or lowered
                pieces.append((piece, size if small else 11.0, rise if raised else -rise if lowered else 0.0))
    return pieces


def read(*lines: str, size: float = 6.5, rise: float = 3.6) -> str:
    data = typeset_pdf([typeset(line, size, rise) for line in lines])
    [document] = parse_pdf(data, "s", "p.pdf", Limits()).documents
    return document.text


@pytest.mark.parametrize(("size", "rise"), RISES)
def test_a_line_with_raised_marks_is_one_line_without_them(size: float, rise: float) -> None:
    text = read(
        "The dyke was raised in 1953^2^ by 140^3^ men, who were paid by the day^4,5^ and",
        "by the parish^6^. It held for 36^7^ years.",
        size=size,
        rise=rise,
    )
    assert text == (
        "The dyke was raised in 1953 by 140 men, who were paid by the day and by the parish. It held for 36 years."
    )


@pytest.mark.parametrize(("size", "rise"), RISES)
def test_units_powers_and_formulas_keep_what_is_raised_or_lowered(size: float, rise: float) -> None:
    text = read(
        "Its 640 m^2^ and 5×10^4^ m^3^ took in CO~2~ and H~2~O with SO~4~^2–^ on 3 km^2^.", size=size, rise=rise
    )
    assert text == "Its 640 m² and 5×10⁴ m³ took in CO₂ and H₂O with SO₄²⁻ on 3 km²."


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("The 19^th^ century and the 3^rd^ place.", "The 19th century and the 3rd place."),
        ("It fell at 9.81 m/s^2^ and 10^–3^ mol.", "It fell at 9.81 m/s² and 10⁻³ mol."),
        ("They said “never”^8^ and (as above)^9^ then.", "They said “never” and (as above) then."),
        ("It costs $12^99^ or more.", "It costs $12⁹⁹ or more."),
        ("It begins at 19^30^ Uhr sharp.", "It begins at 19³⁰ Uhr sharp."),
        ("So x^2^ and E = mc^2^ hold.", "So x² and E = mc² hold."),
        ("And 2^10^ = 1024 bytes.", "And 2¹⁰ = 1024 bytes."),
        ("Some 62^b^ per cent of Hallind^a^ came.", "Some 62 per cent of Hallind came."),
        ("Smith^[8]^ has it otherwise.", "Smith has it otherwise."),
        ("Of 1/2 and ^1^/~4~ inch.", "Of 1/2 and 1/₄ inch."),
        ("By ^14^C dating at 90^0^ turned.", "By ¹⁴C dating at 90⁰ turned."),
        ("In 1953² and over 640 m² of it.", "In 1953 and over 640 m² of it."),
        ("The board ^1, 2^ agreed.", "The board agreed."),
        ("It is used.^20^(Annex 3) Now.^2^Then.", "It is used. (Annex 3) Now. Then."),
        ("It closed in 1987^iv^ for the 12^th^ time.", "It closed in 1987 for the 12th time."),
    ],
)
def test_what_is_raised_means_what_stands_beside_it(line: str, text: str) -> None:
    assert read(line) == text


def test_a_line_full_of_raised_letters_is_as_large_as_the_others() -> None:
    text = read(
        "The water of the bay was looked at once more on the 4^th^ of May and at",
        "25 mg/m^3^ by A = r^2^ and x^2^ and 10^–6^ by Lindqvist^†^",
        "there was nothing in it that had not been there before.",
        size=8.0,
        rise=5.0,
    )
    assert "\n" not in text


def test_a_note_begins_with_its_label_and_is_a_paragraph() -> None:
    text = read("It was sold in May 10^3^ and again.", "^3^ Deed of sale.", "^4^ Without the tithe.")
    assert text == "It was sold in May 10 and again.\n\n³ Deed of sale.\n\n⁴ Without the tithe."
    assert read("^3^Deed of sale.") == "³ Deed of sale."


def test_two_words_that_a_mark_stood_between_have_a_place_each() -> None:
    [document] = parse_pdf(typeset_pdf([typeset("Used.^2^Then")]), "s", "p.pdf", Limits()).documents
    places = np.frombuffer(document.pages[0].words, WORD)
    assert [document.text[place["start"] : place["start"] + place["length"]] for place in places] == ["Used.", "Then"]


def test_ten_with_a_raised_number_is_a_power_unless_a_note_has_that_number() -> None:
    ten = runs_of("106", [Height.LEVEL, Height.LEVEL, Height.RAISED])
    assert written(ten, "about", "cells", frozenset()) == "10⁶"
    assert written(ten, "about", "cells", frozenset({"6"})) == "10"
    assert written(ten, "×", "cells", frozenset({"6"})) == "10⁶"


def test_the_labels_of_notes_are_raised_at_the_beginning_of_a_line() -> None:
    assert labels_of(runs_of("3", [Height.RAISED])) == {"3"}
    assert labels_of(runs_of("[3]", [Height.RAISED] * 3)) == {"3"}
    assert labels_of(runs_of("m2", [Height.LEVEL, Height.RAISED])) == set()
