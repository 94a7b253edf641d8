"""One version of a table of LanceDB's, to be searched: chunks with their terms and vectors."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from lancedb.query import BooleanQuery, MatchQuery, Occur

from index.encoding.encoder import FloatArray
from index.search.lance.bm25 import Words
from index.search.lance.table.connection import connected, explained
from index.search.lance.table.engine_row import EngineRow, conditions_on, words_in
from index.search.lance.table.vector_lists import lists_looked_into

__all__ = ["LanceTable"]

_FIELDS = (("body", 1.0), ("heading", 0.5))


class LanceTable:
    """One version of the table, which never changes; searches by several threads at once.

    Args:
        address: of the bucket or the folder.
        name: of the table.
        version: of it.

    Raises:
        EngineUnreachable: it cannot be read.
    """

    def __init__(self, address: str, name: str, version: int) -> None:
        self._address = address
        with explained(address):
            self._table: Any = connected(address).open_table(name)
            self._table.checkout(version)
            indices = {found.name: found.num_indexed_rows for found in self._table.list_indices()}
        self.version = version
        self._listed = indices.get("vector_idx", 0)
        self._has_words_indexed = "body_idx" in indices

    def nearest(self, vector: FloatArray, k: int, among: Sequence[int] | None = None) -> list[int]:
        """Return some ``k`` ids of the nearest, whatever has become of them since.

        Args:
            vector: (dim,) float32 of unit norm.
            k: at least 1.
            among: the only ids to return; all when None.
        """
        with explained(self._address):
            query = self._table.search(vector, vector_column_name="vector").distance_type("cosine").limit(k)
            if self._listed:
                query = query.nprobes(lists_looked_into(self._listed))
            if among is not None:
                query = query.where(f"id IN ({', '.join(map(str, among))})", prefilter=True)
            found = query.select(["id", "_distance"]).to_arrow()
            return [int(identity) for identity in found["id"].to_pylist()]

    def with_words(
        self, terms: Sequence[str], k: int, document_ids: Sequence[str] | None = None
    ) -> list[tuple[int, Words]]:
        """Return some ``k`` of the chunks that have most of some terms, by the engine's own statistics.

        Args:
            terms: at least one, without spaces.
            k: at least 1.
            document_ids: the only documents to return chunks of; all when None.
        """
        if not self._has_words_indexed:
            return self._read(None if document_ids is None else _documents_are(document_ids))
        text = " ".join(terms)
        match: Any = MatchQuery  # what it leaves to be given, its types demand
        query = BooleanQuery([(Occur.SHOULD, match(text, name, boost=weight)) for name, weight in _FIELDS])
        with explained(self._address):
            search = self._table.search(query).limit(k)
            if document_ids is not None:
                search = search.where(_documents_are(document_ids), prefilter=True)
            return words_in(search.select(["id", "body", "heading", "_score"]).to_arrow())

    def words(self, ids: Sequence[int], generation: int) -> dict[int, Words]:
        """Return the terms of the chunks that there are among some, and that came up to a commit."""
        found: dict[int, Words] = {}
        for condition in conditions_on(ids):
            found.update(self._read(f"{condition} AND generation <= {generation:d}"))
        return found

    def count(self) -> int:
        """Return the number of rows."""
        with explained(self._address):
            return int(self._table.count_rows())

    def rows(self) -> Iterator[EngineRow]:
        """Yield every row, some at a time in memory."""
        with explained(self._address):
            names = ["id", "document_id", "generation", "body", "heading", "vector"]
            for batch in self._table.search().select(names).limit(max(self.count(), 1)).to_batches():
                for row in batch.to_pylist():
                    vector = None if row["vector"] is None else np.asarray(row["vector"], np.float32)
                    words = Words(row["body"], row["heading"])
                    yield EngineRow(row["id"], row["document_id"], row["generation"], words, vector)

    def _read(self, where: str | None) -> list[tuple[int, Words]]:
        with explained(self._address):
            query = self._table.search().select(["id", "body", "heading"]).limit(max(self.count(), 1))
            return words_in((query if where is None else query.where(where)).to_arrow())


def _documents_are(document_ids: Iterable[str]) -> str:
    quoted = ", ".join("'" + identity.replace("'", "''") + "'" for identity in document_ids)
    return f"document_id IN ({quoted})"
