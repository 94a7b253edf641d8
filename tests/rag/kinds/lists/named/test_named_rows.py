"""Which rows of a table a question singles out."""

from pathlib import Path

import pytest

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.kinds.lists.list_items import blocks_around, words_of
from rag.kinds.lists.named.named_rows import named_rows, named_tables
from rag.retrieval.candidates import retrieve
from rag.retrieval.question import read

TABLE = "owner | boat | fee\nTamsin Pascoe | Gannet | 310\nJory Nance | Puffin | 275\nTamsin Pascoe | Fulmar | 190\n"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_documents(index, [Document("t.csv", "T", TABLE, TABLE, (Section(0, len(TABLE)),))])
    return index


@pytest.mark.parametrize(
    ("question", "boats"),
    [
        ("List what Tamsin Pascoe pays", ["Gannet", "Fulmar"]),
        ("List what Jory Nance pays", ["Puffin"]),
        ("List what Pascoe Tamsin pays", []),
        ("List the fees of 310", []),
        ("Which boats lie in Port Brannoc?", []),
    ],
)
def test_a_table_is_named_by_a_whole_cell_of_some_rows(index: Index, question: str, boats: list[str]) -> None:
    found = named_tables(index, question, retrieve(index, read(index, question)))
    assert [words_of(index, item).split(" | ")[1] for block in found for item in block.items] == boats


def test_a_name_of_the_question_singles_out_its_rows_and_one_that_no_row_has_none(index: Index) -> None:
    [identity] = index.chunks.ids_at(index.documents.listed()[0].id, 0, len(TABLE))
    [block] = blocks_around(index, index.chunks.get([identity])[identity])

    def boats(question: str) -> list[str]:
        return [words_of(index, item).split(" | ")[1] for item in named_rows(index, question, block)]

    assert boats("Which boats has Tamsin Pascoe?") == ["Gannet", "Fulmar"]
    assert boats("Which boats lie in Port Brannoc?") == ["Gannet", "Puffin", "Fulmar"]


def test_what_the_whole_table_is_about_singles_out_no_row(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    text = "Day | Where\nMonday | Mylor\nTuesday | Fowey\nSunday | Mylor"
    ingest_documents(index, [Document("t.md", "Week in Mylor", text, text, (Section(0, len(text)),))])
    [identity] = index.chunks.ids_at(index.documents.listed()[0].id, 0, len(text))
    [block] = blocks_around(index, index.chunks.get([identity])[identity])
    days = [words_of(index, item).split(" | ")[0] for item in named_rows(index, "What do we do in Mylor?", block)]
    assert days == ["Monday", "Tuesday", "Sunday"]
    assert len(named_rows(index, "What do we do in Fowey?", block)) == 1
