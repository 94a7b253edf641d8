"""A table of LanceDB's, in a bucket or a folder: chunks with their terms and vectors, in versions that stay a while."""

import datetime
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.index import FTS, BTree, IvfSq
from lancedb.query import BooleanQuery, MatchQuery, Occur

from index.encoding.encoder import FloatArray
from index.errors import EngineUnreachable
from index.hardening.private import make_folder
from index.search.lance.bm25 import Words

__all__ = ["EngineRow", "LanceTable", "TableWriter"]

_FIELDS = (("body", 1.0), ("heading", 0.5))

FEWEST_LISTED = 5_000
"""Vectors that are kept in lists; fewer are all read for a question."""

_ALL_LISTS = 100_000
"""Up to so many vectors a question looks into all lists: eight bits a dimension are compared with it, as fast."""

_LIST = 8_192
"""Vectors of a list, as LanceDB has it: when it takes in what is new, it joins lists that are much shorter."""

_LOOKED_INTO = 3
"""Beyond, one in so many lists."""

SPARED_SECONDS = 60.0
"""How much older a version has to be than those that are kept: to remove it takes a while, in which these age too."""

_NONE_SO_OLD = datetime.timedelta(days=10_000)
_IDS_AT_ONCE = 1_000
_PATIENCE = {"connect_timeout": "3s", "timeout": "20s", "client_max_retries": "2", "client_retry_timeout": "10"}
"""How long a bucket is waited for; LanceDB itself would for minutes."""


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
        with _explained(address):
            self._table: Any = _connected(address).open_table(name)
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
        with _explained(self._address):
            query = self._table.search(vector, vector_column_name="vector").distance_type("cosine").limit(k)
            if self._listed:
                lists = _lists(self._listed)
                query = query.nprobes(lists if self._listed <= _ALL_LISTS else math.ceil(lists / _LOOKED_INTO))
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
        with _explained(self._address):
            search = self._table.search(query).limit(k)
            if document_ids is not None:
                search = search.where(_documents_are(document_ids), prefilter=True)
            return _words_in(search.select(["id", "body", "heading", "_score"]).to_arrow())

    def words(self, ids: Sequence[int], generation: int) -> dict[int, Words]:
        """Return the terms of the chunks that there are among some, and that came up to a commit."""
        found: dict[int, Words] = {}
        for first in range(0, len(ids), _IDS_AT_ONCE):
            some = ", ".join(map(str, ids[first : first + _IDS_AT_ONCE]))
            found.update(self._read(f"id IN ({some}) AND generation <= {generation:d}"))
        return found

    def count(self) -> int:
        """Return the number of rows."""
        with _explained(self._address):
            return int(self._table.count_rows())

    def rows(self) -> Iterator[EngineRow]:
        """Yield every row, some at a time in memory."""
        with _explained(self._address):
            names = ["id", "document_id", "generation", "body", "heading", "vector"]
            for batch in self._table.search().select(names).limit(max(self.count(), 1)).to_batches():
                for row in batch.to_pylist():
                    vector = None if row["vector"] is None else np.asarray(row["vector"], np.float32)
                    words = Words(row["body"], row["heading"])
                    yield EngineRow(row["id"], row["document_id"], row["generation"], words, vector)

    def _read(self, where: str | None) -> list[tuple[int, Words]]:
        with _explained(self._address):
            query = self._table.search().select(["id", "body", "heading"]).limit(max(self.count(), 1))
            return _words_in((query if where is None else query.where(where)).to_arrow())


