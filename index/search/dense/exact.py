"""Vectors that are all compared with a question, in memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoding.encoder import FloatArray
from index.search.derived import Damaged, write_atomically

__all__ = ["ExactVectors"]

_AT_ONCE = 4_096


class ExactVectors:
    """Unit vectors by id, whose inner products with a question are exact; not thread-safe.

    Args:
        dim: of a vector.
    """

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._index.ntotal)

    @classmethod
    def load(cls, path: Path, dim: int) -> "ExactVectors":
        """Return what ``save`` wrote.

        Raises:
            Damaged: it cannot be used.
        """
        found = cls(dim)
        try:
            found._index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), np.uint8))
        except (OSError, RuntimeError) as error:
            raise Damaged(f"FAISS cannot read {path.name} ({error})") from error
        if found._index.d != dim:
            raise Damaged(f"{path.name} holds vectors of {found._index.d} dimensions, not {dim}")
        return found

    def save(self, path: Path) -> None:
        """Write all of it; raises OSError."""
        write_atomically(path, faiss.serialize_index(self._index).tobytes())

    def add(self, ids: Sequence[int], vectors: FloatArray) -> None:
        """Add unit vectors, (n, dim) float32, replacing those of ids that are known.

        Raises:
            ValueError: the shape or the type is another one (FAISS itself would fail without a word, or not at all).
        """
        if vectors.shape != (len(ids), self.dim) or vectors.dtype != np.float32:
            raise ValueError(f"expected float32 ({len(ids)}, {self.dim}), got {vectors.dtype} {vectors.shape}")
        self.remove(ids)
        self._index.add_with_ids(np.ascontiguousarray(vectors), np.asarray(ids, np.int64))

    def remove(self, ids: Sequence[int]) -> None:
        """Remove vectors; unknown ids are passed over."""
        if len(ids) and len(self):
            self._index.remove_ids(np.asarray(ids, np.int64))

    def batches(self) -> Iterator[tuple[list[int], FloatArray]]:
        """Yield every id with its vector, some at a time."""
        ids = faiss.vector_to_array(self._index.id_map)
        flat: Any = faiss.downcast_index(self._index.index)
        rows = faiss.vector_to_array(flat.codes).view(np.float32).reshape(len(self), self.dim)
        for first in range(0, len(ids), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            yield ids[some].tolist(), rows[some]

    def search(
        self, vector: FloatArray, k: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (id, cosine), best first, equal scores by id.

        Args:
            vector: (dim,) float32 of unit norm.
            k: at least 1.
            allowed: the only ids to return; all when None.
        """
        parameters = None if allowed is None else _only(allowed)
        # FAISS pads with -1 when there are fewer than k.
        scores, ids = self._index.search(vector.reshape(1, self.dim), min(k, max(len(self), 1)), params=parameters)
        found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))


def _only(allowed: npt.NDArray[np.int64]) -> Any:
    parameters = faiss.SearchParameters()
    parameters.sel = faiss.IDSelectorBatch(allowed)
    return parameters
