"""The search engine that servers share: LanceDB, with what it lacks of PostgreSQL, as one server reads them."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.address import EngineChoice
from index.encoding.encoder import FloatArray
from index.errors import EngineUnreachable
from index.search.analysis import ANALYSIS
from index.search.lance.bm25 import Words, bm25
from index.search.lance.engine_check import differences
from index.search.lance.engine_tables import EngineTables
from index.search.lance.engine_views import EngineView, EngineViews
from index.search.lance.lance_follower import LanceFollower
from index.search.lance.table.lance_table import LanceTable
from index.search.search_engine import EngineState
from index.search.search_indexes import SearchIndexes
from index.storage.databases.database import Database
from index.storage.tables.chunks import ChunkTable

__all__ = ["LanceSearch"]

_AGAIN = 3
"""Times as many of the nearest, or of the best by the engine's own formula, are looked at again as are wanted."""

_LEAST = 200
_EXACT = 2_000
"""Up to so many chunks that are allowed all are compared with a question."""

_MOST_NAMED = 20_000
"""Ids that the engine is told; of more that are allowed, those are chosen among what it gives."""

_MOST_BESIDE = 20_000
"""Chunks that an engine may lack before that is said: each question looks at all of them."""

_TRY_AGAIN_SECONDS = 30.0
_REBUILD_SECONDS = 600.0

_Found = TypeVar("_Found")