class TableWriter:
    """The newest version of the table, for the one who writes it.

    Each commit is to be the next after the one before: when it is not, another has written meanwhile.

    Args:
        address: of the bucket or the folder.
        name: of the table.
        dim: of a vector.

    Attributes:
        version: the newest that is known.
        is_alone: whether no other has written since it was opened.
    """

    def __init__(self, address: str, name: str, dim: int) -> None:
        self._address, self._name, self._dim = address, name, dim
        self.is_alone = True
        with _explained(address):
            if "://" not in address:
                make_folder(Path(address))
            self._database = _connected(address)
            self._table: Any = None
            if name in self._database.list_tables(limit=10_000).tables:
                self._table = self._database.open_table(name)
        self.version = 0 if self._table is None else int(self._table.version)

    def has(self, version: int) -> bool:
        """Tell whether a version is there."""
        if version in (0, self.version):
            return version == self.version and self._table is not None
        with _explained(self._address):
            return self._table is not None and version in [each["version"] for each in self._table.list_versions()]

    def empty(self) -> None:
        """Begin with no rows, in a new version; those before stay for who reads them."""
        with _explained(self._address):
            mode = "create" if self._table is None else "overwrite"
            self._table = self._database.create_table(self._name, schema=_schema(self._dim), mode=mode)
            self.version = int(self._table.version)

    def go_back(self, version: int) -> None:
        """Make the newest what a version was."""
        with _explained(self._address):
            self._table.checkout(version)
            self._table.restore()
            self.version = int(self._table.version)

    def put(self, rows: Sequence[EngineRow], *, are_first: bool) -> None:
        """Write rows, in the place of those of the same ids.

        Args:
            rows: at least one.
            are_first: whether there can be none of the same ids.
        """
        data = _arrow(rows, self._dim)
        with _explained(self._address):
            if are_first:
                written = self._table.add(data, on_bad_vectors="null")
            else:
                merge = self._table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all()
                written = merge.execute(data, on_bad_vectors="null")
        self._expect(int(written.version))

    def remove(self, ids: Sequence[int]) -> None:
        """Remove the rows that there are among some."""
        for first in range(0, len(ids), _IDS_AT_ONCE):
            some = ", ".join(map(str, ids[first : first + _IDS_AT_ONCE]))
            with _explained(self._address):
                written = self._table.delete(f"id IN ({some})")
            self._expect(int(written.version))

    @property
    def unindexed(self) -> int:
        """How many rows the index of words lacks."""
        with _explained(self._address):
            indices = {found.name: found for found in self._table.list_indices()}
            found = indices.get("body_idx")
            return int(self._table.count_rows()) if found is None else int(found.num_unindexed_rows)

    @property
    def fragments(self) -> int:
        """In how many files the rows lie."""
        with _explained(self._address):
            return int(self._table.stats()["fragment_stats"]["num_fragments"])

    def tidy(self, listed: int, oldest: int | None = None) -> int:
        """Bring rows together, and all of them into indexes; return how many vectors lists were made of.

        Args:
            listed: how many there were when lists were made; 0 where there are none.
            oldest: the version before which all go, since nobody may read them any more; none goes when None.
        """
        with _explained(self._address):
            before = int(self._table.count_rows())
            there = {found.name for found in self._table.list_indices()}
            if there:
                self._table.optimize(cleanup_older_than=_NONE_SO_OLD)
            for name, _ in _FIELDS:
                if f"{name}_idx" not in there:
                    self._table.create_index(name, config=_words_index())
            for name in ("id", "document_id"):
                if f"{name}_idx" not in there:
                    self._table.create_index(name, config=BTree())
            vectors = int(self._table.count_rows("vector IS NOT NULL"))
            if vectors >= FEWEST_LISTED and vectors >= 4 * listed:
                config = IvfSq(distance_type="cosine", num_partitions=_lists(vectors))
                self._table.create_index("vector", config=config, replace=True)
                listed = vectors
            if oldest is not None:
                self._table.optimize(cleanup_older_than=self._age(oldest))
            self.is_alone = self.is_alone and before == int(self._table.count_rows())
            self.version = int(self._table.version)
        return listed

    def _age(self, version: int) -> datetime.timedelta:
        """Return how long ago a version was made, or a little longer; longer than any when it is gone."""
        made = [each["timestamp"] for each in self._table.list_versions() if each["version"] == version]
        spared = datetime.timedelta(seconds=SPARED_SECONDS)
        return datetime.datetime.now(made[0].tzinfo) - made[0] + spared if made else _NONE_SO_OLD

    def _expect(self, version: int) -> None:
        self.is_alone = self.is_alone and version == self.version + 1
        self.version = version


def _connected(address: str) -> Any:
    return lancedb.connect(address, storage_options=dict(_PATIENCE) if "://" in address else None)


def _schema(dim: int) -> pa.Schema:
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


def _arrow(rows: Sequence[EngineRow], dim: int) -> pa.Table:
    vectors = [None if row.vector is None else row.vector for row in rows]
    columns = [
        pa.array([row.id for row in rows], pa.int64()),
        pa.array([row.document_id for row in rows], pa.string()),
        pa.array([row.generation for row in rows], pa.int64()),
        pa.array([row.words.body for row in rows], pa.string()),
        pa.array([row.words.heading for row in rows], pa.string()),
        pa.array(vectors, pa.list_(pa.float32(), dim)),
    ]
    return pa.Table.from_arrays(columns, schema=_schema(dim))


def _words_index() -> FTS:
    """Return an index of what is between spaces, as it stands there."""
    return FTS(
        base_tokenizer="whitespace",
        max_token_length=None,
        lower_case=False,
        stem=False,
        remove_stop_words=False,
        ascii_folding=False,
    )


def _lists(vectors: int) -> int:
    """Return how many lists so many vectors lie in."""
    return max(1, round(vectors / _LIST))


def _words_in(found: pa.Table) -> list[tuple[int, Words]]:
    columns = (found[name].to_pylist() for name in ("id", "body", "heading"))
    return [(int(identity), Words(body, heading)) for identity, body, heading in zip(*columns, strict=True)]


def _documents_are(document_ids: Iterable[str]) -> str:
    quoted = ", ".join("'" + identity.replace("'", "''") + "'" for identity in document_ids)
    return f"document_id IN ({quoted})"


@contextmanager
def _explained(address: str) -> Iterator[None]:
    """Say of what goes wrong what to do about it; LanceDB raises whatever its parts do."""
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        reason = str(error).strip().split("\n", 1)[0][:300]
        raise EngineUnreachable(
            f"The search engine at {address} cannot be used ({reason})",
            "See that it is there, that this machine may read it, and that “footnote follow” or “footnote work” runs",
        ) from error
