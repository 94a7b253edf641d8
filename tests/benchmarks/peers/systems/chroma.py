"""Chroma: a persistent collection with the embedding function for sentence-transformers."""

from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

from tests.benchmarks.peers.systems.system import RERANKED, Corpus, Passage, System
from tests.benchmarks.peers.systems.weights import cross_encoder, minilm

__all__ = ["Chroma", "create"]


class Chroma:
    """A ``PersistentClient`` and one collection."""

    def __init__(self) -> None:
        self._reranker: Any = None

    def start(self, folder: Path, weights: Path) -> None:
        """Open the collection, or make an empty one."""
        self._weights = weights
        self._client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        embed: Any = SentenceTransformerEmbeddingFunction(model_name=minilm())
        self._collection = self._client.get_or_create_collection("passages", embedding_function=embed)

    def index(self, corpus: Corpus) -> None:
        """Add the passages in the batches that the client takes."""
        size = self._client.get_max_batch_size()
        for first in range(0, len(corpus.passages), size):
            some = corpus.passages[first : first + size]
            vectors = None if corpus.vectors is None else corpus.vectors[first : first + size]
            ids, texts = [passage.id for passage in some], [passage.shown for passage in some]
            self._collection.add(ids=ids, documents=texts, embeddings=vectors)

    def search(self, question: str, k: int) -> list[str]:
        """Return what comes nearest, or the reranker's order of the ten nearest."""
        found: Any = self._collection.query(query_texts=[question], n_results=RERANKED if self._reranker else k)
        ids = found["ids"][0]
        if self._reranker:
            ids = [ids[each["corpus_id"]] for each in self._reranker.rank(question, found["documents"][0])]
        return list(ids[:k])

    def with_reranker(self) -> None:
        """Load a CrossEncoder of sentence-transformers: Chroma has none of its own."""
        from sentence_transformers import CrossEncoder

        self._reranker = CrossEncoder(cross_encoder(self._weights))

    def add(self, passage: Passage) -> None:
        """Add it to the collection."""
        self._collection.add(ids=[passage.id], documents=[passage.shown])

    def delete(self, identity: str) -> None:
        """Delete it by its id."""
        self._collection.delete(ids=[identity])

    def save(self) -> None:
        """It is on disk already."""

    def close(self) -> None:
        """The client has nothing to close."""


def create() -> System:
    """Return the system."""
    return Chroma()
