"""Haystack: pipelines over its store in memory, which can be saved to disk."""

from pathlib import Path
from typing import Any

from haystack import Document, Pipeline
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.rankers.sentence_transformers import SentenceTransformersSimilarityRanker

from tests.benchmarks.peers.systems.system import RERANKED, Corpus, Passage, System
from tests.benchmarks.peers.systems.weights import cross_encoder, minilm

__all__ = ["Haystack", "create"]


class Haystack:
    """A query pipeline: embed the question, retrieve, and rank where that is wanted."""

    def __init__(self) -> None:
        self._ranked = False

    def start(self, folder: Path, weights: Path) -> None:
        """Load the store and the models."""
        self._path, self._weights = folder / "store.json", weights
        self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        if self._path.exists():
            self._store = InMemoryDocumentStore.load_from_disk(str(self._path))
        self._embedder: Any = None
        self._pipeline = self._made()

    def index(self, corpus: Corpus) -> None:
        """Embed the passages, unless they bring their vectors, and write them."""
        documents = [Document(id=passage.id, content=passage.shown) for passage in corpus.passages]
        if corpus.vectors is None:
            documents = self._documents_embedder().run(documents=documents)["documents"]
        else:
            for document, vector in zip(documents, corpus.vectors, strict=True):
                document.embedding = vector.tolist()
        self._store.write_documents(documents)
        self.save()

    def search(self, question: str, k: int) -> list[str]:
        """Run the pipeline."""
        wanted: dict[str, Any] = {
            "embedder": {"text": question},
            "retriever": {"top_k": RERANKED if self._ranked else k},
        }
        if self._ranked:
            wanted["ranker"] = {"query": question, "top_k": k}
        found = self._pipeline.run(wanted)["ranker" if self._ranked else "retriever"]["documents"]
        return [document.id for document in found[:k]]

    def with_reranker(self) -> None:
        """Make the pipeline anew, with a ranker at its end."""
        self._ranked = True
        self._pipeline = self._made()

    def add(self, passage: Passage) -> None:
        """Embed and write it."""
        document = Document(id=passage.id, content=passage.shown)
        self._store.write_documents(self._documents_embedder().run(documents=[document])["documents"])

    def delete(self, identity: str) -> None:
        """Delete it by its id."""
        self._store.delete_documents([identity])

    def save(self) -> None:
        """Save the store to disk anew."""
        self._store.save_to_disk(str(self._path))

    def close(self) -> None:
        """There is nothing to release."""

    def _documents_embedder(self) -> Any:
        if self._embedder is None:
            self._embedder = SentenceTransformersDocumentEmbedder(model=minilm(), progress_bar=False)
            self._embedder.warm_up()
        return self._embedder

    def _made(self) -> Pipeline:
        pipeline = Pipeline()
        pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=minilm(), progress_bar=False))
        pipeline.add_component("retriever", InMemoryEmbeddingRetriever(document_store=self._store))
        pipeline.connect("embedder.embedding", "retriever.query_embedding")
        if self._ranked:
            pipeline.add_component("ranker", SentenceTransformersSimilarityRanker(model=cross_encoder(self._weights)))
            pipeline.connect("retriever.documents", "ranker.documents")
        pipeline.warm_up()
        return pipeline


def create() -> System:
    """Return the system."""
    return Haystack()
