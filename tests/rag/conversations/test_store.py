"""Conversations are kept as they were, found again, and gone when they are deleted."""

import dataclasses
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.backups.backup import back_up, restore
from index.documents import document_id
from index.errors import IndexDamaged
from index.store import Index
from rag.answers.answer import Conflict
from rag.answers.place import Citation
from rag.conversations.store import LONGEST_TITLE, History, tidy_title, title_of
from rag.errors import ConversationNotFound
from tests.index.older import write_as_before
from tests.rag.conversations.conftest import Make
from tests.support.beside import Beside, history_in

DOCUMENT, OTHER = "0" * 16, "1" * 16


@pytest.fixture
def history(beside: Beside) -> Iterator[History]:
    history = beside.history()
    yield history
    history.close()


def test_what_is_kept_comes_back_as_it_was(history: History, answer_to: Make) -> None:
    begun = history.begin()
    answers = [answer_to("When was it lit?", (DOCUMENT, 0, 8)), answer_to("Who lit it?")]
    assert [history.keep(begun.id, answer) for answer in answers] == [(1, "When was it lit?"), (2, "When was it lit?")]
    kept = history.conversation(begun.id)
    assert [turn.answer for turn in kept.turns] == answers
    assert [(turn.number, turn.question) for turn in kept.turns] == [(1, "When was it lit?"), (2, "Who lit it?")]
    # What a later question leans on: an abstention says nothing.
    assert [turn.turn().answer for turn in kept.turns] == [answers[0].answer, ""]


def test_another_process_sees_it_and_a_later_one_too(history: History, answer_to: Make, beside: Beside) -> None:
    begun = history.begin()
    history.keep(begun.id, answer_to("When?", (DOCUMENT, 0, 8)))
    other = beside.history()
    assert other.conversation(begun.id) == history.conversation(begun.id)
    other.close()


def test_a_conversation_is_listed_once_something_was_answered_in_it(history: History, answer_to: Make) -> None:
    silent, first, second = history.begin(), history.begin(), history.begin()
    history.keep(first.id, answer_to("First?"))
    history.keep(second.id, answer_to("Second?"))
    history.keep(first.id, answer_to("First again?"))
    found, total = history.listed()
    assert [(summary.id, summary.turns) for summary in found] == [(first.id, 2), (second.id, 1)]
    assert total == 2
    assert history.conversation(silent.id).turns == ()


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("KEEPER", True),  # of the question
        ("lamp was", True),  # of the answer
        ("  lamp   was ", True),
        ("straße", True),  # of the title, in any case
        ("100%", False),  # not every text with 100
        ("l_mp", False),
        ("\\", False),
        ("nothing of this", False),
        ("lit keeper strasse", True),  # wherever each of them stands
        ("lit keeper ship", False),
        ("\uff2bEEPER cafe\u0301", True),  # in another form and composition
    ],
)
def test_words_of_title_question_and_answer_find_a_conversation(
    history: History, answer_to: Make, query: str, is_found: bool
) -> None:
    begun = history.begin("STRASSE and 100 lamps")
    history.keep(begun.id, answer_to("Who was the Keeper of the caf\u00e9?", (DOCUMENT, 0, 8)))
    assert history.listed(query) == (history.listed()[0] if is_found else [], int(is_found))


def test_what_every_abstention_says_finds_none_of_them(history: History, answer_to: Make) -> None:
    history.keep(history.begin().id, answer_to("Who lit the lamp?"))
    assert history.listed("lit")[1] == 1
    assert all(history.listed(word)[1] == 0 for word in ("documents", "nothing covers", "\u00a0found\u00a0"))


def test_a_page_of_the_list_and_the_number_of_all(history: History, answer_to: Make) -> None:
    ids = []
    for number in range(5):
        ids.append(history.begin().id)
        history.keep(ids[-1], answer_to(f"Question {number}?"))
    found, total = history.listed("question", limit=2, offset=1)
    assert [summary.id for summary in found] == [ids[3], ids[2]]
    assert total == 5


def test_asking_again_takes_the_place_of_a_turn_and_of_all_after_it(history: History, answer_to: Make) -> None:
    begun = history.begin()
    for question in ("One?", "Two?", "Three?"):
        history.keep(begun.id, answer_to(question, (DOCUMENT, 0, 8)))
    number, _ = history.keep(begun.id, answer_to("Two, again?", (OTHER, 4, 8)), replaces=range(2, 4))
    kept = history.conversation(begun.id).turns
    assert [(turn.number, turn.question) for turn in kept] == [(1, "One?"), (4, "Two, again?")]
    assert number == 4
    # What the answers that went have cited went with them.
    assert [found.number for found in history.cited_in(DOCUMENT)] == [1]


def test_what_another_tab_asked_meanwhile_stays(history: History, answer_to: Make) -> None:
    begun = history.begin()
    for question in ("One?", "Two?", "Asked in another tab while one was asked again?"):
        history.keep(begun.id, answer_to(question))
    history.keep(begun.id, answer_to("One, again?"), replaces=range(1, 3))
    assert [turn.number for turn in history.conversation(begun.id).turns] == [3, 4]


def test_where_a_document_is_cited_is_told_newest_first(history: History, answer_to: Make) -> None:
    begun = history.begin()
    history.keep(begun.id, answer_to("When?", (DOCUMENT, 4, 8), (DOCUMENT, 4, 8), (OTHER, 0, 3)))
    history.keep(begun.id, answer_to("And what?", (DOCUMENT, 0, 8)))
    found = history.cited_in(DOCUMENT)
    assert [(c.number, c.question, c.version, c.start, c.end, c.quote) for c in found] == [
        (2, "And what?", 2, 0, 8, "The lamp"),
        (1, "When?", 2, 4, 8, "lamp"),
    ]
    assert {c.title for c in found} == {"When?"}
    history.delete(begun.id)
    assert history.cited_in(DOCUMENT) == []


