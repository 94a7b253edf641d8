"""SQLite, the truth: documents, their versions, chunks and vectors, and a generation for every commit."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index import writes
from index.connections import Connection, Connections
from index.documents import Document, Page
from index.encoders import FloatArray, unit_rows
from index.errors import DocumentNotFound
from index.parse.contents import Failure
from index.records import ChunkRow, DocumentSummary, EncodedChunk, FileRecord, LexicalRow, StoredDocument
from index.schema import prepare

__all__ = ["Database"]

_PARAMETERS_A_QUERY = 500
_CHUNK_ROWS = """
SELECT chunks.id, document_id, chunks.version, start, "end", heading, sentences, title, source, published_at, language,
    tokens, head_start, head
FROM chunks JOIN documents ON documents.id = document_id AND documents.version = chunks.version WHERE chunks.id IN ({})
"""
_STORED_CHUNKS = """
SELECT chunks.id, document_id, chunks.version, start, "end", heading, sentences, '', '', NULL, '',
    tokens, head_start, head, vector, checksum
FROM chunks WHERE chunks.id > ? ORDER BY chunks.id LIMIT ?
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

    def put(
        self,
        items: Sequence[tuple[Document, Sequence[EncodedChunk]]],
        files: Sequence[FileRecord] = (),
        gone: Sequence[str] = (),
    ) -> list[int]:
        """Store documents with their chunks in one transaction, and return each one's version.

        A document whose source is known becomes its next version: the old text stays for those who cite it, the old
        chunks go.

        Args:
            items: documents with their chunks.
            files: that are read to their end with these documents.
            gone: ids of documents to remove.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for identity in gone:
                writes.remove_document(connection, generation, identity)
            versions = [writes.put_document(connection, generation, document, chunks) for document, chunks in items]
            for file in files:
                writes.put_file(connection, file)
            return versions

    def delete(self, document_ids: Iterable[str]) -> None:
        """Remove documents with every version and chunk, in one transaction; their files count as never read.

        Raises:
            DocumentNotFound: there is none of one of the ids; nothing was removed then.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for identity in document_ids:
                writes.forget_files_of(connection, identity)
                if not writes.remove_document(connection, generation, identity):
                    raise _not_found(identity)

    def move(self, old: str, new: FileRecord, sources: dict[str, str]) -> None:
        """Let a file and its documents be at another path, with their versions and vectors, in one transaction.

        Args:
            old: path of the file.
            new: the file as it is now.
            sources: the new source of each of its documents, by the old.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for before, after in sources.items():
                writes.move_document(connection, generation, before, after)
            writes.forget_file(connection, old)
            writes.put_file(connection, new)

    def note_files(self, files: Iterable[FileRecord], forgotten: Iterable[str] = ()) -> None:
        """Remember how files are now, and forget others; no document changes, so this is no generation of its own."""
        with self._connections.transaction() as connection:
            for path in forgotten:
                writes.forget_file(connection, path)
            for file in files:
                writes.put_file(connection, file)

    def files(self) -> dict[str, FileRecord]:
        """Return every file that was read, by path."""
        of_file: dict[str, list[str]] = {}
        for path, identity in self._connections.rows("SELECT path, document_id FROM documents_of_files"):
            of_file.setdefault(path, []).append(identity)
        failures: dict[str, list[Failure]] = {}
        for path, source, reason in self._connections.rows(
            "SELECT path, source, reason FROM failures_of_files ORDER BY path, number"
        ):
            failures.setdefault(path, []).append(Failure(source, reason))
        rows = self._connections.rows(
            "SELECT path, size, modified_ns, changed_ns, inode, looked_at_ns, sha256 FROM files"
        )
        return {
            row[0]: FileRecord(*(*row, tuple(of_file.get(row[0], ())), tuple(failures.get(row[0], ())))) for row in rows
        }

    def content_hash(self, document_id: str, version: int) -> str:
        """Return the content hash of a version of a document; empty when there is none."""
        query = "SELECT content_hash FROM documents WHERE id = ? AND version = ?"
        rows = self._connections.rows(query, (document_id, version))
        return str(rows[0][0]) if rows else ""

    def sources(self) -> dict[str, str]:
        """Return the source of every current document, by id."""
        return dict(self._connections.rows("SELECT id, source FROM documents WHERE current"))

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
            moved = self._connections.rows("SELECT new_id FROM moved_documents WHERE old_id = ?", (document_id,))
            if moved:
                return self.document(moved[0][0], version)
            raise _not_found(document_id, version)
        row = rows[0]
        sections = tuple(writes.section_from(values) for values in json.loads(row[6]))
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

    def page_of(self, document_id: str, version: int, position: int) -> int | None:
        """Return the number of the page on which a code point of a document stands, where it has pages."""
        rows = self._connections.rows(
            'SELECT number FROM pages WHERE document_id = ? AND version = ? AND start <= ? AND "end" > ?'
            " ORDER BY number LIMIT 1",
            (document_id, version, position, position),
        )
        return int(rows[0][0]) if rows else None

    def pages(self, document_id: str, version: int) -> list[Page]:
        """Return the pages of a version of a document; none where its format has none."""
        rows = self._connections.rows(
            'SELECT number, start, "end", width, height, words FROM pages WHERE document_id = ? AND version = ?'
            " ORDER BY number",
            (document_id, version),
        )
        return [Page(*row) for row in rows]

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
            'SELECT chunks.id, document_id, chunks.version, start, "end", heading, head, title, language FROM chunks'
            " JOIN documents ON documents.id = document_id AND documents.version = chunks.version"
            " WHERE generation > ? ORDER BY chunks.id",
            (generation,),
        )
        for identity, document_id, version, start, end, heading, head, title, language in rows:
            if text_of[0] != (document_id, version):
                text_of = ((document_id, version), self.document(document_id, version).text)
            above = f"{heading}\n{head}" if head else heading
            yield LexicalRow(identity, document_id, title, above, text_of[1][start:end], language)

    def removed_since(self, generation: int) -> list[int]:
        """Return the ids of the chunks that went after a generation."""
        rows = self._connections.rows("SELECT id FROM removed_chunks WHERE generation > ? ORDER BY id", (generation,))
        return [int(row[0]) for row in rows]

    def integrity(self) -> list[str]:
        """Return what SQLite finds wrong with its own file; nothing when all is well."""
        found = [str(row[0]) for row in self._connections.rows("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else found

    def versions(self, *, current: bool = False) -> list[tuple[str, int, int, str]]:
        """Return (document id, version, characters, sha256 of the text) of every version, or of current ones alone."""
        query = "SELECT id, version, characters, text_sha256 FROM documents WHERE current OR NOT ? ORDER BY id, version"
        return [(row[0], row[1], row[2], row[3]) for row in self._connections.rows(query, (current,))]

    def stored_chunks(self) -> Iterator[tuple[ChunkRow, bytes, bytes, int | None]]:
        """Yield every chunk with its vector, its sentences as they are stored, and the checksum of all of it."""
        last = 0
        while rows := self._connections.rows(_STORED_CHUNKS, (last, _PARAMETERS_A_QUERY)):
            for row in rows:
                yield _chunk_row(row[:-2]), row[-2], row[6], row[-1]
            last = rows[-1][0]

    def remove_strays(self) -> None:
        """Remove chunks that belong to no document."""
        with self._connections.transaction() as connection:
            writes.remove_strays(connection, self._next_generation(connection))

    def copy_to(self, path: Path) -> None:
        """Write the last commit as a database of its own, while others go on reading and writing."""
        self._connections.copy_to(path)

    def replace_with(self, path: Path) -> None:
        """Become what a copy of this database was, in one transaction; readers and derived indexes notice.

        Args:
            path: of the copy, with this version's tables.
        """
        with self._connections.attached(path, "copy"), self._connections.transaction() as connection:
            writes.replace_with_copy(connection, self._next_generation(connection))

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Let everything read inside come from one commit, whose generation is the value."""
        with self._connections.snapshot():
            yield self.generation

    @staticmethod
    def _next_generation(connection: Connection) -> int:
        connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")
        return int(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])


def _chunk_row(row: tuple[Any, ...]) -> ChunkRow:
    *values, head_start, head = row
    values[6] = _spans_from(values[6])
    span = None if head_start is None else (head_start, head_start + len(head))
    return ChunkRow(*(*values, span, head))


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
