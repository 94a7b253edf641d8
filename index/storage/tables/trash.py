"""Documents that were removed and can still be brought back: with every version, page and vector, as they were."""

from dataclasses import dataclass

from index.errors import DocumentConflict
from index.storage.sqlite_file import Connection, Connections
from index.storage.tables.writes import remove_document

__all__ = ["ASIDE_TABLES", "RemovedDocument", "bring_back", "forget_before", "removed", "set_aside"]

ASIDE_TABLES = """
CREATE TABLE aside (id TEXT PRIMARY KEY, title TEXT NOT NULL, source TEXT NOT NULL, removed_at TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE aside_documents AS SELECT * FROM documents WHERE 0;
CREATE TABLE aside_pages AS SELECT * FROM pages WHERE 0;
CREATE TABLE aside_chunks AS SELECT * FROM chunks WHERE 0;
CREATE TABLE aside_moved AS SELECT * FROM moved_documents WHERE 0;
CREATE INDEX aside_documents_by_id ON aside_documents (id);
CREATE INDEX aside_pages_by_id ON aside_pages (document_id);
CREATE INDEX aside_chunks_by_id ON aside_chunks (document_id);
"""
"""What comes to a table of documents later has to come to its twin here."""

_TWINS = (
    ("documents", "aside_documents", "id"),
    ("pages", "aside_pages", "document_id"),
    ("chunks", "aside_chunks", "document_id"),
    ("moved_documents", "aside_moved", "new_id"),
)
_CHUNK = 'document_id, version, start, "end", heading, sentences, vector, tokens, head_start, head, checksum'


@dataclass(frozen=True, slots=True)
class RemovedDocument:
    """A document that can be brought back; ``removed_at`` is ISO 8601 in UTC."""

    id: str
    title: str
    source: str
    removed_at: str


def set_aside(connection: Connection, generation: int, identity: str, now: str) -> bool:
    """Remove a document, and keep all of it aside; tell whether there was one.

    Args:
        connection: in a transaction.
        generation: of the commit.
        identity: of the document.
        now: ISO 8601 in UTC.
    """
    found = connection.execute("SELECT title, source FROM documents WHERE id = ? AND current", (identity,)).fetchone()
    if found is None:
        return False
    # What was removed before under the same source comes back with it, as older versions.
    connection.execute("UPDATE aside_documents SET current = 0 WHERE id = ?", (identity,))
    connection.execute("DELETE FROM aside_chunks WHERE document_id = ?", (identity,))
    for table, twin, key in _TWINS:
        connection.execute(f"INSERT INTO {twin} SELECT * FROM {table} WHERE {key} = ?", (identity,))  # noqa: S608
    connection.execute("INSERT OR REPLACE INTO aside VALUES (?, ?, ?, ?)", (identity, *found, now))
    return remove_document(connection, generation, identity)


def bring_back(connection: Connection, generation: int, identity: str) -> bool:
    """Let a removed document be as it was, with new ids for its chunks; tell whether it was still there.

    Raises:
        DocumentConflict: there is a document of the same source by now.
    """
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
                f"INSERT OR IGNORE INTO {table} SELECT * FROM {twin} WHERE {key} = ?",  # noqa: S608
                (identity,),
            )
    connection.execute(
        f"INSERT INTO chunks ({_CHUNK}, generation) SELECT {_CHUNK}, ? FROM aside_chunks"  # noqa: S608
        " WHERE document_id = ? ORDER BY id",
        (generation, identity),
    )
    _forget(connection, identity)
    return True


def removed(connections: Connections) -> list[RemovedDocument]:
    """Return what can be brought back, what was removed last first."""
    rows = connections.rows("SELECT id, title, source, removed_at FROM aside ORDER BY removed_at DESC, id")
    return [RemovedDocument(*row) for row in rows]


def forget_before(connection: Connection, moment: str) -> list[str]:
    """Remove for good what was removed before a moment, and return the ids."""
    rows = connection.execute("SELECT id FROM aside WHERE removed_at < ?", (moment,)).fetchall()
    gone = [str(identity) for (identity,) in rows]
    for identity in gone:
        _forget(connection, identity)
        # What a person chose for it is not meant for another one that comes from there later.
        connection.execute(
            "DELETE FROM tag_choices WHERE document_id = ?1 AND NOT EXISTS (SELECT 1 FROM documents WHERE id = ?1)",
            (identity,),
        )
    return gone


def _forget(connection: Connection, identity: str) -> None:
    for _, twin, key in _TWINS:
        connection.execute(f"DELETE FROM {twin} WHERE {key} = ?", (identity,))  # noqa: S608
    connection.execute("DELETE FROM aside WHERE id = ?", (identity,))
