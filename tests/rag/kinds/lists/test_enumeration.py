"""Which words of a sentence are the items that it enumerates, on the real reader."""

import re

import numpy as np
import pytest

from rag.kinds.lists.answer_words import AnswerWords, answer_words
from rag.kinds.lists.enumeration import enumerated, enumerates
from rag.reading.cross_encoder import loaded_reader


def items(question: str, sentence: str) -> list[str]:
    text = f"Nothing else is known. {sentence}"
    words = answer_words(loaded_reader(), question, text)
    found = enumerated(words, text, (len(text) - len(sentence), len(text)))
    return [text[first:last] for first, last in found]


@pytest.mark.slow
def test_an_enumeration_is_cut_at_commas_and_coordinators_and_without_what_stands_around_it() -> None:
    sentence = "It stars Diane Kirk, Jane Ford, Candice Bloom, and Mary Stone as four friends in a book club."
    assert items("Who are the four actresses in the film?", sentence) == [
        "Diane Kirk",
        "Jane Ford",
        "Candice Bloom",
        "Mary Stone",
    ]


@pytest.mark.slow
def test_one_place_with_a_comma_in_its_name_and_a_clause_that_needs_its_sentence_are_not_cut() -> None:
    assert items("Where was he born?", "He was born in Lisbon, Portugal.") == []
    clauses = "It calls you when a conflict arises between two members, or when the disk of the hub is nearly full."
    assert items("On what occasions does it call?", clauses) == []


@pytest.mark.slow
def test_a_clause_that_follows_is_no_item() -> None:
    assert items("What do the divers get?", "“You offer us a bonus and no boats,” he said.") == []


@pytest.mark.slow
def test_all_names_behind_a_label_are_items_though_no_and_joins_them() -> None:
    sentence = "Present: Ann Lowe, Ben Orr (steward), Cy Poe, Dee Holt."
    assert items("Who was at the meeting?", sentence) == ["Ann Lowe", "Ben Orr (steward)", "Cy Poe", "Dee Holt"]
    assert items("Where is the hut?", "Address: Mill Lane, Orlo, in the old yard, behind the pump.") == []


def likely(text: str, answers: dict[str, float]) -> AnswerWords:
    """Return what a reader would make of a text: the words that are named are answers with these logits."""
    places, scores = [], []
    for match in re.finditer(r"\w+", text):
        places.append(match.span())
        scores.append((answers.get(match.group(), -9.0) / 2,) * 2)
    return AnswerWords(np.array(places, np.int64), np.array(scores, np.float32))


def test_only_what_stands_beside_the_likeliest_answer_is_an_item() -> None:
    text = "Gale, storm and ice were feared, and Ann, Bo and Cem went."
    answers = {"Gale": 4.0, "storm": 4.0, "feared": -20.0, "Ann": 8.0, "Bo": 6.0, "Cem": 5.0}
    found = enumerated(likely(text, answers), text, (0, len(text)))
    assert [text[first:last] for first, last in found] == ["Ann", "Bo", "Cem"]


def test_what_leads_to_the_items_is_none_and_the_last_is_whole_from_its_beginning() -> None:
    text = "The prizes of Orlo are, in this order, a boat, an anchor, and all the ropes of the shed."
    answers = {"are": 4.0, "boat": 8.0, "anchor": 7.0, "ropes": 6.0, "Orlo": 5.0, "order": 5.0, "The": -20.0}
    found = enumerated(likely(text, answers), text, (0, len(text)))
    assert [text[first:last] for first, last in found] == ["a boat", "an anchor", "all the ropes"]
    longer = "Bring a rope, the keys and a picture of the old hut."
    found = enumerated(likely(longer, {"rope": 8.0, "keys": 7.0, "hut": 6.0}), longer, (0, len(longer)))
    assert longer[slice(*found[-1])] == "a picture of the old hut"


def test_a_semicolon_ends_an_enumeration() -> None:
    text = "Ann went; nobody missed Bo and Cem."
    found = enumerated(likely(text, {"Ann": 8.0, "Bo": 7.0, "Cem": 7.0}), text, (0, len(text)))
    assert found == []
    joined = "Ann; Bo; and Cem went."
    found = enumerated(likely(joined, {"Ann": 8.0, "Bo": 7.0, "Cem": 7.0}), joined, (0, len(joined)))
    assert [joined[first:last] for first, last in found] == ["Ann", "Bo", "Cem"]


def test_and_without_a_comma_joins_words_of_one_item_where_commas_divide_the_items() -> None:
    text = "Bring oil and wicks, a lamp, and matches and string."
    answers = {"oil": 8.0, "lamp": 6.0, "string": 5.0, "Bring": -20.0}
    found = enumerated(likely(text, answers), text, (0, len(text)))
    assert "a lamp" in [text[first:last] for first, last in found]
    assert len(found) == 3
    assert enumerates(text, (0, len(text)))
    assert not enumerates("Ann, Bo and Cem went.", (0, 21))


def test_an_item_between_two_others_is_whole() -> None:
    text = "Ann, the elder Bo of Orlo, and Cem went."
    found = enumerated(likely(text, {"Ann": 8.0, "Bo": 7.0, "Cem": 7.0, "went": -20.0}), text, (0, len(text)))
    assert [text[first:last] for first, last in found] == ["Ann", "the elder Bo of Orlo", "Cem"]


@pytest.mark.slow
def test_a_clause_that_follows_leaves_what_the_likeliest_answer_enumerates() -> None:
    song = (
        "“The Long Row” is a song written by Bell and Rye; and recorded by country music singer Ed Marl for his third"
        " record."
    )
    assert items("Who wrote the song?", song) == ["Bell", "Rye"]
    metals = (
        "The island is rich in metals such as zinc, tin, and iron; with iron of six million tonnes and zinc of two,"
        " it is the largest mine of all the north."
    )
    assert items("What metals are found there?", metals) == ["zinc", "tin", "iron"]
