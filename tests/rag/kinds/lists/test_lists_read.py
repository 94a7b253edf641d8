"""Which rows of a table a question singles out."""

from pathlib import Path

from index.documents import Document, Section
from index.folders.ingest import ingest_documents
from index.store import Index
from rag.kinds.lists.list_items import blocks_around, words_of
from rag.kinds.lists.lists_read import named_rows

TABLE = "owner | boat | fee\nTamsin Pascoe | Gannet | 310\nJory Nance | Puffin | 275\nTamsin Pascoe | Fulmar | 190\n"


def test_a_name_of_the_question_singles_out_its_rows_and_one_that_no_row_has_none(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_documents(index, [Document("t.csv", "T", TABLE, TABLE, (Section(0, len(TABLE)),))])
    [identity] = index.chunks.ids_at(index.documents.listed()[0].id, 0, len(TABLE))
    [block] = blocks_around(index, index.chunks.get([identity])[identity])

    def boats(question: str) -> list[str]:
        return [words_of(index, item).split(" | ")[1] for item in named_rows(index, question, block)]

    assert boats("Which boats has Tamsin Pascoe?") == ["Gannet", "Fulmar"]
    assert boats("Which boats lie in Port Brannoc?") == ["Gannet", "Puffin", "Fulmar"]
