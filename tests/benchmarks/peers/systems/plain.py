"""The twenty lines that people write: sentence-transformers encodes, a flat FAISS index finds."""

import json
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from sentence_transformers import CrossEncoder, SentenceTransformer

from tests.benchmarks.peers.systems.system import RERANKED, Corpus, FloatArray, Passage, System
from tests.benchmarks.peers.systems.weights import cross_encoder, minilm

__all__ = ["Plain", "create", "encoded"]


class Plain:
    """Texts in a list, vectors in ``IndexFlatIP``, both in files."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, str]] = []
        self._reranker: CrossEncoder | None = None

    def start(self, folder: Path, weights: Path) -> None:
        """Load the model and both files."""
        self._folder, self._weights = folder, weights
        self._model = SentenceTransformer(minilm())
        self._index: Any = faiss.IndexFlatIP(384)
        if (folder / "texts.json").exists():
            self._texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
            self._index = faiss.read_index(str(folder / "index.faiss"))

    def index(self, corpus: Corpus) -> None:
        """Encode the passages, unless that has happened, and write both files."""
        self._texts = [(passage.id, passage.shown) for passage in corpus.passages]
        vectors = corpus.vectors
        if vectors is None:
            vectors = self._model.encode([text for _, text in self._texts], normalize_embeddings=True)
        self._index.add(np.ascontiguousarray(vectors))
        self.save()

    def search(self, question: str, k: int) -> list[str]:
        """Return what comes nearest, or the reranker's order of the ten nearest."""
        vector = self._model.encode([question], normalize_embeddings=True)
        _, places = self._index.search(vector, RERANKED if self._reranker else k)
        found = [self._texts[place] for place in places[0] if place >= 0]
        if self._reranker:
            ranked = self._reranker.rank(question, [text for _, text in found])
            found = [found[int(each["corpus_id"])] for each in ranked]
        return [identity for identity, _ in found[:k]]

    def with_reranker(self) -> None:
        """Load a CrossEncoder, as its documentation puts it behind a search."""
        self._reranker = CrossEncoder(cross_encoder(self._weights))

    def add(self, passage: Passage) -> None:
        """Add a vector and a text."""
        self._index.add(self._model.encode([passage.shown], normalize_embeddings=True))
        self._texts.append((passage.id, passage.shown))

    def delete(self, identity: str) -> None:
        """Remove both; the vectors behind it move up."""
        place = next(place for place, (known, _) in enumerate(self._texts) if known == identity)
        self._index.remove_ids(np.array([place], dtype=np.int64))
        del self._texts[place]

    def save(self) -> None:
        """Write both files anew."""
        (self._folder / "texts.json").write_text(json.dumps(self._texts), encoding="utf-8")
        faiss.write_index(self._index, str(self._folder / "index.faiss"))

    def close(self) -> None:
        """There is nothing to release."""


def create() -> System:
    """Return the system."""
    return Plain()


def encoded(corpus: Corpus, folder: Path) -> FloatArray:  # noqa: ARG001 - vectors are all that is needed
    """Return the vectors of passages."""
    texts = [passage.shown for passage in corpus.passages]
    return np.asarray(SentenceTransformer(minilm()).encode(texts, normalize_embeddings=True), dtype=np.float32)
