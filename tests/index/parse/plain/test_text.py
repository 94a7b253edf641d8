"""Plain text keeps its lines; only what is surely a title or a heading becomes one."""

import pytest

from index.documents import Document
from index.parse.formats import parse

PARAGRAPH = (
    "The harbour of Port Alder handled 4.2 million tonnes of freight last year, which is a tenth more than it\n"
    "did the year before, and the council wants to widen the northern quay."
)


def read(text: str, name: str = "2025-01-31_my-notes.txt") -> Document:
    (document,) = parse(text.encode(), f"/docs/{name}", name)
    return document


def headings(document: Document) -> list[tuple[str, str]]:
    """Return each section's heading with the first line of its text."""
    return [(s.heading, document.text[s.start : s.end].split("\n")[0]) for s in document.sections]


def test_lines_stay_and_blank_lines_become_one() -> None:
    assert read("  one  \r\ntwo\n \n\n\n\tthree\n\n").text == "  one\ntwo\n\n\tthree"


def test_a_short_first_line_above_a_blank_line_is_the_title() -> None:
    document = read(f"Freight at Port Alder\n\n{PARAGRAPH}")
    assert document.title == "Freight at Port Alder"
    assert headings(document) == [("Freight at Port Alder", "Freight at Port Alder")]


@pytest.mark.parametrize("text", [PARAGRAPH, f"{'Long ' * 25}\n\n{PARAGRAPH}", "- - -\n\nText."])
def test_without_such_a_line_the_file_name_is(text: str) -> None:
    assert read(text).title == "2025 01 31 my notes"


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("Report on the new quay\nBy Ana Pérez, 3 July 2024", "Report on the new quay"),
        ("Notice: berths 2024/25\n2 September 2024", "Notice: berths 2024/25"),
        ("PORT ALDER\nMinutes of the meeting on 4 May 2024", "PORT ALDER – Minutes of the meeting on 4 May 2024"),
        ("PORT ALDER\n4 May 2024", "PORT ALDER"),
        ("PORT ALDER\nSTORM REPORT 2024-07", "PORT ALDER – STORM REPORT 2024-07"),
        ("HERON 4\nOwner's manual\nAlder Works, edition 2023-05", "HERON 4 – Owner's manual"),
        ("Ana Pérez\n12 Quay Street", "2025 01 31 my notes"),
        ("Open it slowly\nand close it again.", "2025 01 31 my notes"),
        ("Boats\n- Gannet", "2025 01 31 my notes"),
        ("Boats\nGannet: four seats", "2025 01 31 my notes"),
        ("one\ntwo\nthree\nfour", "2025 01 31 my notes"),
    ],
)
def test_a_line_or_two_may_stand_below_the_title(block: str, title: str) -> None:
    document = read(f"{block}\n\n{PARAGRAPH}\n\nThe northern quay\n\n{PARAGRAPH}")
    assert document.title == title
    under = "" if title == "2025 01 31 my notes" else f"{title} › "
    assert headings(document)[-1] == (f"{under}The northern quay", "The northern quay")


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (
            "Rowe Boats\n3 Quay Street\n\nMs Ada Brun\n\nAlder, 3 May 2025\n\nRe: Your mast and its repair",
            "Your mast and its repair",
        ),
        ("MILL COUNCIL\n\nNEW RULES FOR THE QUAY", "NEW RULES FOR THE QUAY"),
        ("Rowe Boats\n\nAlder, 3 May 2025", "Rowe Boats"),
        ("Rowe Boats", "Rowe Boats"),
    ],
)
def test_a_letter_is_called_by_what_it_is_about(above: str, title: str) -> None:
    document = read(f"{above}\n\nDear Ms Brun,\n\nAll is well, and the boat lies in the harbour.\n\nYours,\nTom")
    assert document.title == title
    assert {section.heading for section in document.sections} == {title}


