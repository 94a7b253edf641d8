"""What a commit writes of documents: their versions with chunks and pages, and what goes with them."""

import datetime
import hashlib
import json
import zlib
from collections.abc import Sequence

import numpy as np

from index.documents import Document, Origin, document_id
from index.encoding.encoded_chunks import EncodedChunk, Vectors
from index.encoding.encoder import FloatArray
from index.origins import check_place
from index.storage.databases.database import Commit
from index.storage.engines.engine import Transaction
from index.storage.records import ChunkRow
from index.storage.tables.tags import with_choices
from index.text.lines import Span

__all__ = [
    "checksum",
    "move_document",
    "purge_document",
    "purge_strays",
    "put_document",
    "put_vectors",
    "text_hash",
]

_INSERT_CHUNK = """
INSERT INTO chunks
    (document_id, version, generation, start, "end", heading, sentences, vector, tokens, head_start, head, checksum,
    made_of)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_COPY_CHUNKS = """
INSERT INTO chunks
    (document_id, version, generation, start, "end", heading, sentences, vector, tokens, head_start, head, checksum,
    made_of)
SELECT ?, version, ?, start, "end", heading, sentences, vector, tokens, head_start, head, checksum, made_of
FROM chunks WHERE document_id = ? ORDER BY id
"""
_REMEMBER_VERSION = """
INSERT INTO last_versions VALUES (?, ?) ON CONFLICT (document_id) DO UPDATE SET version = excluded.version
"""
_REMEMBER_MOVE = """
INSERT INTO moved_documents VALUES (?, ?) ON CONFLICT (old_id) DO UPDATE SET new_id = excluded.new_id
"""
_DROP_CHOICES_IN_PLACE = """
DELETE FROM tag_choices WHERE document_id = ?1
    AND tag IN (SELECT tag FROM tag_choices AS taken_along WHERE taken_along.document_id = ?2)
