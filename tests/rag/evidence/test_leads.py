"""Titles and headings as evidence, on documents as the parsers read them and on the real stores."""

from pathlib import Path

import pytest

from index.folders.ingest import ingest_documents
from index.parse.formats import parse
from index.store import Index
from rag.asking.assistant import Assistant
from rag.evidence.leads import lead_evidence, lead_spans
from rag.evidence.support import supports
from rag.investigation.query import Query
from rag.retrieval.candidates import Candidate, retrieve
from rag.retrieval.question import Question, read

NEWS = (
    "<html><head><title>Choir sells its boathouse to the rowing club</title></head><body>"
    "<h1>Choir sells its boathouse to the rowing club</h1>"
    "<p>Singing there has become too cold, and the roof leaks over the altos.</p>"
    "<h2>The price was 40,000 crowns</h2><p>Half of it goes to new scores, and nobody objected.</p>"
)
MAIL = b"From: a@example.org\nSubject: Lift inspection moved to Friday\n\nPlease keep the hall free of bicycles."
ANSWERS = b"# Hire of boats\n\n## May children row alone?\n\nNot before they are twelve.\n"


def indexed(folder: Path, name: str, data: bytes) -> Index:
    index = Index.open(folder, create=True)
    ingest_documents(index, parse(data, f"/docs/{name}", name))
    return index


def found(index: Index, text: str) -> tuple[Question, list[Candidate]]:
    question = read(index, text)
    return question, retrieve(index, question)


def leads(index: Index, text: str) -> list[str]:
    with index.database.snapshot():
        pieces = lead_evidence(index, *found(index, text))
        quotes = [support.words.quote for support in supports(index, pieces, ())]
    stored = index.documents.get(pieces[0].row.document_id) if pieces else None
    assert stored is None or [stored.text[piece.start : piece.end] for piece in pieces] == quotes
    return quotes


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return indexed(tmp_path_factory.mktemp("news"), "news.html", NEWS.encode())


def test_a_title_and_a_heading_that_share_a_word_are_evidence_at_their_place(news: Index) -> None:
    assert leads(news, "Who bought the boathouse?") == ["Choir sells its boathouse to the rowing club"]
    assert leads(news, "What was the price?") == ["The price was 40,000 crowns"]


def test_what_shares_no_word_with_the_question_is_none(news: Index) -> None:
    assert leads(news, "Where do sopranos stand?") == []


def test_a_heading_that_asks_is_none(tmp_path: Path) -> None:
    index = indexed(tmp_path, "boats.md", ANSWERS)
    assert leads(index, "May children row alone?") == []
    assert leads(index, "What can I hire?") == ["Hire of boats"]


def test_the_subject_of_a_mail_is_evidence(tmp_path: Path) -> None:
    index = indexed(tmp_path, "lift.eml", MAIL)
    assert leads(index, "When is the lift inspection?") == ["Lift inspection moved to Friday"]


def test_a_title_that_is_no_line_of_the_text_is_nowhere(tmp_path: Path) -> None:
    index = indexed(
        tmp_path, "a.jsonl", b'{"title": "The well is deep", "text": "The well is deep, they say. Its water is hard."}'
    )
    [row] = index.chunks.get(index.chunks.ids_of([document.id for document in index.documents.listed()])).values()
    with index.database.snapshot():
        assert lead_spans(index, row).title is None


def test_the_row_of_a_lead_is_none_of_the_chunks(news: Index) -> None:
    with news.database.snapshot():
        pieces = lead_evidence(news, *found(news, "Who sells the boathouse, and what was the price?"))
    ids = [piece.row.id for piece in pieces]
    assert len(set(ids)) == len(ids) == 2
    assert news.chunks.get(ids) == {}


@pytest.mark.slow
def test_an_answer_quotes_a_headline_that_answers(news: Index) -> None:
    answer = Assistant(news, threshold=0.0).ask(Query("Who bought the boathouse of the choir?"))
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    assert cited[0].quote == "Choir sells its boathouse to the rowing club"
    stored = news.documents.get(cited[0].document_id, cited[0].version)
    assert all(stored.text[citation.start : citation.end] == citation.quote for citation in cited)
