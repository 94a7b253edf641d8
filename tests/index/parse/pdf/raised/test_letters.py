import pytest

from index.parse.pdf.raised.letters import Height, Letter, heights

BASE = Letter(100, 700, 1, 0, 10)


@pytest.mark.parametrize(
    ("letter", "height"),
    [
        (Letter(110, 700, 1, 0, 10), Height.LEVEL),
        (Letter(110, 700, 1, 0, 6), Height.LEVEL),
        (Letter(110, 703, 1, 0, 6), Height.RAISED),
        (Letter(110, 703, 1, 0, 10), Height.RAISED),
        (Letter(110, 698, 1, 0, 6), Height.LOWERED),
        (Letter(110, 686, 1, 0, 6), None),
        (Letter(110, 703, 1, 0, 14), None),
        (Letter(110, 703, 0, 1, 6), None),
    ],
)
def test_a_letter_stands_at_a_height_beside_another_unless_it_is_on_another_line(
    letter: Letter, height: Height | None
) -> None:
    assert BASE.height_of(letter) == height


def test_heights_are_counted_from_the_line_that_a_letter_goes_along_on_turned_pages_too() -> None:
    turned = Letter(100, 700, 0, 1, 10)
    assert turned.height_of(Letter(97, 710, 0, 1, 6)) == Height.RAISED
    assert turned.height_of(Letter(102, 710, 0, 1, 6)) == Height.LOWERED


def test_letters_of_a_word_stand_beside_its_largest() -> None:
    word = [Letter(100, 703, 1, 0, 6), BASE, None, Letter(110, 700, 1, 0, 10)]
    assert heights(word) == [Height.RAISED, Height.LEVEL, Height.LEVEL, Height.LEVEL]
    assert heights([None, None]) == [Height.LEVEL, Height.LEVEL]


def test_in_a_word_of_one_size_the_base_line_is_that_of_most_letters() -> None:
    raised = [Letter(110 + 5 * n, 703, 1, 0, 10) for n in range(2)]
    level = [Letter(90 + 5 * n, 700, 1, 0, 10) for n in range(4)]
    assert heights([*level, *raised]) == [Height.LEVEL] * 4 + [Height.RAISED] * 2
