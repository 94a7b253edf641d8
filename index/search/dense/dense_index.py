"""The dense search index of an index folder: its file, and what has changed since that was written."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoding.encoder import FloatArray
from index.hardening.private import make_folder
from index.search.dense.exact import ExactVectors
from index.search.dense.listed import Batch, ListedVectors
from index.search.derived import Damaged, read_manifest, write_manifest
from index.storage.stamps import new_id

__all__ = ["MOST_EXACT", "DenseIndex", "VectorsOf", "lists_path", "record_lists"]

MOST_EXACT = 100_000
"""Vectors that are all compared with a question: more are kept in lists. Where it was made of lists, half as many."""

_EXACT_FILE = "vectors.faiss"

_WRITTEN_AT_ONCE = 10_000_000
"""Bytes of vectors that are written anew whenever some have changed."""

_MOST_UNWRITTEN = 0.05
"""The share of more vectors that may have changed since they were written."""

_MOST_APART = 0.02
"""The share of vectors that may have changed since lists were made; until then they are compared one by one."""

_FEWEST_APART = 4_096
_AGAIN = 2
"""Times as many of the nearest in the lists as are wanted are compared exactly."""

_NEARLY = 0.05
"""How far a component may be from what 8 bits have of it."""

VectorsOf = Callable[[Sequence[int]], Batch]
"""From ids to those of them that there are, with their vectors."""


class DenseIndex:
    """Chunk ids by inner product of unit vectors; not thread-safe.

    Up to ``MOST_EXACT`` vectors all are compared: that takes a few milliseconds, and nothing is lost. Beyond, they lie
    in lists of near ones, of which a question looks into a few; what is found there is compared exactly with the
    vectors of the database, and what has changed since the lists were made is kept beside them.

    Args:
        dim: of a vector.
        vectors_of: returns the database's.

    Attributes:
        generation: the last commit that it contains; -1 for none.
    """

    def __init__(self, dim: int, vectors_of: VectorsOf) -> None:
        self.dim = dim
        self.generation = -1
        self._vectors_of = vectors_of
        self._exact = ExactVectors(dim)
        self._listed: ListedVectors | None = None
        self._alive = np.zeros(0, np.bool_)
        self._unwritten = 0

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self._exact) + int(np.count_nonzero(self._alive))

    @property
    def form(self) -> str:
        """What it is, in words, and why."""
        if self._listed is None:
            return f"exact: {len(self):,} vectors, of which all are compared up to {MOST_EXACT:,}"
        return (
            f"lists: {len(self._listed):,} vectors in {self._listed.lists:,} lists, of which a question looks into"
            f" {self._listed.looked_into:,}, and {len(self._exact):,} beside them"
        )

    @classmethod
    def load(cls, folder: Path, index_id: str, dim: int, vectors_of: VectorsOf) -> "DenseIndex":
        """Return the index saved in a folder, or an empty one when none was.

        Raises:
            Damaged: what is there cannot be used.
        """
        found = cls(dim, vectors_of)
        manifest = read_manifest(folder, index_id)
        if manifest is None:
            return found
        if len(manifest.files) != 1:
            raise Damaged("the manifest of the dense index names no file, or several")
        [name] = manifest.files
        if name == _EXACT_FILE:
            found._exact = ExactVectors.load(folder / name, dim)
        else:
            found._use(ListedVectors(folder / name, dim))
        found.generation = manifest.generation
        return found

    @property
    def is_to_be_written(self) -> bool:
        """Whether so much has changed that ``save`` is worth while; lists are made by ``make_lists`` alone."""
        if self._listed is not None or len(self._exact) > MOST_EXACT:
            return False
        small = len(self._exact) * self.dim * 4 <= _WRITTEN_AT_ONCE
        return small or self._unwritten > _MOST_UNWRITTEN * len(self._exact)

    @property
    def is_to_be_listed(self) -> bool:
        """Whether lists are to be made, or made anew, or are too many for what is left."""
        if self._listed is None:
            return len(self._exact) > MOST_EXACT
        gone = len(self._listed) - int(np.count_nonzero(self._alive))
        apart = len(self._exact) + gone
        return 2 * len(self) < MOST_EXACT or apart > max(_FEWEST_APART, _MOST_APART * len(self._listed))

    def save(self, folder: Path, index_id: str) -> None:
        """Write what is exact, and its manifest, into a folder; raises OSError."""
        make_folder(folder)
        self._exact.save(folder / _EXACT_FILE)
        _record(folder, index_id, self.generation, _EXACT_FILE)
        self._unwritten = 0

    def add(self, ids: Sequence[int], vectors: FloatArray) -> None:
        """Add unit vectors, (n, dim) float32, replacing those of ids that are known.

        Raises:
            ValueError: the shape or the type is another one.
        """
        self._exact.add(ids, vectors)
        self._bury(ids)
        self._unwritten += len(ids)

    def remove(self, ids: Sequence[int]) -> None:
        """Remove vectors; unknown ids are passed over."""
        self._exact.remove(ids)
        self._bury(ids)
        self._unwritten += len(ids)

    def differs_from(self, ids: Sequence[int]) -> str | None:
        """Return in what it differs from the database, a clause; None where it does not.

        Args:
            ids: of all chunks that the database has.
        """
        own = [np.asarray(some, np.int64) for some, _ in self._exact.batches()]
        if not np.array_equal(np.sort(np.concatenate([*own, np.flatnonzero(self._alive)])), np.sort(ids)):
            return "the dense index holds other chunks than the database"
        listed = self._listed.batches() if self._listed else iter(())
        alike = all(self._are_as_stored(*batch, atol=0.0) for batch in self._exact.batches()) and all(
            self._are_as_stored([each for each in some if self._alive[each]], rows[self._alive[some]], atol=_NEARLY)
            for some, rows in listed
        )
        return None if alike else "the dense index holds other vectors than the database"

    def _are_as_stored(self, ids: Sequence[int], rows: FloatArray, *, atol: float) -> bool:
        """Tell whether vectors are those of the database, as far apart at most in any component."""
        stored, vectors = self._vectors_of(ids)
        order = np.argsort(ids)
        return stored == sorted(ids) and (not stored or bool(np.abs(rows[order] - vectors).max() <= atol))

    def search(
        self, vector: FloatArray, k: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine), best first, equal scores by id.

        Args:
            vector: (dim,) float32 of unit norm.
            k: at least 1.
            allowed: the only ids to return; all when None.
        """
        found = self._exact.search(vector, k, allowed)
        if self._listed is None:
            return found
        ids, vectors = self._vectors_of(self._listed.search(vector, _AGAIN * k, self._allowed(allowed)))
        if ids:
            found += zip(ids, (vectors @ vector).tolist(), strict=True)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _use(self, listed: ListedVectors) -> None:
        self._listed = listed
        ids = listed.ids()
        self._alive = np.zeros(int(ids.max(initial=-1)) + 1, np.bool_)
        self._alive[ids] = True

    def _bury(self, ids: Sequence[int]) -> None:
        gone = np.asarray(ids, np.int64)
        self._alive[gone[gone < len(self._alive)]] = False

    def _allowed(self, ids: npt.NDArray[np.int64] | None) -> npt.NDArray[np.bool_]:
        if ids is None:
            return self._alive
        found = np.zeros_like(self._alive)
        found[ids[(ids >= 0) & (ids < len(found))]] = True
        return found & self._alive


def lists_path(folder: Path) -> Path:
    """Return a place for new lists in a folder; they are used once ``record_lists`` names them."""
    return folder / f"lists-{new_id()}.faiss"


def record_lists(lists: Path, index_id: str, generation: int) -> None:
    """Let lists be the index of their folder, with a manifest, and remove what was it before; raises OSError."""
    _record(lists.parent, index_id, generation, lists.name)


def _record(folder: Path, index_id: str, generation: int, name: str) -> None:
    write_manifest(folder, index_id, generation, [name])
    # Under the write lock nobody writes here but who makes lists, whose file is missed then, and made again.
    for path in (*folder.glob("*.faiss"), *folder.glob("*.tmp")):
        if path.name != name:
            # Whoever has it mapped keeps its pages.
            path.unlink(missing_ok=True)
