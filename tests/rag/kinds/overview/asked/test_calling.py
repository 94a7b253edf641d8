"""A question names a document by its month or by the figures of its title, and by a word more."""

from pathlib import Path

import pytest

from index.documents import Document, Section
from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.kinds.overview.asked.calling import is_of_its_time
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
