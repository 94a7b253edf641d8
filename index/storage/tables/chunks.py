"""Chunks as the database has them: their rows, words and vectors, and which came and went since a commit."""

import json
import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from index.encoding.encoded_chunks import Vectors
from index.encoding.encoder import FloatArray, unit_rows
from index.storage.databases.database import Database
from index.storage.engines.engine import ALL
from index.storage.records import ChunkRow, LexicalRow
from index.storage.tables.documents import DocumentTable
from index.storage.tables.writes import checksum

__all__ = ["ChunkTable"]

_READ_AT_ONCE = 500
# Below, “+id” keeps SQLite from walking through every chunk for the sake of their order.
_VECTORS_AT_ONCE = 8_192
_TEXTS_KEPT = 2_000
"""Chunks whose text is kept in memory: about 2 MB."""

_CHUNK_ROWS = """
SELECT chunks.id, document_id, chunks.version, start, "end", heading, sentences, title, source, published_at, language,
    tokens, head_start, head, authors
FROM chunks JOIN documents ON documents.id = document_id AND documents.version = chunks.version WHERE chunks.id IN ({})
"""
_STORED_CHUNKS = """
SELECT chunks.id, document_id, chunks.version, start, "end", heading, sentences, '', '', NULL, '',
    tokens, head_start, head, '[]', vector, checksum
FROM chunks WHERE chunks.id > ? ORDER BY chunks.id LIMIT ?
"""
_MADE_OF = "SELECT made_of, sentences, vector, tokens, checksum FROM chunks WHERE made_of IN ({}) AND vector != x''"
_WAITS = "vector = x''"
_ENCODED_SINCE = f"""
SELECT id FROM chunks WHERE generation > ? AND id NOT IN (SELECT id FROM chunks WHERE {_WAITS})
UNION ALL SELECT id FROM chunks WHERE encoded_in > ?
"""  # noqa: S608 — all of it stands here
_ENCODED_BETWEEN = f"""
SELECT id FROM chunks WHERE generation > ? AND generation <= ? AND id NOT IN (SELECT id FROM chunks WHERE {_WAITS})
UNION ALL SELECT id FROM chunks WHERE encoded_in > ? AND encoded_in <= ?
"""  # noqa: S608 — all of it stands here
_WORDS = """
SELECT chunks.id, document_id, chunks.version, start, "end", heading, head, title, language FROM chunks
    JOIN documents ON documents.id = document_id AND documents.version = chunks.version
"""
_CHUNKS_OF = "SELECT id FROM chunks WHERE document_id IN ({})"


