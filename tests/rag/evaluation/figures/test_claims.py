"""Claims are checked against the one document that they name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.store import Index
from rag.errors import QuestionSetError
from rag.evaluation.figures.claims import ClaimOutcome, judge_claims, measure_claim, summarise_claims
from rag.evaluation.figures.runs import load_run, make_run, save_run
from rag.evaluation.sets.question_sets import QuestionCase, read_cases
from tests.support.documents import ingest_bytes

LAMP = "The lamp was lit in 1911 by Amalia Ruiz. It stands on a rock before the harbour."


def claim(identity: str, text: str, *, supported: bool, document: str = "lamp.txt") -> QuestionCase:
    where = {"doc_ids": (document,)} if supported else {"written_for": document}
    return QuestionCase(identity, text, supported, kind="claim", **where)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_bytes(made, LAMP.encode(), "lamp.txt", "lamp.txt")
    ingest_bytes(made, b"Bread rises for an hour, and is baked in 40 minutes.", "bread.txt", "bread.txt")
    yield made
    made.close()


def judged(index: Index, cases: list[QuestionCase]) -> list[ClaimOutcome]:
    doc_id_of = {document.source: document.source for document in index.documents.listed()}
    return judge_claims(index, cases, doc_id_of)


def test_a_claim_is_checked_against_its_own_document_alone(index: Index) -> None:
    said = "The lamp was lit in 1911 by Amalia Ruiz."
    of_lamp, of_bread, wrong = judged(
        index,
        [
            claim("a", said, supported=True),
            claim("b", said, supported=False, document="bread.txt"),
            claim("c", "The lamp was lit in 1912 by Amalia Ruiz.", supported=False),
        ],
    )
    assert (of_lamp.passed, of_bread.passed, wrong.passed) == (True, False, False)
    assert of_lamp.support > max(of_bread.support, wrong.support)


def test_figures_are_shares_of_what_is_supported_and_of_what_is_not() -> None:
    outcomes = [
        ClaimOutcome(claim(str(number), "x", supported=number < 4), support, passed)
        for number, (support, passed) in enumerate(
            [(0.9, True), (0.8, True), (0.7, True), (0.2, False), (0.6, True), (0.1, False)]
        )
    ]
    assert summarise_claims(outcomes) == {
        "claims": 6,
        "supported": 4,
        "support_auroc": pytest.approx(7 / 8),
        "caught": 0.5,
        "passed": 0.75,
    }
    assert measure_claim(outcomes[0]) == {"caught": None, "passed": 1.0}
    assert measure_claim(outcomes[4]) == {"caught": 0.0, "passed": None}


def test_a_run_of_claims_has_intervals_and_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    outcomes = [
        ClaimOutcome(claim(str(n), "x", supported=n % 2 == 0), n / 20 + 0.4 * (n % 2 == 0), n > 5) for n in range(20)
    ]
    run = make_run([], question_set="set", split="all", encoder="hash", threshold=0.5, claims=outcomes)
    save_run(run, tmp_path / "run.json")
    assert load_run(tmp_path / "run.json") == run
    assert set(run.intervals) == {"caught", "passed", "support_auroc"}
    low, high = run.intervals["support_auroc"]
    assert low <= (run.figures["support_auroc"] or 0) <= high


def test_a_claim_without_a_document_of_the_set_says_what_to_give(index: Index) -> None:
    for case in (claim("a", "x", supported=True, document="none.txt"), QuestionCase("b", "x", False, kind="claim")):
        with pytest.raises(QuestionSetError, match="names no document"):
            judged(index, [case])


def test_the_label_of_a_claim_says_whether_it_is_supported(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    lines = [
        '{"question": "a", "kind": "claim", "label": "supports", "doc_ids": ["d"]}',
        '{"question": "b", "kind": "claim", "label": "refutes", "doc_ids": ["d"]}',
        '{"question": "c", "kind": "claim", "answerable": true, "doc_ids": ["d"]}',
    ]
    path.write_text("\n".join(lines))
    assert [case.answerable for case in read_cases(path)] == [True, False, True]
