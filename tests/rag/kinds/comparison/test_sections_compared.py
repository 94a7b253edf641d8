"""What two documents say under one heading is compared, where that is all that is asked of both."""

from pathlib import Path

import pytest

from index.search.analysis import analyse
from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.confidence.logistic import load_model
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.comparison.sections_compared import sections_compared
from tests.support.documents import ingest_bytes

_GULL = """# Gull Boathouse: guide for members

## Keys

Keys are kept in the office. Whoever loses one pays 20 pounds.

## 4. Visitors

Visitors sign the book at the gate. They may stay for two hours. Dogs of visitors wait outside. The gate closes at
dusk, and visitors who are still here ring the bell. Children come with a member.

## Moorings

A mooring is given for a year.
"""
_TERN = """# Tern Boathouse: guide for members

## Keys

Every member has a key.

## 2. Visitors

Visitors may come on Sundays. Members write their names into the book at the gate.

## Moorings

Moorings are drawn by lot in March.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(Path(tmp_path_factory.mktemp("index")), create=True)
    ingest_bytes(index, _GULL.encode(), "gull.md", "gull.md")
    ingest_bytes(index, _TERN.encode(), "tern.md", "tern.md")
    return Assistant(index)


@pytest.mark.parametrize(
    ("asked", "is_section"),
    [
        ("visitors", True),
        ("rules for visitors", True),
        ("fees for visitors", False),
        ("dogs", False),
        ("compare", False),
    ],
)
def test_what_a_heading_has_not_all_of_is_no_section(assistant: Assistant, asked: str, is_section: bool) -> None:
    index = assistant.index
    with index.database.snapshot():
        found = Investigator(index, load_model(index.folder)).passages(Query("visitors"))
        ids = [each.id for each in index.documents.listed()]
        assert bool(sections_compared(index, frozenset(analyse(asked)), ids, found)) is is_section


@pytest.mark.slow
@pytest.mark.parametrize(
    "question", ["How do Gull and Tern differ in the rules for visitors?", "visitors at Gull vs Tern"]
)
def test_both_sides_are_quoted_from_the_section(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(Query(question, kind=Kind.COMPARISON))
    said: dict[str, list[str]] = {}
    for sentence in answer.sentences:
        said.setdefault(sentence.group or "", []).append(sentence.text)
    assert set(said) == {"Gull", "Tern"}
    assert "Visitors sign the book at the gate." in said["Gull"]
    assert len(said["Gull"]) == 3
    assert said["Tern"] == [
        "Visitors may come on Sundays.",
        "Members write their names into the book at the gate.",
    ]


@pytest.mark.slow
def test_both_of_two_documents_have_their_sections_side_by_side(assistant: Assistant) -> None:
    question = "Are the rules for moorings the same at both boathouses?"
    answer = assistant.ask(Query(question, kind=Kind.COMPARISON))
    assert [(sentence.group, sentence.text) for sentence in answer.sentences] == [
        ("Gull Boathouse: guide for members", "A mooring is given for a year."),
        ("Tern Boathouse: guide for members", "Moorings are drawn by lot in March."),
    ]
