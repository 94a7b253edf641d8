"""The tables of an index, from the first version to today's."""

from index.storage.schema.migrations import Migrations

__all__ = ["INDEX_MIGRATIONS"]

INDEX_MIGRATIONS = Migrations(
    "index",
    (
        """
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
INSERT INTO meta VALUES ('schema', '1'), ('index_id', lower(hex(randomblob(16)))), ('generation', '0')
""",
        """
ALTER TABLE documents ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
CREATE INDEX languages_of_current_documents ON documents (language) WHERE current
""",
        """
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
CREATE TABLE moved_documents (old_id TEXT PRIMARY KEY, new_id TEXT NOT NULL) WITHOUT ROWID
""",
        """
CREATE TABLE failures_of_files (
    path TEXT NOT NULL, number INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (path, number)) WITHOUT ROWID;
INSERT INTO failures_of_files SELECT path, 0, path, failure FROM files WHERE failure != '';
ALTER TABLE files DROP COLUMN failure
""",
        """
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
CREATE TABLE chosen_tags (document_id TEXT PRIMARY KEY, tags TEXT NOT NULL) WITHOUT ROWID
""",
        """
CREATE TABLE tag_choices (
    document_id TEXT NOT NULL, tag TEXT NOT NULL, wanted INTEGER NOT NULL,
    PRIMARY KEY (document_id, tag)) WITHOUT ROWID;
INSERT INTO tag_choices SELECT document_id, value, 1 FROM chosen_tags, json_each(tags);
DROP TABLE chosen_tags;
DROP INDEX shown_documents;
CREATE INDEX shown_documents ON documents
    (title, source, id, version, published_at, media_type, characters, added_at, tags, language, current) WHERE current
""",
        # What a file gave that is known lies in that file. What else has come since there are records of files was sent
        # in; of what came before, nobody knows.
        """
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
     current) WHERE current;
UPDATE meta SET value = '7' WHERE key = 'schema'
""",
        # Documents that came before have no authors until they are read again.
        """
ALTER TABLE documents ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE aside_documents ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';
DROP INDEX shown_documents;
CREATE INDEX shown_documents ON documents
    (title, source, id, version, published_at, media_type, characters, added_at, tags, language, claimed_source,
     authors, current) WHERE current
""",
        # What came before is encoded once more when it changes.
        """
ALTER TABLE chunks ADD COLUMN made_of BLOB;
ALTER TABLE chunks ADD COLUMN encoded_in INTEGER;
ALTER TABLE aside_chunks ADD COLUMN made_of BLOB;
ALTER TABLE aside_chunks ADD COLUMN encoded_in INTEGER;
CREATE INDEX chunks_made_of ON chunks (made_of) WHERE made_of IS NOT NULL;
CREATE INDEX waiting_chunks ON chunks (id) WHERE vector = x'';
CREATE INDEX chunks_encoded_later ON chunks (encoded_in) WHERE encoded_in IS NOT NULL
""",
    ),
    # No database on a server is older than version 9.
    (
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        """
CREATE TABLE meta (key TEXT COLLATE "C" PRIMARY KEY, value TEXT COLLATE "C" NOT NULL);
CREATE TABLE documents (
    id TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL, current BOOLEAN NOT NULL, source TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL, text TEXT COLLATE "C" NOT NULL, sections TEXT COLLATE "C" NOT NULL,
    content_hash TEXT COLLATE "C" NOT NULL, media_type TEXT COLLATE "C" NOT NULL, published_at TEXT COLLATE "C",
    language TEXT COLLATE "C" NOT NULL, characters BIGINT NOT NULL, added_at TEXT COLLATE "C" NOT NULL,
    tags TEXT COLLATE "C" NOT NULL, text_sha256 TEXT COLLATE "C" NOT NULL, way TEXT COLLATE "C" NOT NULL,
    file TEXT COLLATE "C" NOT NULL, claimed_source TEXT COLLATE "C" NOT NULL, authors TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (id, version));
CREATE UNIQUE INDEX one_current_version ON documents (id) WHERE current;
CREATE INDEX languages_of_current_documents ON documents (language) WHERE current;
CREATE TABLE chunks (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, document_id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL, start BIGINT NOT NULL, "end" BIGINT NOT NULL, heading TEXT COLLATE "C" NOT NULL,
    sentences BYTEA NOT NULL, vector BYTEA NOT NULL, tokens BYTEA NOT NULL, generation BIGINT NOT NULL,
    head_start BIGINT, head TEXT COLLATE "C" NOT NULL, checksum BIGINT, made_of BYTEA, encoded_in BIGINT);
CREATE INDEX chunks_of_a_document ON chunks (document_id);
CREATE INDEX chunks_by_generation ON chunks (generation);
CREATE INDEX chunks_made_of ON chunks (made_of) WHERE made_of IS NOT NULL;
CREATE INDEX waiting_chunks ON chunks (id) WHERE vector = x'';
CREATE INDEX chunks_encoded_later ON chunks (encoded_in) WHERE encoded_in IS NOT NULL;
CREATE TABLE removed_chunks (id BIGINT PRIMARY KEY, generation BIGINT NOT NULL);
CREATE INDEX removed_by_generation ON removed_chunks (generation);
CREATE TABLE pages (
    document_id TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL, number BIGINT NOT NULL, start BIGINT NOT NULL,
    "end" BIGINT NOT NULL, width DOUBLE PRECISION NOT NULL, height DOUBLE PRECISION NOT NULL, words BYTEA NOT NULL,
    PRIMARY KEY (document_id, version, number));
CREATE TABLE files (
    path TEXT COLLATE "C" PRIMARY KEY, size BIGINT NOT NULL, modified_ns BIGINT NOT NULL, changed_ns BIGINT NOT NULL,
    inode BIGINT NOT NULL, looked_at_ns BIGINT NOT NULL, sha256 TEXT COLLATE "C" NOT NULL);
CREATE TABLE documents_of_files (
    path TEXT COLLATE "C" NOT NULL, document_id TEXT COLLATE "C" NOT NULL, PRIMARY KEY (path, document_id));
CREATE INDEX files_of_documents ON documents_of_files (document_id);
CREATE TABLE moved_documents (old_id TEXT COLLATE "C" PRIMARY KEY, new_id TEXT COLLATE "C" NOT NULL);
CREATE TABLE failures_of_files (
    path TEXT COLLATE "C" NOT NULL, number BIGINT NOT NULL, source TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL, PRIMARY KEY (path, number));
CREATE TABLE last_versions (document_id TEXT COLLATE "C" PRIMARY KEY, version BIGINT NOT NULL);
CREATE TABLE tag_choices (
    document_id TEXT COLLATE "C" NOT NULL, tag TEXT COLLATE "C" NOT NULL, wanted BOOLEAN NOT NULL,
    PRIMARY KEY (document_id, tag));
CREATE TABLE aside (
    id TEXT COLLATE "C" PRIMARY KEY, title TEXT COLLATE "C" NOT NULL, source TEXT COLLATE "C" NOT NULL,
    removed_at TEXT COLLATE "C" NOT NULL);
CREATE TABLE aside_documents (LIKE documents);
CREATE TABLE aside_pages (LIKE pages);
CREATE TABLE aside_chunks (LIKE chunks);
CREATE TABLE aside_moved (LIKE moved_documents);
CREATE INDEX aside_documents_by_id ON aside_documents (id);
CREATE INDEX aside_pages_by_id ON aside_pages (document_id);
CREATE INDEX aside_chunks_by_id ON aside_chunks (document_id);
INSERT INTO meta VALUES ('index_id', replace(gen_random_uuid()::text, '-', '')), ('generation', '0')
""",
    ),
    {
        "meta": ("key",),
        "documents": ("id", "version"),
        "pages": ("document_id", "version", "number"),
        "chunks": ("id",),
        "removed_chunks": ("id",),
        "files": ("path",),
        "documents_of_files": ("path", "document_id"),
        "failures_of_files": ("path", "number"),
        "moved_documents": ("old_id",),
        "last_versions": ("document_id",),
        "tag_choices": ("document_id", "tag"),
        "aside": ("id",),
        "aside_documents": ("id", "version"),
        "aside_pages": ("document_id", "version", "number"),
        "aside_chunks": ("id",),
        "aside_moved": ("old_id",),
    },
    noted_in="meta",
)
"""A table of documents has a twin, named ``aside_``, for what is in the trash: what comes to one comes to the other."""
