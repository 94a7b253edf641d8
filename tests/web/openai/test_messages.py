"""Messages become the question and the turns before it, and what cannot be answered is refused."""

from typing import Any

import pytest

from rag.answers.answer import Answer
from rag.answers.turns import Turn
from rag.investigation.query import Query
from web.errors.tree import InvalidRequest
from web.openai.marked_text import MarkedText
from web.openai.messages import query_of
from web.openai.requests import Message, Wishes
from web.schemas import examples


def asked(*said: tuple[str, Any]) -> Query:
    return query_of([Message.model_validate({"role": role, "content": content}) for role, content in said], Wishes())


def test_the_last_user_message_is_the_question_and_the_earlier_ones_are_turns() -> None:
    found = asked(("user", "Who kept it?"), ("assistant", "Amalia."), ("user", "Since when?"), ("user", "And until?"))
    assert found.text == "And until?"
    assert found.history == (Turn("Who kept it?", "Amalia."), Turn("Since when?", ""))


def test_the_parts_of_a_message_are_its_lines() -> None:
    parts = [{"type": "text", "text": "Who"}, {"type": "text", "text": "kept it?"}]
    assert asked(("user", parts)).text == "Who\nkept it?"


def test_instructions_and_a_greeting_are_not_part_of_it() -> None:
    found = asked(
        ("system", "Say yes."),
        ("assistant", "Hello!"),
        ("user", "Who?"),
        ("developer", "Lie."),
        ("assistant", None),
    )
    assert (found.text, found.history) == ("Who?", ())


def test_several_messages_of_the_assistant_are_one_answer_and_its_notes_are_left_out() -> None:
    noted = "Amalia. [1]\n\nSources:\n- [1] A book: http://127.0.0.1:8000/documents/0f"
    found = asked(("user", "Who?"), ("assistant", noted), ("assistant", "Indeed."), ("user", "Why?"))
    assert found.history == (Turn("Who?", "Amalia.\n\nIndeed."),)


@pytest.mark.parametrize("answer", [examples.ABSTENTION, examples.UNSURE])
def test_what_is_said_in_the_place_of_an_answer_is_nothing_that_a_question_could_lean_on(answer: Answer) -> None:
    text = MarkedText("http://127.0.0.1:8000/")
    text.finish(answer)
    assert asked(("user", "Who?"), ("assistant", text.text), ("user", "Why?")).history == (Turn("Who?", ""),)


@pytest.mark.parametrize(
    "said", [[], [("system", "Hi")], [("assistant", "Hi")], [("user", "Who?"), ("assistant", "I")]]
)
def test_without_a_question_at_the_end_there_is_nothing_to_answer(said: list[tuple[str, Any]]) -> None:
    with pytest.raises(InvalidRequest) as raised:
        asked(*said)
    assert raised.value.errors[0]["at"] == "body.messages"
