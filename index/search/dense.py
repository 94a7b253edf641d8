"""The dense search index: one vector a chunk, in FAISS. The only importer of faiss."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoding.encoder import FloatArray
from index.hardening.private import make_folder
from index.search.derived import Damaged, read_manifest, write_atomically, write_manifest

__all__ = ["DenseIndex"]

_FILE = "vectors.faiss"


class DenseIndex:
    """Chunk ids by inner product of unit vectors, exact; not thread-safe.

    Flat, since every vector can be read in a few milliseconds up to some hundred thousand chunks, and nothing is lost.

    Attributes:
        generation: the last commit that it contains; -1 for none.
    """

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.generation = -1
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dim))

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._index.ntotal)

    @classmethod
    def load(cls, folder: Path, index_id: str, dim: int) -> "DenseIndex":
        """Return the index saved in a folder, or an empty one when none was.

        Raises:
            Damaged: what is there cannot be used.
        """
        found = cls(dim)
        manifest = read_manifest(folder, index_id)
        if manifest is None:
            return found
        try:
            stored = faiss.deserialize_index(np.frombuffer((folder / _FILE).read_bytes(), np.uint8))
        except (OSError, RuntimeError) as error:
            raise Damaged(f"FAISS cannot read {_FILE} ({error})") from error
        if stored.d != dim:
            raise Damaged(f"{_FILE} holds vectors of {stored.d} dimensions, not {dim}")
        found._index, found.generation = stored, manifest.generation
        return found

    def save(self, folder: Path, index_id: str) -> None:
        """Write the index and its manifest into a folder."""
        make_folder(folder)
        write_atomically(folder / _FILE, faiss.serialize_index(self._index).tobytes())
        write_manifest(folder, index_id, self.generation, [_FILE])

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

    def vectors(self) -> dict[int, FloatArray]:
        """Return every vector, by id."""
        ids = faiss.vector_to_array(self._index.id_map)
        flat: Any = faiss.downcast_index(self._index.index)
        rows = faiss.vector_to_array(flat.codes).view(np.float32).reshape(len(self), self.dim)
        return {int(identity): row for identity, row in zip(ids, rows, strict=True)}

    def search(
        self, vector: FloatArray, k: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine), best first, equal scores by id.

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
