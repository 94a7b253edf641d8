"""An index is opened, written by one process at a time, and read by any."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.documents import Document, document_id
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoder import Encoding
from index.encoding.encoders.hash import HashEncoder
from index.errors import DocumentNotFound, IndexDamaged, IndexLocked, IndexMissing
from index.folders.ingest import ingest_documents
from index.search.analysis import analyse
from index.storage.engines.engine import ALL
from index.storage.records import DocumentSummary
from index.storage.tables.documents import DocumentTable
from index.store import Index
from tests.index.three_documents import TEXTS, again, found
from tests.support.documents import remove_for_good


def test_a_folder_without_an_index_is_an_error_that_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="footnote index"):
        Index.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(IndexMissing, match="Choose another folder"):
        Index.open(tmp_path / "file" / "index", create=True)


def test_an_index_that_is_opened_again_finds_what_was_put_in(filled: Index) -> None:
    filled.close()
    reopened = again(filled)
    assert found(reopened, "roses") == ({"garden"}, {"garden"})
    assert reopened.search.notices == ()


def test_a_new_index_has_nothing_to_report(index: Index) -> None:
    assert (index.search.notices, index.database.generation, index.counts().chunks) == ((), 0, 0)
    assert index.search.lexical(analyse("roses"), 5) == []
    assert index.search.dense(HashEncoder().encode_query("roses").vector, 5) == []


def test_an_index_whose_making_was_cut_short_is_missing_and_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "footnote.sqlite").touch()
    with pytest.raises(IndexMissing, match="is empty"):
        Index.open(tmp_path)
    assert Index.open(tmp_path, create=True).database.generation == 0


def test_a_damaged_database_is_an_error_and_is_left_as_it_is(filled: Index) -> None:
    filled.close()
    path = filled.folder / "footnote.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexDamaged, match="SQLite cannot use"):
        again(filled)
    assert path.read_bytes() == b"not a database at all" * 100


def test_a_deleted_document_is_found_no_more_at_once_by_any_handle(filled: Index, make_document) -> None:
    reader = again(filled)
    assert found(reader, "roses") == ({"garden"}, {"garden"})
    remove_for_good(filled, make_document("garden", "").id)
    for handle in (filled, reader):
        assert found(handle, "roses") == (set(), set())


def test_deleting_an_unknown_document_removes_nothing(filled: Index) -> None:
    with pytest.raises(DocumentNotFound):
        remove_for_good(filled, [document_id("garden"), "0" * 16])
    assert found(filled, "roses") == ({"garden"}, {"garden"})


def test_a_replaced_document_answers_with_its_new_text_and_keeps_the_old(filled: Index, make_document) -> None:
    newer = make_document("museum", "The harbour museum.")
    assert ingest_documents(filled, [newer]).replaced == ("museum",)
    assert found(filled, "director")[1] == set()
    assert found(filled, "harbour") == ({"museum"}, {"museum"})
    assert filled.documents.get(newer.id).version == 2
    assert filled.documents.get(newer.id, 1).text == TEXTS["museum"]
    assert not filled.documents.get(newer.id, 1).current


def test_only_one_process_writes_and_readers_go_on(filled: Index, make_document) -> None:
    program = (
        "import sys; from pathlib import Path; from index.store import Index\n"
        "with Index.open(Path(sys.argv[1])).database.writing():\n"
        "    print('locked', flush=True); sys.stdin.readline()\n"
    )
    command = [sys.executable, "-c", program, str(filled.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "locked\n"
        document: Document = make_document("new", "New words.")
        with pytest.raises(IndexLocked, match="Wait until it has finished"):
            ingest_documents(filled, [document])
        with pytest.raises(IndexLocked):
            remove_for_good(filled, make_document("museum", "").id)
        assert found(again(filled), "roses") == ({"garden"}, {"garden"})
        other.communicate("\n")
    assert ingest_documents(filled, [document]).added == ("new",)


def test_the_status_counts_what_is_there(filled: Index) -> None:
    status = filled.status()
    assert (status.documents, status.chunks, status.encoder) == (3, 3, "hash")
    assert status.fingerprint == HashEncoder.fingerprint
    assert status.bytes_on_disk == sum(p.stat().st_size for p in filled.folder.rglob("*") if p.is_file())


def test_the_list_of_documents_is_read_once_until_something_changes_here_or_elsewhere(
    filled: Index, make_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    read_list = DocumentTable._read_list

    def counting(documents: DocumentTable, limit: int, offset: int) -> list[DocumentSummary]:
        read.append(limit)
        return read_list(documents, limit, offset)

    monkeypatch.setattr(DocumentTable, "_read_list", counting)
    first = filled.documents.listed()
    first.clear()  # whoever has it may change it
    assert [each.title for each in filled.documents.listed()] == [
        each.title for each in filled.documents.listed(limit=3)
    ]
    assert read == [ALL, 3]
    filled.documents.choose_tags(document_id("museum"), ["old"])
    assert [each.tags for each in filled.documents.listed() if each.source == "museum"] == [("old",)]
    other = again(filled)
    ingest_documents(other, [make_document("harbour", "The harbour froze.")])
    other.close()
    assert {each.source for each in filled.documents.listed()} == {*TEXTS, "harbour"}
    remove_for_good(filled, document_id("harbour"))
    assert {each.source for each in filled.documents.listed()} == set(TEXTS)


def waiting(index: Index, make_document) -> Index:
    """Give an index two documents, of which the second waits to be encoded."""
    first, second = (
        make_document("roses", "Roses grow by the wall."),
        make_document("ferry", "The ferry leaves at nine."),
    )
    encoder = index.encoder.loaded()
    index.commit([(first, encode_documents(encoder, [first])[0])])
    index.commit([(second, encode_documents(encoder, [second], later=True)[0])])
    return index


def test_what_waits_to_be_encoded_is_found_by_its_words_alone(index: Index, make_document) -> None:
    waiting(index, make_document)
    assert (index.counts().chunks, index.counts().waiting, index.status().waiting) == (2, 1, 1)
    assert found(index, "ferry") == (set(), {"ferry"})
    assert index.faults() == []


def test_vectors_for_the_moment_are_those_that_are_stored_later(index: Index, make_document) -> None:
    waiting(index, make_document)
    [identity] = index.chunks.waiting(9)
    [for_the_moment] = index.token_vectors([index.chunks.get([identity])[identity]])
    generation = index.database.generation
    assert index.encode_waiting(9) == 1
    assert index.encode_waiting(9) == 0
    assert index.database.generation == generation + 1
    [stored] = index.token_vectors([index.chunks.get([identity])[identity]])
    np.testing.assert_array_equal(stored.rows, for_the_moment.rows)
    np.testing.assert_array_equal(stored.spans, for_the_moment.spans)
    assert found(index, "ferry") == ({"ferry"}, {"ferry"})
    assert found(again(index), "ferry") == ({"ferry"}, {"ferry"})
    assert index.faults() == []


def test_what_waits_is_encoded_together_and_once(index: Index, make_document, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(index, make_document)
    more = [make_document(f"{n}", f"Boat {n} leaves at {n}.") for n in range(3)]
    encoder = index.encoder.loaded()
    index.commit(list(zip(more, encode_documents(encoder, more, later=True), strict=True)))
    rows = list(index.chunks.get(index.chunks.ids()).values())
    encoded: list[list[str]] = []
    encode = encoder.encode_passages

    def noted(texts: list[str]) -> list[Encoding]:
        encoded.append(list(texts))
        return encode(texts)

    monkeypatch.setattr(encoder, "encode_passages", noted)
    some = index.token_vectors(rows[:3])
    every = index.token_vectors([*rows, rows[-1]])
    assert [len(texts) for texts in encoded] == [2, 2]
    index.encode_waiting(9)
    stored = index.token_vectors(list(index.chunks.get([row.id for row in rows]).values()))
    for own, expected in zip([*some, *every], [*stored[:3], *stored, stored[-1]], strict=True):
        np.testing.assert_array_equal(own.rows, expected.rows)


def test_vectors_that_came_later_are_followed_by_who_has_the_index_open(index: Index, make_document) -> None:
    waiting(index, make_document)
    reader = Index.open(index.folder, HashEncoder())
    assert found(reader, "ferry") == (set(), {"ferry"})
    index.encode_waiting(9)
    assert found(reader, "ferry") == ({"ferry"}, {"ferry"})


def test_what_waits_can_be_removed_and_come_back(index: Index, make_document) -> None:
    waiting(index, make_document)
    ferry = document_id("ferry")
    index.trash.trash([ferry], "2026-01-01")
    assert index.counts().waiting == 0
    index.trash.restore(ferry)
    assert index.counts().waiting == 1
    index.encode_waiting(9)
    assert found(index, "ferry") == ({"ferry"}, {"ferry"})
