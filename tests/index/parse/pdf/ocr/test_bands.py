import numpy as np
import pytest
from numpy.typing import NDArray

from index.parse.pdf.ocr.bands import bands


def page(*boxes: tuple[int, int, int, int], paper: int = 255, ink: int = 0) -> NDArray[np.uint8]:
    """Return a page of 850 by 1100 dots, a hundred an inch, with these parts inked."""
    picture = np.full((1100, 850), paper, np.uint8)
    for left, top, right, bottom in boxes:
        picture[top:bottom, left:right] = ink
    return picture


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (20, 220), (200, 120)])
def test_parts_with_half_an_inch_of_paper_between_them_are_apart_and_have_some_around(paper: int, ink: int) -> None:
    picture = page((100, 50, 200, 60), (600, 90, 700, 100), (400, 1000, 420, 1012), paper=paper, ink=ink)
    assert list(bands(picture, 100)) == [(75, 25, 725, 125), (375, 975, 445, 1037)]


def test_a_full_page_is_one_part_and_no_part_goes_beyond_the_page() -> None:
    lines = [(10, 14 * n, 840, 14 * n + 10) for n in range(1, 78)]
    assert list(bands(page(*lines), 100)) == [(0, 0, 850, 1100)]


def test_specks_and_paper_have_no_parts() -> None:
    assert list(bands(page((100, 50, 103, 53)), 100)) == []
    assert list(bands(page(ink=240), 100)) == []
    assert list(bands(page((0, 0, 850, 550), paper=255, ink=245), 100)) == []
