"""The database's tables, and how those that an older Footnote made become these."""

import uuid

from index.errors import IndexDamaged, IndexMissing
from index.storage.plain_tables import check_plain
from index.storage.sqlite_file import Connection, Connections

__all__ = ["VERSION", "make_tables", "prepare", "version_of"]

VERSION = 7

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    id TEXT NOT NULL, version INTEGER NOT NULL, current INTEGER NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, sections TEXT NOT NULL, content_hash TEXT NOT NULL, media_type TEXT NOT NULL,
    published_at TEXT, language TEXT NOT NULL, characters INTEGER NOT NULL, added_at TEXT NOT NULL,
    PRIMARY KEY (id, version));
CREATE UNIQUE INDEX one_current_version ON documents (id) WHERE current;
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL, version INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT NOT NULL, sentences BLOB NOT NULL,
    vector BLOB NOT NULL, tokens BLOB NOT NULL, generation INTEGER NOT NULL);
CREATE INDEX chunks_of_a_document ON chunks (document_id);
CREATE INDEX chunks_by_generation ON chunks (generation);
CREATE TABLE removed_chunks (id INTEGER PRIMARY KEY, generation INTEGER NOT NULL);
CREATE INDEX removed_by_generation ON removed_chunks (generation);
"""
"""Version 1."""

_CHANGES = {
    2: """
ALTER TABLE documents ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
CREATE INDEX languages_of_current_documents ON documents (language) WHERE current;
""",
    3: """
ALTER TABLE chunks ADD COLUMN head_start INTEGER;
ALTER TABLE chunks ADD COLUMN head TEXT NOT NULL DEFAULT '';
ALTER TABLE chunks ADD COLUMN checksum INTEGER;
ALTER TABLE documents ADD COLUMN text_sha256 TEXT NOT NULL DEFAULT '';
CREATE TABLE pages (
    document_id TEXT NOT NULL, version INTEGER NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL, words BLOB NOT NULL,
    PRIMARY KEY (document_id, version, number)) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
    inode INTEGER NOT NULL, looked_at_ns INTEGER NOT NULL, sha256 TEXT NOT NULL, failure TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents_of_files (
    path TEXT NOT NULL, document_id TEXT NOT NULL, PRIMARY KEY (path, document_id)) WITHOUT ROWID;
CREATE INDEX files_of_documents ON documents_of_files (document_id);
CREATE TABLE moved_documents (old_id TEXT PRIMARY KEY, new_id TEXT NOT NULL) WITHOUT ROWID;
""",
    4: """
CREATE TABLE failures_of_files (
    path TEXT NOT NULL, number INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (path, number)) WITHOUT ROWID;
INSERT INTO failures_of_files SELECT path, 0, path, failure FROM files WHERE failure != '';
ALTER TABLE files DROP COLUMN failure;
""",
    5: """
