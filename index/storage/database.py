"""SQLite, the truth: the file of an index, whose every commit has a generation of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from index.errors import IndexMissing
from index.storage.index_tables import INDEX_MIGRATIONS
from index.storage.migrations import migrate, version_of
from index.storage.sqlite_file import Connection, SqliteFile
from index.storage.write_lock import WriteLock

__all__ = ["Commit", "Database"]


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that is being written: the connection, in its transaction, and the generation that it will be."""

    connection: Connection
    generation: int


class Database(SqliteFile):
    """The SQLite file of an index, readable from any thread, writable by one process at a time.

    Readers see the last commit and never wait for a writer (write-ahead log).

    Attributes:
        write_lock: of the index.

    Raises:
        IndexMissing: the file has no tables yet, and none were to be made.
        IndexDamaged: the file is not a Footnote database of this version, or SQLite cannot read it.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        super().__init__(path)
        self.write_lock = WriteLock(path.parent)
        if not create and not version_of(self, INDEX_MIGRATIONS):  # killed, or not done yet, while it was being made
            raise IndexMissing(f"The index in {path.parent} is empty", "Make it with “footnote index FOLDER_OR_FILE”")
        migrate(self, INDEX_MIGRATIONS)

    def meta(self, key: str) -> str | None:
        """Return a value about the whole index."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    @property
    def identity(self) -> str:
        """The id that tells this index from others; its copies have the same."""
        return self.meta("index_id") or ""

    @property
    def generation(self) -> int:
        """The number of the last commit; 0 in a new index."""
        return int(self.meta("generation") or 0)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; reentrant within a thread.

        A reader that catches up holds it for moments, which are waited for.

        Raises:
            IndexLocked: another process, or another thread, holds it for longer.
            IndexGone: the index was removed or replaced since it was opened.
        """
        self.see_that_it_is_there()
        with self.write_lock.held():
            yield

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Write, under the write lock and in one transaction, what is no change of a document: no new generation."""
        with self.writing(), self.transaction() as connection:
            yield connection

    @contextmanager
    def commit(self) -> Iterator[Commit]:
        """Write under the write lock, in one transaction, as the next generation; nothing when the body raises."""
        with self.noting() as connection:
            connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")
            [generation] = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
            yield Commit(connection, int(generation))

    def integrity(self) -> list[str]:
        """Return what SQLite finds wrong with its own file; nothing when all is well."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else found

    def replace_with(self, path: Path) -> None:
        """Become what a copy of this database was, in one transaction; readers and derived indexes notice.

        Args:
            path: of the copy, with this version's tables.
        """
        with self.writing(), self.attached(path, "copy"), self.commit() as commit:
            _replace_rows(commit)
            _renumber_chunks(commit.connection)


def _replace_rows(commit: Commit) -> None:
    """Fill every table with what the attached database ``copy`` has."""
    connection, generation = commit.connection, commit.generation
    before = [row[0] for row in connection.execute("SELECT id FROM chunks")]
    removed = [row[0] for row in connection.execute("SELECT id FROM removed_chunks")]
    tables = [row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    for table in tables:
        if not table.startswith("sqlite_"):
            connection.execute(f'DELETE FROM main."{table}"')  # noqa: S608 — a table of our own schema
            connection.execute(f'INSERT INTO main."{table}" SELECT * FROM copy."{table}"')  # noqa: S608 — the same
    connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (str(generation),))
    # As if all of it were new: whoever follows takes out what was there, and takes in what is there now.
    connection.execute("UPDATE chunks SET generation = ?", (generation,))
    gone = [(identity, generation) for identity in {*before, *removed}]
    connection.executemany("INSERT OR REPLACE INTO removed_chunks VALUES (?, ?)", gone)


def _renumber_chunks(connection: Connection) -> None:
    """Give the chunks ids that none ever had, in their order: some of those they have were noted as removed."""
    [last] = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'chunks'").fetchone() or [0]
    ids = [identity for (identity,) in connection.execute("SELECT id FROM chunks ORDER BY id")]
    connection.executemany("UPDATE chunks SET id = ? WHERE id = ?", list(zip(count(last + 1), ids, strict=False)))
    # SQLite counts what is inserted only.
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'chunks'", (last + len(ids),))
