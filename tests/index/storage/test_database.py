import dataclasses
import sqlite3
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from index.documents import Document, Section, document_id
from index.encoding.encoded_chunks import EncodedChunk, encode_documents
from index.encoding.hash import HashEncoder
from index.errors import DocumentNotFound, IndexDamaged, IndexMissing, StoreError
from index.storage.database import Database
from tests.index.older import make_older


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "footnote.sqlite", create=True)


def encoded(document: Document) -> tuple[Document, list[EncodedChunk]]:
    return document, encode_documents(HashEncoder(), [document])[0]


def test_what_was_put_is_returned(database: Database) -> None:
    document = Document(
        source="/papers/zürich.txt",
        title="Zürich",
        text="Head\nThe café opened. 😀 It closed.",
        content_hash="ab",
        sections=(Section(0, 34, "Head"),),
        media_type="text/markdown",
        published_at="2024-05-06",
        language="en",
    )
    assert database.put([encoded(document)]) == [1]
    stored = database.documents.get(document.id)
    for name in ("id", "title", "source", "text", "sections", "published_at", "media_type", "language"):
        assert getattr(stored, name) == getattr(document, name)
    assert database.documents.content_hashes() == {document.id: "ab"}
    [row] = database.chunks.get([1]).values()
    assert [stored.text[start:end] for start, end in row.sentences] == ["The café opened.", "😀 It closed."]
    assert database.chunks.text(row) == "The café opened. 😀 It closed."
    assert (row.title, row.heading, row.published_at) == ("Zürich", "Head", "2024-05-06")


def test_every_commit_has_a_generation_of_its_own(database: Database, make_document) -> None:
    assert database.generation == 0
    database.put([encoded(make_document("a", "One.")), encoded(make_document("b", "Two."))])
    assert database.generation == 1
    database.put([encoded(make_document("a", "Three."))])
    assert database.generation == 2
    database.delete([document_id("b")])
    assert database.generation == 3


def test_a_replaced_document_keeps_its_versions_and_gives_up_its_chunks(database: Database, make_document) -> None:
    assert database.put([encoded(make_document("a", "One."))]) == [1]
    assert database.put([encoded(make_document("a", "Two."))]) == [2]
    assert database.documents.get(document_id("a")).text == "Two."
    assert [database.documents.get(document_id("a"), version).text for version in (1, 2)] == ["One.", "Two."]
    assert database.chunks.removed_since(1) == [1]
    assert database.chunks.removed_since(2) == []
    assert database.chunks.vectors_since(0)[0] == [2]
    assert [row.text for row in database.chunks.words_since(0)] == ["Two."]


def test_a_chunk_id_is_never_used_twice(database: Database, make_document) -> None:
    for text in ("One.", "Two."):
        database.put([encoded(make_document("a", text))])
        database.delete([document_id("a")])
    database.put([encoded(make_document("a", "Three."))])
    assert database.chunks.vectors_since(0)[0] == [3]


def test_a_deleted_document_is_gone_with_every_version(database: Database, make_document) -> None:
    for text in ("One.", "Two."):
        database.put([encoded(make_document("a", text))])
    database.delete([document_id("a")])
    for version in (None, 1, 2):
        with pytest.raises(DocumentNotFound):
            database.documents.get(document_id("a"), version)
    assert database.chunks.get([1, 2]) == {}
    assert database.counts() == (0, 0)


def test_deleting_an_unknown_document_deletes_nothing(database: Database, make_document) -> None:
    database.put([encoded(make_document("a", "One."))])
    with pytest.raises(DocumentNotFound):
        database.delete([document_id("a"), "0" * 16])
    assert database.documents.get(document_id("a")).text == "One."
    assert (database.counts(), database.generation) == ((1, 1), 1)


def test_a_commit_that_fails_leaves_nothing(database: Database, make_document) -> None:
    database.put([encoded(make_document("a", "One."))])
    broken = make_document("b", "Two.")
    object.__setattr__(broken, "title", None)
    with pytest.raises(IndexDamaged):
        database.put([encoded(make_document("a", "New.")), (broken, [])])
    assert database.documents.get(document_id("a")).text == "One."
    assert (database.counts(), database.generation) == ((1, 1), 1)


def test_a_reader_is_not_blocked_by_a_writer_and_sees_the_last_commit(database: Database, make_document) -> None:
    database.put([encoded(make_document("a", "One."))])
    writer = sqlite3.connect(database.path, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("UPDATE documents SET text = 'Half done.'")
    assert Database(database.path).documents.get(document_id("a")).text == "One."
    writer.execute("ROLLBACK")
    writer.close()


def test_a_snapshot_stays_at_one_commit_while_another_thread_writes(database: Database, make_document) -> None:
    database.put([encoded(make_document("a", "One."))])
    with database.snapshot() as generation:
        thread = threading.Thread(target=database.put, args=([encoded(make_document("a", "Two."))],))
        thread.start()
        thread.join()
        assert database.documents.get(document_id("a")).text == "One."
        assert database.generation == generation == 1
    assert database.documents.get(document_id("a")).text == "Two."


def test_vectors_come_back_as_unit_rows_close_to_what_was_put(database: Database, make_document) -> None:
    items = [encoded(make_document(f"{n}", f"Words number {n}.")) for n in range(5)]
    database.put(items)
    ids, vectors = database.chunks.vectors_since(0)
    expected = np.stack([chunks[0].vector for _, chunks in items])
    assert ids == [1, 2, 3, 4, 5]
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected, atol=2**-10)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_documents_are_found_by_source_and_by_date(database: Database, make_document) -> None:
    dates = {"/news/a.txt": "2024-01-31", "/news/b.txt": "2024-02-01T09:00:00Z", "/old/a.txt": None}
    database.put([encoded(make_document(s, "Text.", published_at=day)) for s, day in dates.items()])

    def matching(sources: tuple[str, ...], after: str | None, before: str | None) -> set[str]:
        found = set(database.documents.matching(sources, after, before))
        return {source for source in dates if document_id(source) in found}

    assert matching((), None, None) == set(dates)
    assert matching(("a.txt",), None, None) == {"/news/a.txt", "/old/a.txt"}
    assert matching(("/news/b.txt", "old/a.txt"), None, None) == {"/news/b.txt", "/old/a.txt"}
    assert matching(("ews/a.txt",), None, None) == set()
    assert matching((), "2024-02-01", None) == {"/news/b.txt"}
    assert matching((), None, "2024-02-01") == {"/news/a.txt", "/news/b.txt"}
    assert matching((), "2024-01-31", "2024-01-31") == {"/news/a.txt"}


