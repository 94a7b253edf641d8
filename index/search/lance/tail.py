"""What an engine lacks of the database: what came and went since the commit that it contains."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from index.encoding.encoder import FloatArray
from index.search.lance.bm25 import FieldCounts, Words, words_of
from index.storage.tables.chunks import ChunkTable

__all__ = ["Tail", "TailRow", "extended", "moved"]

WordsIn = Callable[[Sequence[int]], Mapping[int, Words]]
"""From ids to the terms of those chunks that the engine has among them."""


@dataclass(frozen=True, slots=True)
class TailRow:
    """A chunk that the engine lacks.

    Attributes:
        document_id: of its document.
        generation: the commit that it came with.
        words: its terms.
        has: the same, each once.
    """

    document_id: str
    generation: int
    words: Words
    has: Set[str]


@dataclass(frozen=True, slots=True)
class Tail:
    """What has changed between two commits; it never changes itself, so that several threads can read it.

    Attributes:
        base: the commit that the engine contains.
        reached: the commit to which this goes on from there.
        rows: the chunks that came, by id.
        vectors: ids, ascending, with unit vectors (n,) and (n, dim), of chunks that were encoded since.
        removed: ids of the engine's chunks that went.
        counts: how the statistics of all chunks differ from those of the engine's.
    """

    base: int
    reached: int
    rows: Mapping[int, TailRow] = field(default_factory=dict)
    vectors: tuple[npt.NDArray[np.int64], FloatArray] = field(
        default_factory=lambda: (np.zeros(0, np.int64), np.zeros((0, 0), np.float32))
    )
    removed: Set[int] = frozenset()
    counts: FieldCounts = field(default_factory=FieldCounts)

    def __len__(self) -> int:
        """Return how many chunks came or went."""
        return len(self.rows) + len(self.removed)

    def nearest(self, vector: FloatArray, k: int, among: Set[int] | None = None) -> list[int]:
        """Return at most ``k`` ids of the nearest that were encoded since.

        Args:
            vector: (dim,) float32 of unit norm.
            k: at least 1.
            among: the only ids to return; all when None.
        """
        ids, rows = self.vectors
        if not len(ids):
            return []
        scores = rows @ vector
        if among is not None:
            scores[~np.isin(ids, np.fromiter(among, np.int64, len(among)))] = -np.inf
        best = np.lexsort((ids, -scores))[:k]
        return [int(ids[place]) for place in best if scores[place] > -np.inf]

    def with_words(self, terms: Set[str], document_ids: Set[str] | None = None) -> list[tuple[int, Words]]:
        """Return the chunks that have one of some terms.

        Args:
            terms: at least one.
            document_ids: the only documents to return chunks of; all when None.
        """
        return [
            (identity, row.words)
            for identity, row in self.rows.items()
            if not row.has.isdisjoint(terms) and (document_ids is None or row.document_id in document_ids)
        ]


def extended(tail: Tail, chunks: ChunkTable, generation: int, words_in: WordsIn) -> Tail:
    """Return what has changed up to a later commit.

    Args:
        tail: up to a commit.
        chunks: of the database, in a snapshot of that commit.
        generation: its number.
        words_in: asked for the terms of chunks that went.
    """
    if tail.reached >= generation:
        return tail
    rows, counts = dict(tail.rows), tail.counts.copy()
    gone = chunks.removed_since(tail.reached)
    for identity in gone:
        if row := rows.pop(identity, None):
            counts.count(row.words, -1)
    new = chunks.ids_between(tail.reached, generation)
    generations = dict(new)
    for found in chunks.words_of([identity for identity, _ in new]):
        words = words_of(found)
        rows[found.id] = _row(found.document_id, generations[found.id], words)
        counts.count(words)
    theirs = words_in([identity for identity in gone if identity not in tail.rows])
    for words in theirs.values():
        counts.count(words, -1)
    vectors = _joined(tail.vectors, chunks.encoded_between(tail.reached, generation), gone, chunks)
    return Tail(tail.base, generation, rows, vectors, tail.removed | theirs.keys(), counts)


def moved(tail: Tail, base: int, chunks: ChunkTable, words_in: WordsIn) -> Tail:
    """Return the same for an engine that has come further, up to the same commit.

    Args:
        tail: up to a commit.
        base: the commit that the engine contains now, no earlier than before and no later than that.
        chunks: of the database, in a snapshot of that commit or a later one.
        words_in: asked for the terms of chunks that went since.
    """
    rows = {identity: row for identity, row in tail.rows.items() if row.generation > base}
    counts = FieldCounts()
    for row in rows.values():
        counts.count(row.words)
    theirs = words_in(chunks.removed_since(base, tail.reached))
    for words in theirs.values():
        counts.count(words, -1)
    encoded = set(chunks.encoded_between(base, tail.reached))
    ids, vectors = tail.vectors
    kept = np.asarray([int(identity) in encoded for identity in ids], np.bool_)
    return Tail(base, tail.reached, rows, (ids[kept], vectors[kept]), frozenset(theirs), counts)


def _row(document_id: str, generation: int, words: Words) -> TailRow:
    body, heading = words.fields
    return TailRow(document_id, generation, words, frozenset(body).union(heading))


def _joined(
    before: tuple[npt.NDArray[np.int64], FloatArray], new: Sequence[int], gone: Sequence[int], chunks: ChunkTable
) -> tuple[npt.NDArray[np.int64], FloatArray]:
    ids, vectors = before
    kept = ~np.isin(ids, np.asarray([*new, *gone], np.int64))
    more, rows = chunks.vectors_of(new)
    if not more:
        return ids[kept], vectors[kept]
    joined = np.concatenate([ids[kept], np.asarray(more, np.int64)])
    stacked = np.concatenate([vectors[kept], rows]) if kept.any() else rows
    order = np.argsort(joined)
    return joined[order], stacked[order]
