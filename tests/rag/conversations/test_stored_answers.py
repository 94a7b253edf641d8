"""A stored answer is read in whatever form it was written, and one of a later form is said to be one."""

import dataclasses
import json
from typing import Any

import pytest

from index.errors import IndexDamaged
from rag.answers.answer import Answer, Grade
from rag.conversations.stored_answers import graded, read_answer, written_answer
from tests.rag.conversations.conftest import Make

DOCUMENT = "a" * 16


def test_an_answer_is_read_back_as_it_was_written(answer_to: Make) -> None:
    answer = answer_to("When?", (DOCUMENT, 0, 8))
    assert read_answer(*written_answer(answer)) == answer


def test_an_answer_of_an_older_form_goes_through_every_change_since_in_order(answer_to: Make) -> None:
    answer = answer_to("When?", (DOCUMENT, 0, 8))
    written, _ = written_answer(answer)
    older = written.replace('"question":', '"asked_first":')

    def to_2(values: dict[str, Any]) -> dict[str, Any]:
        return {("asked" if key == "asked_first" else key): value for key, value in values.items()}

    def to_3(values: dict[str, Any]) -> dict[str, Any]:
        return {("question" if key == "asked" else key): value for key, value in values.items()}

    assert read_answer(older, 1, [to_2, to_3]) == answer
    assert read_answer(older.replace("asked_first", "asked"), 2, [to_2, to_3]) == answer
    assert read_answer(written, 3, [to_2, to_3]) == answer


def test_an_answer_of_a_later_form_is_refused_with_what_to_do(answer_to: Make) -> None:
    written, form = written_answer(answer_to("When?", (DOCUMENT, 0, 8)))
    with pytest.raises(IndexDamaged, match="later Footnote") as caught:
        read_answer(written, form + 1)
    assert "later one" in caught.value.remedy


def before_grades(answer: Answer) -> str:
    """Return an answer as it was written before there were grades: in form 1."""
    values = json.loads(written_answer(answer)[0])
    del values["grade"], values["nearest"]
    for passage in values["passages"]:
        del passage["best"]
    return json.dumps(values)


@pytest.mark.parametrize(
    ("uncovered", "has_passages", "grade"),
    [((), True, Grade.UNSURE), (("brass",), True, Grade.NOT_COVERED), ((), False, Grade.NOT_COVERED)],
)
def test_an_abstention_of_before_there_were_grades_has_the_one_that_its_reason_spoke_of(
    unsure: Answer, uncovered: tuple[str, ...], has_passages: bool, grade: Grade
) -> None:
    passages = unsure.passages if has_passages else ()
    then = dataclasses.replace(unsure, nearest=(), uncovered=uncovered, passages=passages)
    # Of the sentences that came nearest it tells none: they were not looked for.
    assert read_answer(before_grades(then), 1) == dataclasses.replace(then, grade=grade)


def test_an_answer_of_before_there_were_grades_is_answered(answer_to: Make) -> None:
    answer = answer_to("When?", (DOCUMENT, 0, 8))
    assert read_answer(before_grades(answer), 1) == answer
    assert answer.grade is Grade.ANSWERED


def test_an_unsure_answer_is_read_back_with_its_nearest_sentences_and_keeps_its_grade(unsure: Answer) -> None:
    assert read_answer(*written_answer(unsure)) == unsure
    values = json.loads(written_answer(dataclasses.replace(unsure, uncovered=("brass",)))[0])
    assert graded(values) == values
