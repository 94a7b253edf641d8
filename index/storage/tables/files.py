"""Files that were read: how they were then, and which documents each gave."""

from collections.abc import Iterable

from index.parse.structure.contents import Failure
from index.storage.databases.database import Database
from index.storage.engines.engine import Transaction
from index.storage.records import FileRecord
from index.storage.tables.writes import move_document

__all__ = ["FileTable", "forget_files_of", "put_file"]


class FileTable:
    """The files of folders as they were when they were last read.

    Args:
        database: of the index.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_path(self) -> dict[str, FileRecord]:
        """Return every file that was read, by path."""
        of_file: dict[str, list[str]] = {}
        for path, identity in self._database.rows("SELECT path, document_id FROM documents_of_files"):
            of_file.setdefault(path, []).append(identity)
        failures: dict[str, list[Failure]] = {}
        for path, source, reason in self._database.rows(
            "SELECT path, source, reason FROM failures_of_files ORDER BY path, number"
        ):
            failures.setdefault(path, []).append(Failure(source, reason))
        rows = self._database.rows("SELECT path, size, modified_ns, changed_ns, inode, looked_at_ns, sha256 FROM files")
        return {
            row[0]: FileRecord(*(*row, tuple(of_file.get(row[0], ())), tuple(failures.get(row[0], ())))) for row in rows
        }

    def note(self, files: Iterable[FileRecord], forgotten: Iterable[str] = ()) -> None:
        """Remember how files are now, and forget others; no document changes, so this is no generation of its own."""
        with self._database.noting() as connection:
            for path in forgotten:
                _forget_file(connection, path)
            for file in files:
                put_file(connection, file)

    def move(self, old: str, new: FileRecord, sources: dict[str, str]) -> None:
        """Let a file and its documents be at another path, with their versions and vectors, in one commit.

        Args:
            old: path of the file.
            new: the file as it is now.
            sources: the new source of each of its documents, by the old.

        Raises:
            DocumentConflict: the place of one is taken.
        """
        with self._database.commit() as commit:
            for before, after in sources.items():
                move_document(commit, before, after, new.path)
            # What it gave under other sources, as older indexes have it, is of the file where that is now.
            commit.connection.execute(
                "UPDATE documents SET file = ? WHERE file = ? AND way = 'folder'", (new.path, old)
            )
            _forget_file(commit.connection, old)
            put_file(commit.connection, new)

    def move_claimed(self, path: str, sources: dict[str, str]) -> None:
        """Let records of a file have sources of their own, with their versions and vectors, in one commit.

        Args:
            path: of the file.
            sources: the source of each record, by the one that it claims and has had.

        Raises:
            DocumentConflict: the place of one is taken.
        """
        with self._database.commit() as commit:
            for claimed, source in sources.items():
                old, new = move_document(commit, claimed, source, path)
                commit.connection.execute("UPDATE documents SET claimed_source = ? WHERE id = ?", (claimed, new))
                commit.connection.execute(
                    "DELETE FROM documents_of_files WHERE path = ? AND document_id = ?", (path, old)
                )
                commit.connection.execute(
                    "INSERT INTO documents_of_files VALUES (?, ?) ON CONFLICT DO NOTHING", (path, new)
                )


def put_file(connection: Transaction, file: FileRecord) -> None:
    """Remember a file as it is now, with the documents that it gave."""
    _forget_file(connection, file.path)
    connection.execute(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            file.path,
            file.size,
            file.modified_ns,
            file.changed_ns,
            file.inode,
            file.looked_at_ns,
            file.sha256,
        ),
    )
    connection.executemany(
        "INSERT INTO failures_of_files VALUES (?, ?, ?, ?)",
        [(file.path, number, failure.source, failure.reason) for number, failure in enumerate(file.failures)],
    )
    connection.executemany(
        "INSERT INTO documents_of_files VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(file.path, identity) for identity in file.document_ids],
    )


def forget_files_of(connection: Transaction, identity: str) -> None:
    """Forget the files that gave a document, so that they are read again when they are next seen."""
    query = "SELECT path FROM documents_of_files WHERE document_id = ?"
    for (path,) in connection.execute(query, (identity,)).fetchall():
        connection.execute("DELETE FROM files WHERE path = ?", (path,))


def _forget_file(connection: Transaction, path: str) -> None:
    """Forget a file; its documents stay."""
    connection.execute("DELETE FROM files WHERE path = ?", (path,))
    connection.execute("DELETE FROM documents_of_files WHERE path = ?", (path,))
    connection.execute("DELETE FROM failures_of_files WHERE path = ?", (path,))
