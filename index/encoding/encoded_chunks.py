"""From documents to chunks with their vectors, as an index stores them."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice

import numpy as np

from index.documents import Document, StoredDocument
from index.encoding.chunks import FOREIGN_TARGET_TOKENS, TARGET_TOKENS, Chunk, split
from index.encoding.encoder import Encoder, Encoding, FloatArray
from index.encoding.token_vectors import compress
from index.text.headings import heading_path, telling_headings
from index.text.lines import Span

__all__ = [
    "ChunkText",
    "EncodedChunk",
    "Known",
    "Vectors",
    "chunks_of",
    "encode_again",
    "encode_documents",
    "encode_span",
]

PREFIX_TOKENS = 64
"""Room for title, heading and the head of a table in front of a chunk."""

_ENCODED_AT_ONCE = 64

_FORM = 1
"""Of vectors as they are stored; another wherever the same text gives others."""


@dataclass(frozen=True, slots=True)
class EncodedChunk:
    """A chunk with its vectors.

    Attributes:
        chunk: where it lies in its document.
        vector: (dim,) of unit norm; (0,) as long as it waits to be encoded.
        tokens: its token vectors, as ``from_bytes`` reads them; empty as long as it waits.
        made_of: 16 bytes of a hash of all that decides the vectors, beside the encoder; chunks of the same
            have the same vectors.
    """

    chunk: Chunk
    vector: FloatArray
    tokens: bytes
    made_of: bytes


@dataclass(frozen=True, slots=True)
class ChunkText:
    """A chunk with the words that it is encoded with: its document's title, the head of its table, and its own."""

    chunk: Chunk
    title: str
    head: str
    text: str


Vectors = tuple[FloatArray, bytes]
"""``vector`` and ``tokens`` of a chunk."""

_PrefixOf = Callable[[str, str, str], str]

Known = Callable[[Sequence[bytes]], Mapping[bytes, Vectors]]
"""Returns the vectors that are known already among those wanted, by what they are made of."""


_WAITING: Vectors = (np.zeros(0, np.float32), b"")


def encode_documents(
    encoder: Encoder,
    documents: Sequence[Document],
    progress: Callable[[int], None] | None = None,
    known: Known | None = None,
    *,
    later: bool = False,
) -> list[list[EncodedChunk]]:
    """Return every document's chunks with their vectors, each encoded behind its title, heading and table's head.

    Args:
        encoder: counts the tokens and encodes.
        documents: encoded together, so that many short ones keep every thread busy.
        progress: called with how many chunks are encoded, now and then.
        known: asked first; what it returns is not encoded again.
        later: let all others wait, whose vectors ``encode_again`` makes.
    """
    chunks = [chunks_of(encoder, document) for document in documents]
    pieces = [(document, chunk) for document, some in zip(documents, chunks, strict=True) for chunk in some]
    encoded = iter(_encoded(encoder, pieces, progress, known, later=later))
    return [list(islice(encoded, len(some))) for some in chunks]


def encode_again(encoder: Encoder, chunks: Sequence[ChunkText]) -> list[Vectors]:
    """Return the vectors of chunks that were stored without, as ``encode_documents`` would have made them."""
    prefix_of = cache(partial(_prefix, encoder))
    pieces = [_Piece.of_text(each, prefix_of) for each in chunks]
    made = encoder.encode_passages([piece.whole for piece in pieces])
    return [piece.vectors(encoding) for piece, encoding in zip(pieces, made, strict=True)]


def encode_span(encoder: Encoder, document: StoredDocument, span: Span) -> list[EncodedChunk]:
    """Return the chunks that a span of a document touches, as they are stored while that version is current.

    Args:
        encoder: of the index.
        document: in any version.
        span: of its text; only sections that it touches are read.
    """
    start, end = span
    sections = tuple(section for section in document.sections if section.start < end and section.end > start)
    part = Document(document.source, document.title, document.text, "", sections, language=document.language)
    touched = [chunk for chunk in chunks_of(encoder, part) if chunk.start < end and chunk.end > start]
    return _encoded(encoder, [(part, chunk) for chunk in touched])


