"""What the writer of a plain text underlined or counted is a heading; lists, tables and wrapped prose are none."""

import pytest

from index.documents import Document
from index.parse.formats import parse


def read(text: str) -> Document:
    (document,) = parse(text.encode(), "/notes/watch.txt", "watch.txt")
    for section in document.sections:
        assert 0 <= section.start < section.end <= len(document.text)
    return document


def headings(text: str) -> list[str]:
    return [section.heading for section in read(text).sections]


def test_a_line_below_a_heading_is_no_text() -> None:
    document = read(
        "Night watch\n===========\n\nKeys\n----\nThey hang in the lodge.\n\nRounds\n~~~~~~\n\nThere are four.\n"
    )
    assert document.text == "Night watch\n\nKeys\n\nThey hang in the lodge.\n\nRounds\n\nThere are four."
    assert [section.heading for section in document.sections] == [
        "Night watch",
        "Night watch › Keys",
        "Night watch › Rounds",
    ]
    assert [document.text[section.start :].partition("\n")[0] for section in document.sections] == [
        "Night watch",
        "Keys",
        "Rounds",
    ]
    assert document.title == "Night watch"


def test_a_heading_between_two_lines_is_one() -> None:
    document = read("All of it.\n\n======\n Keys\n======\n\nGone.\n\n====\nKeys\n====\n\nThey hang in the lodge.")
    assert document.text.endswith("\n\nKeys\n\nThey hang in the lodge.")
    assert [section.heading for section in document.sections][-1] == "Keys"


@pytest.mark.parametrize(
    "text",
    [
        "Name   Age\n----------\nAda    41",
        "He left.\nKeys\n----\nThey hang there.",
        "Keys\n---------------------\nThey hang there.",
        "2026\n----\nThey hang there.",
        "Keys\n-=-=\nThey hang there.",
    ],
)
def test_other_lines_of_signs_stay(text: str) -> None:
    assert read(text).text == text


def test_headings_that_are_counted_on_are_headings_however_short_what_they_head_is() -> None:
    clauses = "§ 1 Name\n(1) It is called Brekke.\n\n§ 2 Members\n(1) Anyone may join.\n(2) The fee is 25 euros."
    assert headings(clauses) == ["§ 1 Name", "§ 2 Members"]
    rent = "It is agreed.\n\n1. Rent\n\nIt is due in May.\n\n2. End\n\nThree months' notice."
    assert headings(rent) == ["", "1. Rent", "2. End"]
    articles = "It is agreed.\n\nArticle IV. Rent\n\nDue in May.\n\nArticle V. End\n\nNever."
    assert headings(articles) == ["", "Article IV. Rent", "Article V. End"]


def test_a_number_above_its_title_is_one_heading_with_it() -> None:
    clauses = (
        "Rules\n\n§ 1\nName and seat\n\n(1) It is called Brekke.\n\n"
        "§ 2\nFees\n\n(1) They are\n    a) 140 euros,\n    b) 55 euros."
    )
    assert headings(clauses) == ["Rules", "Rules › § 1 Name and seat", "Rules › § 2 Fees"]
    assert headings("Rules\n\n§ 1\nName and seat\n\nIt is called Brekke.") == ["Rules"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Rope\n\n2. Tar\n\n3. Oars",
        "1. Rope\n2. Tar\n3. Oars\n\n1. Saw\n2. Axe",
        "1. Please send the rope that\nlies on the quay.\n\n2. Then call the man who\nsold it.",
        "3. Rent\n\nIt is due in May.\n\n5. End\n\nThree months' notice.",
        "§ 1 Name\n\nIt is called Brekke.",
        "IIV. Rent\n\nIt is due.\n\nMIX Tape\n\nIt is due.",
    ],
)
def test_items_of_lists_and_what_is_not_counted_on_are_no_headings(text: str) -> None:
    assert headings(f"It is all here.\n\n{text}") == [""]


def test_capitals_head_what_is_said_in_a_sentence() -> None:
    assert headings("All of it is here.\n\nALARMS\n\nCall 4455 first.") == ["", "ALARMS"]
    assert headings("All of it is here.\n\nALARMS\n\nFIRE, SMOKE") == [""]


def test_code_keeps_its_lines_of_signs() -> None:
    code = (
        "import os\n\nVALUES\n======\n\ndef run(x):\n    return os.path.join(x, 'a')\n\nif run(1):\n    print(run(2))\n"
    )
    assert "======" in read(code).text
