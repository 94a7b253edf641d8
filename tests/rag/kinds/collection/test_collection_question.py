"""What a question about the documents asks of them, told from its words and from what the catalogue has."""

import datetime

import pytest

from rag.investigation.query import Query
from rag.kinds.answer_kind import Asked
from rag.kinds.collection.collection_question import CollectionQuestion, read_question

TODAY = datetime.date(2026, 11, 29)
AUTHORS = ("Priya Nandakumar", "Ruben Castellano")


def read(text: str, aspect: str = "", language: str = "en") -> CollectionQuestion:
    return read_question(Asked(Query(text), aspect, 0.5), language, AUTHORS, TODAY)


@pytest.mark.parametrize(
    ("text", "aspect", "sort", "subject"),
    [
        ("Which documents mention a certificate?", "mentions", "", "certificate"),
        ("where is Station Road mentioned", "mentions", "", "Station Road"),
        ("have we got anything on bats", "mentions", "", "bats"),
        ("Which minutes talk about winter tyres?", "mentions", "minutes", "winter tyres"),
        ("How many incident reports are there?", "count", "incident reports", ""),
        ("How many abstracts are in the collection?", "count", "abstracts", ""),
        ("in which letters does Jessop appear", "mentions", "letters", "Jessop"),
        ("whats the newest thing in here", "newest", "", ""),
        ("oldest drawing of the network", "oldest", "drawing", "network"),
        ("who wrote the review in the Gazette", "author_of", "review", "Gazette"),
        ("when was the planting protocol issued", "date_of", "planting protocol", ""),
        ("list all documents", "all", "", ""),
        ("which files mention “hot water”?", "mentions", "", "hot water"),
    ],
)
def test_a_question_is_divided_into_the_sort_of_documents_and_their_subject(
    text: str, aspect: str, sort: str, subject: str
) -> None:
    found = read(text)
    assert (found.aspect, found.sort, found.subject) == (aspect, sort, subject)


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("Who are the authors?", True),
        ("Who wrote these documents?", True),
        ("Who wrote the report?", False),
        ("Who are the authors of the flower report?", False),
        ("Which reports are by Castellano?", False),
    ],
)
def test_all_authors_are_asked_for_where_no_document_is_named(question: str, is_asked: bool) -> None:
    assert read(question).asks_for_authors is is_asked


def test_an_author_of_the_catalogue_is_known_by_the_whole_name_or_by_a_last_name_that_only_one_has() -> None:
    assert read("What did Priya Nandakumar write?").authors == ("Priya Nandakumar",)
    assert read("articles by Castellano").authors == ("Ruben Castellano",)
    assert read("Which documents mention Castellano?").authors == ()
    assert read("What did Castellano write about clocks?").subject == "clocks"


def test_somebody_whom_the_catalogue_does_not_know_is_asked_for_by_name() -> None:
    found = read("What did Ruth Calloway write?")
    assert (found.aspect, found.subject, found.is_name, found.authors) == ("by_author", "Ruth Calloway", True, ())


def test_days_are_taken_out_of_the_question() -> None:
    found = read("What minutes do we have from June 2023?")
    assert found.dates is not None
    assert (found.dates.after, found.dates.before) == ("2023-06-01", "2023-06-30")
    assert (found.aspect, found.sort, found.subject) == ("dated", "minutes", "")


@pytest.mark.parametrize(
    ("text", "told", "kept"),
    [
        ("whats the newest thing in here", "mentions", "newest"),
        ("Which documents mention a certificate?", "dated", "mentions"),
        ("Who wrote the report on flowers?", "count", "author_of"),
        ("the very first inspection report", "oldest", "oldest"),
        ("who is the letter about cockerels from", "author_of", "author_of"),
        ("Which quotes came in for Moorhen?", "by_author", "mentions"),
        ("Which mails did Ruth Calloway send?", "by_author", "by_author"),
    ],
)
def test_what_was_told_of_it_holds_where_nothing_in_the_question_speaks_against_it(
    text: str, told: str, kept: str
) -> None:
    assert read(text, told).aspect == kept


def test_of_another_language_names_are_read_and_the_other_words_left_to_the_index() -> None:
    found = read("¿Qué papeles hablan del piso de Vigo?", "mentions", "es")
    assert found.subject == "Vigo"
    assert "papeles" in found.unread


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Wie viele Dokumente gibt es?", ""),
        ("Welche Dokumente erwähnen den Kingfisher?", "Kingfisher"),
        ("Was ist das neueste Dokument?", ""),
    ],
)
def test_german_nouns_for_documents_are_no_names(text: str, subject: str) -> None:
    assert read(text, "all", "de").subject == subject
