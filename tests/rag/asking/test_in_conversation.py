"""What is asked in a conversation follows what was said there, and what comes of it is kept there once it is whole."""

import dataclasses
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import IndexUnwritable
from index.store import Index
from rag.answers.answer import Answer
from rag.answers.turns import Turn
from rag.asking.assistant import Assistant
from rag.asking.in_conversation import ask_and_keep, ask_in, continuation
from rag.conversations.store import History
from rag.errors import ConversationNotFound, QuestionError
from rag.investigation.query import LONGEST_EARLIER_ANSWER, MOST_TURNS, Query
from tests.support.beside import history_in
from tests.support.documents import ingest_bytes

OPENED, DIRECTOR, ROOMS = "When did the museum open?", "Who was its first director?", "How many rooms has the museum?"


def _long(answer: Answer) -> Answer:
    return dataclasses.replace(answer, answer="x" * (LONGEST_EARLIER_ANSWER + 1))


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    index = Index.open(tmp_path / "index", "hash", create=True)
    text = b"The museum opened in 1901. Its first director was Ada Berg. The museum has forty rooms."
    ingest_bytes(index, text, "museum.txt", "museum.txt")
    return Assistant(index, threshold=0.0)


@pytest.fixture
def history(assistant: Assistant) -> Iterator[History]:
    with closing(history_in(assistant.index.folder)) as opened:
        yield opened


def test_a_conversation_begins_with_its_first_answer_and_goes_on_with_the_next(
    assistant: Assistant, history: History
) -> None:
    first, kept = ask_in(assistant, Query(OPENED), history)
    assert (kept.number, kept.title) == (1, OPENED)
    second, then = ask_in(assistant, Query(DIRECTOR), history, kept.conversation_id)
    assert (then.conversation_id, then.number) == (kept.conversation_id, 2)
    assert second.standalone_question == "Who was the museum’s first director?"
    assert [turn.answer for turn in history.conversation(kept.conversation_id).turns] == [first, second]


def test_what_is_asked_anew_takes_the_place_of_what_was_there_and_of_all_behind_it(
    assistant: Assistant, history: History
) -> None:
    _, kept = ask_in(assistant, Query(OPENED), history)
    for question in (DIRECTOR, ROOMS):
        ask_in(assistant, Query(question), history, kept.conversation_id)
    place = continuation(history, kept.conversation_id, replaces=2)
    assert [turn.question for turn in place.said] == [OPENED]
    # Asked in another tab meanwhile: it stays.
    ask_in(assistant, Query(OPENED), history, kept.conversation_id)
    place.keep(assistant.ask(Query(ROOMS).after(place.said)))
    turns = history.conversation(kept.conversation_id).turns
    assert [(turn.number, turn.question) for turn in turns] == [(1, OPENED), (4, OPENED), (5, ROOMS)]


def test_of_a_long_conversation_the_end_counts_and_of_a_long_answer_the_beginning(
    assistant: Assistant, history: History
) -> None:
    answer, kept = ask_in(assistant, Query(OPENED), history)
    for _ in range(MOST_TURNS):
        history.keep(kept.conversation_id, _long(answer))
    said = continuation(history, kept.conversation_id).said
    assert said == (Turn(OPENED, "x" * LONGEST_EARLIER_ANSWER),) * MOST_TURNS


def test_where_nothing_can_be_answered_no_conversation_begins(assistant: Assistant, history: History) -> None:
    with pytest.raises(QuestionError):
        ask_in(Assistant(assistant.index, max_question_characters=3), Query(OPENED), history)
    with pytest.raises(ConversationNotFound):
        ask_in(assistant, Query(OPENED), history, "0" * 24)
    assert history.listed() == ([], 0)


def test_nothing_is_asked_where_the_answer_could_not_be_kept(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = assistant.index.folder
    monkeypatch.setattr("index.storage.engines.sqlite_file.os.access", lambda path, _: path != folder)
    monkeypatch.setattr(Assistant, "ask", lambda *_: pytest.fail("it was asked"))
    with pytest.raises(IndexUnwritable, match="cannot be written"):
        ask_and_keep(assistant, Query(OPENED))
