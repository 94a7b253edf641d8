"""What a timetable has on a day is the column that is called as the day is."""

import pytest

from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_HEAD = "| Time | Monday | Tuesday | Wednesday |\n|---|---|---|---|\n"
_CREW = f"""# Watches of the Gannet

{_HEAD}| 6.00 | Sails | Knots | Galley |
| 9.00 | Charts (cabin) | – | Sails |
| 14.00 | Rowing | Charts | Paint |
"""
_OTHER = f"# Watches of the Puffin\n\n{_HEAD}| 6.00 | Pumps | Ropes | Rowing |\n| 9.00 | Ropes | Pumps | Tar |\n"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    ingest_bytes(index, _CREW.encode(), "gannet.md", "gannet.md")
    ingest_bytes(index, _OTHER.encode(), "puffin.md", "puffin.md")
    return Assistant(index)


def texts(assistant: Assistant, question: str) -> list[str]:
    answer = assistant.ask(Query(question))
    for sentence in answer.sentences:
        for cited in sentence.citations:
            stored = assistant.index.documents.get(cited.document_id, cited.version)
            assert stored.text[cited.start : cited.end] == cited.quote
    return [sentence.text for sentence in answer.sentences]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "cells"),
    [
        ("Which duties does the Gannet have on Monday?", ["Sails", "Charts (cabin)", "Rowing"]),
        ("What watches are there on Tuesday on the Gannet?", ["Knots", "Charts"]),
        ("which tasks does the Puffin have on Wednesdays", ["Rowing", "Tar"]),
        ("What does the Gannet have on Wednesday morning?", ["Galley", "Sails"]),
    ],
)
def test_the_column_of_the_day_is_the_list(assistant: Assistant, question: str, cells: list[str]) -> None:
    assert texts(assistant, question) == cells


@pytest.mark.slow
def test_two_timetables_are_compared_on_a_day(assistant: Assistant) -> None:
    answer = assistant.ask(Query("How do the Gannet and the Puffin differ on Tuesday?"))
    assert [(each.group, each.text) for each in answer.sentences] == [
        ("Gannet", "Knots"),
        ("Gannet", "Charts"),
        ("Puffin", "Ropes"),
        ("Puffin", "Pumps"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("question", ["On what day does the Gannet have rowing?", "When does the Gannet have Galley?"])
def test_on_which_day_something_is_says_the_row_that_has_it(assistant: Assistant, question: str) -> None:
    [row] = texts(assistant, question)
    assert row.startswith("Time: 14.00" if "rowing" in question else "Time: 6.00")


@pytest.mark.slow
@pytest.mark.parametrize(
    "question", ["Which songs does the Heron have on Monday?", "Which duties does the Gannet have on Friday?"]
)
def test_of_another_ship_or_day_no_column_answers(assistant: Assistant, question: str) -> None:
    assert not {"Sails", "Knots", "Pumps", "Rowing"}.intersection(texts(assistant, question))
