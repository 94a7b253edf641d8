"""A line is of what it names: it gives the number of nothing else."""

import pytest

from index.store import Index
from rag.evidence.plain.asked_line import has_asked_number
from rag.retrieval.question import read


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.open(tmp_path_factory.mktemp("index") / "i", "hash", create=True)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What is the number of the canteen?", "Canteen 4733"),
        ("night porter phone", "Night porter: 555-0103"),
        ("What is the phone number of the canteen at Orlo?", "Canteen 4733"),
    ],
)
def test_a_name_and_its_number(index: Index, question: str, line: str) -> None:
    assert has_asked_number(read(index, question), line, "Telephone list of Orlo")


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What is the number of the day porter?", "Night porter: 555-0103"),
        ("What is the number of the porter?", "Night porter: 555-0103"),
        ("How many seats has the canteen?", "Canteen 4733"),
        ("What is the number of seats in the canteen?", "Canteen 4733"),
        ("What is the number of the canteen?", "Canteen 4733 or 4734"),
        ("What is the number of the canteen?", "Canteen"),
        ("What is the number?", "4733"),
    ],
)
def test_another_name_another_value_and_several_numbers(index: Index, question: str, line: str) -> None:
    assert not has_asked_number(read(index, question), line, "Telephone list of Orlo")
