"""A SQLite file is read and written by many threads at once, each of which sees whole commits."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexGone, StoreError
from index.storage.engines.sqlite_file import SqliteFile


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    """A file with a table of numbers, which holds 1."""
    with closing(SqliteFile(tmp_path / "numbers.sqlite")) as file:
        file.log_writes_ahead()
        add(file, 1, statement="CREATE TABLE numbers (number INTEGER NOT NULL)")
        yield file


def add(file: SqliteFile, number: int, *, statement: str = "SELECT 1", then: str = "SELECT 1") -> None:
    with file.transaction() as connection:
        connection.execute(statement)
        connection.execute("INSERT INTO numbers VALUES (?)", (number,))
        connection.execute(then)


def numbers(file: SqliteFile) -> list[int]:
    return [number for (number,) in file.rows("SELECT number FROM numbers ORDER BY number")]


def add_elsewhere(file: SqliteFile, number: int) -> None:
    thread = threading.Thread(target=add, args=(file, number))
    thread.start()
    thread.join()


def test_a_snapshot_begins_where_it_is_entered_and_not_at_its_first_query(file: SqliteFile) -> None:
    with file.snapshot():
        add_elsewhere(file, 2)
        assert numbers(file) == [1]
        with file.snapshot():
            assert numbers(file) == [1]
    assert numbers(file) == [1, 2]


def test_a_transaction_whose_body_raises_writes_nothing(file: SqliteFile) -> None:
    with pytest.raises(IndexDamaged, match="nowhere"):
        add(file, 2, statement="INSERT INTO numbers VALUES (3)", then="DELETE FROM nowhere")
    assert numbers(file) == [1]


def test_any_number_of_values_may_be_asked_for(file: SqliteFile) -> None:
    add(file, 40_000)
    assert file.rows_among("SELECT number FROM numbers WHERE number IN ({})", range(50_000)) == [(1,), (40_000,)]


def test_what_cannot_be_written_is_read_as_a_copy_that_goes_with_the_process(
    file: SqliteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file.lasts
    folder = file.path.parent
    monkeypatch.setattr("index.storage.engines.sqlite_file.os.access", lambda path, _: path != folder)
    with closing(SqliteFile.in_folder(folder, file.path.name)) as copy:
        assert not copy.lasts
        add(copy, 2)
        assert numbers(copy) == [1, 2]
    assert numbers(file) == [1]
    assert not copy.path.parent.exists()


def test_a_file_that_another_took_the_place_of_is_not_read_on(file: SqliteFile) -> None:
    file.path.rename(file.path.with_name("away.sqlite"))
    file.path.touch()
    with pytest.raises(IndexGone, match="removed or replaced"):
        numbers(file)


def test_a_query_on_a_file_that_was_closed_meanwhile_is_an_error_that_says_so(file: SqliteFile) -> None:
    own = file._own
    own.sqlite.close()
    with pytest.raises(StoreError, match="closed while it was read"):
        numbers(file)


def test_a_folder_that_goes_while_its_file_is_opened_is_told_as_gone(file: SqliteFile) -> None:
    folder = file.path.parent
    folder.rename(folder.with_name("away"))
    with pytest.raises(IndexGone, match="removed or replaced"), file._explained():
        sqlite3.connect(file.path).execute("SELECT 1")
    folder.with_name("away").rename(folder)
