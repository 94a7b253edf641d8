"""A page's ink tells which way the page is turned; what has no lines is left as it is."""

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from index.parse.pdf.ocr.position.direction import directions
from tests.index.parse.writers import placed_pdf

WORDS = (
    "The harbour of Lindholm was built by hand and the keeper of the light lived above the fish hall until a flood "
    "took its gates away; then people pulled their boats up the slip each evening through thick fog to the old kiln"
).split()


def page(columns: int = 1) -> NDArray[np.uint8]:
    """Return a page of prose at 200 dots an inch."""
    prose = [" ".join([*WORDS[line:], *WORDS[:line]])[:110] for line in range(len(WORDS))]
    lines = [(60 + 520 * x, 780 - 14 * y, 10, line) for x in range(columns) for y, line in enumerate(prose)]
    drawn = pypdfium2.PdfDocument(placed_pdf([lines]))[0].render(scale=200 / 72, grayscale=True)
    picture: NDArray[np.uint8] = drawn.to_numpy().reshape(drawn.height, drawn.width)
    return picture[:, : int((80 + 530 * columns) * 200 / 72)]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(("turned", "likeliest"), [(0, 0), (1, 3), (2, 2), (3, 1)])
def test_a_page_of_prose_is_turned_back(columns: int, turned: int, likeliest: int) -> None:
    found = directions(np.rot90(page(columns), -turned))
    assert likeliest in found
    assert len(found) == (1 if turned == 0 else 2), "an upright page is read once"
    if turned % 2:
        assert found[0] == likeliest


def test_light_letters_on_a_dark_ground_are_ink_too() -> None:
    assert directions(255 - page()) == (0,)
    assert directions(np.rot90(255 - page(), -1))[0] == 3


@pytest.mark.parametrize(
    "picture",
    [
        np.full((1000, 800), 255, np.uint8),
        np.zeros((1000, 800), np.uint8),
        np.full((3, 5), 255, np.uint8),
        np.random.default_rng(1).integers(0, 256, (1000, 800), np.uint8),
    ],
    ids=["paper", "black", "tiny", "noise"],
)
def test_what_is_no_text_stays_as_it_is(picture: NDArray[np.uint8]) -> None:
    assert directions(picture) == (0,)