"""


def put_document(commit: Commit, document: Document, chunks: Sequence[EncodedChunk]) -> int:
    """Store a document as its source's next version, whose number is returned; the chunks of the one before go.

    Raises:
        DocumentConflict: its place is taken by a document that came another way.
    """
    connection, generation = commit.connection, commit.generation
    check_place(document.source, document.origin, _in_place(connection, document.id))
    version = _last_version(connection, document.id) + 1
    _remove_chunks(commit, document.id)
    connection.execute("UPDATE documents SET current = FALSE WHERE id = ?", (document.id,))
    connection.execute("DELETE FROM moved_documents WHERE old_id = ?", (document.id,))
    sections = [[section.start, section.end, section.heading, section.head] for section in document.sections]
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, TRUE, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            version,
            document.source,
            document.title,
            document.text,
            json.dumps(sections),
            document.content_hash,
            document.media_type,
            document.published_at,
            document.language,
            len(document.text),
            datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            json.dumps(sorted(with_choices(connection, document.id, set(document.tags))), ensure_ascii=False),
            text_hash(document.text),
            document.origin.way,
            document.origin.file,
            document.claimed_source,
            json.dumps(document.authors, ensure_ascii=False),
        ),
    )
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (document.id, version, page.number, page.start, page.end, page.width, page.height, page.words)
            for page in document.pages
        ],
    )
    connection.executemany(
        _INSERT_CHUNK,
        [(document.id, version, generation, *_chunk_values(document.text, encoded)) for encoded in chunks],
    )
    return version


def put_vectors(commit: Commit, row: ChunkRow, vectors: Vectors) -> None:
    """Store the vectors of a chunk that waits for them."""
    spans, vector, tokens = _spans_bytes(row.sentences), _vector_bytes(vectors[0]), vectors[1]
    commit.connection.execute(
        "UPDATE chunks SET vector = ?, tokens = ?, checksum = ?, encoded_in = ? WHERE id = ? AND vector = x''",
        (vector, tokens, checksum(spans, vector, tokens), commit.generation, row.id),
    )


def purge_document(commit: Commit, identity: str) -> bool:
    """Remove a document for good, with every version, chunk and page; tell whether there was one.

    Its last version is remembered: what cites it must not lead to another text that comes from the same source.
    """
    connection = commit.connection
    if last := _last_version(connection, identity):
        connection.execute(_REMEMBER_VERSION, (identity, last))
    _remove_chunks(commit, identity)
    connection.execute("DELETE FROM pages WHERE document_id = ?", (identity,))
    connection.execute("DELETE FROM documents_of_files WHERE document_id = ?", (identity,))
    connection.execute("DELETE FROM moved_documents WHERE new_id = ?", (identity,))
    return bool(connection.execute("DELETE FROM documents WHERE id = ?", (identity,)).rowcount)


def move_document(commit: Commit, before: str, after: str, file: str) -> tuple[str, str]:
    """Give a document of a folder's file another source, and with it another id; return the old id and the new.

    Its vectors are taken along. The chunks get new ids, by which the derived indexes notice.

    Raises:
        DocumentConflict: its new place is taken.
    """
    connection = commit.connection
    old, new = document_id(before), document_id(after)
    check_place(after, Origin("folder", file), _in_place(connection, new))
    purge_document(commit, new)
    connection.execute(
        "UPDATE documents SET id = ?, source = ?, way = 'folder', file = ? WHERE id = ?", (new, after, file, old)
    )
    connection.execute("UPDATE pages SET document_id = ? WHERE document_id = ?", (new, old))
    connection.execute(_DROP_CHOICES_IN_PLACE, (new, old))
    connection.execute("UPDATE tag_choices SET document_id = ? WHERE document_id = ?", (new, old))
    connection.execute(_COPY_CHUNKS, (new, commit.generation, old))
    _remove_chunks(commit, old)
    connection.execute("UPDATE moved_documents SET new_id = ? WHERE new_id = ?", (new, old))
    connection.execute(_REMEMBER_MOVE, (old, new))
    return old, new


def purge_strays(commit: Commit) -> None:
    """Remove chunks that belong to no current document."""
    stray = (
        "SELECT id FROM chunks WHERE NOT EXISTS (SELECT 1 FROM documents"
        " WHERE documents.id = document_id AND documents.version = chunks.version AND current)"
    )
    commit.connection.execute(f"INSERT INTO removed_chunks SELECT id, ? FROM ({stray}) AS stray", (commit.generation,))  # noqa: S608 — above
    commit.connection.execute(f"DELETE FROM chunks WHERE id IN ({stray})")  # noqa: S608 — all of it stands above


def _in_place(connection: Transaction, identity: str) -> tuple[str, Origin] | None:
    """Return source and origin of the document in a place; one that was removed keeps it while it can come back."""
    for table in ("documents", "aside_documents"):
        query = f"SELECT source, way, file FROM {table} WHERE id = ? AND current"  # noqa: S608 — one of the two
        if found := connection.execute(query, (identity,)).fetchone():
            return found[0], Origin(found[1], found[2])
    return None


def _last_version(connection: Transaction, identity: str) -> int:
    """Return the greatest version that a document ever had, also before it was removed."""
    query = (
        "SELECT max(version) FROM (SELECT version FROM documents WHERE id = ?1"
        " UNION ALL SELECT version FROM last_versions WHERE document_id = ?1) AS versions"
    )
    return int(connection.execute(query, (identity,)).fetchone()[0] or 0)


def _remove_chunks(commit: Commit, identity: str) -> None:
    commit.connection.execute(
        "INSERT INTO removed_chunks SELECT id, ? FROM chunks WHERE document_id = ?", (commit.generation, identity)
    )
    commit.connection.execute("DELETE FROM chunks WHERE document_id = ?", (identity,))


_ChunkValues = tuple[int, int, str, bytes, bytes, bytes, int | None, str, int, bytes]


def _chunk_values(text: str, encoded: EncodedChunk) -> _ChunkValues:
    chunk = encoded.chunk
    spans, vector = _spans_bytes(chunk.sentences), _vector_bytes(encoded.vector)
    head = text[chunk.head[0] : chunk.head[1]] if chunk.head else ""
    start = chunk.head[0] if chunk.head else None
    check = checksum(spans, vector, encoded.tokens)
    return chunk.start, chunk.end, chunk.heading, spans, vector, encoded.tokens, start, head, check, encoded.made_of


def _spans_bytes(spans: Sequence[Span]) -> bytes:
    return np.array(spans, dtype="<u4").tobytes()


def _vector_bytes(vector: FloatArray) -> bytes:
    return vector.astype("<f2").tobytes()


def checksum(sentences: bytes, vector: bytes, tokens: bytes) -> int:
    """Return the CRC-32 of what was made of a chunk: it tells later whether the disk still has what was written."""
    return zlib.crc32(tokens, zlib.crc32(vector, zlib.crc32(sentences)))


def text_hash(text: str) -> str:
    """Return the hex sha256 of a document's text, which is not that of the bytes that it was read from."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
