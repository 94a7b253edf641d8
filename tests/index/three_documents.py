"""Three documents, what is found of them, and the index opened once more."""

from index.encoding.encoders.hash import HashEncoder
from index.search.analysis import analyse
from index.store import Index

__all__ = ["TEXTS", "again", "found"]

TEXTS = {
    "museum": "The museum opened in 1901. Its first director was Ada Berg.",
    "bridge": "The bridge was closed in spring. Ferries carry the traffic.",
    "garden": "The garden has forty roses. Visitors come in June.",
}


def found(index: Index, word: str) -> tuple[set[str], set[str]]:
    """Return the sources that the dense and the lexical index find for a word, nearest or matching."""
    vector = index.encoder.loaded().encode_query(word).vector
    dense = index.chunks.get([identity for identity, score in index.search.dense(vector, 10) if score > 0.3])
    lexical = index.chunks.get([identity for identity, _ in index.search.lexical(analyse(word), 10)])
    return {row.source for row in dense.values()}, {row.source for row in lexical.values()}


def again(index: Index, encoder: HashEncoder | str | None = None) -> Index:
    return Index.open(index.place, encoder or HashEncoder(), replicas=index.folder.parent)
