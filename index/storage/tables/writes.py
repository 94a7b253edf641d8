"""What a transaction writes: documents with their chunks and pages, files, and what became of both."""

import datetime
import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from index.documents import Document, Origin, Section, document_id
from index.encoding.encoded_chunks import EncodedChunk
from index.origins import check_place
from index.storage.records import FileRecord
from index.storage.sqlite_file import Connection

__all__ = [
    "add_tags",
    "checksum",
    "choose_tags",
    "forget_file",
    "forget_files_of",
    "move_claimed",
    "move_document",
    "move_rest",
    "put_document",
    "put_file",
    "remove_document",
    "remove_strays",
    "replace_with_copy",
    "section_from",
    "text_hash",
]

_INSERT_CHUNK = """
INSERT INTO chunks
    (document_id, version, generation, start, "end", heading, sentences, vector, tokens, head_start, head, checksum)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_COPY_CHUNKS = """
INSERT INTO chunks
    (document_id, version, generation, start, "end", heading, sentences, vector, tokens, head_start, head, checksum)
SELECT ?, version, ?, start, "end", heading, sentences, vector, tokens, head_start, head, checksum
FROM chunks WHERE document_id = ? ORDER BY id
"""


def put_document(connection: Connection, generation: int, document: Document, chunks: Sequence[EncodedChunk]) -> int:
    """Store a document as its source's next version, whose number is returned; the chunks of the one before go.

    Raises:
        DocumentConflict: its place is taken by a document that came another way.
    """
    check_place(document.source, document.origin, _in_place(connection, document.id))
    version = _last_version(connection, document.id) + 1
    _remove_chunks(connection, generation, document.id)
    connection.execute("UPDATE documents SET current = 0 WHERE id = ?", (document.id,))
    connection.execute("DELETE FROM moved_documents WHERE old_id = ?", (document.id,))
    sections = [[section.start, section.end, section.heading, section.head] for section in document.sections]
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            json.dumps(sorted(_with_choices(connection, document.id, set(document.tags))), ensure_ascii=False),
            text_hash(document.text),
            document.origin.way,
            document.origin.file,
            document.claimed_source,
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
    """Remove a document with every version, chunk and page; tell whether there was one.

    Its last version is remembered: what cites it must not lead to another text that comes from the same source.
    """
    if last := _last_version(connection, identity):
        connection.execute("INSERT OR REPLACE INTO last_versions VALUES (?, ?)", (identity, last))
    _remove_chunks(connection, generation, identity)
    connection.execute("DELETE FROM pages WHERE document_id = ?", (identity,))
    connection.execute("DELETE FROM documents_of_files WHERE document_id = ?", (identity,))
    connection.execute("DELETE FROM moved_documents WHERE new_id = ?", (identity,))
    return bool(connection.execute("DELETE FROM documents WHERE id = ?", (identity,)).rowcount)


def move_document(connection: Connection, generation: int, before: str, after: str, file: str) -> None:
    """Give a document of a folder's file another source, and with it another id; its vectors are taken along.

    The chunks get new ids, by which the derived indexes notice.

    Raises:
        DocumentConflict: its new place is taken.
    """
    old, new = document_id(before), document_id(after)
    check_place(after, Origin("folder", file), _in_place(connection, new))
    remove_document(connection, generation, new)
    connection.execute(
        "UPDATE documents SET id = ?, source = ?, way = 'folder', file = ? WHERE id = ?", (new, after, file, old)
    )
    connection.execute("UPDATE pages SET document_id = ? WHERE document_id = ?", (new, old))
    connection.execute("UPDATE OR REPLACE tag_choices SET document_id = ? WHERE document_id = ?", (new, old))
    connection.execute(
        _COPY_CHUNKS,
        (new, generation, old),
    )
    _remove_chunks(connection, generation, old)
    connection.execute("UPDATE moved_documents SET new_id = ? WHERE new_id = ?", (new, old))
    connection.execute("INSERT OR REPLACE INTO moved_documents VALUES (?, ?)", (old, new))


def move_rest(connection: Connection, old: str, new: str) -> None:
    """Let what a file gave under other sources, as older indexes have it, be of the file where that is now."""
    connection.execute("UPDATE documents SET file = ? WHERE file = ? AND way = 'folder'", (new, old))


def move_claimed(connection: Connection, generation: int, claimed: str, source: str, path: str) -> None:
    """Give a record of a file, which has the source that it claims, its own.

    Raises:
        DocumentConflict: its new place is taken.
    """
    old, new = document_id(claimed), document_id(source)
    move_document(connection, generation, claimed, source, path)
    connection.execute("UPDATE documents SET claimed_source = ? WHERE id = ?", (claimed, new))
    connection.execute("DELETE FROM documents_of_files WHERE path = ? AND document_id = ?", (path, old))
    connection.execute("INSERT OR IGNORE INTO documents_of_files VALUES (?, ?)", (path, new))


def put_file(connection: Connection, file: FileRecord) -> None:
    """Remember a file as it is now, with the documents that it gave."""
    forget_file(connection, file.path)
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
        "INSERT OR IGNORE INTO documents_of_files VALUES (?, ?)",
        [(file.path, identity) for identity in file.document_ids],
    )


def forget_file(connection: Connection, path: str) -> None:
    """Forget a file; its documents stay."""
    connection.execute("DELETE FROM files WHERE path = ?", (path,))
    connection.execute("DELETE FROM documents_of_files WHERE path = ?", (path,))
    connection.execute("DELETE FROM failures_of_files WHERE path = ?", (path,))


def forget_files_of(connection: Connection, identity: str) -> None:
    """Forget the files that gave a document, so that they are read again when they are next seen."""
    query = "SELECT path FROM documents_of_files WHERE document_id = ?"
    for (path,) in connection.execute(query, (identity,)).fetchall():
        connection.execute("DELETE FROM files WHERE path = ?", (path,))


def remove_strays(connection: Connection, generation: int) -> None:
    """Remove chunks that belong to no current document."""
    stray = (
        "SELECT id FROM chunks WHERE NOT EXISTS (SELECT 1 FROM documents"
        " WHERE documents.id = document_id AND documents.version = chunks.version AND current)"
    )
    connection.execute(f"INSERT INTO removed_chunks SELECT id, ? FROM ({stray})", (generation,))  # noqa: S608 — above
    connection.execute(f"DELETE FROM chunks WHERE id IN ({stray})")  # noqa: S608 — all of it stands above


def replace_with_copy(connection: Connection, generation: int) -> None:
    """Fill every table with what the attached database ``copy`` has, as a commit of the given generation."""
    before = [row[0] for row in connection.execute("SELECT id FROM chunks")]
    removed = [row[0] for row in connection.execute("SELECT id FROM removed_chunks")]
    tables = [row[0] for row in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    for table in tables:
        if not table.startswith("sqlite_"):
            connection.execute(f'DELETE FROM main."{table}"')  # noqa: S608 — a table of our own schema
            connection.execute(f'INSERT INTO main."{table}" SELECT * FROM copy."{table}"')  # noqa: S608 — the same
    connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (str(generation),))
    # As if all of it were new: whoever follows takes out what was there, and takes in what is there now.
    connection.execute("UPDATE chunks SET generation = ?", (generation,))
    gone = [(identity, generation) for identity in {*before, *removed}]
    connection.executemany("INSERT OR REPLACE INTO removed_chunks VALUES (?, ?)", gone)


def choose_tags(connection: Connection, identity: str, tags: Sequence[str]) -> bool:
    """Let a document have these tags, and remember what that changed for its later versions; tell whether there is one.

    What a person added stays, what they took off stays off, and every other tag is its file's own affair.
    """
    found = connection.execute("SELECT tags FROM documents WHERE id = ? AND current", (identity,)).fetchone()
    if found is None:
        return False
    before, now = set(json.loads(found[0])), set(tags)
    changed = [(identity, tag, tag in now) for tag in sorted(before ^ now)]
    connection.executemany("INSERT OR REPLACE INTO tag_choices VALUES (?, ?, ?)", changed)
    _set_tags(connection, identity, now)
    return True


def add_tags(connection: Connection, identity: str, tags: Sequence[str]) -> None:
    """Give a current document further tags, as those of a file are given: what a person took off stays off."""
    for (found,) in connection.execute("SELECT tags FROM documents WHERE id = ? AND current", (identity,)).fetchall():
        _set_tags(connection, identity, _with_choices(connection, identity, {*json.loads(found), *tags}))


def _set_tags(connection: Connection, identity: str, tags: Iterable[str]) -> None:
    written = json.dumps(sorted(tags), ensure_ascii=False)
    connection.execute("UPDATE documents SET tags = ? WHERE id = ? AND current", (written, identity))


def _with_choices(connection: Connection, identity: str, tags: set[str]) -> set[str]:
    """Return a file's tags with what a person added to them and took off."""
    choices = connection.execute("SELECT tag, wanted FROM tag_choices WHERE document_id = ?", (identity,)).fetchall()
    return (tags - {tag for tag, wanted in choices if not wanted}) | {tag for tag, wanted in choices if wanted}


