"""How long an overview is wanted."""

import pytest

from rag.kinds.overview.asked.length import MOST, asked_length, counted_length


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("The meeting in two sentences, please", 2),
        ("Give me 5 bullet points on the lift", 5),
        ("Summarise it in a sentence", 1),
        ("Resume el informe en 3 frases", 3),
        ("The report in 60 words", 3),
        ("The report in 900 sentences", MOST),
        ("What are the main points of the study?", None),
        ("What changed in version 3?", None),
    ],
)
def test_the_number_of_sentences_that_is_asked_for_is_read(question: str, wanted: int | None) -> None:
    assert asked_length(question) == wanted
    assert counted_length(question) == wanted


def test_brief_is_less_than_in_detail_and_neither_is_a_number() -> None:
    brief, full = asked_length("The rules, briefly"), asked_length("Explain the rules in detail")
    assert brief is not None
    assert full is not None
    assert brief < full
    assert counted_length("The rules, briefly") is None
    shorter, longer = asked_length("The rules, but shorter please"), asked_length("Make it longer")
    assert shorter is not None
    assert shorter < brief
    assert longer == full
