"""A chunk as the engine has it, and as it lies in LanceDB's columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from index.encoding.encoder import FloatArray
from index.search.lance.bm25 import Words

__all__ = ["EngineRow", "columns_of", "conditions_on", "schema", "words_in"]

_IDS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class EngineRow:
    """A chunk as the engine has it.

    Attributes:
        id: of the chunk.
        document_id: of its document.
        generation: the commit that it came with.
        words: its terms.
        vector: of unit norm, (dim,) float32; None as long as it waits for it.
    """

    id: int
    document_id: str
    generation: int
    words: Words
    vector: FloatArray | None


def schema(dim: int) -> pa.Schema:
    """Return the columns of a table whose vectors have a length."""
    return pa.schema(
        [
            pa.field("id", pa.int64(), nullable=False),
            pa.field("document_id", pa.string(), nullable=False),
            pa.field("generation", pa.int64(), nullable=False),
            pa.field("body", pa.string(), nullable=False),
            pa.field("heading", pa.string(), nullable=False),
            pa.field("vector", pa.list_(pa.float32(), dim)),
        ]
    )


def columns_of(rows: Sequence[EngineRow], dim: int) -> pa.Table:
    """Return rows in columns."""
    vectors = [None if row.vector is None else row.vector for row in rows]
    columns = [
        pa.array([row.id for row in rows], pa.int64()),
        pa.array([row.document_id for row in rows], pa.string()),
        pa.array([row.generation for row in rows], pa.int64()),
        pa.array([row.words.body for row in rows], pa.string()),
        pa.array([row.words.heading for row in rows], pa.string()),
        pa.array(vectors, pa.list_(pa.float32(), dim)),
    ]
    return pa.Table.from_arrays(columns, schema=schema(dim))


def words_in(found: pa.Table) -> list[tuple[int, Words]]:
    """Return the ids and terms of what a search found."""
    columns = (found[name].to_pylist() for name in ("id", "body", "heading"))
    return [(int(identity), Words(body, heading)) for identity, body, heading in zip(*columns, strict=True)]


def conditions_on(ids: Sequence[int]) -> Iterator[str]:
    """Yield what the engine is told that has to hold of a row of some ids, for some of them at a time."""
    for first in range(0, len(ids), _IDS_AT_ONCE):
        yield f"id IN ({', '.join(map(str, ids[first : first + _IDS_AT_ONCE]))})"
