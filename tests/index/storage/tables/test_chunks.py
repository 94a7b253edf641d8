"""Chunks are the words of their documents, at their offsets."""

import pytest

from index.documents import document_id
from index.folders.ingest import ingest_documents
from index.storage.tables import chunks
from index.store import Index
from tests.index.three_documents import TEXTS


def test_chunks_are_the_words_of_their_document(filled: Index) -> None:
    for row in filled.chunks.get(range(1, 10)).values():
        document = filled.documents.get(row.document_id, row.version)
        assert document.text[row.start : row.end] == filled.chunks.text(row)
        assert [document.text[start:end] for start, end in row.sentences] == [
            part if part.endswith(".") else f"{part}." for part in TEXTS[row.source].split(". ")
        ]


def test_offsets_count_code_points_in_any_script(index: Index, make_document) -> None:
    text = "😀 Päragraph one has words. It has two sentences.\n\n第二段有一句话。还有一句。"
    ingest_documents(index, [make_document("unicode", text)])
    rows = index.chunks.get(index.chunks.ids_of([document_id("unicode")])).values()
    for row in rows:
        assert index.chunks.text(row) == text[row.start : row.end]
        assert (row.sentences[0][0], row.sentences[-1][1]) == (row.start, row.end)
    sentences = [text[start:end] for row in rows for start, end in row.sentences]
    assert sentences == ["😀 Päragraph one has words.", "It has two sentences.", "第二段有一句话。", "还有一句。"]


@pytest.mark.parametrize("index", ["sqlite"], indirect=True)
def test_what_was_encoded_since_is_found_without_a_walk_through_every_chunk(filled: Index) -> None:
    """A million chunks took three seconds for the one that had come, as long as SQLite had to give them in order."""
    query = chunks._ENCODED_SINCE
    plan = [row[-1] for row in filled.database.rows(f"EXPLAIN QUERY PLAN {query}", (1, 1))]
    assert [step for step in plan if step.startswith("SEARCH chunks")] == [
        "SEARCH chunks USING COVERING INDEX chunks_by_generation (generation>?)",
        "SEARCH chunks USING COVERING INDEX chunks_encoded_later (encoded_in>?)",
    ]
    assert [step for step in plan if step.startswith("SCAN chunks")] == ["SCAN chunks USING INDEX waiting_chunks"]
