import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from index.parse.pdf.ocr.ink import ink_of, letter_rows, level_strip, word_columns

SIZE, TOP, LEFT = 40, 20, 10


def drawn(text: str, paper: int = 255, letters: int = 0) -> NDArray[np.uint8]:
    """Return a line of text in a picture with paper around it."""
    font = ImageFont.load_default(SIZE)
    picture = Image.new("L", (round(font.getlength(text)) + 2 * LEFT, SIZE + 2 * TOP), paper)
    ImageDraw.Draw(picture).text((LEFT, TOP), text, fill=letters, font=font)
    return np.asarray(picture)


@pytest.mark.parametrize("text", ["The harbour froze over", "Section 1", "NIKOLA TESLA", "1901", "over a sea"])
def test_letters_of_one_type_have_one_height_whatever_they_reach(text: str) -> None:
    ink = ink_of(drawn(text))
    assert ink is not None
    top, bottom = letter_rows(ink, text)
    assert bottom - top == pytest.approx(SIZE, rel=0.12)


def test_ink_is_seen_on_dark_paper_too_and_none_where_nothing_stands_out() -> None:
    dark, light = ink_of(drawn("Rye", 20, 230)), ink_of(drawn("Rye", 230, 20))
    assert dark is not None
    assert light is not None
    assert (dark == light).mean() > 0.99
    assert ink_of(np.full((40, 200), 200, np.uint8)) is None


def test_words_end_where_their_ink_does() -> None:
    text, font = "Rye and oats", ImageFont.load_default(SIZE)
    ink = ink_of(drawn(text))
    assert ink is not None
    edges = [
        (LEFT + font.getlength(text[:start]), LEFT + font.getlength(text[:end]))
        for start, end in [(0, 3), (4, 7), (8, 12)]
    ]
    middles = [(begins + 12, ends - 12) for begins, ends in edges]
    for found, (begins, ends) in zip(word_columns(ink, middles), edges, strict=True):
        assert found == pytest.approx((begins, ends), abs=4)


def test_words_without_paper_between_them_meet_half_way() -> None:
    assert word_columns(np.ones((10, 100), bool), [(10, 40), (60, 90)]) == [(0, 50), (50, 100)]


@pytest.mark.parametrize("slope", [0.0, 0.03, -0.05])
def test_a_line_that_falls_is_cut_out_level(slope: float) -> None:
    page = np.full((400, 900), 255, np.uint8)
    for column in range(100, 800):
        row = round(200 + (column - 450) * slope)
        page[row - 5 : row + 5, column] = 0
    strip = level_strip(page, (100, 799), 200, 20, slope)
    assert strip.shape == (41, 700)
    dark = np.flatnonzero((strip == 0).any(axis=1))
    assert (strip[16:24] == 0).all()
    assert dark.min() >= 14
    assert dark.max() <= 25


def test_a_line_at_the_edge_of_a_page_goes_no_further_than_the_page() -> None:
    assert level_strip(np.zeros((30, 50), np.uint8), (-20, 80), 0, 10, 0.1).shape == (21, 50)
