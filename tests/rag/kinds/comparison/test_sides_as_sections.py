"""Sides are compared by the sections of one document that are called as they are."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.confidence.logistic import load_model
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.comparison.asked.sides import sides_of
from rag.kinds.comparison.sides_as_sections import of_sections
from tests.support.documents import ingest_bytes

_FERRY = """# The ferry to Orlo

The harbour asked everybody whether the ferry should run at night.

## 2. What islanders want

They want to come home from the theatre. A nurse could take the late shift.

## 3. What fishermen want

The wash tears their nets. They ask for a lower speed near the pier.

## Costs of a crossing

A night costs 400 euros.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index.open(Path(tmp_path_factory.mktemp("index")), create=True)
    ingest_bytes(index, _FERRY.encode(), "ferry.md", "ferry.md")
    ingest_bytes(index, b"# Harbour news\n\nIslanders and fishermen met at the inn.", "news.md", "news.md")
    return index


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("What do islanders and fishermen think of the ferry at night?", True),
        ("Compare the fishermen with the islanders.", True),
        ("Compare the islanders and the costs.", False),
        ("Compare the islanders with the tourists.", False),
        ("How much would the islanders and the fishermen pay?", False),
    ],
)
def test_sections_are_the_sides_where_their_headings_are_alike(index: Index, question: str, is_told: bool) -> None:
    with index.database.snapshot():
        found = Investigator(index, load_model(index.folder)).passages(Query(question))
        sides = of_sections(index, sides_of(question), found)
    assert bool(sides) is is_told
    for side in sides:
        [heading] = {piece.row.heading for piece in side.evidence}
        assert side.name in heading


@pytest.mark.slow
def test_each_side_is_told_by_its_own_section(index: Index) -> None:
    query = Query("What do islanders and fishermen say about the ferry?", kind=Kind.COMPARISON)
    answer = Assistant(index).ask(query)
    assert {each.group for each in answer.sentences} == {"islanders", "fishermen"}
    assert all(
        ("nets" in each.text or "speed" in each.text) == (each.group == "fishermen") for each in answer.sentences
    )
