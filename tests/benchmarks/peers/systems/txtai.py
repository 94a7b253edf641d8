"""txtai: an embeddings database with content, and its Reranker pipeline."""

import threading
from pathlib import Path
from typing import Any

from txtai.embeddings import Embeddings
from txtai.pipeline import Reranker, Similarity

from tests.benchmarks.peers.systems.system import RERANKED, Corpus, FloatArray, Passage, System
from tests.benchmarks.peers.systems.weights import cross_encoder, minilm

__all__ = ["Txtai", "create"]


class Txtai:
    """``Embeddings(path=…, content=True)``, saved to and loaded from a folder.

    One thread at a time searches, as in txtai's own server: two at once end the process, or end in an error of SQLite.
    """

    def __init__(self) -> None:
        self._reranker: Any = None
        self._lock = threading.Lock()

    def start(self, folder: Path, weights: Path) -> None:
        """Load the index, or make an empty one with the model."""
        self._path, self._weights = str(folder / "index"), weights
        self._embeddings: Any = Embeddings(path=minilm(), content=True)
        if (folder / "index").exists():
            self._embeddings.load(self._path)

    def index(self, corpus: Corpus) -> None:
        """Index the passages; ready-made vectors come in by an external transform, which the loaded index has not."""
        rows = [(passage.id, {"text": passage.shown}, None) for passage in corpus.passages]
        if corpus.vectors is None:
            self._embeddings.index(rows)
            self.save()
            return
        vectors = dict(zip((passage.shown for passage in corpus.passages), corpus.vectors, strict=True))

        def ready_made(texts: list[str]) -> list[FloatArray]:
            return [vectors[text] for text in texts]

        made: Any = Embeddings(method="external", transform=ready_made, content=True)
        made.index(rows)
        del made.config["transform"]
        made.config |= {"method": "transformers", "path": minilm()}
        made.save(self._path)
        made.close()
        self._embeddings.load(self._path)

    def search(self, question: str, k: int) -> list[str]:
        """Return what comes nearest, or the reranker's order of the ten nearest."""
        with self._lock:
            if self._reranker:
                found = self._reranker(question, limit=k, factor=max(1, RERANKED // k))
            else:
                found = self._embeddings.search(question, k)
        return [row["id"] for row in found]

    def with_reranker(self) -> None:
        """Put a Similarity pipeline with a cross-encoder behind the search."""
        similarity = Similarity(cross_encoder(self._weights), crossencode=True)
        self._reranker = Reranker(self._embeddings, similarity)

    def add(self, passage: Passage) -> None:
        """Upsert it."""
        self._embeddings.upsert([(passage.id, {"text": passage.shown}, None)])

    def delete(self, identity: str) -> None:
        """Delete it by its id."""
        self._embeddings.delete([identity])

    def save(self) -> None:
        """Save the index anew."""
        self._embeddings.save(self._path)

    def close(self) -> None:
        """Close the database."""
        self._embeddings.close()


def create() -> System:
    """Return the system."""
    return Txtai()