def chunks_of(encoder: Encoder, document: Document) -> list[Chunk]:
    """Return a document's chunks, as large as suits an encoder that may not know the document's language."""
    language = document.language
    known = not language or not encoder.languages or language in encoder.languages
    target = TARGET_TOKENS if known else FOREIGN_TARGET_TOKENS
    return split(document, encoder.count_tokens, encoder.max_tokens - PREFIX_TOKENS, target)


def _encoded(
    encoder: Encoder,
    pieces: Sequence[tuple[Document, Chunk]],
    progress: Callable[[int], None] | None = None,
    known: Known | None = None,
    *,
    later: bool = False,
) -> list[EncodedChunk]:
    """Return chunks of documents with their vectors; those that are made of the same are encoded once."""
    prefix_of = cache(partial(_prefix, encoder))  # the chunks of a section, above all of a long table, have the same
    encoded: list[EncodedChunk] = []
    for first in range(0, len(pieces), _ENCODED_AT_ONCE):
        some = [_Piece.of(document, chunk, prefix_of) for document, chunk in pieces[first : first + _ENCODED_AT_ONCE]]
        vectors = dict(known([piece.made_of for piece in some])) if known else {}
        missing = list({piece.made_of: piece for piece in some if piece.made_of not in vectors}.values())
        made = [] if later else encoder.encode_passages([each.whole for each in missing])
        vectors |= {piece.made_of: piece.vectors(each) for piece, each in zip(missing, made, strict=not later)}
        encoded += [EncodedChunk(piece.chunk, *vectors.get(piece.made_of, _WAITING), piece.made_of) for piece in some]
        if progress:
            progress(first + len(some))
    return encoded


@dataclass(frozen=True, slots=True)
class _Piece:
    """A chunk as it is encoded: its text behind a prefix, with its sentences, of which no vector crosses an end."""

    chunk: Chunk
    prefix: str
    text: str
    sentences: tuple[Span, ...]

    @classmethod
    def of(cls, document: Document, chunk: Chunk, prefix_of: _PrefixOf) -> "_Piece":
        prefix = prefix_of(document.title, chunk.heading, _head(document, chunk.head))
        return cls(chunk, prefix, document.text[chunk.start : chunk.end], _within(chunk.sentences, chunk.start))

    @classmethod
    def of_text(cls, given: ChunkText, prefix_of: _PrefixOf) -> "_Piece":
        prefix = prefix_of(given.title, given.chunk.heading, given.head)
        return cls(given.chunk, prefix, given.text, _within(given.chunk.sentences, given.chunk.start))

    @property
    def made_of(self) -> bytes:
        content = json.dumps([_FORM, self.prefix, self.text, self.sentences]).encode()
        return hashlib.sha256(content).digest()[:16]

    @property
    def whole(self) -> str:
        return self.prefix + self.text

    def vectors(self, encoding: Encoding) -> Vectors:
        return encoding.vector, compress(encoding, len(self.prefix), self.text, self.sentences)


def _within(spans: Sequence[Span], start: int) -> tuple[Span, ...]:
    return tuple((first - start, last - start) for first, last in spans)


def _head(document: Document, span: tuple[int, int] | None) -> str:
    return "" if span is None else document.text[span[0] : span[1]]


def _prefix(encoder: Encoder, title: str, heading: str, head: str) -> str:
    """Return the lines in front of a chunk: headings that say something, without the title where they begin with it."""
    heading = telling_headings(heading)
    line = heading if heading.startswith(title) else heading_path(part for part in (title, heading) if part)
    while line and encoder.count_tokens([line])[0] >= PREFIX_TOKENS:
        line = line[: len(line) * 3 // 4]
    while head and encoder.count_tokens([f"{line}\n{head}"])[0] >= PREFIX_TOKENS:
        head = head[: len(head) * 3 // 4]
    return "".join(f"{part}\n" for part in (line, head) if part)
