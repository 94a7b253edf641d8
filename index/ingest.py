"""From files to a searchable index: parse, chunk, encode, commit."""

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.chunks import FOREIGN_TARGET_TOKENS, TARGET_TOKENS, split
from index.documents import Document, document_id
from index.encoders import Encoder
from index.errors import DocumentError
from index.files import FoundFile, SkippedFile, find_documents
from index.languages import language_of
from index.parse import content_hash, parse
from index.records import EncodedChunk
from index.store import Index
from index.tags import tidy_tags
from index.token_vectors import compress

__all__ = [
    "Failure",
    "IngestReport",
    "Progress",
    "encode_documents",
    "ingest_bytes",
    "ingest_documents",
    "ingest_paths",
]

PREFIX_TOKENS = 64
"""Room for title and heading in front of a chunk."""

COMMIT_CHUNKS = 256
"""A commit is made when so many chunks wait: few seconds of work are lost to a kill, and commits cost little."""

_GROUP_CHARACTERS = 40_000
"""Short documents are encoded together up to this size: some sixty chunks, seconds of work."""

_ENCODED_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was not indexed, and why: one line for the reader."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every document, by source.

    Attributes:
        added: new sources.
        replaced: known sources with other content.
        unchanged: known sources with the same content, which cost a hash.
        failed: asked for, and not indexed.
        skipped: found in a folder, and not of a kind that is read.
        chunks: how many chunks were encoded.
        seconds: how long it took.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    skipped: tuple[Failure, ...] = ()
    chunks: int = 0
    seconds: float = 0.0


Progress = Callable[[int, int], None]
"""Called with how many chunks are encoded and how many there are in all, as far as is known."""


@dataclass(slots=True)
class _Work:
    """Documents waiting to be encoded, and what was found out on the way."""

    documents: list[Document] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)
    tags: tuple[str, ...] = ()


def ingest_paths(
    index: Index, paths: Sequence[Path], progress: Progress | None = None, tags: Sequence[str] = ()
) -> IngestReport:
    """Index files and folders; one that cannot be read is reported, and the run goes on.

    Args:
        index: to write to.
        paths: of files, and of folders that are searched.
        progress: told of what is encoded.
        tags: given to every document in there, beside those that the document has.

    Raises:
        DocumentError: a path does not exist.
        IndexLocked: another process is writing to the index.
    """
    started = time.monotonic()
    work = _Work(tags=tidy_tags(tags))
    with index.writing():
        known = index.content_hashes()
        for found in find_documents(paths):
            if isinstance(found, SkippedFile):
                work.skipped.append(Failure(str(found.path), found.reason))
            else:
                _take_file(work, known, found)
        return _encode_and_commit(index, work, known, progress, started)


def ingest_bytes(index: Index, data: bytes, name: str, source: str, tags: Sequence[str] = ()) -> IngestReport:
    """Index one file's bytes under a source of the caller's choice, with tags beside those in the file.

    Raises:
        DocumentError: it cannot become a document; what was there under that source stays.
    """
    return ingest_documents(index, parse(data, source, name), tags=tags)


def ingest_documents(
    index: Index, documents: Iterable[Document], progress: Progress | None = None, tags: Sequence[str] = ()
) -> IngestReport:
    """Index documents made elsewhere, with tags beside their own."""
    started = time.monotonic()
    work = _Work(tags=tidy_tags(tags))
    with index.writing():
        known = index.content_hashes()
        _take_documents(work, known, documents)
        return _encode_and_commit(index, work, known, progress, started)


def encode_documents(
    encoder: Encoder, documents: Sequence[Document], progress: Callable[[int], None] | None = None
) -> list[list[EncodedChunk]]:
    """Return every document's chunks with their vectors, each encoded behind its title and heading.

    Args:
        encoder: counts the tokens and encodes.
        documents: encoded together, so that many short ones keep every thread busy.
        progress: called with how many chunks are encoded, now and then.
    """
    limit = encoder.max_tokens - PREFIX_TOKENS
    pieces = [
        (place, chunk, _prefix(encoder, document.title, chunk.heading))
        for place, document in enumerate(documents)
        for chunk in split(document, encoder.count_tokens, limit, _target(encoder, document.language))
    ]
    encoded: list[list[EncodedChunk]] = [[] for _ in documents]
    for first in range(0, len(pieces), _ENCODED_AT_ONCE):
        some = pieces[first : first + _ENCODED_AT_ONCE]
        texts = [prefix + documents[place].text[chunk.start : chunk.end] for place, chunk, prefix in some]
        for (place, chunk, prefix), encoding in zip(some, encoder.encode_passages(texts), strict=True):
            text = documents[place].text[chunk.start : chunk.end]
            sentences = [(start - chunk.start, end - chunk.start) for start, end in chunk.sentences]
            tokens = compress(encoding, len(prefix), text, sentences)
            encoded[place].append(EncodedChunk(chunk, encoding.vector, tokens))
        if progress:
            progress(first + len(some))
    return encoded


