"""LlamaIndex: a vector index over its FAISS store that can delete, and its sentence-transformers reranker."""

from pathlib import Path
from typing import Any

import faiss
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.postprocessor.sbert_rerank import SentenceTransformerRerank
from llama_index.vector_stores.faiss import FaissMapVectorStore

from tests.benchmarks.peers.systems.system import RERANKED, Corpus, Passage, System
from tests.benchmarks.peers.systems.weights import cross_encoder, minilm

__all__ = ["LlamaIndex", "create"]


class LlamaIndex:
    """A ``VectorStoreIndex`` that persists to a folder."""

    def __init__(self) -> None:
        self._reranker: Any = None
        self._index: Any = None

    def start(self, folder: Path, weights: Path) -> None:
        """Load the model, and the index from its storage."""
        self._folder, self._weights = str(folder), weights
        self._model = HuggingFaceEmbedding(model_name=minilm())
        if (folder / "docstore.json").exists():
            store = FaissMapVectorStore.from_persist_dir(self._folder)
            context = StorageContext.from_defaults(vector_store=store, persist_dir=self._folder)
            self._index = load_index_from_storage(storage_context=context, embed_model=self._model)

    def index(self, corpus: Corpus) -> None:
        """Index the passages as nodes; one that brings its vector is not encoded."""
        nodes = [TextNode(id_=passage.id, text=passage.shown) for passage in corpus.passages]
        if corpus.vectors is not None:
            for node, vector in zip(nodes, corpus.vectors, strict=True):
                node.embedding = vector.tolist()
        store = FaissMapVectorStore(faiss_index=faiss.IndexIDMap2(faiss.IndexFlatL2(384)))
        context = StorageContext.from_defaults(vector_store=store)
        self._index = VectorStoreIndex(nodes, storage_context=context, embed_model=self._model)
        self.save()

    def search(self, question: str, k: int) -> list[str]:
        """Return what comes nearest, or the reranker's order of the ten nearest."""
        count = RERANKED if self._reranker else k
        found = self._index.as_retriever(similarity_top_k=count).retrieve(question)
        if self._reranker:
            found = self._reranker.postprocess_nodes(found, query_str=question)
        return [each.node.node_id for each in found[:k]]

    def with_reranker(self) -> None:
        """Load its postprocessor."""
        self._reranker = SentenceTransformerRerank(model=cross_encoder(self._weights), top_n=RERANKED)

    def add(self, passage: Passage) -> None:
        """Insert it as a node."""
        self._index.insert_nodes([TextNode(id_=passage.id, text=passage.shown)])

    def delete(self, identity: str) -> None:
        """Delete the node, and its text."""
        self._index.delete_nodes([identity], delete_from_docstore=True)

    def save(self) -> None:
        """Persist the storage anew."""
        self._index.storage_context.persist(persist_dir=self._folder)

    def close(self) -> None:
        """There is nothing to release."""


def create() -> System:
    """Return the system."""
    return LlamaIndex()
