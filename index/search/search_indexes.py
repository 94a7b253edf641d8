"""The search indexes, dense and lexical, which follow the database from generation to generation."""

import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from index.encoding.encoder import FloatArray
from index.search.analysis import ANALYSIS
from index.search.dense.dense_index import MOST_EXACT, DenseIndex
from index.search.dense.follower import DenseFollower
from index.search.derived import Damaged, changed_files, read_manifest
from index.search.lexical import LexicalIndex
from index.storage.databases.database import Database
from index.storage.tables.chunks import ChunkTable

__all__ = ["SearchIndexes"]

_REBUILT_WHOLE = 2_000
"""Up to so many chunks, which takes a moment, the lexical index is made anew after a removal, so that scores do not
depend on the past."""


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
        self._lock = threading.RLock()
        self._tending = threading.Lock()
        self._dense = DenseFollower(
            folder / "dense", database, chunks, dim, lambda damage: self._notice("dense", damage)
        )
        self._lexical: LexicalIndex | None = None

    @property
    def generation(self) -> int | None:
        """What both reach; None as long as they have not been opened."""
        dense, lexical = self._dense.generation, self._lexical
        return None if dense is None or lexical is None else min(dense, lexical.generation)

    @property
    def form(self) -> str:
        """How vectors are searched, in words."""
        with self._lock:
            return self._dense_now().form

    def state(self) -> None:
        """Return None: nobody shares them."""

    def follower(self) -> None:
        """Return None, for the same reason."""

    def catch_up(self) -> None:
        """Catch up with every commit, also those of other processes."""
        with self._lock:
            self._dense_now()
            self._lexical_now()

    def problems(self) -> list[str]:
        """Return in what they differ from the database, one clause each; a damaged one was rebuilt by then."""
        with self._lock, self._database.snapshot():
            dense, lexical = self._dense_now(), self._lexical_now()
            found = self._changed_files()
            ids = self._chunks.ids()
            if different := dense.differs_from(self._chunks.encoded_ids()):
                found.append(different)
            if lexical.ids() != ids:
                found.append("the lexical index holds other chunks than the database")
            return found

    def rebuild(self) -> None:
        """Make both anew from the database; the caller holds the write lock."""
        with self._lock:
            for name in ("dense", "lexical"):
                shutil.rmtree(self._folder / name, ignore_errors=True)
            self._lexical = None
            self._dense.forget()
            if self._chunks.count() > MOST_EXACT:
                self._dense.write_anew()
            self.catch_up()

    def tend(self) -> bool:
        """Make lists of vectors where there have come to be many, or make them anew; tell whether that was done.

        It takes from seconds to minutes, in which everybody goes on searching what is there. What is written meanwhile
        is followed as ever.
        """
        if not self._tending.acquire(blocking=False):
            return False
        try:
            with self._lock:
                is_due = self._dense.is_due
            if not is_due or not self._dense.write_anew():
                return False
            with self._lock:
                self._dense.forget()
            return True
        except OSError as error:
            self._cannot_write("dense", error)
            return False
        finally:
            self._tending.release()

    def tend_soon(self) -> None:
        """Have ``tend`` done in a thread, where it is due."""
        with self._lock:
            is_due = self._dense.is_due
        if is_due and not self._tending.locked():
            threading.Thread(target=self.tend, name="footnote-tend", daemon=True).start()

    def dense(self, vector: FloatArray, k: int, chunk_ids: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine) among the given ids, best first."""
        allowed = None if chunk_ids is None else np.asarray(chunk_ids, np.int64)
        with self._lock:
            return self._dense_now().search(vector, k, allowed)

    def lexical(
        self, terms: Iterable[str], k: int, document_ids: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, BM25) among the given documents, best first; terms of ``search_terms``."""
        return self._lexical_now().search(terms, k, document_ids)

    def document_frequency(self, term: str) -> int:
        """Return in how many chunks a term of ``index.search.analysis.search_terms`` occurs."""
        return self._lexical_now().document_frequency(term)

    def document_frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many chunks each of some terms occurs, by the term."""
        lexical = self._lexical_now()
        return {term: lexical.document_frequency(term) for term in terms}

    def _dense_now(self) -> DenseIndex:
        """Return the dense index, caught up; the caller holds the lock."""
        before = self._dense.generation
        dense = self._dense.caught_up()
        if dense.generation != before:
            try:
                self._dense.write()
            except OSError as error:
                self._cannot_write("dense", error)
        return dense

    def _lexical_now(self) -> LexicalIndex:
        """Return the lexical index, caught up, which several threads may search at once."""
        with self._lock:
            if self._lexical is None or self._lexical.generation < self._database.generation:
                self._catch_up_lexical()
            assert self._lexical is not None  # noqa: S101 - it was made at the latest now
            return self._lexical

    def _changed_files(self) -> list[str]:
        """Return which files on disk are not what was written, one clause each."""
        found: list[str] = []
        for name, index_id in (("dense", self._database.identity), ("lexical", self._lexical_id)):
            manifest = read_manifest(self._folder / name, index_id)
            changed = changed_files(self._folder / name, manifest) if manifest else []
            found += [f"{each} of the {name} index is not what was written" for each in changed]
        return found

    @property
    def _lexical_id(self) -> str:
        return f"{self._database.identity}.{ANALYSIS}"

    def _catch_up_lexical(self) -> None:
        try:
            self._follow_lexical()
        except (OSError, ValueError, Damaged) as error:  # Tantivy's own errors are ValueErrors
            self._cannot_write("lexical", error)
            self._lexical = LexicalIndex(None, "")
            self._update_lexical(self._lexical)

    def _follow_lexical(self) -> None:
        folder, index_id = self._folder / "lexical", self._lexical_id
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
            with self._database.folder_lock.held_if_free() as free:
                if free:
                    self._update_lexical(self._lexical)

    def _rebuild_lexical(self, folder: Path, index_id: str) -> None:
        """Make the lexical index anew: on disk when the lock is free, in memory when another process is writing."""
        with self._database.folder_lock.held_if_free() as free:
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