def section_from(values: Sequence[Any]) -> Section:
    """Return a section as it was stored; those of older indexes have no head."""
    start, end, heading, *head = values
    return Section(start, end, heading, (head[0][0], head[0][1]) if head and head[0] else None)


def _in_place(connection: Connection, identity: str) -> tuple[str, Origin] | None:
    """Return source and origin of the document in a place; one that was removed keeps it while it can come back."""
    for table in ("documents", "aside_documents"):
        query = f"SELECT source, way, file FROM {table} WHERE id = ? AND current"  # noqa: S608 — one of the two
        if found := connection.execute(query, (identity,)).fetchone():
            return found[0], Origin(found[1], found[2])
    return None


def _last_version(connection: Connection, identity: str) -> int:
    """Return the greatest version that a document ever had, also before it was removed."""
    query = (
        "SELECT max(version) FROM (SELECT version FROM documents WHERE id = ?1"
        " UNION ALL SELECT version FROM last_versions WHERE document_id = ?1)"
    )
    return int(connection.execute(query, (identity,)).fetchone()[0] or 0)


def _remove_chunks(connection: Connection, generation: int, identity: str) -> None:
    connection.execute(
        "INSERT INTO removed_chunks SELECT id, ? FROM chunks WHERE document_id = ?", (generation, identity)
    )
    connection.execute("DELETE FROM chunks WHERE document_id = ?", (identity,))


_ChunkValues = tuple[int, int, str, bytes, bytes, bytes, int | None, str, int]


def _chunk_values(text: str, encoded: EncodedChunk) -> _ChunkValues:
    chunk = encoded.chunk
    spans = np.array(chunk.sentences, dtype="<u4").tobytes()
    vector = encoded.vector.astype("<f2").tobytes()
    head = text[chunk.head[0] : chunk.head[1]] if chunk.head else ""
    start = chunk.head[0] if chunk.head else None
    tokens = encoded.tokens.to_bytes()
    check = checksum(spans, vector, tokens)
    return chunk.start, chunk.end, chunk.heading, spans, vector, tokens, start, head, check


def checksum(sentences: bytes, vector: bytes, tokens: bytes) -> int:
    """Return the CRC-32 of what was made of a chunk: it tells later whether the disk still has what was written."""
    return zlib.crc32(tokens, zlib.crc32(vector, zlib.crc32(sentences)))


def text_hash(text: str) -> str:
    """Return the hex sha256 of a document's text, which is not that of the bytes that it was read from."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
