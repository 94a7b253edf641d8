"""The likeliest answers in a part of a passage."""

import numpy as np
import pytest

from rag.kinds.lists.answer_words import AnswerWords, answer_words, trimmed
from rag.reading.cross_encoder import loaded_reader


def words(*logits: tuple[float, float]) -> AnswerWords:
    """Return word pieces of one character each, with the logits of being first and last."""
    places = np.array([(place, place + 1) for place in range(len(logits))], np.int64).reshape(-1, 2)
    return AnswerWords(places, np.array(logits, np.float32).reshape(-1, 2))


def test_the_likeliest_answers_come_best_first_and_none_overlaps_another() -> None:
    found = words((5, 0), (0, 4), (-9, -9), (3, 3), (-9, -9)).likeliest((0, 5), most=2)
    assert found == [(9.0, (0, 2)), (6.0, (3, 4))]


def test_only_words_inside_of_the_part_answer() -> None:
    assert words((5, 5), (1, 1), (2, 2)).likeliest((1, 3)) == [(4.0, (2, 3))]
    assert words((5, 5)).likeliest((1, 3)) == []


def test_more_answers_than_there_are_words_are_not_found() -> None:
    assert len(words((1, 1), (1, 1)).likeliest((0, 2), most=9)) <= 2


def test_what_stands_around_an_item_goes() -> None:
    assert trimmed("a (bold) b", (1, 9)) == (3, 7)
    assert trimmed(" . ", (0, 3)) == (3, 3)


def trimmed_words(text: str) -> str:
    first, last = trimmed(text, (0, len(text)))
    return text[first:last]


def test_a_bracket_stays_whole_or_goes() -> None:
    assert trimmed_words("Alder (the old mill), ") == "Alder (the old mill),"
    assert trimmed_words("Alder (the old mill)") == "Alder (the old mill)"
    assert trimmed_words("Alder ( the old") == "Alder"
    assert trimmed_words("(Alder") == "Alder"


def test_what_leads_to_a_name_or_a_figure_goes() -> None:
    assert trimmed_words("in both the Netherlands") == "the Netherlands"
    assert trimmed_words("In 1964") == "1964"
    assert trimmed_words("in the cellar") == "in the cellar"
    assert trimmed_words("Inver on the Wye") == "Inver on the Wye"


@pytest.mark.slow
def test_a_name_in_a_passage_is_the_likeliest_answer() -> None:
    text = "The lift was repaired by Nadia Ferro in June. Nobody was hurt."
    [(_, (first, last))] = answer_words(loaded_reader(), "Who repaired the lift?", text).likeliest((0, len(text)))
    assert text[first:last] == "Nadia Ferro"
