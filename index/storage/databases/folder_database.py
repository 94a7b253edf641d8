"""The truth of an index in one folder: a SQLite file."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from index.errors import IndexMissing
from index.storage.databases.database import Commit, Database
from index.storage.databases.write_lock import WriteLock
from index.storage.engines.engine import Transaction
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.schema.index_tables import INDEX_MIGRATIONS
from index.storage.schema.migrations import migrate, version_of

__all__ = ["FolderDatabase", "count_behind"]


class FolderDatabase(Database):
    """The SQLite file of an index; its readers never wait for a writer (write-ahead log).

    Args:
        path: of the file.
        create: make its tables where there are none.

    Attributes:
        file: the engine.

    Raises:
        IndexMissing: the file has no tables yet, and none were to be made.
        IndexDamaged: the file is not a Footnote database of this version, or SQLite cannot read it.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.file = SqliteFile(path)
        super().__init__(self.file, WriteLock(path.parent))
        if not create and not version_of(self.file, INDEX_MIGRATIONS):  # killed, or not done yet, while it was made
            raise IndexMissing(f"The index in {path.parent} is empty", "Make it with “footnote index FOLDER_OR_FILE”")
        migrate(self.file, INDEX_MIGRATIONS)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.file.path

    def bytes_elsewhere(self) -> int:
        """Return 0: the file is in the folder."""
        return 0

    def beside(self, name: str) -> SqliteFile:
        """Return another file of the folder; where nothing may be written, a copy elsewhere stands for it."""
        return SqliteFile.in_folder(self.path.parent, f"{name}.sqlite")

    def has_beside(self, name: str) -> bool:
        """Tell whether there is a file of that name in the folder."""
        return self.path.with_name(f"{name}.sqlite").exists()

    def last_chunk(self) -> int:
        """Return what SQLite counts."""
        rows = self.rows("SELECT seq FROM sqlite_sequence WHERE name = 'chunks'")
        return int(rows[0][0]) if rows else 0

    def go_on_behind(self, connection: Transaction, chunk: int) -> None:
        """Have SQLite count on from there."""
        count_behind(connection, chunk)

    def publish(self, name: str) -> None:
        """Do nothing: all have the same folder."""

    def see_that_it_is_there(self) -> None:
        """Look whether the file is still in its place, and no other."""
        self.file.see_that_it_is_there()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock, which is that of the folder.

        A reader that catches up holds it for moments, which are waited for.
        """
        self.see_that_it_is_there()
        with self.folder_lock.held():
            yield

    def integrity(self) -> list[str]:
        """Return what SQLite finds wrong with its own file; nothing when all is well."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else found

    def copy_to(self, path: Path) -> None:
        """Write the last commit as a database of its own, while others go on reading and writing."""
        self.file.copy_to(path)

    def replace_with(self, path: Path) -> None:
        """Become what a copy of this database was, in one transaction; readers and derived indexes notice.

        Args:
            path: of the copy, with this version's tables.
        """
        with self.writing(), self.file.attached(path, "copy"), self.commit() as commit:
            _replace_rows(commit)
            _renumber_chunks(commit.connection, self.last_chunk())


def count_behind(connection: Transaction, chunk: int) -> None:
    """Have SQLite give chunks greater ids than that: by itself it counts what is inserted alone."""
    connection.execute("DELETE FROM sqlite_sequence WHERE name = 'chunks'")
    connection.execute("INSERT INTO sqlite_sequence VALUES ('chunks', ?)", (chunk,))


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


def _renumber_chunks(connection: Transaction, last: int) -> None:
    """Give the chunks ids that none ever had, in their order: some of those they have were noted as removed."""
    ids = [identity for (identity,) in connection.execute("SELECT id FROM chunks ORDER BY id")]
    connection.executemany("UPDATE chunks SET id = ? WHERE id = ?", list(zip(count(last + 1), ids, strict=False)))
    count_behind(connection, last + len(ids))
