"""What an overview quotes stands alone: without the number or mark of the list that it was in."""

import pytest

from rag.kinds.overview.quoting import said_from


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4. Run the engine in neutral.", "Run the engine in neutral."),
        ("(3) Close the valve.", "Close the valve."),
        ("b) Two paddles of ash.", "Two paddles of ash."),
        ("• A bucket with a rope.", "A bucket with a rope."),
        ("- [x] The tank was filled.", "The tank was filled."),
        ("A. Miller mended the roof.", "A. Miller mended the roof."),
        ("12. Mai 2024 war der letzte Tag.", "12. Mai 2024 war der letzte Tag."),
        ("3 sheep were lost.", "3 sheep were lost."),
    ],
)
def test_the_mark_of_a_list_is_left_out_and_dates_and_names_are_not(text: str, said: str) -> None:
    whole = f"What is to be done:\n{text}"
    assert whole[said_from(whole, whole.index(text), "de") :] == said


def test_within_a_line_nothing_is_a_mark() -> None:
    text = "They had closed part 4. Then it rained."
    assert said_from(text, text.index("4."), "en") == text.index("4.")
