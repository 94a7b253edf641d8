"""A question names a document by its month or by the figures of its title, and by a word more."""

from pathlib import Path

import pytest

from index.documents import Document, Section
from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.kinds.overview.asked.calling import is_of_its_time, is_titled_just
from rag.kinds.overview.asked.scope import wording
from rag.retrieval.question import read


@pytest.mark.parametrize(
    ("question", "title", "is_named"),
    [
        ("How did the rowers do in 2030/31?", "Rowers of Orlo – Annual report 2030/31", True),
        ("What did the rowers decide in June?", "Meeting of the rowers", True),
        ("How did the rowers do in 2029?", "Rowers of Orlo – Annual report 2030/31", False),
        ("How did the rowers do?", "Rowers of Orlo – Annual report 2030/31", False),
        ("What happened in 2030/31?", "Rowers of Orlo – Annual report 2030/31", False),
    ],
)
def test_a_time_and_a_word_of_its_name_call_a_document(
    tmp_path: Path, question: str, title: str, is_named: bool
) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(index, [Document("2030-06-07.txt", title, "Words.", "2030-06-07.txt", (Section(0, 6),))])
    [document] = index.documents.listed()
    assert is_of_its_time(wording(index, read(index, question)), document) is is_named


def test_what_something_is_like_asks_about_it_alone(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(index, [Document("a.txt", "Trip", "A trip like no other.", "a.txt", (Section(0, 21),))])
    assert set(wording(index, read(index, "What is the trip like?")).weight) == {"trip"}
    assert set(wording(index, read(index, "Who wrote of a trip like no other?")).weight) >= {"trip", "like"}


def test_who_says_something_in_their_own_document_is_not_what_it_is_on(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(index, [Document("a.txt", "Speech", "The mayor spoke.", "a.txt", (Section(0, 16),))])
    assert set(wording(index, read(index, "What does the mayor say in her speech?")).weight) == {"speech"}
    assert set(wording(index, read(index, "What does the speech say of the mayor?")).weight) >= {"speech", "mayor"}


def test_a_document_is_titled_just_as_what_is_asked_about(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", HashEncoder(), create=True)
    for name, title in (("a.txt", "Ann Lowe"), ("b.txt", "Ann Lowe: ten poems")):
        ingest_documents(index, [Document(name, title, "Words.", name, (Section(0, 6),))])
    just, longer = sorted(index.documents.listed(), key=lambda each: each.source)
    about = wording(index, read(index, "Tell me about Ann Lowe."))
    assert is_titled_just(about, just)
    assert not is_titled_just(about, longer)
    assert not is_titled_just(wording(index, read(index, "Tell me about Ann Lowe and the gate.")), just)