CREATE TABLE aside (id TEXT PRIMARY KEY, title TEXT NOT NULL, source TEXT NOT NULL, removed_at TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE aside_documents AS SELECT * FROM documents WHERE 0;
CREATE TABLE aside_pages AS SELECT * FROM pages WHERE 0;
CREATE TABLE aside_chunks AS SELECT * FROM chunks WHERE 0;
CREATE TABLE aside_moved AS SELECT * FROM moved_documents WHERE 0;
CREATE INDEX aside_documents_by_id ON aside_documents (id);
CREATE INDEX aside_pages_by_id ON aside_pages (document_id);
CREATE INDEX aside_chunks_by_id ON aside_chunks (document_id);
CREATE INDEX shown_documents ON documents
    (title, source, id, version, published_at, media_type, characters, added_at, tags, current) WHERE current;
CREATE TABLE last_versions (document_id TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE chosen_tags (document_id TEXT PRIMARY KEY, tags TEXT NOT NULL) WITHOUT ROWID;
""",
    6: """
CREATE TABLE tag_choices (
    document_id TEXT NOT NULL, tag TEXT NOT NULL, wanted INTEGER NOT NULL,
    PRIMARY KEY (document_id, tag)) WITHOUT ROWID;
INSERT INTO tag_choices SELECT document_id, value, 1 FROM chosen_tags, json_each(tags);
DROP TABLE chosen_tags;
DROP INDEX shown_documents;
CREATE INDEX shown_documents ON documents
    (title, source, id, version, published_at, media_type, characters, added_at, tags, language, current) WHERE current
""",
    # What a file gave that is known lies in that file. What else has come since there are records of files was sent in;
    # of what came before, nobody knows.
    7: """
ALTER TABLE documents ADD COLUMN way TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN file TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN claimed_source TEXT NOT NULL DEFAULT '';
ALTER TABLE aside_documents ADD COLUMN way TEXT NOT NULL DEFAULT '';
ALTER TABLE aside_documents ADD COLUMN file TEXT NOT NULL DEFAULT '';
ALTER TABLE aside_documents ADD COLUMN claimed_source TEXT NOT NULL DEFAULT '';
UPDATE documents SET way = 'folder', file = coalesce(
    (SELECT path FROM documents_of_files WHERE document_id = documents.id
        AND (path = source OR substr(source, 1, length(path) + 1) = path || '#') ORDER BY length(path) DESC LIMIT 1),
    (SELECT max(path) FROM documents_of_files WHERE document_id = documents.id))
WHERE id IN (SELECT document_id FROM documents_of_files);
UPDATE documents SET way = 'sent' WHERE way = '' AND text_sha256 != '';
DROP INDEX shown_documents;
CREATE INDEX shown_documents ON documents
    (title, source, id, version, published_at, media_type, characters, added_at, tags, language, claimed_source,
     current) WHERE current
""",
}
"""What makes each version of the one before it; a new database goes through them all, so that there is one way."""


def prepare(connections: Connections, *, create: bool) -> None:
    """Bring a file's tables to this version, in one transaction.

    Args:
        connections: to the file.
        create: make the tables when they are missing.

    Raises:
        IndexMissing: there are no tables, and none were to be made.
        IndexDamaged: the tables are not Footnote's, or a later Footnote's.
    """
    if not connections.rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'"):
        if not create:  # killed, or not done yet, while it was being made
            raise IndexMissing(
                f"The index in {connections.path.parent} is empty", "Make it with “footnote index FOLDER_OR_FILE”"
            )
        connections.log_writes_ahead()
        with connections.transaction() as connection:
            make_tables(connection, 1)
            meta = [("schema", "1"), ("index_id", uuid.uuid4().hex), ("generation", "0")]
            connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)
    check_plain(connections)
    if version_of(connections) == VERSION:
        return
    with connections.transaction() as connection:
        # Another process may have done it since.
        [[now]] = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()
        for version in range(int(now) + 1, VERSION + 1):
            _run(connection, _CHANGES[version])
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(VERSION),))


def version_of(connections: Connections, schema: str = "main") -> int:
    """Return the version of a file's tables.

    Args:
        connections: to the file, or to one that it is attached to.
        schema: the name that it has there.

    Raises:
        IndexDamaged: the tables are not Footnote's, or a later Footnote's.
    """
    rows = connections.rows(f"SELECT value FROM {schema}.meta WHERE key = 'schema'")  # noqa: S608 — a name of ours
    found = rows[0][0] if rows else "of no version"
    if found not in map(str, range(1, VERSION + 1)):
        raise IndexDamaged(
            f"The database {connections.path} has schema {found}, and this Footnote reads {VERSION}",
            "Index the documents again into a new folder, or use the version of Footnote that made it",
        )
    return int(found)


def make_tables(connection: Connection, version: int) -> None:
    """Make the tables of a version in a file that has none."""
    _run(connection, _TABLES)
    for each in range(2, version + 1):
        _run(connection, _CHANGES[each])


def _run(connection: Connection, statements: str) -> None:
    for statement in statements.split(";"):
        connection.execute(statement)
