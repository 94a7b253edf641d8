"""Codes of a question are written as the documents write them."""

from pathlib import Path

import pytest

from index.documents import Document, Section
from index.encoding.encoders.hash import HashEncoder
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.retrieval.question import read
from rag.retrieval.spelling import as_written

TEXT = "The KD-731-F holds 2 litres and cost €3,470,000 in all. H3042 means heat."


@pytest.fixture
def index(tmp_path: Path) -> Index:
    made = Index.open(tmp_path / "index", HashEncoder(), create=True)
    ingest_documents(made, [Document("k", "Kettles", TEXT, TEXT, (Section(0, len(TEXT)),))])
    return made


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("kd731f litres", "KD-731-F litres"),
        ("Who paid 3 million and has a KD 731 F?", "Who paid 3 million and has a KD-731-F?"),
        ("Is KD 731 F or H-3042 meant?", "Is KD-731-F or H3042 meant?"),
        ("kd-731-f", "kd-731-f"),
        ("KD-733-F for 3 people in 2 weeks", "KD-733-F for 3 people in 2 weeks"),
    ],
)
def test_a_code_that_the_documents_join_otherwise_is_written_as_they_do(index: Index, asked: str, written: str) -> None:
    assert as_written(index, asked) == written


def test_words_of_an_amount_are_found_by_its_one_form(index: Index) -> None:
    words = {word.text: word.terms for word in read(index, "What cost 3.47 million?").words}
    assert words["3"] == ("3", "3470000")
    assert words["million"] == ("million", "3470000")