class LanceSearch:
    """Searches an engine as of one commit of the database: what it lacks is kept here, and what has gone left out.

    Candidates come from the engine and from what it lacks; all are scored alike, with the database's own vectors and
    with statistics of both, so that scores do not depend on how far the engine is.

    Args:
        folder: on this machine, for its own search indexes where it has to do without the engine.
        database: the truth, in PostgreSQL.
        chunks: of the same.
        dim: returns the length of its vectors; asked when there are no vectors to see it by.
        engine: which, and what to do without it.
    """

    def __init__(
        self, folder: Path, database: Database, chunks: ChunkTable, dim: Callable[[], int], engine: EngineChoice
    ) -> None:
        self._folder, self._database, self._chunks, self._dim = folder, database, chunks, dim
        self._engine = engine
        self._name = f"chunks_{database.identity}_{ANALYSIS}"
        self._tables = EngineTables(database, f"{engine.address}#{ANALYSIS}")
        self._lock = threading.RLock()
        self._views = EngineViews(engine.address, self._name, chunks)
        self._reached: int | None = None
        self._beside = 0
        self._own: SearchIndexes | None = None
        self._without_until = 0.0
        self._why_without = ""

    def follower(self) -> LanceFollower:
        """Return what writes the engine."""
        return LanceFollower(self._database, self._chunks, self._tables, self._engine.address, self._name, self._dim)

    @property
    def notices(self) -> tuple[str, ...]:
        """What had to be done without, one sentence each."""
        found = () if self._own is None else self._own.notices
        if self._why_without:
            found += (f"{self._why_without}: this server searches with indexes of its own until it can.",)
        if self._beside > _MOST_BESIDE:
            lacks = f"The search engine at {self._engine.address} lacks {self._beside:,} passages"
            found += (f"{lacks}, and a question looks at each: see that “footnote follow” or “footnote work” runs.",)
        return found

    @property
    def generation(self) -> int | None:
        """The last commit that a search has reached; None as long as there was none."""
        return self._reached

    @property
    def form(self) -> str:
        """How vectors are searched, in words."""
        state = self.state()
        return (
            f"LanceDB at {state.address}, {state.behind:,} commits behind: {state.beside:,} passages that it lacks are"
            " compared one by one"
        )

    def state(self) -> EngineState:
        """Return how far the engine is."""
        with self._database.snapshot():
            position, generation = self._tables.position(), self._database.generation
            reached = -1 if position is None else position.generation
            beside = self._chunks.count_since(reached) + len(self._chunks.removed_since(reached))
        return EngineState(self._engine.address, reached, generation - max(reached, 0), beside)

    def catch_up(self) -> None:
        """Take up every commit, also those of other processes."""
        self._answered(lambda _: None, lambda own: own.catch_up())

    def tend(self) -> bool:
        """Do nothing: the engine's follower tends it."""
        return False

    def tend_soon(self) -> None:
        """Do nothing: the engine's follower tends it."""

    def rebuild(self) -> None:
        """Have the engine made anew, and wait for that; the caller holds the write lock."""
        self._tables.make()
        self._tables.want_anew()
        self.follower().follow(_REBUILD_SECONDS)
        self._views.clear()

    def dense(self, vector: FloatArray, k: int, chunk_ids: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine) among the given ids, best first, equal scores by id."""
        return self._answered(
            lambda view: self._nearest(view, vector, k, chunk_ids), lambda own: own.dense(vector, k, chunk_ids)
        )

    def lexical(
        self, terms: Iterable[str], k: int, document_ids: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, BM25) among the given documents, best first; terms of ``search_terms``."""
        wanted = sorted(set(terms))
        if not wanted or (document_ids is not None and not document_ids):
            return []
        return self._answered(
            lambda view: self._with_words(view, wanted, k, document_ids),
            lambda own: own.lexical(wanted, k, document_ids),
        )

    def document_frequency(self, term: str) -> int:
        """Return in how many chunks a term of ``index.search.analysis.search_terms`` occurs."""
        return self.document_frequencies([term])[term]

    def document_frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many chunks each of some terms occurs, by the term."""
        wanted = list(terms)
        return self._answered(
            lambda view: {term: max(found) for term, found in view.frequencies(wanted, self._tables).items()},
            lambda own: own.document_frequencies(wanted),
        )

    def problems(self) -> list[str]:
        """Return in what the engine with what it lacks differs from the database, one clause each."""
        with self._reading() as view:
            engine = None if view.position is None or view.table is None else (view.position, view.table)
            return differences(view.tail, engine, self._chunks, self._tables)

    def _nearest(
        self, view: EngineView, vector: FloatArray, k: int, chunk_ids: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        among = None if chunk_ids is None else set(map(int, chunk_ids))
        if among is not None and len(among) <= _EXACT:
            candidates = among
        else:
            candidates = set(view.tail.nearest(vector, k, among))
            if view.table is not None:
                candidates |= self._engine_nearest(view, view.table, vector, k, among)
        # Which of them there are the database says, in the same snapshot.
        ids, rows = self._chunks.vectors_of(sorted(candidates))
        if not ids:
            return []
        scores = (rows.astype(np.float64) @ vector.astype(np.float64)).astype(np.float32).tolist()
        return sorted(zip(ids, scores, strict=True), key=lambda hit: (-hit[1], hit[0]))[:k]

    def _engine_nearest(
        self, view: EngineView, table: LanceTable, vector: FloatArray, k: int, among: set[int] | None
    ) -> set[int]:
        gone = view.tail.removed
        wanted = max(_LEAST, _AGAIN * k) + len(gone)
        if among is None or len(among) <= _MOST_NAMED:
            named = None if among is None else sorted(among)
            return set(table.nearest(vector, wanted, named)) - gone
        count = table.count()
        if not count:  # it was written when the database had nothing
            return set()
        wanted = max(1, wanted * count // len(among))
        while True:
            found = table.nearest(vector, min(wanted, count))
            allowed = (set(found) & among) - gone
            if len(allowed) >= _AGAIN * k or wanted >= count:
                return allowed
            wanted *= 4

    def _with_words(
        self, view: EngineView, terms: Sequence[str], k: int, document_ids: Sequence[str] | None
    ) -> list[tuple[int, float]]:
        frequency = view.frequencies(terms, self._tables)
        known = [term for term in terms if frequency[term] != (0, 0)]
        if not known:
            return []
        candidates: dict[int, Words] = {}
        if view.table is not None:
            wanted = max(_LEAST, _AGAIN * k) + len(view.tail.removed)
            candidates.update(view.table.with_words(known, wanted, document_ids))
        within = None if document_ids is None else set(document_ids)
        candidates.update(view.tail.with_words(set(known), within))
        for identity in view.tail.removed & candidates.keys():
            del candidates[identity]
        found = bm25(known, candidates.items(), view.statistics(frequency))
        # Which of them there are the database says, in the same snapshot.
        there = self._chunks.generations_of([identity for identity, _ in found])
        return [hit for hit in found if hit[0] in there][:k]

    def _answered(self, asked: Callable[[EngineView], _Found], without: Callable[[SearchIndexes], _Found]) -> _Found:
        """Return what the engine says, or where it cannot be used and that is wanted, this machine's own indexes."""
        if time.monotonic() >= self._without_until:
            try:
                with self._reading() as view:
                    found = asked(view)
                self._why_without = ""
                return found
            except EngineUnreachable as error:
                if self._engine.down != "local":
                    raise
                self._why_without, self._without_until = error.problem, time.monotonic() + _TRY_AGAIN_SECONDS
        own = self._own_indexes()
        found = without(own)
        self._reached = own.generation
        return found

    def _own_indexes(self) -> SearchIndexes:
        with self._lock:
            if self._own is None:
                self._own = SearchIndexes(self._folder, self._database, self._chunks, self._dim)
            return self._own

    @contextmanager
    def _reading(self) -> Iterator[EngineView]:
        """Read a commit of the database, and the engine at the version that it names."""
        with self._database.snapshot():
            generation = self._database.generation
            view = self._views.at(self._tables.position(), generation)
            with self._lock:
                self._reached, self._beside = max(generation, self._reached or 0), len(view.tail)
            yield view
