"""The database of an index keeps to whole commits, and says what is wrong with its file."""

import dataclasses
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from index.documents import Document, document_id
from index.encoding.encoded_chunks import EncodedChunk, encode_documents
from index.encoding.encoders.hash import HashEncoder
from index.errors import IndexDamaged, IndexMissing, StoreError
from index.storage.databases.folder_database import FolderDatabase
from index.store import Counts, Index
from tests.index.older import make_older
from tests.support.documents import remove_for_good


def encoded(document: Document) -> tuple[Document, list[EncodedChunk]]:
    return document, encode_documents(HashEncoder(), [document])[0]


def test_every_commit_has_a_generation_of_its_own(index: Index, make_document) -> None:
    assert index.database.generation == 0
    index.commit([encoded(make_document("a", "One.")), encoded(make_document("b", "Two."))])
    assert index.database.generation == 1
    index.commit([encoded(make_document("a", "Three."))])
    assert index.database.generation == 2
    remove_for_good(index, [document_id("b")])
    assert index.database.generation == 3


def test_a_commit_that_fails_leaves_nothing(index: Index, make_document) -> None:
    index.commit([encoded(make_document("a", "One."))])
    broken = make_document("b", "Two.")
    object.__setattr__(broken, "title", None)
    with pytest.raises(IndexDamaged):
        index.commit([encoded(make_document("a", "New.")), (broken, [])])
    assert index.documents.get(document_id("a")).text == "One."
    assert index.counts() == Counts(1, 1, 1)


def test_a_reader_is_not_blocked_by_a_writer_and_sees_the_last_commit(index: Index, make_document) -> None:
    index.commit([encoded(make_document("a", "One."))])
    writer = sqlite3.connect(index.folder / "footnote.sqlite", isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("UPDATE documents SET text = 'Half done.'")
    assert Index.open(index.folder).documents.get(document_id("a")).text == "One."
    writer.execute("ROLLBACK")
    writer.close()


def test_a_snapshot_stays_at_one_commit_while_another_thread_writes(index: Index, make_document) -> None:
    index.commit([encoded(make_document("a", "One."))])
    with index.database.snapshot():
        thread = threading.Thread(target=index.commit, args=([encoded(make_document("a", "Two."))],))
        thread.start()
        thread.join()
        assert index.documents.get(document_id("a")).text == "One."
        assert index.database.generation == 1
    assert index.documents.get(document_id("a")).text == "Two."


def test_an_empty_file_is_an_index_that_was_never_made(tmp_path: Path) -> None:
    (tmp_path / "footnote.sqlite").touch()
    with pytest.raises(IndexMissing, match="is empty"):
        FolderDatabase(tmp_path / "footnote.sqlite")


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    content = b"not a database at all, and long enough to be one" * 50
    path = tmp_path / "footnote.sqlite"
    path.write_bytes(content)
    with pytest.raises(IndexDamaged) as caught:
        FolderDatabase(path)
    assert caught.value.remedy
    assert path.read_bytes() == content


def test_a_damaged_database_says_so_when_it_is_read(index: Index, make_document) -> None:
    index.commit([encoded(make_document(f"{n}", "Words. " * 500)) for n in range(20)])
    index.database.close()
    content = bytearray((index.folder / "footnote.sqlite").read_bytes())
    content[8192:] = b"\x55" * (len(content) - 8192)
    (index.folder / "footnote.sqlite").write_bytes(bytes(content))
    with pytest.raises(IndexDamaged, match="backup"):
        Index.open(index.folder).documents.get(document_id("3"))


_NEWER_INDEXES = (
    "languages_of_current_documents",
    "shown_documents",
    "chunks_made_of",
    "chunks_encoded_later",
    "waiting_chunks",
)


def test_a_database_of_an_older_footnote_is_brought_up_to_date(tmp_path: Path, make_document) -> None:
    path = tmp_path / "footnote.sqlite"
    index = Index.open(tmp_path, HashEncoder(), create=True)
    index.commit([encoded(make_document("old.txt", "Old words."))])
    index.database.close()
    with sqlite3.connect(path) as connection:  # as version 1 had it
        for name in _NEWER_INDEXES:
            connection.execute(f"DROP INDEX {name}")
        for column in ("tags", "text_sha256", "way", "file", "claimed_source", "authors"):
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        for column in ("head_start", "head", "checksum", "made_of", "encoded_in"):
            connection.execute(f"ALTER TABLE chunks DROP COLUMN {column}")
        since = "pages files documents_of_files failures_of_files moved_documents last_versions tag_choices"
        aside = "aside aside_documents aside_pages aside_chunks aside_moved"
        for table in f"{since} {aside}".split():
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
        connection.execute("PRAGMA user_version = 0")
    connection.close()
    opened = Index.open(tmp_path, HashEncoder())
    assert opened.documents.get(document_id("old.txt")).text == "Old words."
    assert [summary.tags for summary in opened.documents.listed()] == [()]
    opened.commit([encoded(dataclasses.replace(make_document("new.txt", "New words."), tags=("new",)))])
    assert opened.documents.matching([], None, None, ["new"]) == [document_id("new.txt")]
    assert opened.documents.languages() == {"en"}


def test_tags_that_were_chosen_under_schema_5_are_still_chosen(tmp_path: Path, make_document) -> None:
    path = tmp_path / "footnote.sqlite"
    index = Index.open(tmp_path, HashEncoder(), create=True)
    index.commit([encoded(make_document("old.txt", "Old words."))])
    index.database.close()
    make_older(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE tag_choices")
        connection.execute("CREATE TABLE chosen_tags (document_id TEXT PRIMARY KEY, tags TEXT NOT NULL) WITHOUT ROWID")
        connection.execute("INSERT INTO chosen_tags VALUES (?, ?)", (document_id("old.txt"), '["sea", "land"]'))
        connection.execute("UPDATE meta SET value = '5' WHERE key = 'schema'")
    connection.close()
    opened = Index.open(tmp_path, HashEncoder())
    opened.commit([encoded(dataclasses.replace(make_document("old.txt", "New words."), tags=("new",)))])
    assert [summary.tags for summary in opened.documents.listed()] == [("land", "new", "sea")]


def test_a_database_of_another_schema_is_refused(index: Index) -> None:
    index.database.close()
    with sqlite3.connect(index.folder / "footnote.sqlite") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(IndexDamaged, match="later Footnote"):
        FolderDatabase(index.folder / "footnote.sqlite")


@pytest.mark.slow
def test_closing_under_threads_that_read_ends_what_they_read_and_not_the_process(tmp_path: Path, make_document) -> None:
    index = Index.open(tmp_path, HashEncoder(), create=True)
    index.commit([encoded(make_document(f"{number}.txt", "A word. " * 20)) for number in range(300)])
    unexpected: list[BaseException] = []

    def read(index: Index, begun: threading.Barrier, stop: threading.Event) -> None:
        begun.wait(60)
        while not stop.is_set():
            try:
                index.documents.listed()
            except StoreError as error:
                if "closed while it was read" not in str(error):
                    unexpected.append(error)

    for _ in range(60):
        begun, stop = threading.Barrier(5), threading.Event()
        threads = [threading.Thread(target=read, args=(index, begun, stop)) for _ in range(4)]
        for thread in threads:
            thread.start()
        begun.wait(60)
        time.sleep(0.01)
        index.database.close()
        stop.set()
        for thread in threads:
            thread.join(60)
        index.database.close()
    assert unexpected == []
