"""What keeps the dense index of a folder equal to the database, and writes it when that is due."""

from collections.abc import Callable
from pathlib import Path

from index.hardening.private import make_folder
from index.search.dense.dense_index import MOST_EXACT, DenseIndex, lists_path, record_lists
from index.search.dense.listed import write_lists
from index.search.derived import Damaged
from index.storage.databases.database import Database
from index.storage.tables.chunks import ChunkTable

__all__ = ["DenseFollower"]


class DenseFollower:
    """The dense index of a folder; not thread-safe but for ``write_anew``.

    Args:
        folder: of the dense index.
        database: the truth.
        chunks: of the same.
        dim: returns the length of its vectors; asked when there are no vectors to see it by.
        notice_damage: told what is wrong with a file that cannot be used, and is made anew.
    """

    def __init__(
        self,
        folder: Path,
        database: Database,
        chunks: ChunkTable,
        dim: Callable[[], int],
        notice_damage: Callable[[Damaged], None],
    ) -> None:
        self._folder, self._database, self._chunks = folder, database, chunks
        self._dim, self._notice_damage = dim, notice_damage
        self._index: DenseIndex | None = None

    @property
    def generation(self) -> int | None:
        """The last commit that it contains; None as long as it has not been opened."""
        return None if self._index is None else self._index.generation

    @property
    def is_due(self) -> bool:
        """Whether ``write_anew`` is, as when there are more vectors than one is to be compared with."""
        if self._index is None:
            self._index = self._opened()
        if self._chunks.count_since(self._index.generation) > MOST_EXACT:
            return True  # all at once would fill the memory
        return self.caught_up().is_to_be_listed

    def forget(self) -> None:
        """Open it anew before the next search."""
        self._index = None

    def caught_up(self) -> DenseIndex:
        """Return it with every commit, also those of other processes; what it lacked is not written yet."""
        if self._index is None:
            self._index = self._opened()
        found = self._index
        if found.generation >= self._database.generation:
            return found
        with self._database.snapshot():
            generation = self._database.generation
            if found.generation < generation:
                found.remove(self._chunks.removed_since(found.generation) if len(found) else [])
                for ids, vectors in self._chunks.vectors_since(found.generation):
                    found.add(ids, vectors)
                found.generation = generation
        return found

    def write(self) -> None:
        """Write what has changed, where that is worth while and no other process is writing; raises OSError."""
        if self._index is None or not self._index.is_to_be_written:
            return
        with self._database.folder_lock.held_if_free() as free:
            if free:
                self._index.save(self._folder, self._database.identity)

    def write_anew(self) -> bool:
        """Write all that the database has in one snapshot, in the form that suits so much; tell whether it counts.

        It does not where another process is writing at the end. Others may search and follow meanwhile; what they have
        is to be forgotten then.

        Raises:
            OSError: it cannot be written.
        """
        make_folder(self._folder)
        with self._database.snapshot():
            generation = self._database.generation
            count = self._chunks.count() - self._chunks.count_waiting()
            lists = lists_path(self._folder)
            made = None
            if count > MOST_EXACT // 2:
                write_lists(lists, count, self._chunks.some_vectors, self._chunks.vectors_since(-1))
            else:
                made = self._empty()
                for ids, vectors in self._chunks.vectors_since(-1):
                    made.add(ids, vectors)
                made.generation = generation
        with self._database.folder_lock.held_if_free() as free:
            if free and made is None:
                record_lists(lists, self._database.identity, generation)
            elif free and made is not None:
                made.save(self._folder, self._database.identity)
        if not free:
            lists.unlink(missing_ok=True)
        return free

    def _opened(self) -> DenseIndex:
        empty = self._empty()
        try:
            found = DenseIndex.load(self._folder, self._database.identity, empty.dim, self._chunks.vectors_of)
            if found.generation > self._database.generation:
                raise Damaged("the FAISS file is ahead of the database")
        except Damaged as damage:
            self._notice_damage(damage)
            return empty
        return found

    def _empty(self) -> DenseIndex:
        return DenseIndex(int(self._database.meta("dim") or self._dim()), self._chunks.vectors_of)
