"""Tables become those of today step by step: each once, in order, all or none; and what was written before is read."""

import hashlib
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from index.documents import document_id
from index.encoding.encoders.hash import HashEncoder
from index.errors import IndexDamaged
from index.folders.ingest import ingest_documents
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.schema.index_tables import INDEX_MIGRATIONS
from index.storage.schema.migrations import Migrations, make_tables, migrate, version_of
from index.storage.stamps import now
from index.store import Counts, Index
from index.uploads.queue.jobs import UPLOADS
from index.uploads.queue.upload_tables import UPLOAD_MIGRATIONS
from rag.conversations.history_tables import HISTORY_MIGRATIONS
from tests.index.older import write_as_before
from tests.support.beside import jobs_in

LAMP, FERRY = document_id("lamp.txt"), document_id("ferry.txt")
STEPS = (
    "CREATE TABLE done (step INTEGER NOT NULL); INSERT INTO done VALUES (1)",
    "INSERT INTO done VALUES (2)",
    "ALTER TABLE done ADD COLUMN said TEXT NOT NULL DEFAULT 'yes'; INSERT INTO done (step) VALUES (3)",
)

RELEASED = [
    (
        INDEX_MIGRATIONS,
        (
            "5ddd9235bbd3",
            "0e53b674384f",
            "71d4d7254c3f",
            "639f4d73ee88",
            "40675e67fade",
            "0c193f48db49",
            "c3a1af085ae9",
            "9c2884d8f169",
            "fb1ff84d0bb9",
        ),
    ),
    (UPLOAD_MIGRATIONS, ("0976d5b793c4",)),
    (HISTORY_MIGRATIONS, ("4403d2d5cc32", "0c59738fb398")),
]
"""How the sha256 of each step that files have behind them begins. A new step adds one; no other is ever changed."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tables.sqlite"


def migrated(path: Path, *steps: str) -> list[tuple[object, ...]]:
    """Take the file through steps, and return the rows that they leave."""
    with closing(SqliteFile(path)) as file:
        migrate(file, Migrations("lamps", steps, ()))
        return file.rows("SELECT * FROM done ORDER BY rowid")


def test_a_new_file_goes_through_every_step_in_order_and_through_none_again(path: Path) -> None:
    expected = [(1, "yes"), (2, "yes"), (3, "yes")]
    assert migrated(path, *STEPS) == expected
    assert migrated(path, *STEPS) == expected


def test_an_older_file_goes_through_the_steps_that_it_lacks(path: Path) -> None:
    assert migrated(path, *STEPS[:1]) == [(1,)]
    assert migrated(path, *STEPS[:2]) == [(1,), (2,)]
    assert migrated(path, *STEPS) == [(1, "yes"), (2, "yes"), (3, "yes")]


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    migrated(path, *STEPS[:1])
    before = dump(path)
    with pytest.raises(IndexDamaged, match="no such table: nowhere"):
        migrated(path, *STEPS, "DELETE FROM done; DELETE FROM nowhere")
    assert dump(path) == before
    assert migrated(path, *STEPS) == [(1, "yes"), (2, "yes"), (3, "yes")]


def test_a_file_of_a_later_footnote_is_refused_and_not_touched(path: Path) -> None:
    migrated(path, *STEPS)
    before = path.read_bytes()
    with pytest.raises(IndexDamaged, match=r"later Footnote: .* 3, and this one knows 2") as caught:
        migrated(path, *STEPS[:2])
    assert caught.value.remedy == "Use that Footnote, or a later one"
    assert path.read_bytes() == before


def test_many_that_open_a_file_at_once_take_it_through_each_step_once(path: Path) -> None:
    migrated(path, *STEPS[:1])
    begun = threading.Barrier(8)
    found: list[list[tuple[object, ...]]] = []

    def open_it() -> None:
        begun.wait(60)
        found.append(migrated(path, *STEPS))

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[(1, "yes"), (2, "yes"), (3, "yes")]] * 8


def test_tables_can_be_made_as_an_older_footnote_had_them(path: Path) -> None:
    with closing(SqliteFile(path)) as file:
        make_tables(file, Migrations("lamps", STEPS, ()), 2)
        assert version_of(file, Migrations("lamps", STEPS, ())) == 2
    assert migrated(path, *STEPS) == [(1, "yes"), (2, "yes"), (3, "yes")]


@pytest.mark.parametrize(("migrations", "digests"), RELEASED, ids=("index", "uploads", "history"))
def test_a_step_that_files_have_behind_them_is_never_changed(migrations: Migrations, digests: tuple[str, ...]) -> None:
    assert tuple(hashlib.sha256(step.encode()).hexdigest()[:12] for step in migrations.steps) == digests


def test_an_index_of_the_version_before_opens_and_carries_on(tmp_path: Path, make_document) -> None:
    write_as_before(tmp_path, "footnote.sqlite")
    index = Index.open(tmp_path, HashEncoder())
    assert index.counts() == Counts(1, 1, 5)
    assert [index.documents.get(LAMP, version).text for version in (1, 2)] == [
        "The lamp was lit in 1911.",
        "The lamp was lit in 1912. Amalia kept it.",
    ]
    assert [(each.title, each.tags, each.authors) for each in index.documents.listed()] == [("lamp", ("sea",), ())]
    assert index.search.lexical(["amalia"], 3)
    index.trash.restore(FERRY)
    assert index.documents.get(FERRY).text == "The ferry sails at noon."
    ingest_documents(index, [make_document("tram", "The tram waits.")])
    index.trash.trash([LAMP], now())
    assert {each.source for each in index.documents.listed()} == {"ferry.txt", "tram"}
    assert index.faults() == []
    index.close()


def test_an_index_of_the_version_before_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    write_as_before(tmp_path, "footnote.sqlite")
    Index.open(tmp_path).close()
    Index.open(tmp_path / "new", create=True).close()
    assert tables(tmp_path / "footnote.sqlite") == tables(tmp_path / "new" / "footnote.sqlite")


def test_jobs_of_the_version_before_are_read_and_worked_on(tmp_path: Path) -> None:
    write_as_before(tmp_path, f"{UPLOADS}.sqlite")
    with closing(jobs_in(tmp_path)) as jobs:
        assert [(job.name, job.stage) for job in jobs.newest(9)] == [("tram.txt", "waiting"), ("lamp.txt", "done")]
        [waiting] = jobs.unended()
        report = jobs.newest(9)[1].report
        assert report is not None
        assert [document.id for document in report.documents] == [LAMP]
        assert jobs.cancel(waiting.id, now()) is not None
        assert jobs.unended() == []


def test_an_index_whose_version_is_not_to_be_read_is_none_of_ours(tmp_path: Path) -> None:
    for version in ("0", "-1", "seven", ""):
        folder = tmp_path / f"of {version}"
        Index.open(folder, create=True).close()
        with closing(sqlite3.connect(folder / "footnote.sqlite", isolation_level=None)) as connection:
            connection.execute("PRAGMA user_version = 0")
            connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (version,))
        with pytest.raises(IndexDamaged, match="no Footnote made"):
            Index.open(folder)


def test_the_older_way_to_note_a_version_is_kept_for_an_older_footnote_that_opens_the_index(tmp_path: Path) -> None:
    Index.open(tmp_path, create=True).close()
    with closing(sqlite3.connect(tmp_path / "footnote.sqlite")) as connection:
        [[noted]] = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()
        [[version]] = connection.execute("PRAGMA user_version").fetchall()
    assert (noted, version) == ("7", len(INDEX_MIGRATIONS.steps))


def dump(path: Path) -> tuple[int, list[str]]:
    """Return the version of a file and all of its rows and tables."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0], list(connection.iterdump())


def tables(path: Path) -> set[tuple[str, str]]:
    """Return names and columns of a file's tables and indexes."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {(name, " ".join((sql or "").split())) for name, sql in rows}
