"""An accent that is drawn over a letter is part of it; one beside it is a sign of its own."""

import pytest

from index.parse.pdf.text_layer.accents import Box, with_accents

OVER = [(0.0, 0.0, 6.0, 7.0), (6.0, 0.0, 12.0, 7.0), (6.5, 0.0, 11.0, 7.0), (12.0, 0.0, 18.0, 7.0)]
BESIDE = [(6.0 * place, 0.0, 6.0 * place + 6, 7.0) for place in range(4)]


@pytest.mark.parametrize(
    ("letters", "boxes", "word"),
    [
        ("V˚ag", OVER, "Våg"),
        ("M¨ur", OVER, "Mür"),
        ("g¸on", OVER[:1] + OVER[1:], "g¸on"),
        ("gc¸o", OVER, "gço"),
        ("a´ıb", OVER, "aíb"),
        ("V˚ag", BESIDE, "V˚ag"),
        ("5˚C!", BESIDE, "5˚C!"),
        ("`x`y", BESIDE, "`x`y"),
        ("a˚1b", OVER, "a˚1b"),
        ("V˚ag", [(box[1], box[0], box[3], box[2]) for box in OVER], "Våg"),
        ("˚", OVER, "˚"),
    ],
)
def test_an_accent_belongs_to_the_letter_that_it_stands_on(letters: str, boxes: list[Box], word: str) -> None:
    assert with_accents(letters, boxes.__getitem__) == word
