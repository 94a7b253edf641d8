"""Numbers, dates and times are read as people write them, and compare equal when they are."""

from itertools import pairwise

import pytest

from rag.english.quantities import Kind, quantities


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Fourteen people came.", [(Kind.AMOUNT, (14,), {"peopl", "came"})]),
        ("It holds 2,300 sacks of coffee.", [(Kind.AMOUNT, (2300,), {"sack"})]),
        ("It cost 1.8 million dollars.", [(Kind.AMOUNT, (1_800_000,), {"dollar"})]),
        ("It cost $2.6 million.", [(Kind.AMOUNT, (2_600_000,), {"dollar"})]),
        ("twenty-one thousand three hundred sacks", [(Kind.AMOUNT, (21_300,), {"sack"})]),
        ("two hundred thirty-one of them", [(Kind.AMOUNT, (231,), set())]),
        ("a 640-member club", [(Kind.AMOUNT, (640,), {"member", "club"})]),
        ("60 per cent, and then 4.1%", [(Kind.SHARE, (60,), set()), (Kind.SHARE, (4.1,), set())]),
        ("at 2:40 a.m. on Sunday", [(Kind.CLOCK, (2, 40), set())]),
        ("at 11:50 p.m. or 23:50", [(Kind.CLOCK, (23, 50), set()), (Kind.CLOCK, (23, 50), set())]),
        ("at 12 a.m. and 12 pm", [(Kind.CLOCK, (0, 0), set()), (Kind.CLOCK, (12, 0), set())]),
        ("on 3 May", [(Kind.DATE, (5, 3), set())]),
        ("on May 3, 1997, not on the 4th of July", [(Kind.DATE, (5, 3, 1997), set()), (Kind.DATE, (7, 4), set())]),
        ("since 2007.", [(Kind.YEAR, (2007,), set())]),
        ("14.50 metres deep", [(Kind.AMOUNT, (14.5,), {"metr", "deep"})]),
        ("Nothing here, someone said.", []),
        ("", []),
    ],
)
def test_a_sentence_gives_its_quantities(
    sentence: str, expected: list[tuple[Kind, tuple[float, ...], set[str]]]
) -> None:
    found = quantities(sentence)
    assert [(q.kind, q.value, set(q.units)) for q in found] == expected
    for quantity in found:
        assert 0 <= quantity.start < quantity.end <= len(sentence)


def test_no_character_belongs_to_two_quantities() -> None:
    found = quantities("On 3 May 2025 at 2:40 a.m., 14 people and 1.8 million dollars, 60 per cent of 2,300, in 1999.")
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert len(found) == 7
