"""Tables in PostgreSQL: read by many threads, written by one at a time, and named without their password."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from index.address import Address, location_of
from index.errors import IndexDamaged, IndexLocked, IndexUnreachable, SettingsError, StoreError
from index.storage.engines.postgresql import server
from index.storage.engines.postgresql.tables import PostgresqlTables
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.schema.index_tables import INDEX_MIGRATIONS
from index.storage.schema.migrations import Migrations, migrate, version_on_server
from index.store import Index
from index.uploads.queue.upload_tables import UPLOAD_MIGRATIONS
from rag.conversations.history_tables import HISTORY_MIGRATIONS
from tests.support.postgres import Cluster

pytestmark = pytest.mark.slow

LAMPS = Migrations(
    "lamps",
    ("", ""),
    ("CREATE TABLE lamps (id BIGINT PRIMARY KEY, name TEXT)", "ALTER TABLE lamps ADD COLUMN lit TEXT"),
)


@pytest.fixture
def lamps(cluster: Cluster) -> Iterator[PostgresqlTables]:
    tables = PostgresqlTables.at(cluster.new_database(), "lamps")
    migrate(tables, LAMPS)
    yield tables
    tables.close()


def put(lamps: PostgresqlTables, *rows: tuple[int, str]) -> None:
    with lamps.transaction() as connection:
        connection.executemany("INSERT INTO lamps (id, name) VALUES (?, ?)", rows)


def test_what_is_written_is_there_or_nothing_of_it(lamps: PostgresqlTables) -> None:
    put(lamps, (1, "Amalia"), (2, "100 % “oil”"))
    put(lamps, (4, "a\0b"))
    assert lamps.rows("SELECT name FROM lamps WHERE name = ?", ("a\0b",)) == [("a\N{REPLACEMENT CHARACTER}b",)]
    with pytest.raises(psycopg.errors.UniqueViolation):
        put(lamps, (3, "Clara"), (1, "again"))
    assert lamps.rows("SELECT name FROM lamps WHERE name LIKE '100 %' OR id = ?1 ORDER BY ?1 - id", (1,)) == [
        ("100 % “oil”",),
        ("Amalia",),
    ]
    assert lamps.rows_among("SELECT id FROM lamps WHERE id IN ({}) ORDER BY id", [2, 1, 7]) == [(1,), (2,)]
    assert lamps.rows_among("SELECT id FROM lamps WHERE id IN ({})", []) == []


def test_a_snapshot_holds_on_to_one_commit_in_its_thread_and_a_nested_one_is_the_same(lamps: PostgresqlTables) -> None:
    put(lamps, (1, "Amalia"))

    def in_a_thread() -> None:
        put(lamps, (2, "Berta"))

    with lamps.snapshot():
        before = lamps.rows("SELECT count(*) FROM lamps")
        writer = threading.Thread(target=in_a_thread)
        writer.start()
        writer.join()
        with lamps.snapshot():
            assert lamps.rows("SELECT count(*) FROM lamps") == before == [(1,)]
    assert lamps.rows("SELECT count(*) FROM lamps") == [(2,)]


def test_many_threads_count_one_number_up_and_lose_none(lamps: PostgresqlTables) -> None:
    put(lamps, (0, "0"))

    def count() -> None:
        for _ in range(20):
            with lamps.transaction() as connection:
                [[name]] = connection.execute("SELECT name FROM lamps WHERE id = 0").fetchall()
                connection.execute("UPDATE lamps SET name = ? WHERE id = 0", (str(int(name) + 1),))

    # More than there are connections.
    threads = [threading.Thread(target=count) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lamps.rows("SELECT name FROM lamps") == [("240",)]


def test_a_name_is_held_by_one_alone_and_again_within_its_thread(lamps: PostgresqlTables) -> None:
    told: list[str] = []

    def ask() -> None:
        try:
            with lamps.alone("tower", 0.1):
                told.append("held")
        except IndexLocked as error:
            told.append(str(error))

    with lamps.alone("tower"), lamps.alone("tower"):
        pass
    with lamps.alone("tower"):
        with lamps.alone("quay", 0.1), lamps.beside("others").alone("tower", 0.1):
            pass
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    ask()
    assert "is writing to postgresql:///" in told[0]
    assert told[1] == "held"


def test_steps_are_taken_once_by_however_many(cluster: Cluster) -> None:
    address = cluster.new_database()
    tables = [PostgresqlTables.at(address, "lamps") for _ in range(4)]
    threads = [threading.Thread(target=migrate, args=(each, LAMPS)) for each in tables]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {version_on_server(each, "lamps") for each in tables} == {2}
    migrate(tables[0], Migrations("lamps", ("",) * 3, (*LAMPS.served, "INSERT INTO lamps VALUES (1, 'Amalia', 'yes')")))
    assert tables[1].rows("SELECT * FROM lamps") == [(1, "Amalia", "yes")]
    with pytest.raises(IndexDamaged, match="later Footnote"):
        migrate(tables[2], LAMPS)
    for each in tables:
        each.close()


def test_tables_that_are_not_footnote_s_are_damaged(lamps: PostgresqlTables) -> None:
    with pytest.raises(IndexDamaged, match="not as Footnote makes them"):
        lamps.rows("SELECT * FROM ships")


def test_what_was_closed_says_so(lamps: PostgresqlTables) -> None:
    beside = lamps.beside("others")
    beside.close()
    assert lamps.rows("SELECT 1") == [(1,)]
    lamps.close()
    with pytest.raises(StoreError, match="closed while it was read"):
        lamps.rows("SELECT 1")


@pytest.mark.parametrize("migrations", [INDEX_MIGRATIONS, UPLOAD_MIGRATIONS, HISTORY_MIGRATIONS], ids=lambda m: m.name)
def test_both_engines_have_the_same_tables_with_the_same_columns_in_the_same_order(
    migrations: Migrations, cluster: Cluster, tmp_path: Path
) -> None:
    assert len(migrations.steps) == len(migrations.served)
    with (
        closing(SqliteFile(tmp_path / "tables.sqlite")) as file,
        closing(PostgresqlTables.at(cluster.new_database(), migrations.name)) as served,
    ):
        migrate(file, migrations)
        migrate(served, migrations)
        names = file.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        there = served.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        assert {name for (name,) in names} == set(migrations.keys)
        assert {name for (name,) in there} - {"footnote_tables", "original_pieces"} == set(migrations.keys)
        for name in migrations.keys:
            columns = served.rows(
                "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
                " AND table_schema = current_schema() ORDER BY ordinal_position",
                (name,),
            )
            assert columns == [(row[1],) for row in file.rows(f"PRAGMA table_info({name})")]


def test_an_address_is_shown_without_its_password(tmp_path: Path) -> None:
    address = location_of("postgresql://anna:s3cret@db.example:5433/papers?sslmode=require&password=other")
    assert isinstance(address, Address)
    assert str(address) == "postgresql://anna@db.example:5433/papers"
    assert "s3cret" not in repr(address)
    assert location_of("papers") == Path("papers")
    assert location_of(tmp_path) == tmp_path


def test_without_psycopg_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "index.storage.engines.postgresql.tables", None)
    monkeypatch.delitem(sys.modules, "index.storage.databases.server_database", raising=False)
    with pytest.raises(SettingsError, match=r"footnote\[postgresql\]"):
        Index.open(Address("postgresql:///papers"), replicas=tmp_path)


def test_who_opens_a_folder_does_not_load_psycopg(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from index.store import Index\n"
        "Index.open(Path(sys.argv[1]), 'hash', create=True).close(); print('psycopg' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "index")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_server_that_is_too_old_is_told(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "OLDEST_SERVER", 99)
    with pytest.raises(IndexUnreachable, match="Use PostgreSQL 99 or newer"):
        server.Server(cluster.address())