def test_what_disagrees_is_cited_and_what_was_cited_before_a_move_still_is(history: History, answer_to: Make) -> None:
    begun = history.begin()
    answer = answer_to("When?", (DOCUMENT, 4, 8))
    sides = tuple(Citation(identity, 1, "Log", "log.md", 0, 4, "1912") for identity in (OTHER, "2" * 16))
    history.keep(begun.id, dataclasses.replace(answer, conflicts=(Conflict(sides, ("1912", "1911")),)))
    assert [found.quote for found in history.cited_in(OTHER)] == ["1912"]
    assert [found.quote for found in history.cited_in("3" * 16, DOCUMENT)] == ["lamp"]


def test_a_title_is_one_line_of_bounded_length() -> None:
    assert tidy_title(" The\x00 sea\nand\u202e the lamp ") == "The sea and the lamp"
    assert tidy_title("می\u200cخواهم 👩🏽\u200d🚀 \u200b\u2066x") == "می\u200cخواهم 👩🏽\u200d🚀 x"
    assert len(tidy_title("x" * 999)) == LONGEST_TITLE
    assert title_of("word " * 40) == "word " * 15 + "word…"
    assert title_of("x" * 300) == "x" * 80 + "…"


def test_renaming_and_what_is_not_there(history: History, answer_to: Make) -> None:
    begun = history.begin()
    history.keep(begun.id, answer_to("When?"))
    history.rename(begun.id, "The\nlamp")
    assert history.conversation(begun.id).title == "The lamp"
    assert history.keep(begun.id, answer_to("Who?")) == (2, "The lamp")
    for act in (
        lambda: history.conversation("f" * 24),
        lambda: history.rename("f" * 24, "x"),
        lambda: history.delete("f" * 24),
        lambda: history.keep("f" * 24, answer_to("When?")),
        lambda: history.rate(begun.id, 3, "up"),
        lambda: history.turn(begun.id, 3),
    ):
        with pytest.raises(ConversationNotFound):
            act()


def test_a_rating_is_kept_changed_and_taken_back(history: History, answer_to: Make) -> None:
    begun = history.begin()
    history.keep(begun.id, answer_to("When?", (DOCUMENT, 0, 8)))
    history.rate(begun.id, 1, "down", " It is wrong ")
    changed = history.rate(begun.id, 1, "up")
    assert changed is not None
    assert history.turn(begun.id, 1).feedback == changed
    assert (changed.rating, changed.reason) == ("up", "")
    assert [identity for identity, _ in history.rated()] == [begun.id]
    assert history.rate(begun.id, 1, None) is None
    assert history.rated() == []


def test_many_at_once_each_get_a_number_of_their_own(history: History, answer_to: Make, beside: Beside) -> None:
    begun = history.begin()
    numbers: list[int] = []

    def keep() -> None:
        own = beside.history()
        numbers.extend(own.keep(begun.id, answer_to("When?", (DOCUMENT, 0, 8)))[0] for _ in range(5))
        own.close()

    threads = [threading.Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 21))
    assert len(history.conversation(begun.id).turns) == 20


@pytest.mark.parametrize("beside", ["sqlite"], indirect=True)
def test_an_answer_of_an_older_footnote_is_read(history: History, answer_to: Make) -> None:
    """What has come to answers since has a default."""
    begun = history.begin()
    answer = answer_to("When?", (DOCUMENT, 0, 8))
    history.keep(begun.id, answer)
    with sqlite3.connect(history._tables.where) as connection:
        connection.execute("UPDATE turns SET answer = json_remove(answer, '$.standalone_question', '$.writing')")
    connection.close()
    assert history.conversation(begun.id).turns[0].answer == answer


def test_the_history_of_a_later_footnote_is_not_touched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "history.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(IndexDamaged, match="later Footnote"):
        history_in(tmp_path)


def test_a_history_of_the_version_before_is_read_and_carried_on(tmp_path: Path, answer_to: Make) -> None:
    write_as_before(tmp_path, "history.sqlite")
    with closing(history_in(tmp_path)) as history:
        [found], _ = history.listed("amalia")
        [turn] = history.conversation(found.id).turns
        assert turn.answer.answer == "The lamp was lit in 1912. Amalia kept it."
        assert turn.feedback is not None
        assert (turn.feedback.rating, turn.feedback.reason) == ("up", "It is right")
        assert [cited.quote for cited in history.cited_in(document_id("lamp.txt"))] == [
            citation.quote for sentence in turn.answer.sentences for citation in sentence.citations
        ]
        assert history.keep(found.id, answer_to("When?", (DOCUMENT, 0, 8)))[0] == 2
        assert len(history.conversation(found.id).turns) == 2
        assert len(history.rated()) == 1


def test_a_backup_of_the_version_before_joins_the_history_of_now(tmp_path: Path, answer_to: Make) -> None:
    saved, now = tmp_path / "saved", tmp_path / "now"
    for folder in (saved, now):
        folder.mkdir()
        write_as_before(folder, "footnote.sqlite")
    write_as_before(saved, "history.sqlite")
    with closing(Index.open(saved)) as index:
        back_up(index, tmp_path / "kept.tar")
    with closing(history_in(now)) as history:
        history.keep(history.begin().id, answer_to("When?", (DOCUMENT, 0, 8)))
    restore(tmp_path / "kept.tar", now)
    with closing(history_in(now)) as history:
        assert {each.title for each in history.listed()[0]} == {"When?", "When was the lamp lit?"}
        [(_, turn)] = history.rated()
        assert turn.answer.answer == "The lamp was lit in 1912. Amalia kept it."
