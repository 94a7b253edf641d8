"""From documents to chunks with their vectors, as an index stores them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice

from index.documents import Document, StoredDocument
from index.encoding.chunks import FOREIGN_TARGET_TOKENS, TARGET_TOKENS, Chunk, split
from index.encoding.encoder import Encoder, FloatArray
from index.encoding.token_vectors import compress
from index.text.lines import Span

__all__ = ["EncodedChunk", "chunks_of", "encode_documents", "encode_span"]

PREFIX_TOKENS = 64
"""Room for title, heading and the head of a table in front of a chunk."""

_ENCODED_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class EncodedChunk:
    """A chunk with its vectors: ``vector`` (dim,) of unit norm, and its token vectors as ``from_bytes`` reads them."""

    chunk: Chunk
    vector: FloatArray
    tokens: bytes


def encode_documents(
    encoder: Encoder, documents: Sequence[Document], progress: Callable[[int], None] | None = None
) -> list[list[EncodedChunk]]:
    """Return every document's chunks with their vectors, each encoded behind its title, heading and table's head.

    Args:
        encoder: counts the tokens and encodes.
        documents: encoded together, so that many short ones keep every thread busy.
        progress: called with how many chunks are encoded, now and then.
    """
    chunks = [chunks_of(encoder, document) for document in documents]
    pieces = [(document, chunk) for document, some in zip(documents, chunks, strict=True) for chunk in some]
    encoded = iter(_encoded(encoder, pieces, progress))
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
    encoder: Encoder, pieces: Sequence[tuple[Document, Chunk]], progress: Callable[[int], None] | None = None
) -> list[EncodedChunk]:
    """Return chunks of documents with their vectors."""
    prefix_of = cache(partial(_prefix, encoder))  # the chunks of a section, above all of a long table, have the same
    encoded: list[EncodedChunk] = []
    for first in range(0, len(pieces), _ENCODED_AT_ONCE):
        some = pieces[first : first + _ENCODED_AT_ONCE]
        prefixes = [prefix_of(document.title, chunk.heading, _head(document, chunk.head)) for document, chunk in some]
        texts = [document.text[chunk.start : chunk.end] for document, chunk in some]
        found = encoder.encode_passages([prefix + text for prefix, text in zip(prefixes, texts, strict=True)])
        for (_, chunk), prefix, text, encoding in zip(some, prefixes, texts, found, strict=True):
            sentences = [(start - chunk.start, end - chunk.start) for start, end in chunk.sentences]
            encoded.append(EncodedChunk(chunk, encoding.vector, compress(encoding, len(prefix), text, sentences)))
        if progress:
            progress(first + len(some))
    return encoded


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
