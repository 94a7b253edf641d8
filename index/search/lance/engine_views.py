"""What questions of one commit read: the engine at a version, what it lacks, and the statistics of both."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.search.lance.bm25 import Frequency, Statistics, Words
from index.search.lance.engine_tables import EngineTables, Position
from index.search.lance.table.lance_table import LanceTable
from index.search.lance.tail import Tail, extended, moved
from index.storage.tables.chunks import ChunkTable

__all__ = ["EngineView", "EngineViews"]

_TERMS_KEPT = 50_000
"""Terms whose statistics are kept in memory: about 10 MB."""

_KEPT = 4
"""Views, and versions of the engine, that are kept for the next question."""


@dataclass(slots=True)
class EngineView:
    """A version of the engine, and what it lacks of one commit.

    Attributes:
        position: of the engine; None where it has nothing yet.
        table: at that position's version; None where it has nothing yet.
        tail: what the engine lacks.
        known: statistics of terms in the engine that were asked for.
    """

    position: Position | None
    table: LanceTable | None
    tail: Tail
    known: dict[str, Frequency] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """Of the engine; 0 where it has nothing yet."""
        return 0 if self.position is None else self.position.version

    def frequencies(self, terms: Sequence[str], tables: EngineTables) -> dict[str, Frequency]:
        """Return in how many texts and in how many headings each of some terms occurs; what is asked for is kept."""
        theirs: dict[str, Frequency] = {}
        if self.position is not None:
            theirs = {term: found for term in terms if (found := self.known.get(term)) is not None}
            if missing := [term for term in terms if term not in theirs]:
                new = tables.frequencies(self.position, missing)
                theirs |= {term: new.get(term, (0, 0)) for term in missing}
                if len(self.known) > _TERMS_KEPT:
                    self.known.clear()
                self.known.update(theirs)
        counts = self.tail.counts
        return {
            term: (max(0, body + counts.bodies[term]), max(0, heading + counts.headings[term]))
            for term in terms
            for body, heading in [theirs.get(term, (0, 0))]
        }

    def statistics(self, frequency: Mapping[str, Frequency]) -> Statistics:
        """Return what BM25 needs to know of all chunks, with the frequencies of the terms that it is asked for."""
        at = self.position
        theirs = (0, 0, 0) if at is None else (at.chunks, at.body, at.heading)
        counts = self.tail.counts
        ours = (counts.chunks, counts.body, counts.heading)
        chunks, body, heading = (old + new for old, new in zip(theirs, ours, strict=True))
        return Statistics(chunks, body, heading, frequency)


class EngineViews:
    """Views of the last commits that were asked about, each made out of one near it.

    Args:
        address: of the engine.
        name: of its table.
        chunks: of the database.
    """

    def __init__(self, address: str, name: str, chunks: ChunkTable) -> None:
        self._address, self._name, self._chunks = address, name, chunks
        self._lock = threading.Lock()
        self._views: OrderedDict[tuple[int, int, int], EngineView] = OrderedDict()
        self._tables: OrderedDict[int, LanceTable] = OrderedDict()

    def at(self, position: Position | None, generation: int) -> EngineView:
        """Return the view of the commit that the caller's snapshot shows.

        Args:
            position: of the engine in that snapshot; None where it has nothing yet.
            generation: of the commit.

        Raises:
            EngineUnreachable: the engine cannot be read.
        """
        if position is not None and position.generation < 0:
            position = None
        base, version = (-1, 0) if position is None else (position.generation, position.version)
        with self._lock:
            key = (base, version, generation)
            found = self._views.get(key)
            if found is None:
                found = self._made(position, generation)
                self._views[key] = found
                while len(self._views) > _KEPT:
                    self._views.popitem(last=False)
            self._views.move_to_end(key)
            return found

    def clear(self) -> None:
        """Forget all views and tables."""
        with self._lock:
            self._views.clear()
            self._tables.clear()

    def _made(self, position: Position | None, generation: int) -> EngineView:
        base = -1 if position is None else position.generation
        table = None if position is None else self._table(position.version)

        def words_in(ids: Sequence[int]) -> Mapping[int, Words]:
            return {} if table is None or not ids else table.words(ids, base)

        before = [view for view in self._views.values() if view.tail.reached <= generation]
        nearest = max(before, key=lambda view: (view.tail.base == base, view.tail.reached), default=None)
        if nearest is not None and nearest.tail.base == base:
            view = EngineView(position, table, extended(nearest.tail, self._chunks, generation, words_in))
            if nearest.version == view.version:
                view.known = nearest.known
            return view
        if nearest is not None and nearest.tail.base < base <= nearest.tail.reached:
            tail = moved(nearest.tail, base, self._chunks, words_in)
            return EngineView(position, table, extended(tail, self._chunks, generation, words_in))
        return EngineView(position, table, extended(Tail(base, base), self._chunks, generation, words_in))

    def _table(self, version: int) -> LanceTable:
        if version not in self._tables:
            self._tables[version] = LanceTable(self._address, self._name, version)
            while len(self._tables) > _KEPT:
                self._tables.popitem(last=False)
        self._tables.move_to_end(version)
        return self._tables[version]
