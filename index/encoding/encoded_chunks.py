"""From documents to chunks with their vectors, as an index stores them."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice

from index.documents import Document, StoredDocument
from index.encoding.chunks import FOREIGN_TARGET_TOKENS, TARGET_TOKENS, Chunk, split
from index.encoding.encoder import Encoder, FloatArray
from index.encoding.token_vectors import compress
from index.text.lines import Span

__all__ = ["EncodedChunk", "Known", "Vectors", "chunks_of", "encode_documents", "encode_span"]

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
        vector: (dim,) of unit norm.
        tokens: its token vectors, as ``from_bytes`` reads them.
        made_of: 16 bytes of a hash of all that decides the vectors, beside the encoder; chunks of the same
            have the same vectors.
    """

    chunk: Chunk
    vector: FloatArray
    tokens: bytes
    made_of: bytes


Vectors = tuple[FloatArray, bytes]
"""``vector`` and ``tokens`` of a chunk."""

Known = Callable[[Sequence[bytes]], Mapping[bytes, Vectors]]
"""Returns the vectors that are known already among those wanted, by what they are made of."""


def encode_documents(
    encoder: Encoder,
    documents: Sequence[Document],
    progress: Callable[[int], None] | None = None,
    known: Known | None = None,
) -> list[list[EncodedChunk]]:
    """Return every document's chunks with their vectors, each encoded behind its title, heading and table's head.

    Args:
        encoder: counts the tokens and encodes.
        documents: encoded together, so that many short ones keep every thread busy.
        progress: called with how many chunks are encoded, now and then.
        known: asked first; what it returns is not encoded again.
    """
    chunks = [chunks_of(encoder, document) for document in documents]
    pieces = [(document, chunk) for document, some in zip(documents, chunks, strict=True) for chunk in some]
    encoded = iter(_encoded(encoder, pieces, progress, known))
    return [list(islice(encoded, len(some))) for some in chunks]


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
) -> list[EncodedChunk]:
    """Return chunks of documents with their vectors; those that are made of the same are encoded once."""
    prefix_of = cache(partial(_prefix, encoder))  # the chunks of a section, above all of a long table, have the same
    encoded: list[EncodedChunk] = []
    for first in range(0, len(pieces), _ENCODED_AT_ONCE):
        some = [_Piece.of(document, chunk, prefix_of) for document, chunk in pieces[first : first + _ENCODED_AT_ONCE]]
        vectors = dict(known([piece.made_of for piece in some])) if known else {}
        missing = list({piece.made_of: piece for piece in some if piece.made_of not in vectors}.values())
        for piece, encoding in zip(missing, encoder.encode_passages([each.whole for each in missing]), strict=True):
            tokens = compress(encoding, len(piece.prefix), piece.text, piece.sentences)
            vectors[piece.made_of] = (encoding.vector, tokens)
        encoded += [EncodedChunk(piece.chunk, *vectors[piece.made_of], piece.made_of) for piece in some]
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
    made_of: bytes

    @classmethod
    def of(cls, document: Document, chunk: Chunk, prefix_of: Callable[[str, str, str], str]) -> "_Piece":
        prefix = prefix_of(document.title, chunk.heading, _head(document, chunk.head))
        text = document.text[chunk.start : chunk.end]
        sentences = tuple((start - chunk.start, end - chunk.start) for start, end in chunk.sentences)
        content = json.dumps([_FORM, prefix, text, sentences]).encode()
        return cls(chunk, prefix, text, sentences, hashlib.sha256(content).digest()[:16])

    @property
    def whole(self) -> str:
        return self.prefix + self.text


def _head(document: Document, span: tuple[int, int] | None) -> str:
    return "" if span is None else document.text[span[0] : span[1]]


def _prefix(encoder: Encoder, title: str, heading: str, head: str) -> str:
    """Return the lines in front of a chunk; the heading stands alone where it begins with the title already."""
    line = heading if heading.startswith(title) else " › ".join(part for part in (title, heading) if part)
    while line and encoder.count_tokens([line])[0] >= PREFIX_TOKENS:
        line = line[: len(line) * 3 // 4]
    while head and encoder.count_tokens([f"{line}\n{head}"])[0] >= PREFIX_TOKENS:
        head = head[: len(head) * 3 // 4]
    return "".join(f"{part}\n" for part in (line, head) if part)
