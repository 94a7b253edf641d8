"""Pages on their side are read as those that stand upright, and words keep their places on the page as it is shown."""

import io

import numpy as np
import pypdfium2
import pytest

from index.documents import WORD, Document
from index.limits import Limits
from index.parse.pdf.document import parse_pdf
from tests.index.parse.writers import pdf_string, placed_pdf

LINES = [
    (18, "Keepers of the light"),
    (10, "The keeper climbs the tower at dusk and lights the"),
    (10, "lamp by hand, which takes him half of an hour."),
]
ROWS = [("Week", "Keeper", "Relief"), ("14", "Halvard", "Signe"), ("15", "Signe", "Aksel")]
READ = (
    "Keepers of the light\n\nThe keeper climbs the tower at dusk and lights the lamp by hand, which takes him half of "
    "an hour.\n\nWeek | Keeper | Relief\n14 | Halvard | Signe\n15 | Signe | Aksel"
)
TURNS = {0: b"1 0 0 1", 1: b"0 -1 1 0", 2: b"-1 0 0 -1", 3: b"0 1 -1 0"}
"""The first four numbers of a text matrix, by quarters to the right."""


def drawn(turned: int, page: list[tuple[int, int, int, str]]) -> bytes:
    """Return texts (size, points along the line, points down, text) turned around the middle of a page."""
    found = b""
    for size, along, down, text in page:
        x, y = along, -down
        for _ in range(turned):
            x, y = y, -x
        place = b"%d %d" % (1000 + x, 421 + y)
        found += b"BT /F %d Tf %s %s Tm (%s) Tj ET " % (size, TURNS[turned], place, pdf_string(text))
    return found


def page_of(turned: int) -> bytes:
    lines = [(size, -200, 20 * number - 150, text) for number, (size, text) in enumerate(LINES)]
    cells = [(10, 120 * x - 200, 14 * y - 50, text) for y, row in enumerate(ROWS) for x, text in enumerate(row)]
    return drawn(turned, lines + cells)


def with_rotation(data: bytes, degrees: int) -> bytes:
    opened = pypdfium2.PdfDocument(data)
    opened[0].set_rotation(degrees)
    file = io.BytesIO()
    opened.save(file)
    return file.getvalue()


def parsed(data: bytes) -> Document:
    (document,) = parse_pdf(data, "s", "a.pdf", Limits()).documents
    return document


def place_of(document: Document, text: str) -> tuple[float, float]:
    """Return the middle of a word as shares of its page's width and height."""
    (page,) = document.pages
    for word in np.frombuffer(page.words, WORD):
        if document.text[word["start"] : word["start"] + word["length"]] == text:
            left, top, right, bottom = (int(word[side]) / 65535 for side in ("left", "top", "right", "bottom"))
            return (left + right) / 2, (top + bottom) / 2
    raise AssertionError(text)


@pytest.mark.parametrize("turned", TURNS)
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_is_turned(turned: int, degrees: int) -> None:
    data = with_rotation(placed_pdf([[]], drawn=[page_of(turned)]), degrees)
    document = parsed(data)
    assert document.text == READ
    assert document.title == "Keepers of the light"
    (page,) = document.pages
    assert (page.width, page.height) == ((842, 2000) if degrees in (90, 270) else (2000, 842)), "as it is shown"
    # The cell “15” stands 200 points before the middle of its line's way, and 22 points above it.
    along, down = -200 + 5, -22 - 4
    for _ in range((turned + degrees // 90) % 4):
        along, down = -down, along
    across, height = place_of(document, "15")
    assert across * page.width == pytest.approx(page.width / 2 + along, abs=6)
    assert height * page.height == pytest.approx(page.height / 2 + down, abs=6)


def test_what_stands_on_its_side_comes_apart_from_the_page_s_own_text() -> None:
    own = [(10, -400, 20 * number - 100, f"The harbour office closes at {number} o'clock.") for number in range(5)]
    aside = [(10, 120 * x - 100, 14 * y, text) for y, row in enumerate(ROWS) for x, text in enumerate(row)]
    document = parsed(placed_pdf([[]], drawn=[drawn(0, own[:2]) + drawn(3, aside) + drawn(0, own[2:])]))
    office, table = document.text.split("\n\nWeek")
    assert office.count("The harbour office") == 5
    assert table == " | Keeper | Relief\n14 | Halvard | Signe\n15 | Signe | Aksel"
    across, height = place_of(document, "Halvard")
    assert (across, height) == pytest.approx((0.5 + 12 / 2000, 0.5 - 40 / 842), abs=0.01)


def test_a_stamp_along_every_page_is_a_running_line() -> None:
    pages = [
        drawn(0, [(10, -400, 0, f"This is page {name}.")]) + drawn(3, [(8, 0, -900, "Draft 7")]) for name in "abcd"
    ]
    assert "Draft" not in parsed(placed_pdf([[]] * 4, drawn=pages)).text


def test_a_word_aslant_belongs_to_the_page() -> None:
    slanted = b"BT /F 40 Tf 0.7 0.7 -0.7 0.7 900 300 Tm (Specimen) Tj ET "
    document = parsed(placed_pdf([[]], drawn=[drawn(0, [(10, -400, 0, "One line.")]) + slanted]))
    assert "Specimen" in document.text
