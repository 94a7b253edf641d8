"""What a question is about, without the words for how that was talked about."""

import pytest

from rag.kinds.overview.asked.framing import without_framing, without_source, without_talking
from rag.kinds.overview.asked.scope import Wording


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Summarize the discussion about the roof.", "the about the roof"),
        ("What did the team decide on the hedge?", "What did the on the hedge"),
        ("What was Ann’s opinion of the well-known baker?", "What was Ann’s of the well-known baker"),
        ("What did they think about it?", "What did they think about it?"),
    ],
)
def test_words_for_talking_are_left_out_unless_nothing_else_is_asked(question: str, left: str) -> None:
    assert without_framing(question) == left


def test_what_is_asked_about_weighs_one_without_the_words_for_talking() -> None:
    about = Wording(
        {"discuss": 0.5, "hedge": 0.3, "roof": 0.2}, {word: frozenset({word}) for word in ("discuss", "hedge", "roof")}
    )
    left = without_talking(about)
    assert left.weight == pytest.approx({"hedge": 0.6, "roof": 0.4})
    assert left.share({"hedge"}) == pytest.approx(0.6)


def test_what_only_talks_stays_as_it_is() -> None:
    about = Wording({"discuss": 1.0}, {"discuss": frozenset({"discuss"})})
    assert without_talking(about) is about


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Based on the Pellworth 2021 annual report, sum up the risks.", "sum up the risks."),
        ("According to the minutes, what was said of the hedge?", "what was said of the hedge?"),
        ("Based on age, who may vote?", "Based on age, who may vote?"),
        ("What happened, according to the minutes, in May?", "What happened, according to the minutes, in May?"),
    ],
)
def test_what_a_question_is_to_be_answered_out_of_is_left_out_in_front(question: str, left: str) -> None:
    assert without_source(question) == left
