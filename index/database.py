"""SQLite, the truth: documents, their versions, chunks and vectors, and a generation for every commit."""

import datetime
import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from index.chunks import Chunk
from index.documents import Document, Section
from index.encoders import FloatArray, unit_rows
from index.errors import DocumentNotFound, IndexDamaged, IndexMissing, StoreError
from index.token_vectors import TokenVectors

__all__ = ["ChunkRow", "Database", "DocumentSummary", "EncodedChunk", "LexicalRow", "StoredDocument"]

SCHEMA_VERSION = "1"

_SCHEMA = """
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

_PARAMETERS_A_QUERY = 500
_CHUNK_ROWS = """
SELECT chunks.id, document_id, chunks.version, start, "end", heading, sentences, title, source, published_at, language,
    tokens
FROM chunks JOIN documents ON documents.id = document_id AND documents.version = chunks.version WHERE chunks.id IN ({})
"""
_CHUNKS_OF = "SELECT id FROM chunks WHERE document_id IN ({})"


@dataclass(frozen=True, slots=True)
class EncodedChunk:
    """A chunk with its vectors: ``vector`` (dim,) of unit norm, and its token vectors."""

    chunk: Chunk
    vector: FloatArray
    tokens: TokenVectors


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A stored chunk without its vectors and text, with what a passage says of its document."""

    id: int
    document_id: str
    version: int
    start: int
    end: int
    heading: str
    sentences: tuple[tuple[int, int], ...]
    title: str
    source: str
    published_at: str | None
    language: str
    tokens: bytes


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """What the lexical leg indexes of a chunk."""

    id: int
    document_id: str
    title: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A current document as lists show it; ``added_at`` is when this version was stored, ISO 8601 in UTC."""

    id: str
    version: int
    title: str
    source: str
    published_at: str | None
    media_type: str
    characters: int
    chunks: int
    added_at: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One stored version of a document; ``current`` tells whether answers are made from it."""

    id: str
    version: int
    current: bool
    title: str
    source: str
    text: str
    sections: tuple[Section, ...]
    published_at: str | None
    media_type: str
    language: str


@dataclass(frozen=True, slots=True, eq=False)
class _Connection:
    """A thread's connection, with what its use is held under: to close it under a running query ends the process."""

    sqlite: sqlite3.Connection
    at_work: threading.RLock = field(default_factory=threading.RLock)


