"""The trash: documents out of every answer that can still be restored, with every version, page and vector."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.errors import DocumentConflict
from index.storage.databases.database import Commit, Database
from index.storage.engines.engine import Transaction
from index.storage.tables.documents import document_not_found
from index.storage.tables.files import forget_files_of
from index.storage.tables.tags import forget_choices
from index.storage.tables.writes import purge_document

__all__ = ["RemovedDocument", "Trash"]

_TWINS = (
    ("documents", "aside_documents", "id"),
    ("pages", "aside_pages", "document_id"),
    ("chunks", "aside_chunks", "document_id"),
    ("moved_documents", "aside_moved", "new_id"),
)
"""Each table of a document's, the one that has its rows meanwhile, and the column with the document's id in both."""

_CHUNK = 'document_id, version, start, "end", heading, sentences, vector, tokens, head_start, head, checksum, made_of'


@dataclass(frozen=True, slots=True)
class RemovedDocument:
    """A document that can be restored; ``removed_at`` is ISO 8601 in UTC."""

    id: str
    title: str
    source: str
    removed_at: str


class Trash:
    """The documents that were trashed; searches know nothing of them from the moment on that they are.

    Args:
        database: of the index.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def listed(self) -> list[RemovedDocument]:
        """Return what can be restored, what was trashed last first."""
        rows = self._database.rows("SELECT id, title, source, removed_at FROM aside ORDER BY removed_at DESC, id")
        return [RemovedDocument(*row) for row in rows]

    def trash(self, document_ids: Iterable[str], now: str) -> None:
        """Put documents into the trash, in one commit; their files count as never read.

        Args:
            document_ids: of current documents.
            now: ISO 8601 in UTC.

        Raises:
            DocumentNotFound: one of the ids is unknown; nothing was trashed then.
        """
        with self._database.commit() as commit:
            for identity in document_ids:
                forget_files_of(commit.connection, identity)
                if not _trash(commit, identity, now):
                    raise document_not_found(identity)

    def restore(self, document_id: str) -> None:
        """Let a document answer again, as it was, with all its versions; its chunks get new ids.

        Raises:
            DocumentNotFound: it is not in the trash, or not any more.
            DocumentConflict: there is a document of the same source by now.
        """
        with self._database.commit() as commit:
            if not _restore(commit, document_id):
                raise document_not_found(document_id)

    def purge(self, before: str) -> list[str]:
        """Remove for good what was trashed before a moment (ISO 8601 in UTC), and return the ids; no generation."""
        with self._database.noting() as connection:
            rows = connection.execute("SELECT id FROM aside WHERE removed_at < ?", (before,)).fetchall()
            gone = [str(identity) for (identity,) in rows]
            for identity in gone:
                _empty(connection, identity)
                forget_choices(connection, identity)
            return gone


def _trash(commit: Commit, identity: str, now: str) -> bool:
    connection = commit.connection
    found = connection.execute("SELECT title, source FROM documents WHERE id = ? AND current", (identity,)).fetchone()
    if found is None:
        return False
    # What was trashed before under the same source comes back with it, as older versions.
    connection.execute("UPDATE aside_documents SET current = FALSE WHERE id = ?", (identity,))
    connection.execute("DELETE FROM aside_chunks WHERE document_id = ?", (identity,))
    for table, twin, key in _TWINS:
        connection.execute(f"INSERT INTO {twin} SELECT * FROM {table} WHERE {key} = ?", (identity,))  # noqa: S608
    connection.execute("DELETE FROM aside WHERE id = ?", (identity,))
    connection.execute("INSERT INTO aside VALUES (?, ?, ?, ?)", (identity, *found, now))
    return purge_document(commit, identity)


def _restore(commit: Commit, identity: str) -> bool:
    connection = commit.connection
    found = connection.execute("SELECT title, source FROM aside WHERE id = ?", (identity,)).fetchone()
    if found is None:
        return False
    if connection.execute("SELECT 1 FROM documents WHERE id = ?", (identity,)).fetchone():
        raise DocumentConflict(
            f"“{found[1]}” has been indexed again since it was removed",
            "Remove that one too, and both come back: the old one as its earlier versions",
        )
    for table, twin, key in _TWINS:
        if table != "chunks":
            connection.execute(
                f"INSERT INTO {table} SELECT * FROM {twin} WHERE {key} = ? ON CONFLICT DO NOTHING",  # noqa: S608
                (identity,),
            )
    connection.execute(
        f"INSERT INTO chunks ({_CHUNK}, generation) SELECT {_CHUNK}, ? FROM aside_chunks"  # noqa: S608
        " WHERE document_id = ? ORDER BY id",
        (commit.generation, identity),
    )
    _empty(connection, identity)
    return True


def _empty(connection: Transaction, identity: str) -> None:
    """Take a document out of the trash."""
    for _, twin, key in _TWINS:
        connection.execute(f"DELETE FROM {twin} WHERE {key} = ?", (identity,))  # noqa: S608
    connection.execute("DELETE FROM aside WHERE id = ?", (identity,))
