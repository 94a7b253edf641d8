"""What changes behind an index is found, and what is mended is sound."""

import pytest

from index.search.search_indexes import SearchIndexes
from index.store import Index
from tests.index.museum import MUSEUM, change, sources
from tests.support.documents import ingest_bytes


def test_an_index_as_it_was_written_has_no_fault(kept: Index) -> None:
    assert kept.faults() == []
    assert kept.repair() == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE documents SET text = replace(text, '1901', '1910') WHERE current", "text of version"),
        ("UPDATE documents SET text = substr(text, 2) WHERE NOT current", "text of version 1"),
        ("UPDATE documents SET sections = '[[0, 999, \"\", null]]' WHERE current", "section"),
        ('UPDATE chunks SET "end" = 999', "outside its text"),
        ("UPDATE chunks SET vector = zeroblob(length(vector))", "not what was written"),
        ("UPDATE chunks SET checksum = NULL, vector = zeroblob(length(vector))", "vector of chunk"),
        ("UPDATE chunks SET checksum = NULL, tokens = x'0102030405060708'", "token vectors"),
        ("DELETE FROM documents WHERE current AND source = 'museum.txt'", "no current document"),
        ("DELETE FROM chunks", "other chunks than the database"),
    ],
)
def test_whatever_changes_behind_the_index_is_found_and_repair_leaves_a_sound_one(
    kept: Index, statement: str, what: str
) -> None:
    kept.search.catch_up()
    change(kept, statement)
    found = kept.faults()
    assert any(what in fault.what for fault in found), found
    assert kept.repair()
    assert kept.faults() == []
    ingest_bytes(kept, MUSEUM + b" Again.", "museum.txt", "museum.txt")
    assert "museum.txt" in sources(kept)
    assert kept.faults() == []


def test_a_derived_index_that_lacks_chunks_is_found_and_made_anew(kept: Index) -> None:
    [identity] = kept.chunks.ids_of(
        [document.id for document in kept.documents.listed() if document.source == "ferry.txt"]
    )
    assert isinstance(kept.search, SearchIndexes)
    kept.search._dense.caught_up().remove([identity])  # as a fault of FAISS would
    assert [fault.what for fault in kept.faults()] == ["the dense index holds other chunks than the database"]
    assert kept.repair() == ["Made the dense and the lexical index anew"]
    assert kept.faults() == []
