"""SQLite, the truth: documents, their versions, chunks and vectors, and a generation for every commit."""

import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index.connections import Connection, Connections
from index.documents import Document, Section
from index.encoders import FloatArray, unit_rows
from index.errors import DocumentNotFound
from index.records import ChunkRow, DocumentSummary, EncodedChunk, LexicalRow, StoredDocument
from index.schema import prepare

__all__ = ["Database"]

_PARAMETERS_A_QUERY = 500
_CHUNK_ROWS = """
SELECT chunks.id, document_id, chunks.version, start, "end", heading, sentences, title, source, published_at, language,
    tokens
FROM chunks JOIN documents ON documents.id = document_id AND documents.version = chunks.version WHERE chunks.id IN ({})
"""
_SUMMARIES = """
SELECT id, version, title, source, published_at, media_type, characters,
    (SELECT count(*) FROM chunks WHERE document_id = documents.id), added_at, tags
FROM documents WHERE current
"""
_CHUNKS_OF = "SELECT id FROM chunks WHERE document_id IN ({})"


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
        self._connections = Connections(path)
        prepare(self._connections, create=create)

    def close(self) -> None:
        """Close the file in every thread, once SQLite is done with what it works on."""
        self._connections.close()

    def meta(self, key: str) -> str | None:
        """Return a value about the whole index."""
        rows = self._connections.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    @property
    def generation(self) -> int:
        """The number of the last commit; 0 in a new index."""
        return int(self.meta("generation") or 0)

    def bind_encoder(self, name: str, fingerprint: str, dim: int) -> None:
        """Remember which encoder the vectors are from; an index has one for all its life."""
        with self._connections.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO meta VALUES (?, ?)",
                [("encoder", name), ("fingerprint", fingerprint), ("dim", str(dim))],
            )

    def content_hashes(self) -> dict[str, str]:
        """Return the content hash of every current document, by document id."""
        rows = self._connections.rows("SELECT id, content_hash FROM documents WHERE current")
        return {str(identity): str(content_hash) for identity, content_hash in rows}

    def put(self, items: Sequence[tuple[Document, Sequence[EncodedChunk]]]) -> list[int]:
        """Store documents with their chunks in one transaction, and return each one's version.

        A document whose source is known becomes its next version: the old text stays for those who cite it, the old
        chunks go.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            return [self._put(connection, generation, document, chunks) for document, chunks in items]

    def delete(self, document_ids: Iterable[str]) -> None:
        """Remove documents with every version and chunk, in one transaction.

        Raises:
            DocumentNotFound: there is none of one of the ids; nothing was removed then.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for identity in document_ids:
                self._remove_chunks(connection, generation, identity)
                if not connection.execute("DELETE FROM documents WHERE id = ?", (identity,)).rowcount:
                    raise _not_found(identity)

    def tag(self, document_ids: Iterable[str], tags: Sequence[str]) -> None:
        """Give current documents further tags, in one transaction; those they have stay."""
        with self._connections.transaction() as connection:
            self._next_generation(connection)
            for identity in document_ids:
                query = "SELECT tags FROM documents WHERE current AND id = ?"
                for (found,) in connection.execute(query, (identity,)).fetchall():
                    together = json.dumps(sorted({*json.loads(found), *tags}), ensure_ascii=False)
                    connection.execute("UPDATE documents SET tags = ? WHERE current AND id = ?", (together, identity))

    def languages(self) -> list[str]:
        """Return the languages of current documents, each once; the empty string for documents of none known."""
        return [row[0] for row in self._connections.rows("SELECT DISTINCT language FROM documents WHERE current")]

    def documents(self, limit: int = -1, offset: int = 0) -> list[DocumentSummary]:
        """Return current documents by title, then source; a negative limit returns all."""
        rows = self._connections.rows(f"{_SUMMARIES} ORDER BY title, source LIMIT ? OFFSET ?", (limit, offset))
        return [_summary(row) for row in rows]

    def summaries(self, document_ids: Sequence[str]) -> list[DocumentSummary]:
        """Return those of the current documents that have these ids, by title, then source."""
        rows = [
            row
            for some in _some(document_ids)
            for row in self._connections.rows(f"{_SUMMARIES} AND id IN ({_marks(some)})", some)
        ]
        return sorted(map(_summary, rows), key=lambda summary: (summary.title, summary.source))

    def document(self, document_id: str, version: int | None = None) -> StoredDocument:
        """Return one version of a document, the current one by default.

        Raises:
            DocumentNotFound: there is no such document or version.
        """
        rows = self._connections.rows(
            "SELECT id, version, current, title, source, text, sections, published_at, media_type, language, tags"
            " FROM documents WHERE id = ? AND CASE WHEN ? IS NULL THEN current ELSE version = ? END",
            (document_id, version, version),
        )
        if not rows:
            raise _not_found(document_id, version)
        row = rows[0]
        sections = tuple(Section(*section) for section in json.loads(row[6]))
        identity, number, current, title, source, text, _, published_at, media_type, language, tags = row
        return StoredDocument(
            identity,
            number,
            bool(current),
            title,
            source,
            text,
            sections,
            published_at,
            media_type,
            language,
            tuple(json.loads(tags)),
        )

    def counts(self) -> tuple[int, int]:
        """Return the number of current documents and of chunks."""
        [row] = self._connections.rows(
            "SELECT (SELECT count(*) FROM documents WHERE current), (SELECT count(*) FROM chunks)"
        )
        return int(row[0]), int(row[1])

    def chunks(self, ids: Sequence[int]) -> dict[int, ChunkRow]:
        """Return the chunks among the ids that answers may be made from now, by id."""
        found: dict[int, ChunkRow] = {}
        for some in _some(ids):
            for row in self._connections.rows(_CHUNK_ROWS.format(_marks(some)), some):
                found[row[0]] = _chunk_row(row)
        return found

    def chunk_text(self, row: ChunkRow) -> str:
        """Return a chunk's text."""
        rows = self._connections.rows(
            "SELECT substr(text, ?, ?) FROM documents WHERE id = ? AND version = ?",
            (row.start + 1, row.end - row.start, row.document_id, row.version),
        )
        return str(rows[0][0]) if rows else ""

    def matching_documents(
        self, sources: Sequence[str], after: str | None, before: str | None, tags: Sequence[str] = ()
    ) -> list[str]:
        """Return the ids of current documents from one of the sources and published in the range, both ends included.

        Args:
            sources: a document's source, or the end of it from a "/" on; any source when empty.
            after: ISO 8601 date; a document without a date matches no range.
            before: ISO 8601 date.
            tags: the document has one of them; any document when empty.
        """
        rows = self._connections.rows(
            "SELECT id, source, tags FROM documents WHERE current AND (?1 IS NULL OR substr(published_at, 1, 10) >= ?1)"
            " AND (?2 IS NULL OR substr(published_at, 1, 10) <= ?2)",
            (after, before),
        )
        return [
            identity
            for identity, source, of_document in rows
            if (not sources or any(source == wanted or source.endswith(f"/{wanted}") for wanted in sources))
            and (not tags or not set(tags).isdisjoint(json.loads(of_document)))
        ]

    def chunk_ids(self, document_ids: Sequence[str]) -> list[int]:
        """Return the ids of the documents' chunks, ascending."""
        found: list[int] = []
        for some in _some(document_ids):
            found += [row[0] for row in self._connections.rows(_CHUNKS_OF.format(_marks(some)), some)]
        return sorted(found)

    def vectors_since(self, generation: int) -> tuple[list[int], FloatArray]:
        """Return ids and unit vectors, (n,) and (n, dim), of the chunks that came after a generation."""
        rows = self._connections.rows("SELECT id, vector FROM chunks WHERE generation > ? ORDER BY id", (generation,))
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        stacked = np.stack([np.frombuffer(vector, "<f2") for _, vector in rows])
        return [int(identity) for identity, _ in rows], unit_rows(stacked.astype(np.float32))

    def words_since(self, generation: int) -> Iterator[LexicalRow]:
        """Yield what the lexical leg needs of the chunks that came after a generation."""
        text_of: tuple[tuple[str, int], str] = (("", 0), "")
        rows = self._connections.rows(
            'SELECT chunks.id, document_id, chunks.version, start, "end", heading, title, language FROM chunks'
            " JOIN documents ON documents.id = document_id AND documents.version = chunks.version"
            " WHERE generation > ? ORDER BY chunks.id",
            (generation,),
        )
        for identity, document_id, version, start, end, heading, title, language in rows:
            if text_of[0] != (document_id, version):
                text_of = ((document_id, version), self.document(document_id, version).text)
            yield LexicalRow(identity, document_id, title, heading, text_of[1][start:end], language)

    def removed_since(self, generation: int) -> list[int]:
        """Return the ids of the chunks that went after a generation."""
        rows = self._connections.rows("SELECT id FROM removed_chunks WHERE generation > ? ORDER BY id", (generation,))
        return [int(row[0]) for row in rows]

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Let everything read inside come from one commit, whose generation is the value."""
        with self._connections.snapshot():
            yield self.generation

    @staticmethod
    def _next_generation(connection: Connection) -> int:
        connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")
        return int(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])

    def _put(self, connection: Connection, generation: int, document: Document, chunks: Sequence[EncodedChunk]) -> int:
        newest = connection.execute("SELECT max(version) FROM documents WHERE id = ?", (document.id,)).fetchone()[0]
        version = (newest or 0) + 1
        self._remove_chunks(connection, generation, document.id)
        connection.execute("UPDATE documents SET current = 0 WHERE id = ?", (document.id,))
        sections = json.dumps([[section.start, section.end, section.heading] for section in document.sections])
        added_at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        connection.execute(
            "INSERT INTO documents VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                json.dumps(document.tags, ensure_ascii=False),
            ),
        )
        connection.executemany(
            'INSERT INTO chunks (document_id, version, start, "end", heading, sentences, vector, tokens, generation)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(document.id, version, *_chunk_values(encoded), generation) for encoded in chunks],
        )
        return int(version)

    @staticmethod
    def _remove_chunks(connection: Connection, generation: int, document_id: str) -> None:
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


def _summary(row: tuple[Any, ...]) -> DocumentSummary:
    values = [*row[:-1], tuple(json.loads(row[-1]))]
    return DocumentSummary(*values)


def _some(values: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the values in portions that one query takes."""
    for first in range(0, len(values), _PARAMETERS_A_QUERY):
        yield list(values[first : first + _PARAMETERS_A_QUERY])


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _not_found(document_id: str, version: int | None = None) -> DocumentNotFound:
    which = f"document {document_id}" if version is None else f"version {version} of document {document_id}"
    return DocumentNotFound(f"There is no {which}", "List the documents with “footnote documents list”")
