"""Chunks are the words of their documents, at their offsets."""

from index.documents import document_id
from index.folders.ingest import ingest_documents
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