class Database:
    """The SQLite file of an index, readable from any thread, writable by whoever holds the index's lock.

    Readers see the last commit and never wait for a writer (write-ahead log). Every commit that changes documents has a
    generation of its own; chunk ids are never used twice.

    Raises:
        IndexMissing: the file has no tables yet, and none were to be made.
        IndexDamaged: the file is not a Footnote database of this version, or SQLite cannot read it.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self._local = threading.local()
        self._opened: list[_Connection] = []
        self._opened_lock = threading.Lock()
        with self._explained():
            if not self._has_schema():
                if not create:  # killed, or not done yet, while it was being made
                    raise IndexMissing(
                        f"The index in {path.parent} is empty", "Make it with “footnote index FOLDER_OR_FILE”"
                    )
                self._create()
            if self.meta("schema") != SCHEMA_VERSION:
                raise IndexDamaged(
                    f"The database {path} has schema {self.meta('schema')}, and this Footnote reads {SCHEMA_VERSION}",
                    "Index the documents again into a new folder, or use the version of Footnote that made it",
                )

    def close(self) -> None:
        """Close every thread's connection, once SQLite is done with what it works on."""
        with self._opened_lock:
            opened, self._opened = self._opened, []
            self._local = threading.local()
        for own in opened:
            with own.at_work:
                own.sqlite.close()

    def meta(self, key: str) -> str | None:
        """Return a value about the whole index."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    @property
    def generation(self) -> int:
        """The number of the last commit; 0 in a new index."""
        return int(self.meta("generation") or 0)

    def bind_encoder(self, name: str, fingerprint: str, dim: int) -> None:
        """Remember which encoder the vectors are from; an index has one for all its life."""
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO meta VALUES (?, ?)",
                [("encoder", name), ("fingerprint", fingerprint), ("dim", str(dim))],
            )

    def content_hashes(self) -> dict[str, str]:
        """Return the content hash of every current document, by document id."""
        rows = self._rows("SELECT id, content_hash FROM documents WHERE current")
        return {str(identity): str(content_hash) for identity, content_hash in rows}

    def put(self, items: Sequence[tuple[Document, Sequence[EncodedChunk]]]) -> list[int]:
        """Store documents with their chunks in one transaction, and return each one's version.

        A document whose source is known becomes its next version: the old text stays for those who cite it, the old
        chunks go.
        """
        with self._transaction() as connection:
            generation = self._next_generation(connection)
            return [self._put(connection, generation, document, chunks) for document, chunks in items]

    def delete(self, document_ids: Iterable[str]) -> None:
        """Remove documents with every version and chunk, in one transaction.

        Raises:
            DocumentNotFound: there is none of one of the ids; nothing was removed then.
        """
        with self._transaction() as connection:
            generation = self._next_generation(connection)
            for identity in document_ids:
                self._remove_chunks(connection, generation, identity)
                if not connection.execute("DELETE FROM documents WHERE id = ?", (identity,)).rowcount:
                    raise _not_found(identity)

    def documents(self, limit: int = -1, offset: int = 0) -> list[DocumentSummary]:
        """Return current documents by title, then source; a negative limit returns all."""
        rows = self._rows(
            "SELECT id, version, title, source, published_at, media_type, characters,"
            " (SELECT count(*) FROM chunks WHERE document_id = documents.id), added_at"
            " FROM documents WHERE current ORDER BY title, source LIMIT ? OFFSET ?",
            (limit, offset),
        )
        return [DocumentSummary(*row) for row in rows]

    def document(self, document_id: str, version: int | None = None) -> StoredDocument:
        """Return one version of a document, the current one by default.

        Raises:
            DocumentNotFound: there is no such document or version.
        """
        rows = self._rows(
            "SELECT id, version, current, title, source, text, sections, published_at, media_type, language"
            " FROM documents WHERE id = ? AND CASE WHEN ? IS NULL THEN current ELSE version = ? END",
            (document_id, version, version),
        )
        if not rows:
            raise _not_found(document_id, version)
        row = rows[0]
        sections = tuple(Section(*section) for section in json.loads(row[6]))
        return StoredDocument(row[0], row[1], bool(row[2]), row[3], row[4], row[5], sections, row[7], row[8], row[9])

    def counts(self) -> tuple[int, int]:
        """Return the number of current documents and of chunks."""
        [row] = self._rows("SELECT (SELECT count(*) FROM documents WHERE current), (SELECT count(*) FROM chunks)")
        return int(row[0]), int(row[1])

    def chunks(self, ids: Sequence[int]) -> dict[int, ChunkRow]:
        """Return the chunks among the ids that answers may be made from now, by id."""
        found: dict[int, ChunkRow] = {}
        for first in range(0, len(ids), _PARAMETERS_A_QUERY):
            some = list(ids[first : first + _PARAMETERS_A_QUERY])
            for row in self._rows(_CHUNK_ROWS.format(_marks(some)), some):
                found[row[0]] = _chunk_row(row)
        return found

    def chunk_text(self, row: ChunkRow) -> str:
        """Return a chunk's text."""
        rows = self._rows(
            "SELECT substr(text, ?, ?) FROM documents WHERE id = ? AND version = ?",
            (row.start + 1, row.end - row.start, row.document_id, row.version),
        )
        return str(rows[0][0]) if rows else ""

    def matching_documents(self, sources: Sequence[str], after: str | None, before: str | None) -> list[str]:
        """Return the ids of current documents from one of the sources and published in the range, both ends included.

        Args:
            sources: a document's source, or the end of it from a "/" on; any source when empty.
            after: ISO 8601 date; a document without a date matches no range.
            before: ISO 8601 date.
        """
        rows = self._rows(
            "SELECT id, source FROM documents WHERE current AND (?1 IS NULL OR substr(published_at, 1, 10) >= ?1)"
            " AND (?2 IS NULL OR substr(published_at, 1, 10) <= ?2)",
            (after, before),
        )
        return [
            identity
            for identity, source in rows
            if not sources or any(source == wanted or source.endswith(f"/{wanted}") for wanted in sources)
        ]

    def chunk_ids(self, document_ids: Sequence[str]) -> list[int]:
        """Return the ids of the documents' chunks, ascending."""
        found: list[int] = []
        for first in range(0, len(document_ids), _PARAMETERS_A_QUERY):
            some = list(document_ids[first : first + _PARAMETERS_A_QUERY])
            found += [row[0] for row in self._rows(_CHUNKS_OF.format(_marks(some)), some)]
        return sorted(found)

    def vectors_since(self, generation: int) -> tuple[list[int], FloatArray]:
        """Return ids and unit vectors, (n,) and (n, dim), of the chunks that came after a generation."""
        rows = self._rows("SELECT id, vector FROM chunks WHERE generation > ? ORDER BY id", (generation,))
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        stacked = np.stack([np.frombuffer(vector, "<f2") for _, vector in rows])
        return [int(identity) for identity, _ in rows], unit_rows(stacked.astype(np.float32))

    def words_since(self, generation: int) -> Iterator[LexicalRow]:
        """Yield what the lexical leg needs of the chunks that came after a generation."""
        text_of: tuple[tuple[str, int], str] = (("", 0), "")
        rows = self._rows(
            'SELECT chunks.id, document_id, chunks.version, start, "end", heading, title FROM chunks'
            " JOIN documents ON documents.id = document_id AND documents.version = chunks.version"
            " WHERE generation > ? ORDER BY chunks.id",
            (generation,),
        )
        for identity, document_id, version, start, end, heading, title in rows:
            if text_of[0] != (document_id, version):
                text_of = ((document_id, version), self.document(document_id, version).text)
            yield LexicalRow(identity, document_id, title, heading, text_of[1][start:end])

    def removed_since(self, generation: int) -> list[int]:
        """Return the ids of the chunks that went after a generation."""
        rows = self._rows("SELECT id FROM removed_chunks WHERE generation > ? ORDER BY id", (generation,))
        return [int(row[0]) for row in rows]

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Let everything read inside come from one commit, whose generation is the value."""
        own = self._own
        if own.sqlite.in_transaction:
            yield self.generation
            return
        with self._explained(), own.at_work:
            own.sqlite.execute("BEGIN")
        try:
            yield self.generation
        finally:
            with self._explained(), own.at_work:
                own.sqlite.execute("COMMIT")

    @property
    def _own(self) -> "_Connection":
        """This thread's connection."""
        own: _Connection | None = getattr(self._local, "own", None)
        if own is None:
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=30)
            connection.execute("PRAGMA foreign_keys = ON")
            # A derived file must never reach further than the database, so a commit is on disk before it counts.
            connection.execute("PRAGMA synchronous = FULL")
            own = self._local.own = _Connection(connection)
            with self._opened_lock:
                self._opened.append(own)
        return own

    def _rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query, fetched here, where an error of SQLite is explained."""
        own = self._own
        with self._explained(), own.at_work:
            return own.sqlite.execute(query, parameters).fetchall()

    def _has_schema(self) -> bool:
        return bool(self._rows("SELECT 1 FROM sqlite_master WHERE name = 'meta'"))

    def _create(self) -> None:
        self._own.sqlite.execute("PRAGMA journal_mode = WAL")
        meta = [("schema", SCHEMA_VERSION), ("index_id", uuid.uuid4().hex), ("generation", "0")]
        with self._transaction() as connection:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        own = self._own
        with self._explained(), own.at_work:
            own.sqlite.execute("BEGIN IMMEDIATE")
            try:
                yield own.sqlite
            except BaseException:
                own.sqlite.execute("ROLLBACK")
                raise
            own.sqlite.execute("COMMIT")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError as error:
            if "closed" not in str(error):
                raise  # a fault of this module
            raise StoreError(f"{self.path} was closed while it was read", "Open the index again") from error
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(
                f"SQLite cannot use {self.path} ({error})",
                "Check that the disk has room and the folder may be written; if the file is damaged, restore it from a"
                " backup or index the documents again into a new folder",
            ) from error

    @staticmethod
    def _next_generation(connection: sqlite3.Connection) -> int:
        connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")
        return int(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])

    def _put(
        self, connection: sqlite3.Connection, generation: int, document: Document, chunks: Sequence[EncodedChunk]
    ) -> int:
        newest = connection.execute("SELECT max(version) FROM documents WHERE id = ?", (document.id,)).fetchone()[0]
        version = (newest or 0) + 1
        self._remove_chunks(connection, generation, document.id)
        connection.execute("UPDATE documents SET current = 0 WHERE id = ?", (document.id,))
        sections = json.dumps([[section.start, section.end, section.heading] for section in document.sections])
        added_at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.id,
                version,
                document.source,
                document.title,
                document.text,
                sections,
                document.content_hash,
                document.media_type,
                document.published_at,
                document.language,
                len(document.text),
                added_at,
            ),
        )
        connection.executemany(
            'INSERT INTO chunks (document_id, version, start, "end", heading, sentences, vector, tokens, generation)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(document.id, version, *_chunk_values(encoded), generation) for encoded in chunks],
        )
        return int(version)

    @staticmethod
    def _remove_chunks(connection: sqlite3.Connection, generation: int, document_id: str) -> None:
        connection.execute(
            "INSERT INTO removed_chunks SELECT id, ? FROM chunks WHERE document_id = ?", (generation, document_id)
        )
        connection.execute("DELETE FROM chunks WHERE document_id = ?", (document_id,))


def _chunk_row(row: tuple[Any, ...]) -> ChunkRow:
    identity, document, version, start, end, heading, spans, title, source, published_at, language, tokens = row
    sentences = _spans_from(spans)
    return ChunkRow(
        identity, document, version, start, end, heading, sentences, title, source, published_at, language, tokens
    )


def _chunk_values(encoded: EncodedChunk) -> tuple[int, int, str, bytes, bytes, bytes]:
    chunk = encoded.chunk
    spans = np.array(chunk.sentences, dtype="<u4").tobytes()
    vector = encoded.vector.astype("<f2").tobytes()
    return chunk.start, chunk.end, chunk.heading, spans, vector, encoded.tokens.to_bytes()


def _spans_from(blob: bytes) -> tuple[tuple[int, int], ...]:
    return tuple((int(start), int(end)) for start, end in np.frombuffer(blob, "<u4").reshape(-1, 2))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _not_found(document_id: str, version: int | None = None) -> DocumentNotFound:
    which = f"document {document_id}" if version is None else f"version {version} of document {document_id}"
    return DocumentNotFound(f"There is no {which}", "List the documents with “footnote documents list”")
