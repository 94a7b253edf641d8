"""A comparison has evidence for each of its sides, under the name of the side, and none where a side is unknown."""

from pathlib import Path

import pytest

from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.api import _assistant, add
from rag.asking.assistant import Assistant
from rag.investigation.query import Query

DOCUMENTS = {
    "2024-03-01-guest.txt": "Letter of a guest, 1 March 2024\n\nThe sauna of the Hotel Birke was shut for six days in"
    " February. We had booked the hotel for the sauna alone. The manager did not apologise.",
    "2024-03-09-hotel.txt": "Answer of the hotel, 9 March 2024\n\nThe sauna of the Hotel Birke was shut for two days in"
    " February, while a pipe was mended. Guests were offered free massages in its place.",
    "prices.md": "# Prices of the boats\n\n| Boat | Seats | Price a day |\n|---|---|---|\n| Alba | 4 | 60 euros |\n"
    "| Bruma | 6 | 95 euros |\n| Calma | 8 | 140 euros |\n\nThe Alba has a sail. The Bruma has an engine of 20 kW.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("comparison")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    add(folder, index=folder / ".index")
    return _assistant(folder / ".index")


def compared(assistant: Assistant, question: str) -> Answer:
    answer = assistant.ask(Query(question, kind=Kind.COMPARISON))
    assert answer.kind is Kind.COMPARISON
    return answer


def test_sides_of_a_question_each_have_their_evidence(assistant: Assistant) -> None:
    answer = compared(assistant, "What drives the Alba and what drives the Bruma?")
    said = {sentence.group: sentence.text for sentence in answer.sentences}
    assert len(said) == 2
    assert "sail" in next(text for group, text in said.items() if "Alba" in group)
    assert "engine" in next(text for group, text in said.items() if "Bruma" in group)


def test_documents_are_the_sides_where_a_question_names_none(assistant: Assistant) -> None:
    answer = compared(assistant, "How do the accounts differ of how long the sauna was shut?")
    said = {sentence.group: sentence.text for sentence in answer.sentences}
    assert [group[-10:] for group in said] == ["2024-03-01", "2024-03-09"]
    assert ["six days" in text for text in said.values()] == [True, False]
    assert ["two days" in text for text in said.values()] == [False, True]


def test_the_least_and_the_most_are_rows_of_the_table(assistant: Assistant) -> None:
    answer = compared(assistant, "Which boat has the lowest price a day and which the highest?")
    rows = [sentence.text for sentence in answer.sentences]
    assert len(rows) == 2
    assert "Alba" in rows[0]
    assert "Calma" in rows[1]


def test_a_side_that_no_document_knows_is_named(assistant: Assistant) -> None:
    answer = compared(assistant, "Compare the Hotel Birke with the Louvre")
    assert answer.abstained
    assert "Louvre" in (answer.abstain_reason or "")


def test_what_is_on_another_subject_is_refused(assistant: Assistant) -> None:
    assert compared(assistant, "Which is older, the planet or its moon?").abstained
