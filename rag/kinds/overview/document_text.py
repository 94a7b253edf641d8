"""A document's sentences with a vector each, out of what is stored with its chunks: no model runs."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np

from index.encoding.encoder import FloatArray, unit_rows
from index.encoding.token_vectors import TokenVectors
from index.storage.records import ChunkRow
from index.store import Index
from index.text.headings import innermost
from rag.evidence.doubts.injection import gives_orders
from rag.evidence.tables.heads import header_of, is_in_head
from rag.retrieval.candidates import ready

__all__ = ["DocumentText", "TextSentence", "is_prose", "read_document", "read_rows"]

_FEWEST_WORDS = 4
_FEWEST_SIGNS = 8
"""A sentence of fewer words, or signs of a script without spaces, says too little to carry a text."""

_MOST_NAMES = 0.6
"""The share of words with a capital or a digit from which a sentence is a list of names: who was there, who wrote."""

_FEWEST_NAMES = 6
_ENDS = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_ADDRESS = re.compile(r"^\S+: .*(?:@|\d\d:\d\d)")
_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_EDGE = " | "
_REPLIED_TO = re.compile(r"\s*>")
"""What a mail quotes of the one before it."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True, eq=False)
class TextSentence:
    """A sentence of a document.

    Attributes:
        row: the chunk that it lies in.
        start: first code point, in the document's text.
        end: one past the last code point.
        text: its words as they stand.
        is_prose: whether it says something by itself (``is_prose``).
        opens: whether it is the first of its paragraph.
    """

    row: ChunkRow
    start: int
    end: int
    text: str
    is_prose: bool
    opens: bool

    @property
    def section(self) -> str:
        """The innermost heading above it; empty where there is none but the document's title."""
        inner = innermost(self.row.heading)
        return "" if inner == self.row.title or self.row.heading == self.row.title else inner

    @property
    def words(self) -> int:
        """How many words it has, at least 1; two signs of a script without spaces count as one."""
        return max(1, len(_WORD.findall(self.text)) + len(_UNSPACED.findall(self.text)) // 2)


@dataclass(frozen=True, slots=True, eq=False)
class DocumentText:
    """The sentences of a document, or of a part of it, in reading order.

    Attributes:
        sentences: that have vectors.
        vectors: (sentences, token_dim) of unit norm: the mean of a sentence's token vectors.
    """

    sentences: tuple[TextSentence, ...]
    vectors: FloatArray

    def only(self, kept: Sequence[int]) -> "DocumentText":
        """Return some of the sentences, by their places."""
        return DocumentText(tuple(self.sentences[place] for place in kept), self.vectors[list(kept)])


def read_document(index: Index, document_id: str, among: Set[int] | None = None) -> DocumentText:
    """Return a current document's sentences.

    Args:
        index: within one snapshot.
        document_id: of a document that is there.
        among: ids of the chunks whose sentences are wanted; all when None.
    """
    rows = index.chunks.get([each for each in index.chunks.ids_of([document_id]) if among is None or each in among])
    text = index.documents.get(document_id).text  # once: a chunk's excerpt would be cut out of the whole each time
    ordered = ready(sorted(rows.values(), key=lambda row: row.start))
    vectors = index.token_vectors(ordered)
    return _joined([_of_chunk(row, own, text[row.start : row.end]) for row, own in zip(ordered, vectors, strict=True)])


def read_rows(index: Index, rows: Iterable[ChunkRow]) -> DocumentText:
    """Return the sentences of chunks, as they are given; those that give orders to whoever answers are left out."""
    said = [row for row in ready(list(rows)) if not gives_orders(index, row)]
    vectors = index.token_vectors(said)
    return _joined([_of_chunk(row, own, index.chunks.text(row)) for row, own in zip(said, vectors, strict=True)])


def is_prose(text: str, title: str = "", heading: str = "") -> bool:
    """Tell whether a sentence says something by itself: no heading, row, greeting, byline, list of names or question.

    It is told by form alone, so that it holds in any language: how it ends, how long it is, how many names are in it.
    """
    line = " ".join(text.split())
    words = _WORD.findall(line)
    signs = len(_UNSPACED.findall(line))
    if not _ENDS.search(line) or line.endswith(("?", "？")) or _EDGE in line or line.rstrip(".") in (title, heading):
        return False
    if len(words) < _FEWEST_WORDS and signs < _FEWEST_SIGNS:
        return False
    names = sum(word[0].isupper() or word[0].isdigit() for word in words)
    return not _ADDRESS.match(line) and not (len(words) >= _FEWEST_NAMES and names >= _MOST_NAMES * len(words))


def _of_chunk(row: ChunkRow, vectors: TokenVectors, text: str) -> tuple[list[TextSentence], FloatArray]:
    rows, positions = vectors.rows, vectors.spans[:, 0].astype(np.int64) + row.start
    heading = innermost(row.heading)
    sentences, means = [], []
    heads = _heads(row, text)
    ends = [row.start, *(end for _, end in row.sentences)]
    for (start, end), before in zip(row.sentences, ends, strict=False):
        if any(is_in_head((start, end), head) for head in heads):
            continue
        first, last = np.searchsorted(positions, (start, end))
        if first < last:
            words = text[start - row.start : end - row.start]
            line = text[text.rfind("\n", 0, start - row.start) + 1 :]
            says = is_prose(words, row.title, heading) and not _REPLIED_TO.match(line)
            opens = before == row.start or bool(_BLANK_LINE.search(text, before - row.start, start - row.start))
            sentences.append(TextSentence(row, start, end, words, says, opens))
            means.append(rows[first:last].mean(axis=0))
    return sentences, unit_rows(np.array(means)) if means else np.zeros((0, rows.shape[1]), np.float32)


def _heads(row: ChunkRow, text: str) -> set[tuple[int, int]]:
    """Return the spans of the heads of tables, which say nothing alone."""
    heads = (header_of(row, start, end, text) for start, end in row.sentences if _EDGE in text)
    return {head for head in heads if head}


def _joined(chunks: Sequence[tuple[list[TextSentence], FloatArray]]) -> DocumentText:
    sentences = tuple(sentence for some, _ in chunks for sentence in some)
    if not sentences:
        return DocumentText((), np.zeros((0, 0), np.float32))
    return DocumentText(sentences, np.concatenate([vectors for some, vectors in chunks if some]))
