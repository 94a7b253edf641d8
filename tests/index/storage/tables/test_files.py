"""What is known of files is what was noted last, and their documents go where the files go."""

import dataclasses

import pytest

from index.documents import Document, Origin, document_id
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoders.hash import HashEncoder
from index.errors import DocumentConflict
from index.parse.structure.contents import Failure
from index.storage.records import FileRecord
from index.store import Index

LAMP = FileRecord("/a/lamp.txt", 24, 1, 2, 3, 4, "0" * 64, (document_id("/a/lamp.txt"),), (Failure("x", "no text"),))
MOVED = dataclasses.replace(LAMP, path="/b/lamp.txt", document_ids=(document_id("/b/lamp.txt"),))
SOURCES = {"/a/lamp.txt": "/b/lamp.txt"}


def put(index: Index, document: Document, *files: FileRecord) -> None:
    index.commit([(document, encode_documents(HashEncoder(), [document])[0])], files)


@pytest.fixture
def kept(index: Index, make_document) -> Index:
    """An index with two versions of the document of a file."""
    for text in ("The lamp was lit.", "The lamp was sold."):
        document = dataclasses.replace(make_document("/a/lamp.txt", text), origin=Origin("folder", "/a/lamp.txt"))
        put(index, document, LAMP)
    return index


def test_a_file_is_known_as_it_was_noted_last_and_forgotten_when_it_is_to_be(kept: Index) -> None:
    generation = kept.database.generation
    assert kept.files.by_path() == {LAMP.path: LAMP}
    newer = dataclasses.replace(LAMP, modified_ns=9, failures=())
    kept.files.note([newer])
    assert kept.files.by_path() == {LAMP.path: newer}
    kept.files.note([MOVED], forgotten=[LAMP.path])
    assert kept.files.by_path() == {MOVED.path: MOVED}
    assert kept.database.generation == generation, "no document changed"


def test_the_documents_of_a_file_move_with_it_and_are_found_by_their_old_id(kept: Index) -> None:
    [old_chunk] = kept.chunks.ids_of([document_id("/a/lamp.txt")])
    kept.files.move(LAMP.path, MOVED, SOURCES)
    [there] = kept.documents.listed()
    assert (there.source, there.version) == ("/b/lamp.txt", 2)
    assert kept.documents.get(document_id("/a/lamp.txt"), 1).text == "The lamp was lit."
    assert kept.documents.former_ids(there.id) == [document_id("/a/lamp.txt")]
    assert kept.documents.origins()[there.id] == ("/b/lamp.txt", Origin("folder", "/b/lamp.txt"))
    assert kept.chunks.ids_of([there.id]) > [old_chunk]
    assert kept.files.by_path() == {MOVED.path: MOVED}
    assert kept.faults() == []


def test_where_the_new_place_is_taken_nothing_moves(kept: Index, make_document) -> None:
    put(kept, dataclasses.replace(make_document("/b/lamp.txt", "Mine."), origin=Origin("upload", "/b/lamp.txt")))
    before = kept.counts()
    with pytest.raises(DocumentConflict):
        kept.files.move(LAMP.path, MOVED, SOURCES)
    assert kept.counts() == before
    assert kept.files.by_path() == {LAMP.path: LAMP}
    assert kept.documents.get(document_id("/b/lamp.txt")).text == "Mine."


def test_a_record_that_had_the_source_that_it_claims_gets_one_of_its_own(index: Index, make_document) -> None:
    path, own = "/a/records.jsonl", "/a/records.jsonl#s"
    claimed = dataclasses.replace(make_document("http://s", "The lamp was lit."), origin=Origin("folder", path))
    record = dataclasses.replace(LAMP, path=path, document_ids=(claimed.id,), failures=())
    put(index, claimed, record)
    index.files.move_claimed(path, {"http://s": own})
    [there] = index.documents.listed()
    assert (there.source, there.claimed_source) == (own, "http://s")
    assert index.files.by_path()[path].document_ids == (there.id,)
    assert index.documents.get(claimed.id).id == there.id
