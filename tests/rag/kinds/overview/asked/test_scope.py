"""A document that a question names is found by whatever its name has, and the others are passed over."""

import dataclasses
from pathlib import Path

import pytest

from index.documents import Document, Section
from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.kinds.overview.asked.named import name_terms, named_documents
from rag.kinds.overview.asked.scope import Wording, wording
from rag.kinds.overview.asked.topic import calls_one, said_about
from rag.retrieval.question import read

NAMES = {
    "minutes-2024-05-07.txt": "Meetings of the boards",
    "XQ-AB-12.md": "The mower’s manual",
    "notes/été_2023.txt": "Élections",
    "tps71725qdr.pdf": "Regulators",
    "plain.txt": "Bees",
}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(
        made,
        [
            Document(source, title, "Words.", source, (Section(0, 6),), published_at="2021-03-04")
            for source, title in NAMES.items()
        ],
    )
    return made


def test_a_document_is_named_by_each_term_of_its_name(index: Index) -> None:
    listed = index.documents.listed()
    assert len(listed) == len(NAMES)
    for document in listed:
        for term in name_terms(document):
            asked = Wording({term: 1.0}, {term: frozenset([term])})
            named = named_documents(index, asked, listed, [], by_passages=False)
            assert named, (document.title, term)
            assert term in name_terms(named[0])


def test_a_month_in_the_name_of_a_file_names_it_without_a_day(index: Index) -> None:
    row = next(iter(index.documents.listed()))
    minutes = dataclasses.replace(row, title="Minutes", source="board-2031-11.txt", published_at=None)
    assert {"month 11", "2031"} <= name_terms(minutes)
    season = dataclasses.replace(minutes, source="board-2031-32.txt")
    assert not any(term.startswith("month") for term in name_terms(season))


def test_a_quarter_is_named_in_words_or_in_short(tmp_path: Path) -> None:
    index = Index.open(tmp_path, HashEncoder(), create=True)
    names = {f"{quarter}.txt": f"Mill report {quarter}" for quarter in ("Q1", "Q2")}
    ingest_documents(
        index, [Document(source, title, "Words.", source, (Section(0, 6),)) for source, title in names.items()]
    )
    question = read(index, "What is in the second quarter report?")
    [named] = named_documents(index, wording(index, question), index.documents.listed(), [], by_passages=True)
    assert named.title == "Mill report Q2"


def test_what_no_document_is_called_names_none(index: Index) -> None:
    asked = Wording({"wasp": 1.0}, {"wasp": frozenset(["wasp"])})
    assert named_documents(index, asked, index.documents.listed(), [], by_passages=True) == []


def test_what_documents_are_called_by_need_not_stand_in_them_and_half_of_the_other_words_are_too_few() -> None:
    report = Wording({"annual": 0.4, "report": 0.6}, {"annual": frozenset({"annual"}), "report": frozenset({"report"})})
    assert not report.are_in({"report", "doctor"})
    assert report.are_in({"report", "annual"})
    letter = Wording(
        {"foundation": 0.6, "letter": 0.4}, {"foundation": frozenset({"foundat"}), "letter": frozenset({"letter"})}
    )
    assert letter.are_in({"foundat", "grant"})


def test_what_a_document_says_of_something_stands_behind_about_and_the_rest_calls_it() -> None:
    words = {"letter": frozenset({"letter"}), "roof": frozenset({"roof"})}
    asked = Wording({"letter": 0.5, "roof": 0.5}, words)
    assert set(said_about(asked, "What does the letter say about the roof?").weight) == {"roof"}
    assert not said_about(asked, "What does the roof letter say, in short?").weight


@pytest.mark.parametrize(
    ("question", "is_one"),
    [
        ("Summarise the article about the new harbour", True),
        ("give me the gist of the second letter from the mayor", True),
        ("What happened with the harbour?", False),
        ("Summarise what people write about the lamps", False),
    ],
)
def test_one_thing_written_on_something_is_a_document(question: str, is_one: bool) -> None:
    assert calls_one(question) is is_one
