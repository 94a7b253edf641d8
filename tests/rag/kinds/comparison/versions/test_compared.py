"""Two versions of a document, and two numbers of a series, are compared with one another, on the real encoder."""

import pytest

from index.store import Index
from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.answers.text import answer_text
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.support.documents import ingest_bytes

_RULES = """# Rules of the reading room {year}

Version {version}

## Hours

The room is open until {hour}. Bags stay in the lockers.

## Loans

Readers may take home {books} books. {last}
"""
_REPORT = """# Mill report Q{number} 2031

## Flour

Flour sold: {sacks} sacks

## Staff

{millers} millers worked at the end of the quarter. The wheel was {wheel}.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    for year, version, hour, books, last in (
        (2028, 1, "six", 3, "A lost book is paid for."),
        (2031, 2, "eight", 5, "A lost book is paid for. Phones are left at the desk."),
    ):
        text = _RULES.format(year=year, version=version, hour=hour, books=books, last=last)
        ingest_bytes(index, text.encode(), f"{year}.md", f"{year}.md")
    for number, sacks, millers, wheel in ((1, 410, 6, "mended in March"), (2, 530, 7, "still all June")):
        text = _REPORT.format(number=number, sacks=sacks, millers=millers, wheel=wheel)
        ingest_bytes(index, text.encode(), f"q{number}.md", f"q{number}.md")
    ingest_bytes(index, b"# Bicycles\n\nTwo bicycles can be lent for a day. They stand in the yard.", "3.md", "3.md")
    return Assistant(index)


def _said(answer: Answer) -> list[tuple[str, str]]:
    return [(sentence.group, sentence.text) for sentence in answer.sentences]


def _compared(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(Query(question, kind=Kind.COMPARISON))


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    [
        "What changed between the old and the new rules?",
        "Compare the rules of the room of 2028 with those of 2031",
    ],
)
def test_all_that_changed_stands_side_by_side(assistant: Assistant, question: str) -> None:
    said = dict.fromkeys(group for group, _ in _said(_compared(assistant, question)))
    texts = {text for _, text in _said(_compared(assistant, question))}
    assert list(said) == ["Rules of the reading room 2028", "Rules of the reading room 2031"]
    assert {"The room is open until six.", "The room is open until eight."} <= texts
    assert {"Readers may take home 3 books.", "Readers may take home 5 books."} <= texts
    assert "Phones are left at the desk." in texts
    assert "Bags stay in the lockers." not in texts


@pytest.mark.slow
def test_what_is_asked_of_two_versions_is_said_of_both_alone(assistant: Assistant) -> None:
    answer = _compared(assistant, "How many books could I take home before, and how many under the new rules?")
    assert {text for _, text in _said(answer)} >= {"Readers may take home 3 books.", "Readers may take home 5 books."}
    assert not any("lockers" in text for _, text in _said(answer))


@pytest.mark.slow
def test_numbers_of_a_series_are_told_by_their_part_of_the_year(assistant: Assistant) -> None:
    answer = _compared(assistant, "Did we sell more flour in the second quarter than in the first?")
    assert _said(answer) == [
        ("Mill report Q1 2031", "Flour sold: 410 sacks"),
        ("Mill report Q2 2031", "Flour sold: 530 sacks"),
    ]
    assert answer.lead == "“Mill report Q2 2031” has the larger figure: 530 sacks, beside 410 sacks."


@pytest.mark.slow
def test_what_speaks_of_one_version_alone_compares_none(assistant: Assistant) -> None:
    answer = _compared(assistant, "Is the room or the yard for bicycles under the current rules?")
    assert "Rules of the reading room 2028" not in {group for group, _ in _said(answer)}


@pytest.mark.slow
def test_how_something_changed_is_said_in_both_versions_though_neither_is_named(assistant: Assistant) -> None:
    answer = _compared(assistant, "How has the number of books to take home changed?")
    assert _said(answer) == [
        ("Rules of the reading room 2028", "Readers may take home 3 books."),
        ("Rules of the reading room 2031", "Readers may take home 5 books."),
    ]


@pytest.mark.slow
def test_a_fact_is_what_holds_now_and_says_what_held_before(assistant: Assistant) -> None:
    answer = assistant.ask(Query("How many books may readers take home?", kind=Kind.FACT))
    assert answer.sentences[0].citations[0].title == "Rules of the reading room 2031"
    [changed] = answer.conflicts
    assert (changed.values, changed.is_change) == (("3 books", "5 books"), True)
    assert "Changed: 3 books (Rules of the reading room 2028) · 5 books" in answer_text(answer)


@pytest.mark.slow
def test_what_an_older_version_says_takes_no_yes_back(assistant: Assistant) -> None:
    answer = assistant.ask(Query("Can I take home five books?", kind=Kind.YES_NO))
    assert answer.lead == "Yes."
    assert answer.sentences[0].text == "Readers may take home 5 books."


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    ["How many more books may readers take home now than in 2028?", "Do readers take home more books than in 2028?"],
)
def test_what_is_more_now_than_in_a_year_is_said_of_that_year_and_of_now(assistant: Assistant, question: str) -> None:
    said = _said(_compared(assistant, question))
    assert said == [
        ("Rules of the reading room 2028", "Readers may take home 3 books."),
        ("Rules of the reading room 2031", "Readers may take home 5 books."),
    ]


@pytest.mark.slow
def test_what_changed_is_looked_for_below_the_headings_that_are_asked_about(assistant: Assistant) -> None:
    answer = _compared(assistant, "Which loans did the rules of 2031 alter against 2028?")
    texts = [text for _, text in _said(answer)]
    assert {"Readers may take home 3 books.", "Readers may take home 5 books."} <= set(texts)
    assert not any("open until" in text for text in texts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    ["How do the old and the new boat rules differ?", "Compare the earlier rules on boats with the new ones."],
)
def test_versions_below_a_letterhead_are_named_and_told_apart_by_their_files(
    tmp_path_factory: pytest.TempPathFactory, question: str
) -> None:
    index = Index.open(tmp_path_factory.mktemp("letterhead"), create=True)
    for year, length, day in ((2028, 8, "Sunday"), (2031, 11, "day")):
        text = f"HARBOUR OF ORLO\n\nRULES\n\nBoats may be {length} metres long. They may leave on every {day}.\n"
        ingest_bytes(index, text.encode(), f"boats-{year}.txt", f"boats-{year}.txt")
    ingest_bytes(index, b"# The gate\n\nThe old gate was green, and the new one is red.", "gate.md", "gate.md")
    answer = Assistant(index).ask(Query(question, kind=Kind.COMPARISON))
    told = {(each.group, each.text) for each in answer.sentences}
    assert ("HARBOUR OF ORLO (boats-2028.txt)", "Boats may be 8 metres long.") in told
    assert ("HARBOUR OF ORLO (boats-2031.txt)", "Boats may be 11 metres long.") in told
