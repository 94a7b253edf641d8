"""What a transaction writes: documents with their chunks and pages, files, and what became of both."""

import datetime
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from index.connections import Connection
from index.documents import Document, Section, document_id
from index.records import EncodedChunk, FileRecord

__all__ = [
    "forget_file",
    "forget_files_of",
    "move_document",
    "put_document",
    "put_file",
    "remove_document",
    "section_from",
]

_INSERT_CHUNK = """
INSERT INTO chunks
    (document_id, version, generation, start, "end", heading, sentences, vector, tokens, head_start, head)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_COPY_CHUNKS = """
INSERT INTO chunks
    (document_id, version, generation, start, "end", heading, sentences, vector, tokens, head_start, head)
SELECT ?, version, ?, start, "end", heading, sentences, vector, tokens, head_start, head
FROM chunks WHERE document_id = ? ORDER BY id
"""


def put_document(connection: Connection, generation: int, document: Document, chunks: Sequence[EncodedChunk]) -> int:
    """Store a document as its source's next version, whose number is returned; the chunks of the one before go."""
    newest = connection.execute("SELECT max(version) FROM documents WHERE id = ?", (document.id,)).fetchone()[0]
    version = int(newest or 0) + 1
    _remove_chunks(connection, generation, document.id)
    connection.execute("UPDATE documents SET current = 0 WHERE id = ?", (document.id,))
    connection.execute("DELETE FROM moved_documents WHERE old_id = ?", (document.id,))
    sections = [[section.start, section.end, section.heading, section.head] for section in document.sections]
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            json.dumps(document.tags, ensure_ascii=False),
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


def remove_document(connection: Connection, generation: int, identity: str) -> bool:
    """Remove a document with every version, chunk and page; tell whether there was one."""
    _remove_chunks(connection, generation, identity)
    connection.execute("DELETE FROM pages WHERE document_id = ?", (identity,))
    connection.execute("DELETE FROM documents_of_files WHERE document_id = ?", (identity,))
    connection.execute("DELETE FROM moved_documents WHERE new_id = ?", (identity,))
    return bool(connection.execute("DELETE FROM documents WHERE id = ?", (identity,)).rowcount)


def move_document(connection: Connection, generation: int, before: str, after: str) -> None:
    """Give a document another source, and with it another id; its vectors are taken along.

    The chunks get new ids, by which the derived indexes notice.
    """
    old, new = document_id(before), document_id(after)
    remove_document(connection, generation, new)
    connection.execute("UPDATE documents SET id = ?, source = ? WHERE id = ?", (new, after, old))
    connection.execute("UPDATE pages SET document_id = ? WHERE document_id = ?", (new, old))
    connection.execute(
        _COPY_CHUNKS,
        (new, generation, old),
    )
    _remove_chunks(connection, generation, old)
    connection.execute("UPDATE moved_documents SET new_id = ? WHERE new_id = ?", (new, old))
    connection.execute("INSERT OR REPLACE INTO moved_documents VALUES (?, ?)", (old, new))


def put_file(connection: Connection, file: FileRecord) -> None:
    """Remember a file as it is now, with the documents that it gave."""
    forget_file(connection, file.path)
    connection.execute(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            file.path,
            file.size,
            file.modified_ns,
            file.changed_ns,
            file.inode,
            file.looked_at_ns,
            file.sha256,
            file.failure,
        ),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO documents_of_files VALUES (?, ?)",
        [(file.path, identity) for identity in file.document_ids],
    )


def forget_file(connection: Connection, path: str) -> None:
    """Forget a file; its documents stay."""
    connection.execute("DELETE FROM files WHERE path = ?", (path,))
    connection.execute("DELETE FROM documents_of_files WHERE path = ?", (path,))


def forget_files_of(connection: Connection, identity: str) -> None:
    """Forget the files that gave a document, so that they are read again when they are next seen."""
    query = "SELECT path FROM documents_of_files WHERE document_id = ?"
    for (path,) in connection.execute(query, (identity,)).fetchall():
        connection.execute("DELETE FROM files WHERE path = ?", (path,))


def section_from(values: Sequence[Any]) -> Section:
    """Return a section as it was stored; those of older indexes have no head."""
    start, end, heading, *head = values
    return Section(start, end, heading, (head[0][0], head[0][1]) if head and head[0] else None)


def _remove_chunks(connection: Connection, generation: int, identity: str) -> None:
    connection.execute(
        "INSERT INTO removed_chunks SELECT id, ? FROM chunks WHERE document_id = ?", (generation, identity)
    )
    connection.execute("DELETE FROM chunks WHERE document_id = ?", (identity,))


def _chunk_values(text: str, encoded: EncodedChunk) -> tuple[int, int, str, bytes, bytes, bytes, int | None, str]:
    chunk = encoded.chunk
    spans = np.array(chunk.sentences, dtype="<u4").tobytes()
    vector = encoded.vector.astype("<f2").tobytes()
    head = text[chunk.head[0] : chunk.head[1]] if chunk.head else ""
    start = chunk.head[0] if chunk.head else None
    return chunk.start, chunk.end, chunk.heading, spans, vector, encoded.tokens.to_bytes(), start, head
