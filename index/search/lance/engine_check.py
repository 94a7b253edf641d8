"""Whether an engine holds what the database has: the same chunks with the same vectors, counted right."""

from collections.abc import Iterable, Iterator

import numpy as np

from index.search.lance.bm25 import FieldCounts
from index.search.lance.engine_tables import EngineTables, Position
from index.search.lance.table.engine_row import EngineRow
from index.search.lance.table.lance_table import LanceTable
from index.search.lance.tail import Tail
from index.storage.tables.chunks import ChunkTable

__all__ = ["differences"]

_AT_ONCE = 2_000
_NEARLY = 1e-6
"""How far a component may be from the database's, which has it in sixteen bits."""


def differences(
    tail: Tail, engine: tuple[Position, LanceTable] | None, chunks: ChunkTable, tables: EngineTables
) -> list[str]:
    """Return in what an engine, with what it lacks, differs from the database, one clause each.

    Args:
        tail: what it lacks.
        engine: how far it is, and its table at that version; None where it has nothing yet.
        chunks: of the database, in a snapshot.
        tables: with the statistics of what it holds.
    """
    found = []
    held: list[int] = []
    encoded: list[int] = []
    counts = FieldCounts()
    alike = True
    for batch in _batches(engine[1].rows()) if engine else ():
        stored = dict(zip(*chunks.vectors_of([row.id for row in batch]), strict=True))
        documents = chunks.documents_of([row.id for row in batch])
        for row in batch:
            counts.count(row.words)
            if row.id in tail.removed:
                continue
            held.append(row.id)
            alike = alike and documents.get(row.id, row.document_id) == row.document_id
            if row.vector is not None:
                encoded.append(row.id)
                alike = alike and bool(row.id not in stored or np.abs(stored[row.id] - row.vector).max() <= _NEARLY)
    ids = [*held, *tail.rows]
    if len(ids) != len(set(ids)) or sorted(ids) != chunks.ids():
        found.append("the search engine holds other chunks than the database")
    elif {*encoded, *tail.vectors[0].tolist()} != set(chunks.encoded_ids()) or not alike:
        found.append("the search engine holds other vectors than the database")
    if engine and not _is_counted(engine[0], counts, tables):
        found.append("the statistics of the search engine are not those of what it holds")
    return found


def _is_counted(position: Position, counts: FieldCounts, tables: EngineTables) -> bool:
    terms = {*counts.bodies, *counts.headings}
    expected = {term: (counts.bodies[term], counts.headings[term]) for term in terms}
    sums = (position.chunks, position.body, position.heading)
    return sums == (counts.chunks, counts.body, counts.heading) and tables.all_frequencies(position) == expected


def _batches(rows: Iterable[EngineRow]) -> Iterator[list[EngineRow]]:
    some: list[EngineRow] = []
    for row in rows:
        some.append(row)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
