"""Vectors in lists of near ones, of which a question looks into a few: an inverted file (Jégou et al. 2011, section 4).

Each dimension of a vector, without its list's middle, takes 8 bits. The file is mapped into memory: it is opened
without being read, and its pages are the system's to keep or to drop.
"""

import math
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoding.encoder import FloatArray
from index.hardening.private import open_new
from index.search.derived import Damaged

__all__ = ["Batch", "ListedVectors", "write_lists"]

Batch = tuple[list[int], FloatArray]
"""Ids with their unit vectors, (n,) and (n, dim) float32."""

_LISTS = 4
"""Times the square root of the number of vectors: how many lists there are, in powers of two."""

_TAUGHT_BY = 40
"""Vectors a list that the lists' middles are computed from."""

_ROUNDS = 8
_SEED = 20_261_130
_TRIED = 200
"""Vectors that are looked for, to see into how many lists a question has to look."""

_NEIGHBOURS = 100
_RECALL = 0.98
"""The share of the nearest that have to be found."""

_SPREAD = 8
"""Times the lists that do for vectors of the index: questions lie further from them than they do from one another."""

_READ_AHEAD = 4
"""Times as many vectors as are wanted have to lie in the lists that are looked into."""


class ListedVectors:
    """What ``write_lists`` wrote, which never changes; searches by several threads at once.

    Args:
        path: of the file.
        dim: of a vector.

    Raises:
        Damaged: the file cannot be used.
    """

    def __init__(self, path: Path, dim: int) -> None:
        try:
            self._index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except (OSError, RuntimeError) as error:
            raise Damaged(f"FAISS cannot read {path.name} ({error})") from error
        if self._index.d != dim or not isinstance(self._index, faiss.IndexIVFScalarQuantizer):
            raise Damaged(f"{path.name} holds no lists of vectors of {dim} dimensions")
        self._ids: npt.NDArray[np.int64] | None = None

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._index.ntotal)

    @property
    def lists(self) -> int:
        """How many there are."""
        return int(self._index.nlist)

    @property
    def looked_into(self) -> int:
        """How many of them a question looks into."""
        return int(self._index.nprobe)

    def ids(self) -> npt.NDArray[np.int64]:
        """Return every id, list by list."""
        if self._ids is None:
            lists = [_ids_of(self._index.invlists, number) for number in range(self.lists)]
            self._ids = np.concatenate(lists) if lists else np.zeros(0, np.int64)
        return self._ids

    def batches(self) -> Iterator[Batch]:
        """Yield every id with its vector, as 8 bits a dimension have it."""
        for number in range(self.lists):
            ids = _ids_of(self._index.invlists, number)
            if len(ids):
                rows = np.zeros((len(ids), self._index.d), np.float32)
                for offset, row in enumerate(rows):
                    self._index.reconstruct_from_offset(number, offset, faiss.swig_ptr(row))
                yield ids.tolist(), rows

    def search(self, vector: FloatArray, k: int, allowed: npt.NDArray[np.bool_]) -> list[int]:
        """Return some ``k`` of the nearest ids.

        Of few that are allowed more lists are looked into, all of them at last: what is allowed may lie anywhere.

        Args:
            vector: (dim,) float32 of unit norm.
            k: at least 1.
            allowed: whether an id is, by the id; those beyond its end are not.
        """
        share = np.count_nonzero(allowed) / max(len(self), 1)
        if not share:
            return []
        wanted = max(self.looked_into, math.ceil(_READ_AHEAD * k * self.lists / len(self))) / min(share, 1.0)
        found = _found(
            self._index, vector.reshape(1, -1), min(k, len(self)), min(self.lists, math.ceil(wanted)), allowed
        )
        return [int(identity) for identity in found[0] if identity >= 0]


def write_lists(
    path: Path,
    count: int,
    some: Callable[[int], FloatArray],
    batches: Iterable[Batch],
    may_go_on: Callable[[], bool] = lambda: True,
) -> bool:
    """Write vectors to a file in lists, and tell whether that was done.

    Args:
        path: of the file, which is there when all of it is.
        count: of the vectors, about.
        some: returns at most so many vectors, (n, dim) float32, taken from all of them alike.
        batches: of all.
        may_go_on: asked now and then; False ends it, and nothing is written.
    """
    lists = 2 ** round(math.log2(_LISTS * math.sqrt(count)))
    sample = some(_TAUGHT_BY * lists)
    lists, dim = max(1, min(lists, len(sample) // _TAUGHT_BY)), sample.shape[1]
    quantiser = faiss.IndexFlatIP(dim)
    made = faiss.IndexIVFScalarQuantizer(
        quantiser, dim, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, True
    )
    made.cp.niter, made.cp.seed, made.cp.max_points_per_centroid = _ROUNDS, _SEED, _TAUGHT_BY
    made.train(np.ascontiguousarray(sample))
    for ids, vectors in batches:
        if not may_go_on():
            return False
        made.add_with_ids(np.ascontiguousarray(vectors), np.asarray(ids, np.int64))
    made.nprobe = min(lists, _SPREAD * _lists_that_do(made, sample))
    temporary = path.with_suffix(".tmp")
    try:
        open_new(temporary).close()  # its owner's alone
        faiss.write_index(made, str(temporary))
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    return True


def _lists_that_do(made: Any, sample: FloatArray) -> int:
    """Return into how many lists one has to look for most of what lies nearest."""
    tried = np.ascontiguousarray(sample[:: max(1, len(sample) // _TRIED)][:_TRIED])
    nearest = min(_NEIGHBOURS, made.ntotal)
    lists = int(made.nlist)
    wanted = _found(made, tried, nearest, lists)
    number = max(1, lists // 128)
    while number < lists:
        found = _found(made, tried, nearest, number)
        shares = [len(np.intersect1d(ours, all_)) / nearest for ours, all_ in zip(found, wanted, strict=True)]
        if float(np.mean(shares)) >= _RECALL:
            return number
        number *= 2
    return lists


def _found(
    index: Any, vectors: FloatArray, k: int, lists: int, allowed: npt.NDArray[np.bool_] | None = None
) -> npt.NDArray[np.int64]:
    """Return the nearest ids in so many lists, (n, k), -1 where there are fewer."""
    parameters: Any = faiss.SearchParametersIVF()
    parameters.nprobe = lists
    if allowed is not None:
        make: Any = faiss.IDSelectorBitmap
        selector = make(np.packbits(allowed, bitorder="little"))  # named, so that it lives as long as it is needed
        parameters.sel = selector
    _, ids = index.search(np.ascontiguousarray(vectors), k, params=parameters)
    found: npt.NDArray[np.int64] = ids
    return found


def _ids_of(lists: Any, number: int) -> npt.NDArray[np.int64]:
    size = lists.list_size(number)
    return faiss.rev_swig_ptr(lists.get_ids(number), size).copy() if size else np.zeros(0, np.int64)