def test_a_short_line_above_a_paragraph_opens_a_section_under_the_title() -> None:
    document = read(f"Freight\n\nFreight\nBy Ana\n\n{PARAGRAPH}\n\nThe northern quay\n\n{PARAGRAPH}\n\nThe end.")
    assert headings(document) == [("Freight", "Freight"), ("Freight › The northern quay", "The northern quay")]
    assert document.text[document.sections[1].start : document.sections[1].end].endswith("The end.")


@pytest.mark.parametrize(
    "line",
    [
        *("It was late.", "Dear Ana,", "• a point", "- a point", "b) a point", "a line of a poem", "12 September 2025"),
        *("Total | 12", "“What next?”", "=====", "1999", "x" * 101),
    ],
)
def test_other_short_lines_open_no_section(line: str) -> None:
    document = read(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}")
    assert [section.heading for section in document.sections] == [""]
    assert (document.sections[0].start, document.sections[0].end) == (0, len(document.text))


def test_a_short_line_above_short_lines_opens_no_section() -> None:
    assert headings(read(f"{PARAGRAPH}\n\nBest regards\n\nAna Pérez\n\nPort Alder")) == [("", PARAGRAPH.split("\n")[0])]


def test_the_text_s_own_date_goes_before_that_of_the_name() -> None:
    assert read(f"Lisbon, 12 September 2025 — {PARAGRAPH}").published_at == "2025-09-12"
    assert read(PARAGRAPH).published_at == "2025-01-31"
    assert read(PARAGRAPH, "notes.txt").published_at is None


def test_a_first_line_that_is_a_sentence_is_the_title_and_stays_text() -> None:
    document = read("The old lime kiln is open on Sundays.\n\nIts keeper is away.")
    assert document.title == "The old lime kiln is open on Sundays."
    assert headings(document) == [("", "The old lime kiln is open on Sundays.")]


LINE = "Empty the tank at the left when the lamp blinks, and rinse it with warm water before it goes back in. "


@pytest.mark.parametrize("heading", ["AFTER EVERY LOAD", "First ride", "6 When it does not work", "2.1 Whom to call"])
def test_a_heading_on_the_line_above_its_text_opens_a_section(heading: str) -> None:
    document = read(f"{PARAGRAPH}\n\n{heading}\n{LINE * 2}\n{LINE}")
    assert headings(document) == [("", PARAGRAPH.split("\n")[0]), (heading, heading)]


def test_a_heading_on_the_line_above_a_list_opens_a_section() -> None:
    document = read(f"{PARAGRAPH}\n\nLighting\n1. {LINE}\n2. {LINE}")
    assert [section.heading for section in document.sections] == ["", "Lighting"]


@pytest.mark.parametrize(
    "paragraph",
    [
        PARAGRAPH,
        f"Dear Ana,\n{LINE * 2}",
        f"It was late.\n{LINE * 2}",
        f"with love\n{LINE * 2}",
        f"10:00 Start\n10:01 {LINE * 2}",
        (
            "The harbour of Port Alder is older than the town of\nTornby and wider than the bay, and was dug by hand\n"
            "in the three years after the fire, when nobody had other work."
        ),
        "Bakery 20 41\nFish stall 20 42\n" * 10,
    ],
)
def test_what_may_be_anything_else_opens_none(paragraph: str) -> None:
    assert [section.heading for section in read(f"{PARAGRAPH}\n\n{paragraph}").sections] == [""]


def test_a_table_that_is_drawn_as_in_markdown_has_rows_and_no_rule() -> None:
    table = "| Boat | Seats |\n|:-----|---:|\n| Gannet | 4 |\n|  | 6 |"
    document = read(f"Boats for hire\n\n{PARAGRAPH}\n\n{table}\n\nAll have oars.")
    assert document.text.endswith("\n\nBoat | Seats\nGannet | 4\n | 6\n\nAll have oars.")
    assert "| a |\n| b |" in read(f"Signs\n\n{PARAGRAPH}\n\n| a |\n| b |").text