class ChunkTable:
    """The chunks of current documents. An id is never used twice.

    Args:
        database: of the index.
        documents: of the same.
    """

    def __init__(self, database: Database, documents: DocumentTable) -> None:
        self._database = database
        self._documents = documents
        self._texts: dict[int, str] = {}

    def count(self) -> int:
        """Return the number of chunks."""
        [[number]] = self._database.rows("SELECT count(*) FROM chunks")
        return int(number)

    def count_waiting(self) -> int:
        """Return the number of chunks that wait for their vectors."""
        [[number]] = self._database.rows(f"SELECT count(*) FROM chunks WHERE {_WAITS}")  # noqa: S608 — above
        return int(number)

    def waiting(self, most: int) -> list[int]:
        """Return the ids of at most so many chunks that wait for their vectors, ascending."""
        query = f"SELECT id FROM chunks WHERE {_WAITS} ORDER BY id LIMIT ?"  # noqa: S608 — above
        return [int(identity) for (identity,) in self._database.rows(query, (most,))]

    def count_since(self, generation: int) -> int:
        """Return the number of chunks that came after a generation."""
        [[number]] = self._database.rows("SELECT count(*) FROM chunks WHERE generation > ?", (generation,))
        return int(number)

    def get(self, ids: Sequence[int]) -> dict[int, ChunkRow]:
        """Return the chunks among the ids that answers may be made from now, by id."""
        return {row[0]: _chunk_row(row) for row in self._database.rows_among(_CHUNK_ROWS, ids)}

    def text(self, row: ChunkRow) -> str:
        """Return a chunk's text; that of an id never changes, and a question wants it several times."""
        known = self._texts.get(row.id)
        if known is None:
            if len(self._texts) >= _TEXTS_KEPT:
                self._texts.clear()
            known = self._texts[row.id] = self._documents.excerpt(row.document_id, row.version, row.start, row.end)
        return known

    def headed_text(self, row: ChunkRow) -> str:
        """Return a chunk's text below its title, its heading and the head of the table that it goes on with."""
        return f"{row.title}\n{row.heading}\n{row.head_text}\n{self.text(row)}"

    def ids(self) -> list[int]:
        """Return the id of every chunk, ascending."""
        return [int(identity) for (identity,) in self._database.rows("SELECT id FROM chunks ORDER BY id")]

    def encoded_ids(self) -> list[int]:
        """Return the id of every chunk that has its vectors, ascending."""
        waiting = set(self.waiting(ALL))
        return [identity for identity in self.ids() if identity not in waiting]

    def ids_of(self, document_ids: Sequence[str]) -> list[int]:
        """Return the ids of the documents' chunks, ascending."""
        return sorted(row[0] for row in self._database.rows_among(_CHUNKS_OF, document_ids))

    def made_of(self, wanted: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Return the vectors of chunks that are made of what is wanted, by that; damaged ones are left out."""
        return {
            made_of: (np.frombuffer(vector, "<f2").astype(np.float32), tokens)
            for made_of, sentences, vector, tokens, check in self._database.rows_among(_MADE_OF, wanted)
            if checksum(sentences, vector, tokens) == check
        }

    def documents_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the ids of the documents that chunks lie in, by the chunk's id, in the order of those."""
        rows = self._database.rows_among("SELECT id, document_id FROM chunks WHERE id IN ({})", ids)
        return {int(identity): str(document) for identity, document in sorted(rows)}

    def ids_at(self, document_id: str, start: int, end: int) -> list[int]:
        """Return the ids of a document's chunks that have words in a span of its text, ascending."""
        rows = self._database.rows(
            'SELECT id FROM chunks WHERE document_id = ? AND start < ? AND "end" > ? ORDER BY id',
            (document_id, end, start),
        )
        return [int(row[0]) for row in rows]

    def vectors_since(self, generation: int) -> Iterator[tuple[list[int], FloatArray]]:
        """Yield ids and unit vectors, (n,) and (n, dim), of what was encoded after a generation, some at a time."""
        found = self._database.rows(_ENCODED_SINCE, (generation, generation))
        # In no order: SQLite would walk through every chunk for its sake. Some are there twice.
        ids = sorted({int(identity) for (identity,) in found})
        for first in range(0, len(ids), _VECTORS_AT_ONCE):
            yield self.vectors_of(ids[first : first + _VECTORS_AT_ONCE])

    def vectors_of(self, ids: Sequence[int]) -> tuple[list[int], FloatArray]:
        """Return ids and unit vectors, (n,) and (n, dim), of the chunks that there are among some, by id."""
        query = "SELECT id, vector FROM chunks WHERE id IN ({}) AND vector != x''"
        rows = sorted(self._database.rows_among(query, ids))
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        stacked = np.stack([np.frombuffer(vector, "<f2") for _, vector in rows])
        return [int(identity) for identity, _ in rows], unit_rows(stacked.astype(np.float32))

    def some_vectors(self, number: int) -> FloatArray:
        """Return at most so many unit vectors, (n, dim), of chunks that lie alike far from one another."""
        ids = self.encoded_ids()
        chosen = ids if len(ids) <= number else [ids[place * len(ids) // number] for place in range(number)]
        return self.vectors_of(chosen)[1]

    def ids_between(self, generation: int, until: int) -> list[tuple[int, int]]:
        """Return (id, generation) of the chunks that came after a generation, up to another, by id."""
        query = "SELECT id, generation FROM chunks WHERE generation > ? AND generation <= ? ORDER BY +id"
        return [(int(identity), int(came)) for identity, came in self._database.rows(query, (generation, until))]

    def generations_of(self, ids: Sequence[int]) -> dict[int, int]:
        """Return the commits that those chunks came with that there are among some, by id."""
        rows = self._database.rows_among("SELECT id, generation FROM chunks WHERE id IN ({})", ids)
        return {int(identity): int(came) for identity, came in rows}

    def encoded_between(self, generation: int, until: int) -> list[int]:
        """Return the ids of the chunks that were encoded after a generation, up to another, ascending."""
        rows = self._database.rows(_ENCODED_BETWEEN, (generation, until, generation, until))
        return sorted({int(identity) for (identity,) in rows})

    def words_since(self, generation: int) -> Iterator[LexicalRow]:
        """Yield what the lexical index needs of the chunks that came after a generation."""
        return self._words(self._database.rows(f"{_WORDS} WHERE generation > ? ORDER BY +chunks.id", (generation,)))

    def words_of(self, ids: Sequence[int]) -> Iterator[LexicalRow]:
        """Yield the same of those chunks that there are among some, by id."""
        return self._words(sorted(self._database.rows_among(f"{_WORDS} WHERE chunks.id IN ({{}})", ids)))

    def _words(self, rows: Sequence[Any]) -> Iterator[LexicalRow]:
        text_of: tuple[tuple[str, int], str] = (("", 0), "")
        for identity, document_id, version, start, end, heading, head, title, language in rows:
            if text_of[0] != (document_id, version):
                text_of = ((document_id, version), self._documents.get(document_id, version).text)
            above = f"{heading}\n{head}" if head else heading
            yield LexicalRow(identity, document_id, title, above, text_of[1][start:end], language)

    def generations_since(self, generation: int) -> list[tuple[int, int]]:
        """Return (generation, chunks) of the commits after one that brought chunks which are still there, ascending."""
        query = "SELECT generation, count(*) FROM chunks WHERE generation > ? GROUP BY generation ORDER BY generation"
        return [(int(number), int(chunks)) for number, chunks in self._database.rows(query, (generation,))]

    def removed_since(self, generation: int, until: int = ALL) -> list[int]:
        """Return the ids of the chunks that went after a generation, up to another."""
        query = "SELECT id FROM removed_chunks WHERE generation > ? AND generation <= ? ORDER BY +id"
        rows = self._database.rows(query, (generation, until))
        return [int(row[0]) for row in rows]

    def stored(self) -> Iterator[tuple[ChunkRow, bytes, bytes, int | None]]:
        """Yield every chunk with its vector, its sentences as they are stored, and the checksum of all of it."""
        last = 0
        while rows := self._database.rows(_STORED_CHUNKS, (last, _READ_AT_ONCE)):
            for row in rows:
                yield _chunk_row(row[:-2]), row[-2], row[6], row[-1]
            last = rows[-1][0]


def _chunk_row(row: tuple[Any, ...]) -> ChunkRow:
    *values, head_start, head, authors = row
    values[6] = _spans_from(values[6])
    span = None if head_start is None else (head_start, head_start + len(head))
    names = () if authors == "[]" else json.loads(authors)
    return ChunkRow(*(*values, span, head, tuple(names)))


def _spans_from(blob: bytes) -> tuple[tuple[int, int], ...]:
    ends = struct.unpack(f"<{len(blob) // 4}I", blob)
    return tuple(zip(ends[0::2], ends[1::2], strict=True))
