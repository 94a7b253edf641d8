"""A backup is the index as it was, and comes back whole or not at all."""

import sqlite3
import tarfile
from pathlib import Path

import pytest

from index.backups.backup import back_up, restore
from index.encoding.encoders.hash import HashEncoder
from index.errors import StoreError
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads.queue.job import Job
from tests.index.museum import MUSEUM, sources
from tests.support.beside import jobs_in
from tests.support.documents import ingest_bytes, remove_for_good


def test_a_backup_is_the_index_as_it_was_and_a_live_index_goes_back_to_it(kept: Index, tmp_path: Path) -> None:
    file = tmp_path / "kept.tar"
    before = sources(kept)
    assert back_up(kept, file) == file.stat().st_size
    server = Index.open(kept.folder, HashEncoder())
    server.search.catch_up()
    remove_for_good(kept, [document.id for document in kept.documents.listed() if document.source == "ferry.txt"])
    ingest_bytes(kept, b"Coffee is grown there.", "coffee.txt", "coffee.txt")
    assert sources(server) == {"museum.txt", "coffee.txt"}
    restore(file, kept.folder)
    assert sources(server) == before
    question = HashEncoder().encode_query("ferries carry the traffic").vector
    found = server.chunks.get([identity for identity, _ in server.search.dense(question, 10)])
    assert {server.chunks.text(row) for row in found.values() if row.source == "ferry.txt"} == {
        "Ferries carry the traffic."
    }
    assert {row.source for row in found.values()} == before
    assert server.faults() == []
    generation = server.database.generation
    ingest_bytes(server, b"Tea is grown there.", "tea.txt", "tea.txt")
    assert server.database.generation > generation
    assert server.faults() == []


def test_what_was_restored_can_be_replaced_and_removed_and_restored_again(kept: Index, tmp_path: Path) -> None:
    back_up(kept, tmp_path / "kept.tar")
    seen = set(kept.chunks.ids_of([document.id for document in kept.documents.listed()]))
    for _ in range(2):
        restore(tmp_path / "kept.tar", kept.folder)
        ids = set(kept.chunks.ids_of([document.id for document in kept.documents.listed()]))
        assert not ids & seen, "a chunk id is never used twice"
        seen |= ids
        ingest_bytes(kept, MUSEUM + b" Another.", "museum.txt", "museum.txt")
        remove_for_good(kept, [document.id for document in kept.documents.listed() if document.source == "ferry.txt"])
        seen.update(kept.chunks.ids_of([document.id for document in kept.documents.listed()]))
        assert sources(kept) == {"museum.txt"}
        assert kept.faults() == []
        remove_for_good(kept, [document.id for document in kept.documents.listed()])
    ingest_bytes(kept, MUSEUM, "museum.txt", "museum.txt")
    assert not seen.intersection(kept.chunks.ids_of([document.id for document in kept.documents.listed()]))


def test_a_backup_is_restored_into_a_new_folder_with_its_old_versions(kept: Index, tmp_path: Path) -> None:
    back_up(kept, tmp_path / "kept.tar")
    restore(tmp_path / "kept.tar", tmp_path / "deep" / "new")
    again = Index.open(tmp_path / "deep" / "new", HashEncoder())
    assert again.faults() == []
    assert sources(again) == sources(kept)
    [museum] = [document for document in again.documents.listed() if document.source == "museum.txt"]
    assert again.documents.get(museum.id, 1).text == MUSEUM.decode()


def test_a_damaged_backup_changes_nothing(kept: Index, tmp_path: Path) -> None:
    file = tmp_path / "kept.tar"
    back_up(kept, file)
    data = bytearray(file.read_bytes())
    place = data.find(b"first director")
    data[place : place + 5] = b"FIRST"
    file.write_bytes(data)
    before = kept.database.generation
    with pytest.raises(StoreError, match="damaged"):
        restore(file, kept.folder)
    assert kept.database.generation == before
    for content in (b"", b"no archive", bytes(data[:2000])):
        file.write_bytes(content)
        with pytest.raises(StoreError, match="is not a backup"):
            restore(file, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_backup_of_another_index_is_refused(kept: Index, tmp_path: Path) -> None:
    other = Index.open(tmp_path / "other", HashEncoder(), create=True)
    back_up(kept, tmp_path / "kept.tar")
    with pytest.raises(StoreError, match="another index"):
        restore(tmp_path / "kept.tar", other.folder)
    assert other.documents.listed() == []


def test_uploads_and_the_files_that_they_came_as_are_in_the_backup(kept: Index, tmp_path: Path) -> None:
    def known() -> int:
        with sqlite3.connect(kept.folder / "uploads.sqlite") as connection:
            [[count]] = connection.execute("SELECT count(*) FROM jobs").fetchall()
        connection.close()
        return int(count)

    jobs = jobs_in(kept.folder)
    with jobs.originals.receiving([b"the file as it came"]) as received:
        sha256 = received.sha256
        jobs.add(Job(new_id(), "a.txt", "file", "a.txt", sha256, received.bytes, now()), received)
    jobs.close()
    back_up(kept, tmp_path / "kept.tar")
    restore(tmp_path / "kept.tar", tmp_path / "new")
    original = Path("originals") / sha256[:2] / sha256
    assert (tmp_path / "new" / original).read_bytes() == b"the file as it came"
    (kept.folder / original).unlink()
    with sqlite3.connect(kept.folder / "uploads.sqlite") as connection:
        connection.execute("DELETE FROM jobs")
    connection.close()
    restore(tmp_path / "kept.tar", kept.folder)
    assert known() == 1
    assert (kept.folder / original).read_bytes() == b"the file as it came"


def test_a_backup_is_not_written_into_its_own_index(kept: Index) -> None:
    for name in ("footnote.sqlite", "write.lock", "new.tar"):
        with pytest.raises(StoreError, match="in the index itself"):
            back_up(kept, kept.folder / name)
    assert kept.faults() == []


def test_what_a_lost_database_left_behind_is_not_taken_for_the_backup_s(kept: Index, tmp_path: Path) -> None:
    back_up(kept, tmp_path / "kept.tar")
    (tmp_path / "lost").mkdir()
    for name in ("footnote.sqlite-wal", "footnote.sqlite-shm"):
        (tmp_path / "lost" / name).write_bytes(b"of another time")
    restore(tmp_path / "kept.tar", tmp_path / "lost")
    again = Index.open(tmp_path / "lost", HashEncoder())
    assert again.faults() == []
    assert sources(again) == sources(kept)


def test_only_what_a_backup_lists_is_installed(kept: Index, tmp_path: Path) -> None:
    back_up(kept, tmp_path / "kept.tar")
    with tarfile.open(tmp_path / "kept.tar", "a") as archive:
        archive.add(__file__, "extra/code.py")
    restore(tmp_path / "kept.tar", tmp_path / "new")
    assert not (tmp_path / "new" / "extra").exists()
    for manifest in ('{"format": 1, "index_id": "x", "files": {}}', '{"format": 1, "files": []}', "[" * 100_000):
        (tmp_path / "manifest.json").write_text(manifest)
        with tarfile.open(tmp_path / "odd.tar", "w") as archive:
            archive.add(tmp_path / "manifest.json", "manifest.json")
        with pytest.raises(StoreError):
            restore(tmp_path / "odd.tar", tmp_path / "other")
