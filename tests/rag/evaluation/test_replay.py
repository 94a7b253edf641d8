"""A recorded answer comes back to the byte, until something that decides it has changed."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from index.store import Index
from rag.answers.answer import Answer, Grade, to_json
from rag.answers.turns import Turn
from rag.asking.assistant import Assistant
from rag.confidence.logistic import load_model, save_model
from rag.errors import RunError
from rag.evaluation.replay import continued, load_answer, replay
from rag.investigation.query import Query
from rag.retrieval.filters import Filters
from rag.writing.language_model import LanguageModel
from tests.llm.scripted import says, scripted
from tests.support.documents import ingest_bytes, remove_for_good

FERRY = b"The ferry Calypso sails to Tarifa at noon. It carries ninety cars. The captain is Ines Prado."
TRAM = b"The tram to the hospital runs every nine minutes. Its depot stands in Calle Mayor."


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", create=True)
    ingest_bytes(made, FERRY, "ferry.txt", source="ferry.txt")
    ingest_bytes(made, TRAM, "tram.txt", source="tram.txt")
    return made


def recorded(index: Index, path: Path, **asked: Any) -> dict[str, Any]:
    answer = Assistant(index, threshold=0.05).ask(Query("When does the ferry Calypso sail to Tarifa?", **asked))
    path.write_text(json.dumps(to_json(answer)), encoding="utf-8")
    return load_answer(path)


def test_nothing_has_changed(index: Index, tmp_path: Path) -> None:
    then = recorded(index, tmp_path / "a.json", top_k=1, filters=Filters(("ferry.txt",)))
    found = replay(index, then)
    assert (found.same, found.causes, found.effects) == (True, (), ())
    assert "at noon" in found.answer.answer


def test_an_answer_with_history_comes_back_too(index: Index, tmp_path: Path) -> None:
    history = (Turn("Where does the ferry Calypso sail?", "To Tarifa."),)
    answer = Assistant(index, threshold=0.05).ask(Query("Who is its captain?", history=history))
    path = tmp_path / "a.json"
    path.write_text(json.dumps(to_json(answer)), encoding="utf-8")
    then = load_answer(path)
    found = replay(index, then)
    assert (found.same, found.causes, found.effects) == (True, (), ())
    assert found.answer.standalone_question == "Who is the ferry Calypso’s captain?"
    assert continued(then) == (*history, Turn("Who is its captain?", answer.answer))


def test_an_answer_of_before_there_were_histories_comes_back(index: Index, tmp_path: Path) -> None:
    then = recorded(index, tmp_path / "a.json")
    del then["settings"]["history"], then["standalone_question"]
    assert replay(index, then).same
    assert len(continued(then)) == 1


def before_grades(answer: Answer) -> dict[str, Any]:
    """Return an answer as it was recorded before there were grades."""
    then: dict[str, Any] = json.loads(json.dumps(to_json(answer)))
    del then["grade"], then["nearest"]
    for passage in then["passages"]:
        del passage["best"]
    return then


@pytest.fixture
def by_words(tmp_path: Path) -> Index:
    """An index with the encoder without meaning, of which the same words are as near as can be."""
    made = Index.open(tmp_path / "by-words", "hash", create=True)
    ingest_bytes(made, FERRY, "ferry.txt", source="ferry.txt")
    return made


@pytest.mark.parametrize(
    ("threshold", "source", "grade"),
    [
        (0.0, "ferry.txt", Grade.ANSWERED),
        (1.0, "ferry.txt", Grade.UNSURE),
        (0.0, "nowhere.txt", Grade.NOT_COVERED),
    ],
)
def test_an_answer_of_before_there_were_grades_comes_back(
    by_words: Index, threshold: float, source: str, grade: Grade
) -> None:
    query = Query("The ferry Calypso sails to Tarifa at noon?", filters=Filters((source,)))
    answer = Assistant(by_words, threshold=threshold).ask(query)
    assert (answer.grade, bool(answer.nearest)) == (grade, grade is Grade.UNSURE)
    found = replay(by_words, before_grades(answer))
    assert (found.same, found.causes, found.effects) == (True, (), ())
    assert found.answer == dataclasses.replace(answer, timing_ms=found.answer.timing_ms)


def test_an_abstention_that_told_what_is_uncovered_comes_back_whatever_its_grade_is_now(by_words: Index) -> None:
    answer = Assistant(by_words, threshold=1.0).ask(Query("The ferry Calypso sails to Tarifa at noon zebras?"))
    assert answer.uncovered == ("zebras",)
    assert replay(by_words, before_grades(answer)).same


def test_that_an_answer_of_before_there_were_grades_is_none_now_is_told(by_words: Index) -> None:
    then = before_grades(Assistant(by_words, threshold=0.0).ask(Query("The ferry Calypso sails to Tarifa at noon?")))
    then["settings"]["threshold"] = 1.0
    found = replay(by_words, then)
    assert not found.same
    assert "The grade was answered, and is unsure" in found.effects


@pytest.mark.parametrize("history", [3, [3], [{"answer": "To Tarifa."}]])
def test_a_history_of_another_kind_is_an_error(index: Index, tmp_path: Path, history: Any) -> None:
    then = recorded(index, tmp_path / "a.json")
    then["settings"]["history"] = history
    for use in (continued, lambda it: replay(index, it)):
        with pytest.raises(RunError, match="not an answer"):
            use(then)


def test_a_replaced_document_is_named_with_what_that_did(index: Index, tmp_path: Path) -> None:
    then = recorded(index, tmp_path / "a.json")
    ingest_bytes(index, FERRY.replace(b"noon", b"dawn"), "ferry.txt", source="ferry.txt")
    found = replay(index, then)
    assert not found.same
    assert found.causes == (
        "The index was at generation 2, and is at 3",
        "“ferry” (ferry.txt) was at version 1, and is at 2",
    )
    assert any("at noon" in effect and "at dawn" in effect for effect in found.effects)


def test_of_a_written_answer_it_is_what_it_rests_on_that_is_compared(index: Index, tmp_path: Path) -> None:
    written = '{"sentences": [{"text": "The ferry Calypso sails to Tarifa at noon.", "sources": [1]}]}'
    with scripted(says(written)) as server:
        assistant = Assistant(index, threshold=0.05, language_model=LanguageModel(server.url))
        answer = assistant.ask(Query("When does the ferry Calypso sail to Tarifa?"))
    assert answer.sentences[0].written
    (tmp_path / "a.json").write_text(json.dumps(to_json(answer)), encoding="utf-8")
    then = load_answer(tmp_path / "a.json")
    found = replay(index, then)
    assert (found.same, found.is_written, found.effects) == (True, True, ())
    ingest_bytes(index, FERRY.replace(b"noon", b"dawn"), "ferry.txt", source="ferry.txt")
    found = replay(index, then)
    assert not found.same
    assert "1 of the spans that the answer cites" in found.effects[0]


def test_a_removed_document_is_named(index: Index, tmp_path: Path) -> None:
    then = recorded(index, tmp_path / "a.json")
    remove_for_good(index, then["sentences"][0]["citations"][0]["document_id"])
    found = replay(index, then)
    assert "“ferry” (ferry.txt) was removed" in found.causes
    assert not found.same


def test_a_new_calibration_is_a_cause(index: Index, tmp_path: Path) -> None:
    then = recorded(index, tmp_path / "a.json")
    save_model(load_model().rescaled(0.5, 0.0, 0.3), index.folder)
    found = replay(index, then)
    assert found.causes == ("Confidence was calibrated anew",)
    assert any(effect.startswith("Confidence was") for effect in found.effects)


def test_a_change_without_a_cause_is_said_to_be_one(index: Index, tmp_path: Path) -> None:
    then = recorded(index, tmp_path / "a.json")
    found = replay(index, {**then, "confidence": 0.123})
    assert not found.same
    assert "Nothing that is recorded" in found.causes[0]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"question": "Why?"}'])
def test_what_is_no_answer_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(RunError, match="--json"):
        load_answer(path)
    with pytest.raises(RunError, match="cannot be read"):
        load_answer(tmp_path / "none.json")


def test_an_answer_with_parts_of_another_kind_is_an_error(index: Index, tmp_path: Path) -> None:
    then = recorded(index, tmp_path / "a.json")
    parts: list[dict[str, Any]] = [{"settings": 3}, {"index": {}}, {"passages": [1]}, {"sentences": None}]
    for part in parts:
        with pytest.raises(RunError, match="not an answer"):
            replay(index, {**then, **part})