def _target(encoder: Encoder, language: str) -> int:
    """Return how large chunks should be for an encoder that may not know the document's language."""
    known = not language or not encoder.languages or language in encoder.languages
    return TARGET_TOKENS if known else FOREIGN_TARGET_TOKENS


def _prefix(encoder: Encoder, title: str, heading: str) -> str:
    """Return the line in front of a chunk; the heading stands alone where it begins with the title already."""
    line = heading if heading.startswith(title) else " › ".join(part for part in (title, heading) if part)
    while line and encoder.count_tokens([line])[0] >= PREFIX_TOKENS:
        line = line[: len(line) * 3 // 4]
    return f"{line}\n" if line else ""


def _take_file(work: _Work, known: dict[str, str], found: FoundFile) -> None:
    """Hash a file, and parse it only when its bytes are new."""
    try:
        data = found.path.read_bytes()
    except OSError as error:
        reason = f"It cannot be read ({error.strerror or type(error).__name__}). Check its permissions."
        work.failed.append(Failure(found.source, reason))
        return
    if known.get(document_id(found.source)) == content_hash(data):
        work.unchanged.append(found.source)
        return
    try:
        _take_documents(work, known, parse(data, found.source, found.path.name))
    except DocumentError as error:
        work.failed.append(Failure(found.source, str(error)))


def _take_documents(work: _Work, known: dict[str, str], documents: Iterable[Document]) -> None:
    for document in documents:
        if known.get(document.id) == document.content_hash:
            work.unchanged.append(document.source)
        else:
            language = language_of(document.text, document.language)
            tags = tidy_tags([*document.tags, *work.tags])
            work.documents.append(dataclasses.replace(document, language=language, tags=tags))


def _encode_and_commit(
    index: Index, work: _Work, known: dict[str, str], progress: Progress | None, started: float
) -> IngestReport:
    if work.tags and work.unchanged:
        index.tag([document_id(source) for source in work.unchanged], work.tags)
    chunks = 0
    for batch in _encoded(index, work, progress):
        index.put(batch)
        chunks += sum(len(encoded) for _, encoded in batch)
    index.refresh()
    sources = [(document.source, document.id in known) for document in work.documents]
    return IngestReport(
        added=tuple(source for source, was_known in sources if not was_known),
        replaced=tuple(source for source, was_known in sources if was_known),
        unchanged=tuple(work.unchanged),
        failed=tuple(work.failed),
        skipped=tuple(work.skipped),
        chunks=chunks,
        seconds=time.monotonic() - started,
    )


def _encoded(
    index: Index, work: _Work, progress: Progress | None
) -> Iterator[list[tuple[Document, list[EncodedChunk]]]]:
    """Yield batches of encoded documents, each about ``COMMIT_CHUNKS`` chunks; no document is in two."""
    total = sum(len(document.text) for document in work.documents)
    batch: list[tuple[Document, list[EncodedChunk]]] = []
    waiting = done = characters = 0

    def report(chunks: int) -> None:
        if progress:
            progress(done + chunks, max(done + chunks, round(done * total / characters) if characters else 0))

    for group in _groups(work.documents):
        encoded = encode_documents(index.encoder, group, report)
        batch += zip(group, encoded, strict=True)
        chunks = sum(len(some) for some in encoded)
        waiting, done, characters = waiting + chunks, done + chunks, characters + sum(len(d.text) for d in group)
        if waiting >= COMMIT_CHUNKS:
            yield batch
            batch, waiting = [], 0
    if batch:
        yield batch


def _groups(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Gather short documents, so that the encoder's threads all have work."""
    group: list[Document] = []
    size = 0
    for document in documents:
        group.append(document)
        size += len(document.text)
        if size > _GROUP_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group
