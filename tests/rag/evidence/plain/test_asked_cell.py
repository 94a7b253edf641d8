"""A row answers plainly where the question names one of its cells and the column of another, and nothing else."""

from pathlib import Path

import pytest

from index.store import Index
from rag.asking.assistant import Assistant
from rag.evidence.plain.asked_cell import asked_cell
from rag.investigation.query import Query
from rag.retrieval.question import read
from tests.support.documents import ingest_bytes

HEAD, ROW, ABOVE = "Boat | Berth | Last seen", "Gannet | A1 | 2019", "Boats of Port Brannoc"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(tmp_path_factory.mktemp("index") / "i", "hash", create=True)
    ingest_bytes(index, b"Boats lie at the quay.", "a.txt", "a.txt")
    return index


@pytest.mark.parametrize(
    "question",
    ["What is the berth of the Gannet?", "When was the gannet last seen?", "Which boat of Port Brannoc has A1?"],
)
def test_a_cell_and_the_column_of_another_are_named(index: Index, question: str) -> None:
    assert asked_cell(read(index, question), HEAD, ROW, ABOVE)


STAFF = "Name | Post | Boat | Cabin"


def test_who_does_something_is_called_after_it_and_somebody_by_one_name(index: Index) -> None:
    skipper, mate = "Ann Lowe | Skipper | Gannet | C4", "Bo Hay | Sailing mate | Gannet | C5"
    sailor = "Cy Poe | Sailor | Gannet | C6"
    asked = read(index, "Who sails the Gannet?")
    assert asked_cell(asked, STAFF, mate, "") < asked_cell(asked, STAFF, sailor, "")
    assert not asked_cell(asked, STAFF, skipper, "")
    for question in ("What cabin does Ms Lowe have?", "cabin of Mrs Lowe"):
        assert asked_cell(read(index, question), STAFF, skipper, "")
        assert not asked_cell(read(index, question), STAFF, mate, "")
    assert not asked_cell(read(index, "What is the age of Ms Lowe?"), STAFF, skipper, "")


@pytest.mark.parametrize(
    "question",
    [
        "What is the berth of the Puffin?",
        "What is the weight of the Gannet?",
        "What is the Gannet?",
        "Who painted the Gannet?",
        "When was the Gannet last seen in Orlo?",
        "What is the berth?",
    ],
)
def test_another_row_another_column_and_a_word_that_nothing_has_are_not_plain(index: Index, question: str) -> None:
    assert not asked_cell(read(index, question), HEAD, ROW, ABOVE)


def test_a_contraction_asks_for_nothing(index: Index) -> None:
    assert asked_cell(read(index, "What's the berth of the Gannet?"), HEAD, ROW, ABOVE)
    assert asked_cell(read(index, "What’s the berth of the Gannet?"), HEAD, ROW, ABOVE)


def test_a_code_is_a_cell_though_it_has_parts(index: Index) -> None:
    assert asked_cell(read(index, "KD202 meaning"), "Code | Meaning", "KD202 | Pump is dry", "")
    assert not asked_cell(read(index, "KD203 meaning"), "Code | Meaning", "KD202 | Pump is dry", "")


def test_who_or_which_needs_no_head(index: Index) -> None:
    assert asked_cell(read(index, "Who is the treasurer?"), "", "Ana Holm | treasurer", "")
    assert not asked_cell(read(index, "Who is the treasurer?"), "", "Ana Holm | deputy treasurer", "")
    assert not asked_cell(read(index, "What is the treasurer?"), "", "Ana Holm | treasurer", "")


def test_an_empty_cell_answers_nothing(index: Index) -> None:
    assert not asked_cell(read(index, "What is the berth of the Gannet?"), HEAD, "Gannet |  | 2019", ABOVE)


@pytest.mark.slow
def test_the_row_is_the_answer(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True)
    rows = "| Boat | Berth | Last seen |\n|---|---|---|\n| Gannet | A1 | 2019 |\n| Puffin | B7 | 2023 |\n"
    ingest_bytes(index, f"# Boats of Port Brannoc\n\n{rows}".encode(), "boats.md", "boats.md")
    answer = Assistant(index).ask(Query("What is the berth of the Puffin?"))
    assert [sentence.text for sentence in answer.sentences] == ["Boat: Puffin; Berth: B7; Last seen: 2023"]


def test_the_figures_of_a_columns_name_need_not_be_asked_for(index: Index) -> None:
    assert asked_cell(read(index, "price of the Gannet"), "Boat | Price 2030 | Price 2031", "Gannet | 90 | 95", ABOVE)