def test_documents_are_listed_by_title_in_pages(database: Database, make_document) -> None:
    database.put(
        [encoded(make_document(source, "Text.", title=title)) for source, title in zip("xyz", "CAB", strict=True)]
    )
    assert [document.title for document in database.documents.listed()] == ["A", "B", "C"]
    assert [document.title for document in database.documents.listed(limit=1, offset=1)] == ["B"]


def test_an_empty_file_is_an_index_that_was_never_made(tmp_path: Path) -> None:
    (tmp_path / "footnote.sqlite").touch()
    with pytest.raises(IndexMissing, match="is empty"):
        Database(tmp_path / "footnote.sqlite")


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    content = b"not a database at all, and long enough to be one" * 50
    path = tmp_path / "footnote.sqlite"
    path.write_bytes(content)
    with pytest.raises(IndexDamaged) as caught:
        Database(path)
    assert caught.value.remedy
    assert path.read_bytes() == content


def test_a_damaged_database_says_so_when_it_is_read(database: Database, make_document) -> None:
    database.put([encoded(make_document(f"{n}", "Words. " * 500)) for n in range(20)])
    database.close()
    content = bytearray(database.path.read_bytes())
    content[8192:] = b"\x55" * (len(content) - 8192)
    database.path.write_bytes(bytes(content))
    with pytest.raises(IndexDamaged, match="backup"):
        Database(database.path).documents.get(document_id("3"))


def test_a_database_of_an_older_footnote_is_brought_up_to_date(tmp_path: Path, make_document) -> None:
    path = tmp_path / "footnote.sqlite"
    database = Database(path, create=True)
    database.put([encoded(make_document("old.txt", "Old words."))])
    database.close()
    with sqlite3.connect(path) as connection:  # as version 1 had it
        for index in ("languages_of_current_documents", "shown_documents"):
            connection.execute(f"DROP INDEX {index}")
        for column in ("tags", "text_sha256", "way", "file", "claimed_source"):
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        for column in ("head_start", "head", "checksum"):
            connection.execute(f"ALTER TABLE chunks DROP COLUMN {column}")
        since = "pages files documents_of_files failures_of_files moved_documents last_versions tag_choices"
        aside = "aside aside_documents aside_pages aside_chunks aside_moved"
        for table in f"{since} {aside}".split():
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()
    opened = Database(path)
    assert opened.documents.get(document_id("old.txt")).text == "Old words."
    assert [summary.tags for summary in opened.documents.listed()] == [()]
    opened.put([encoded(dataclasses.replace(make_document("new.txt", "New words."), tags=("new",)))])
    assert opened.documents.matching([], None, None, ["new"]) == [document_id("new.txt")]
    assert opened.documents.languages() == [""]


def test_tags_that_were_chosen_under_schema_5_are_still_chosen(tmp_path: Path, make_document) -> None:
    path = tmp_path / "footnote.sqlite"
    database = Database(path, create=True)
    database.put([encoded(make_document("old.txt", "Old words."))])
    database.close()
    make_older(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE tag_choices")
        connection.execute("CREATE TABLE chosen_tags (document_id TEXT PRIMARY KEY, tags TEXT NOT NULL) WITHOUT ROWID")
        connection.execute("INSERT INTO chosen_tags VALUES (?, ?)", (document_id("old.txt"), '["sea", "land"]'))
        connection.execute("UPDATE meta SET value = '5' WHERE key = 'schema'")
    connection.close()
    opened = Database(path)
    opened.put([encoded(dataclasses.replace(make_document("old.txt", "New words."), tags=("new",)))])
    assert [summary.tags for summary in opened.documents.listed()] == [("land", "new", "sea")]


def test_a_database_of_another_schema_is_refused(database: Database) -> None:
    database.close()
    with sqlite3.connect(database.path) as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(IndexDamaged, match="schema 999"):
        Database(database.path)


def test_closing_under_threads_that_read_ends_what_they_read_and_not_the_process(tmp_path: Path, make_document) -> None:
    path = tmp_path / "footnote.sqlite"
    database = Database(path, create=True)
    database.put([encoded(make_document(f"{number}.txt", "A word. " * 20)) for number in range(300)])
    unexpected: list[BaseException] = []

    def read(database: Database, begun: threading.Barrier, stop: threading.Event) -> None:
        begun.wait(60)
        while not stop.is_set():
            try:
                database.documents.listed()
            except StoreError as error:
                if "closed while it was read" not in str(error):
                    unexpected.append(error)

    for _ in range(60):
        begun, stop = threading.Barrier(5), threading.Event()
        threads = [threading.Thread(target=read, args=(database, begun, stop)) for _ in range(4)]
        for thread in threads:
            thread.start()
        begun.wait(60)
        time.sleep(0.01)
        database.close()
        stop.set()
        for thread in threads:
            thread.join(60)
        database.close()
    assert unexpected == []
