"""The search indexes, dense and lexical, which follow the database from generation to generation."""

import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from index.encoding.encoder import FloatArray
from index.search.dense import DenseIndex
from index.search.derived import Damaged
from index.search.lexical import ANALYSIS, LexicalIndex
from index.storage.database import Database
from index.storage.tables.chunks import ChunkTable

__all__ = ["SearchIndexes"]

_REBUILT_WHOLE = 50_000
"""Up to so many chunks the lexical index is made anew after a removal, so that scores do not depend on the past."""


class SearchIndexes:
    """What is derived from a database; every search catches up with it first. Safe to use from several threads.

    One that is damaged is rebuilt. While another process is writing, its files are left alone, and what they lack is
    kept in memory.

    Attributes:
        notices: what was repaired, one sentence each.
    """

    def __init__(self, folder: Path, database: Database, chunks: ChunkTable, dim: Callable[[], int]) -> None:
        """Follow a database.

        Args:
            folder: of the index.
            database: the truth.
            chunks: of the same.
            dim: returns the length of its vectors; asked when there are no vectors to see it by.
        """
        self.notices: tuple[str, ...] = ()
        self._folder = folder
        self._database = database
        self._chunks = chunks
        self._dim = dim
        self._lock = threading.RLock()
        self._dense: DenseIndex | None = None
        self._lexical: LexicalIndex | None = None

    @property
    def generation(self) -> int | None:
        """What both reach; None as long as they have not been opened."""
        dense, lexical = self._dense, self._lexical
        return None if dense is None or lexical is None else min(dense.generation, lexical.generation)

    def catch_up(self) -> None:
        """Catch up with every commit, also those of other processes."""
        with self._lock:
            generation = self._database.generation
            if self._dense is None or self._dense.generation < generation:
                self._catch_up_dense()
            if self._lexical is None or self._lexical.generation < generation:
                self._catch_up_lexical()

    def problems(self) -> list[str]:
        """Return in what they differ from the database, one clause each; a damaged one was rebuilt by then."""
        with self._lock, self._database.snapshot():
            self.catch_up()
            assert self._dense is not None  # noqa: S101 - catch_up made both
            assert self._lexical is not None  # noqa: S101
            ids, vectors = self._chunks.vectors_since(-1)
            found = []
            stored = self._dense.vectors()
            if stored.keys() != set(ids):
                found.append("the dense index holds other chunks than the database")
            elif any(not np.array_equal(stored[each], vector) for each, vector in zip(ids, vectors, strict=True)):
                found.append("the dense index holds other vectors than the database")
            if self._lexical.ids() != sorted(ids):
                found.append("the lexical index holds other chunks than the database")
            return found

    def rebuild(self) -> None:
        """Make both anew from the database; the caller holds the write lock."""
        with self._lock:
            for name in ("dense", "lexical"):
                shutil.rmtree(self._folder / name, ignore_errors=True)
            self._dense = self._lexical = None
            self.catch_up()

    def dense(self, vector: FloatArray, k: int, chunk_ids: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine) among the given ids, best first."""
        allowed = None if chunk_ids is None else np.asarray(chunk_ids, np.int64)
        with self._lock:
            self.catch_up()
            assert self._dense is not None  # noqa: S101 - catch_up made it
            return self._dense.search(vector, k, allowed)

    def lexical(
        self, terms: Iterable[str], k: int, document_ids: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, BM25) among the given documents, best first; terms of ``search_terms``."""
        return self._lexical_now().search(terms, k, document_ids)

    def document_frequency(self, term: str) -> int:
        """Return in how many chunks a term of ``index.search.lexical.search_terms`` occurs."""
        return self._lexical_now().document_frequency(term)

    def _lexical_now(self) -> LexicalIndex:
        """Return the lexical index, caught up, which several threads may search at once."""
        with self._lock:
            self.catch_up()
            assert self._lexical is not None  # noqa: S101 - catch_up made it
            return self._lexical

    def _catch_up_dense(self) -> None:
        folder, index_id = self._folder / "dense", self._database.identity
        if self._dense is None:
            dim = int(self._database.meta("dim") or self._dim())
            try:
                self._dense = DenseIndex.load(folder, index_id, dim)
                if self._dense.generation > self._database.generation:
                    raise Damaged("the FAISS file is ahead of the database")
            except Damaged as damage:
                self._notice("dense", damage)
                self._dense = DenseIndex(dim)
        dense = self._dense
        with self._database.snapshot():
            generation = self._database.generation
            if dense.generation == generation:
                return
            removed = self._chunks.removed_since(dense.generation) if len(dense) else []
            ids, vectors = self._chunks.vectors_since(dense.generation)
        dense.remove(removed)
        if ids:
            dense.add(ids, vectors)
        dense.generation = generation
        with self._database.write_lock.held_if_free() as free:
            if free:
                try:
                    dense.save(folder, index_id)
                except OSError as error:
                    self._cannot_write("dense", error)

    def _catch_up_lexical(self) -> None:
        try:
            self._follow_lexical()
        except (OSError, ValueError, Damaged) as error:  # Tantivy's own errors are ValueErrors
            self._cannot_write("lexical", error)
            self._lexical = LexicalIndex(None, "")
            self._update_lexical(self._lexical)

    def _follow_lexical(self) -> None:
        folder, index_id = self._folder / "lexical", f"{self._database.identity}.{ANALYSIS}"
        try:
            if self._lexical is None:
                self._lexical = LexicalIndex(folder, index_id)
            else:
                self._lexical.reload()
            if self._lexical.generation > self._database.generation:
                raise Damaged("the lexical index is ahead of the database")
        except Damaged as damage:
            self._notice("lexical", damage)
            self._rebuild_lexical(folder, index_id)
        if self._lexical is not None and self._lexical.generation < self._database.generation:
            with self._database.write_lock.held_if_free() as free:
                if free:
                    self._update_lexical(self._lexical)

    def _rebuild_lexical(self, folder: Path, index_id: str) -> None:
        """Make the lexical index anew: on disk when the lock is free, in memory when another process is writing."""
        with self._database.write_lock.held_if_free() as free:
            if free:
                LexicalIndex.erase(folder)
            self._lexical = LexicalIndex(folder if free else None, index_id)
            self._update_lexical(self._lexical)

    def _update_lexical(self, lexical: LexicalIndex) -> None:
        with self._database.snapshot():
            generation = self._database.generation
            removed = self._chunks.removed_since(lexical.generation) if lexical.generation >= 0 else []
            anew = lexical.generation < 0 or (bool(removed) and self._chunks.count() <= _REBUILT_WHOLE)
            since = -1 if anew else lexical.generation
            lexical.update(self._chunks.words_since(since), removed, generation, anew=anew)

    def _notice(self, which: str, damage: Damaged) -> None:
        self.notices += (f"The {which} index could not be used and was rebuilt from the database: {damage}.",)

    def _cannot_write(self, which: str, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        notice = f"The {which} index cannot be written ({reason}), and is kept in memory."
        if notice not in self.notices:
            self.notices += (notice,)
