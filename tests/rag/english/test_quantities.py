"""Numbers, dates and times are read as people write them, and compare equal when they are."""

from itertools import pairwise

import pytest

from rag.english.quantities import QuantityKind, quantities


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Fourteen people came.", [(QuantityKind.AMOUNT, (14,), {"peopl", "came"})]),
        ("It holds 2,300 sacks of coffee.", [(QuantityKind.AMOUNT, (2300,), {"sack"})]),
        ("It cost 1.8 million dollars.", [(QuantityKind.AMOUNT, (1_800_000,), {"dollar"})]),
        ("It cost $2.6 million.", [(QuantityKind.AMOUNT, (2_600_000,), {"dollar"})]),
        ("It cost £450 because two", [(QuantityKind.AMOUNT, (450,), {"pound"}), (QuantityKind.AMOUNT, (2,), set())]),
        ("The 30 although three left", [(QuantityKind.AMOUNT, (n,), {"left"} if n == 3 else set()) for n in (30, 3)]),
        ("twenty-one thousand three hundred sacks", [(QuantityKind.AMOUNT, (21_300,), {"sack"})]),
        ("two hundred thirty-one of them", [(QuantityKind.AMOUNT, (231,), set())]),
        ("a 640-member club", [(QuantityKind.AMOUNT, (640,), {"member", "club"})]),
        ("60 per cent, and then 4.1%", [(QuantityKind.SHARE, (60,), set()), (QuantityKind.SHARE, (4.1,), set())]),
        ("at 2:40 a.m. on Sunday", [(QuantityKind.CLOCK, (2, 40), set())]),
        ("at 11:50 p.m. or 23:50", [(QuantityKind.CLOCK, (23, 50), set()), (QuantityKind.CLOCK, (23, 50), set())]),
        ("at 12 a.m. and 12 pm", [(QuantityKind.CLOCK, (0, 0), set()), (QuantityKind.CLOCK, (12, 0), set())]),
        ("from 3.45 to 7 pm.", [(QuantityKind.CLOCK, (15, 45), set()), (QuantityKind.CLOCK, (19, 0), set())]),
        ("open 10–2 pm", [(QuantityKind.CLOCK, (10, 0), set()), (QuantityKind.CLOCK, (14, 0), set())]),
        ("on 3 May", [(QuantityKind.DATE, (5, 3), set())]),
        (
            "on May 3, 1997, not on the 4th of July",
            [(QuantityKind.DATE, (5, 3, 1997), set()), (QuantityKind.DATE, (7, 4), set())],
        ),
        ("since 2007.", [(QuantityKind.YEAR, (2007,), set())]),
        ("14.50 metres deep", [(QuantityKind.AMOUNT, (14.5,), {"metr", "deep"})]),
        ("Nothing here, someone said.", []),
        ("", []),
    ],
)
def test_a_sentence_gives_its_quantities(
    sentence: str, expected: list[tuple[QuantityKind, tuple[float, ...], set[str]]]
) -> None:
    found = quantities(sentence)
    assert [(q.kind, q.value, set(q.units)) for q in found] == expected
    for quantity in found:
        assert 0 <= quantity.start < quantity.end <= len(sentence)


def test_the_full_stop_of_a_sentence_is_no_part_of_a_time() -> None:
    assert [text[q.start : q.end] for text in ("until 7 pm.", "until 7 p.m.") for q in quantities(text)] == [
        "7 pm",
        "7 p.m.",
    ]


def test_no_character_belongs_to_two_quantities() -> None:
    found = quantities("On 3 May 2025 at 2:40 a.m., 14 people and 1.8 million dollars, 60 per cent of 2,300, in 1999.")
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert len(found) == 7
