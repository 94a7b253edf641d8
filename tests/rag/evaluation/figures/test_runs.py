"""Runs are kept and compared question by question."""

import json
import math
from pathlib import Path

import pytest

from rag.errors import RunError
from rag.evaluation.figures.runs import Run, changes, load_run, make_run, save_run, shortfalls
from rag.evaluation.sets.question_sets import QuestionCase


def case(number: int, answerable: bool = True) -> QuestionCase:
    return QuestionCase(f"q{number}", f"What is {number}?", answerable, ("x",) * answerable, ("d",) * answerable)


@pytest.fixture
def run_of(outcome_of):
    """A run in which the first so many of a hundred questions find their document, and ten are unanswerable."""

    def make(hits: int, name: str = "set") -> Run:
        found = [("d" if number < hits else "e",) for number in range(100)]
        outcomes = [outcome_of(case(n), documents=some, confidence=0.8) for n, some in enumerate(found)]
        outcomes += [outcome_of(case(100 + n, False), confidence=0.1 * n, abstained=n < 5) for n in range(10)]
        return make_run(outcomes, question_set=name, split="odd", encoder="hash", threshold=0.5)

    return make


def test_a_run_comes_back_as_it_was_saved(run_of, tmp_path: Path) -> None:
    run = run_of(60)
    save_run(run, tmp_path / "run.json")
    assert load_run(tmp_path / "run.json") == run
    assert run.figures["hit@1"] == 0.6
    half = 1.96 * math.sqrt(0.24 / 100)
    assert run.intervals["hit@1"] == pytest.approx((0.6 - half, 0.6 + half), abs=0.02)
    low, high = run.intervals["abstention_auroc"]
    assert low <= run.figures["abstention_auroc"] <= high


def test_changes_are_those_of_the_same_questions(run_of) -> None:
    found = changes(run_of(60), run_of(70))["hit@1"]
    assert (found.before, found.now, found.difference) == pytest.approx((0.6, 0.7, 0.1))
    # Ten of a hundred changed, all one way: nearer together than the two intervals would make one think.
    assert found.interval == pytest.approx((0.1 - 1.96 * 0.03, 0.1 + 1.96 * 0.03), abs=0.015)


def test_runs_without_a_question_in_common_cannot_be_compared(run_of, outcome_of) -> None:
    other = make_run([outcome_of(case(999))], question_set="other", split="all", encoder="hash", threshold=0.5)
    with pytest.raises(RunError, match="no question in common"):
        changes(other, run_of(60))


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"form": 1}', '{"form": 0}', '{"form": 1, "intervals": {"hit@1": 3}}', "\x00"]
)
def test_what_is_no_run_is_an_error_that_says_how_to_make_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content)
    with pytest.raises(RunError, match="--save"):
        load_run(path)
    with pytest.raises(RunError, match="cannot be read"):
        load_run(tmp_path / "none.json")


def test_a_run_is_not_written_where_nothing_can_be(run_of, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be written"):
        save_run(run_of(1), tmp_path / "missing" / "run.json")


def test_what_falls_short_is_said_and_the_unknown_never_passes() -> None:
    figures = {"hit@1": 0.9, "ndcg@10": 0.5, "abstention_auroc": None}
    assert shortfalls(figures, {"hit@1": 0.9}) == []
    assert shortfalls(figures, {"ndcg@10": 0.95, "abstention_auroc": 0.1}) == [
        "ndcg@10 is 0.5000, and has to be at least 0.95",
        "abstention_auroc is not known, and has to be at least 0.1",
    ]
    assert shortfalls(figures, {}, {"ndcg@10": 0.5}) == []
    assert shortfalls(figures, {}, {"ndcg@10": 0.4}) == ["ndcg@10 is 0.5000, and has to be at most 0.4"]


def test_a_run_is_plain_json(run_of, tmp_path: Path) -> None:
    save_run(run_of(60), tmp_path / "run.json")
    values = json.loads((tmp_path / "run.json").read_text())
    assert values["questions"]["q0"]["hit@1"] == 1.0
    known = {name: value for name, value in values["questions"]["q100"].items() if value is not None}
    assert known == {"abstention_recall": 1.0, "abstention_precision": 1.0}
