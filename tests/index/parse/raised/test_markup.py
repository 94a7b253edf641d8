"""What is marked as raised or lowered is a power, a formula, or the mark of a note, in every format that has marks."""

import pytest
from pptx import Presentation

from index.parse.formats import parse
from index.parse.raised.markup import Height, with_notation
from tests.index.parse.raised.raised_files import (
    docx,
    html,
    markdown,
    odt,
    of_rtf,
    of_slides,
    pieces,
    pptx,
    rtf,
    rtf_without_groups,
    write,
)


@pytest.mark.parametrize("written", [docx, odt, html, markdown, pptx, rtf, rtf_without_groups])
@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("It was built in 1961^3^.", "It was built in 1961."),
        ("The saw cost 48,500^4^ crowns and the mill^12^ more.", "The saw cost 48,500 crowns and the mill more."),
        ("They met twice.^1,2^ Nobody came ^7^ then.", "They met twice. Nobody came then."),
        ("The area is 54 m^2^ or 3 km^2^, not 10^4^ cm^3^.", "The area is 54 m² or 3 km², not 10⁴ cm³."),
        ("CO~2~ and H~2~O and SO~4~^2-^ at 10^-3^ mol", "CO₂ and H₂O and SO₄²⁻ at 10⁻³ mol"),
        ("The 19^th^ of x^2^ and a~max~", "The 19th of x² and amax"),
        ("Nothing is raised here.", "Nothing is raised here."),
    ],
)
def test_marks_of_notes_are_no_part_of_what_they_stand_behind(written, line: str, text: str) -> None:
    assert written(pieces(line)).text == text


def test_what_is_divided_into_runs_is_read_as_one() -> None:
    raised = [(letter, Height.RAISED) for letter in "12"]
    assert (
        with_notation([("in 19", Height.LEVEL), ("61", Height.LEVEL), *raised, (" men", Height.LEVEL)]) == "in 1961 men"
    )


def test_long_text_in_small_type_stays_as_it_is() -> None:
    small = "a whole sentence in small type, of 1912, which stands higher"
    assert with_notation([("Up ", Height.LEVEL), ("9" * 40, Height.RAISED)]) == f"Up {'9' * 40}"
    assert with_notation([("Here ", Height.LEVEL), (small, Height.RAISED)]).startswith(
        "Here a whole sentence in small type"
    )


def test_headings_and_tables_of_pages_have_no_marks_either() -> None:
    page = "<h1>The mill<sup>1</sup></h1><table><tr><td>Area in m<sup>2</sup><td>1912<sup>4</sup></table>"
    assert parse(f"<body>{page}</body>".encode(), "s", "a.html")[0].text == "The mill\n\nArea in m² | 1912"


@pytest.mark.parametrize("link", ['<sup><a href="#n">{}</a></sup>', '<a href="#n"><sup>{}</sup></a>'])
@pytest.mark.parametrize("mark", ["2", "[2]", "[a]", "*"])
def test_a_raised_link_to_a_note_is_its_mark_whatever_it_stands_behind(link: str, mark: str) -> None:
    page = f"<p>It covers 54 m{link.format(mark)}</p>"
    assert parse(page.encode(), "s", "a.html")[0].text == "It covers 54 m"


def test_marks_of_notes_in_markdown_are_left_out_and_the_notes_stay() -> None:
    written = (
        "# The mill[^1]\n\nIt was bought in 1912[^3] for 48,500[^a] crowns [^3] or so, `x[^3]`.\n\n- one[^1]\n\n"
        "[^1]: Deed of sale.\n[^2]:\n[^3]: A *second*\n    line.\n\n[^a]: Once[^1].\n"
    )
    assert parse(written.encode(), "s", "a.md")[0].text == (
        "The mill\n\nIt was bought in 1912 for 48,500 crowns or so, x[^3].\n\n• one\n\n"
        "Deed of sale.\n\nA second line.\n\nOnce."
    )


def test_what_only_looks_like_a_mark_in_markdown_stays() -> None:
    text = "Match [^a-z] or [^b]; 2 ^ 3 ^ 4 and ~5~ of a ~~b~~ c."
    assert parse(text.encode(), "s", "a.md")[0].text == "Match [^a-z] or [^b]; 2 ^ 3 ^ 4 and ~5~ of a b c."
    assert parse(b"The yield is 10^4^ of H~2~O.", "s", "a.md")[0].text == "The yield is 10\u2074 of H\u2082O."


def test_heights_of_rich_text_end_with_their_group_and_with_plain_letters() -> None:
    assert of_rtf(r"m{\super\fs16 2}\par").text == "m²"
    assert of_rtf(r"m\super 2\plain  wide, in 1961{\b\super 3} and \\super 4").text == "m² wide, in 1961 and \\super 4"
    assert of_rtf(r"km\super 2\nosupersub  and {\*\x \super 9}12").text == "km² and 12"
    assert of_rtf("a\x02b\x03 m{\\super 2}").text == "a b  m²"


def test_raised_marks_are_left_out_of_titles_tables_and_notes_of_slides() -> None:
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    table = slide.shapes.add_table(1, 2, 0, 0, 9, 9).table
    for frame in (slide.shapes.title.text_frame, *(cell.text_frame for cell in table.rows[0].cells)):
        write(frame, pieces("Built in 1961^3^ of oak"))
    write(slide.notes_slide.notes_text_frame, pieces("12 m^2^ of oak^4^"))
    assert of_slides(slides).text == "\n\n".join(
        ["Built in 1961 of oak", "Built in 1961 of oak | Built in 1961 of oak", "12 m² of oak"]
    )
