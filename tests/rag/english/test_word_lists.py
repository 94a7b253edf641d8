import re

from rag.english.word_lists import (
    AUXILIARIES,
    BASE_FORMS,
    FUNCTION_WORDS,
    NOT_ASKED_FOR,
    NUMBER_WORDS,
    ORDINALS,
    QUESTION_WORDS,
    any_of,
)


def test_a_number_word_is_the_number_that_it_says() -> None:
    assert [NUMBER_WORDS[word] for word in ("zero", "one", "twelve", "nineteen", "twenty", "thirty", "ninety")] == [
        0, 1, 12, 19, 20, 30, 90,
    ]  # fmt: skip
    assert ORDINALS[:3] == ["first", "second", "third"]
    assert ORDINALS[20 - 1] == "twentieth"


def test_any_of_finds_the_whole_word_where_one_begins_another() -> None:
    pattern = re.compile(rf"\b(?:{any_of(QUESTION_WORDS)})\b")

    assert pattern.findall("who whose whom whoever") == ["who", "whose", "whom"]


def test_what_asks_is_not_asked_for_but_somebody_else_is() -> None:
    assert QUESTION_WORDS < NOT_ASKED_FOR
    assert {"he", "she", "they"}.isdisjoint(NOT_ASKED_FOR)
    assert {"shall", "must"} == AUXILIARIES - NOT_ASKED_FOR


def test_no_content_word_is_a_function_word() -> None:
    assert set(BASE_FORMS.values()) & FUNCTION_WORDS == {"make"}
    assert set(NUMBER_WORDS) & FUNCTION_WORDS == {"one"}
