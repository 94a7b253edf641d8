"""The two legs of an index, FAISS and Tantivy, which follow its database from generation to generation."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoding.encoder import FloatArray
from index.search.dense import DenseIndex
from index.search.derived import Damaged
from index.search.lexical import ANALYSIS, LexicalIndex
from index.storage.database import Database
from index.storage.write_lock import WriteLock

__all__ = ["Legs"]

_REBUILT_WHOLE = 50_000
"""Up to so many chunks the lexical leg is made anew after a removal, so that scores do not depend on the past."""


class Legs:
    """What is derived from a database; every search catches up with it first. Safe to use from several threads.

    A leg that is damaged is rebuilt. While another process is writing, its files are left alone, and what they lack is
    kept in memory.

    Attributes:
        notices: what was repaired, one sentence each.
    """

    def __init__(self, folder: Path, database: Database, write_lock: WriteLock, dim: Callable[[], int]) -> None:
        """Follow a database.

        Args:
            folder: of the index.
            database: the truth.
            write_lock: of the index.
            dim: returns the length of its vectors; asked when there are none to see it by.
        """
        self.notices: tuple[str, ...] = ()
        self._folder = folder
        self._database = database
        self._write_lock = write_lock
        self._dim = dim
        self._lock = threading.RLock()
        self._dense: DenseIndex | None = None
        self._lexical: LexicalIndex | None = None

    @property
    def generation(self) -> int | None:
        """What both legs reach; None as long as they have not been opened."""
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
        """Return in what the legs differ from the database, one clause each; a damaged one was rebuilt by then."""
        with self._lock, self._database.snapshot():
            self.catch_up()
            assert self._dense is not None  # noqa: S101 - catch_up made both
            assert self._lexical is not None  # noqa: S101
            ids, vectors = self._database.chunks.vectors_since(-1)
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
        """Make both legs anew from the database; the caller holds the write lock."""
        with self._lock:
            for leg in ("dense", "lexical"):
                shutil.rmtree(self._folder / leg, ignore_errors=True)
            self._dense = self._lexical = None
            self.catch_up()

    def search_dense(
        self, vector: FloatArray, k: int, allowed: npt.NDArray[np.int64] | None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine) among the allowed ids, best first."""
        with self._lock:
            self.catch_up()
            assert self._dense is not None  # noqa: S101 - catch_up made it
            return self._dense.search(vector, k, allowed)

    def lexical(self) -> LexicalIndex:
        """Return the lexical leg, which several threads may search at once."""
        with self._lock:
            self.catch_up()
            assert self._lexical is not None  # noqa: S101 - catch_up made it
            return self._lexical

    def _catch_up_dense(self) -> None:
        folder, index_id = self._folder / "dense", self._index_id()
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
        with self._database.snapshot() as generation:
            if dense.generation == generation:
                return
            removed = self._database.chunks.removed_since(dense.generation) if len(dense) else []
            ids, vectors = self._database.chunks.vectors_since(dense.generation)
        dense.remove(removed)
        if ids:
            dense.add(ids, vectors)
        dense.generation = generation
        with self._write_lock.held_if_free() as free:
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
        folder, index_id = self._folder / "lexical", f"{self._index_id()}.{ANALYSIS}"
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
            with self._write_lock.held_if_free() as free:
                if free:
                    self._update_lexical(self._lexical)

    def _rebuild_lexical(self, folder: Path, index_id: str) -> None:
        """Make the lexical leg anew: on disk when the lock is free, in memory when another process is writing."""
        with self._write_lock.held_if_free() as free:
            if free:
                LexicalIndex.erase(folder)
            self._lexical = LexicalIndex(folder if free else None, index_id)
            self._update_lexical(self._lexical)

    def _update_lexical(self, lexical: LexicalIndex) -> None:
        with self._database.snapshot() as generation:
            removed = self._database.chunks.removed_since(lexical.generation) if lexical.generation >= 0 else []
            anew = lexical.generation < 0 or (bool(removed) and self._database.counts()[1] <= _REBUILT_WHOLE)
            since = -1 if anew else lexical.generation
            lexical.update(self._database.chunks.words_since(since), removed, generation, anew=anew)

    def _notice(self, leg: str, damage: Damaged) -> None:
        self.notices += (f"The {leg} index could not be used and was rebuilt from the database: {damage}.",)

    def _cannot_write(self, leg: str, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        notice = f"The {leg} index cannot be written ({reason}), and is kept in memory."
        if notice not in self.notices:
            self.notices += (notice,)

    def _index_id(self) -> str:
        return self._database.meta("index_id") or ""
