import math

import pytest

from index.parse.pdf.ocr.position.skew import LEVEL, Skew, skew_of
from index.parse.pdf.words import PdfWord

LINES = [[PdfWord(f"w{x}", 60.0 * x, 14.0 * y, 60.0 * x + 50, 14.0 * y + 10) for x in range(8)] for y in range(20)]


@pytest.mark.parametrize("degrees", [-4.0, -1.5, 1.5, 7.0])
def test_a_page_that_lies_askew_is_straightened_and_its_words_keep_their_place(degrees: float) -> None:
    lies = Skew(math.radians(degrees), 250.0, 140.0)
    seen = [[lies.as_shown(word) for word in line] for line in LINES]
    assert seen[0][0].top != seen[0][-1].top
    found = skew_of(seen, 500.0, 280.0)
    assert math.degrees(found.angle) == pytest.approx(degrees, abs=0.02)
    for line, own in zip(seen, LINES, strict=True):
        for word, straight in zip(line, own, strict=True):
            levelled = found.levelled(word)
            for side in ("left", "top", "right", "bottom"):
                assert getattr(levelled, side) == pytest.approx(getattr(straight, side), abs=0.2)
                assert getattr(found.as_shown(levelled), side) == pytest.approx(getattr(word, side), abs=0.01)


def test_what_lies_nearly_straight_is_left_as_it_is() -> None:
    lies = Skew(math.radians(0.05), 250.0, 140.0)
    seen = [[lies.as_shown(word) for word in line] for line in LINES]
    assert skew_of(seen, 500.0, 280.0) is LEVEL
    assert LEVEL.levelled(seen[3][3]) is seen[3][3]
    assert LEVEL.as_shown(seen[3][3]) is seen[3][3]


def test_words_down_the_side_and_pages_with_few_words_tell_nothing() -> None:
    upright = [PdfWord("up", 500.0, 20.0 * y, 510.0, 20.0 * y + 15) for y in range(10)]
    assert skew_of([upright], 500.0, 280.0) is LEVEL
    assert skew_of([[PdfWord("a", 0, 0, 9, 9), PdfWord("b", 9, 5, 19, 14)]], 500.0, 280.0) is LEVEL
    steep = [PdfWord("w", 20.0 * x, 10.0 * x, 20.0 * x + 15, 10.0 * x + 10) for x in range(10)]
    assert skew_of([steep], 500.0, 280.0) is LEVEL
