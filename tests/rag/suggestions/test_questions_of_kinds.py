"""Whoever has never seen the documents is offered questions of several kinds, each of which is answered as its kind."""

from pathlib import Path

import pytest

from index.store import Index
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.suggestions.example_questions import MOST, example_questions
from rag.suggestions.questions_of_kinds import questions_of_kinds
from tests.support.documents import ingest_bytes

PARAGRAPH = "The ferry carried {} passengers in {}. The crew painted the deck, and the harbour master thanked them.\n\n"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", "hash", create=True)
    for year in (2021, 2022):
        text = f"Report of {year}\n\n" + "".join(PARAGRAPH.format(1000 + n, year) for n in range(20))
        ingest_bytes(made, text.encode(), f"{year}-03-01-report.txt", f"{year}-03-01-report.txt")
    return made


def test_they_are_about_what_is_there(index: Index) -> None:
    found = list(questions_of_kinds(index))
    assert found[0] == ("What are these documents about?", Kind.OVERVIEW)
    assert {("Summarise “Report of 2021”", Kind.OVERVIEW), ("Summarise “Report of 2022”", Kind.OVERVIEW)} <= set(found)
    assert found[-1] == ("What is the most recent document?", Kind.COLLECTION)


@pytest.mark.slow
def test_what_is_offered_is_answered_as_its_kind(index: Index) -> None:
    assistant = Assistant(index)
    of_kinds = dict(questions_of_kinds(index))
    offered = example_questions(assistant)
    assert len(offered) <= MOST
    assert {"What are these documents about?"} < set(offered)
    for question in set(offered) & set(of_kinds):
        answer = assistant.ask(Query(question))
        assert (answer.kind, answer.abstained) == (of_kinds[question], False)
