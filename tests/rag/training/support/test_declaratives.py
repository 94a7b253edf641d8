"""A question and its answer become one plain sentence, or none where the grammar is not sure."""

import pytest

from rag.training.support.declaratives import declarative


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("Who designed the garden?", "Ana Ruiz", "Ana Ruiz designed the garden."),
        ("Who was the first keeper?", "ines Vega", "Ines Vega was the first keeper."),
        ("What is the capital?", "Madrid", "The capital is Madrid."),
        ("How many people attended the opening?", "640", "640 people attended the opening."),
    ],
)
def test_a_question_for_the_subject_in_plain_order_is_answered_by_a_sentence(
    question: str, answer: str, sentence: str
) -> None:
    assert declarative(question, answer) == sentence


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did the museum open?", "in 1904"),
        ("Who, if anybody, designed it?", "Ana Ruiz"),
        ("Who designed the garden?", "one that is far too long to be the subject of anything"),
        ("Who designed the garden?", ""),
        ("Who was it made by", "Ana Ruiz"),
    ],
)
def test_nothing_is_made_of_any_other_question(question: str, answer: str) -> None:
    assert declarative(question, answer) == ""
