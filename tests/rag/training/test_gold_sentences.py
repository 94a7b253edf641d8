"""Sentences that hold an answer are told from those that touch one."""

import pytest

from rag.evaluation.sets.question_sets import GoldSpan, QuestionCase
from rag.training.gold_sentences import gold_sentences

SENTENCES = [(0, 20), (21, 40), (41, 60)]


@pytest.mark.parametrize(
    ("span", "places"),
    [
        (GoldSpan("a", 25, 30), [1]),
        (GoldSpan("a", 0, 40), [0, 1]),
        (GoldSpan("a", 21, 44), [1]),
        (GoldSpan("b", 25, 30), []),
    ],
)
def test_a_sentence_is_right_that_holds_the_answer_or_lies_in_it_with_half_of_its_words(span, places) -> None:
    case = QuestionCase("q", "Which?", answerable=True, doc_ids=("a",), spans=(span,))
    assert gold_sentences(SENTENCES, case, "a") == places
