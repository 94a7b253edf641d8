"""Which table is asked for by its columns, and which of its rows."""

from pathlib import Path

import pytest

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.kinds.lists.list_items import words_of
from rag.kinds.lists.named.asked_tables import asked_tables
from rag.retrieval.candidates import retrieve
from rag.retrieval.question import read

TABLE = (
    "boat | owner | berth | remarks\nGannet | Pascoe | A1 | mast broken\nPuffin | Nance | A2 | none\n"
    "Fulmar | Pascoe | B7 | mast broken, sold\n"
)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_documents(index, [Document("t.csv", "T", TABLE, TABLE, (Section(0, len(TABLE)),))])
    return index


@pytest.mark.parametrize(
    ("question", "boats"),
    [
        ("Which boat has a broken mast, and who is its owner?", ["Gannet", "Fulmar"]),
        ("Which boat and berth doesn't have a broken mast?", ["Puffin"]),
        ("Who is the owner of which boat?", []),  # no row is told from others
        ("Which boat has a broken mast?", []),  # one column alone names no table
        ("Which boat has a golden keel, and who is its owner?", []),
    ],
)
def test_rows_have_the_words_that_are_no_columns(index: Index, question: str, boats: list[str]) -> None:
    found = asked_tables(index, question, retrieve(index, read(index, question)))
    assert [words_of(index, item).split(" | ")[0] for block in found for item in block.items] == boats
