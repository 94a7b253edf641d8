"""From documents to a searchable index: chunk, encode, commit."""

import dataclasses
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.documents import Document
from index.encoding.encoded_chunks import EncodedChunk, Vectors, encode_documents
from index.parse.formats import Failure
from index.storage.records import DocumentSummary, FileRecord
from index.store import Index
from index.text.languages import language_of
from index.text.tags import tidy_tags

__all__ = ["IngestReport", "Progress", "Writer", "ingest_documents"]

COMMIT_CHUNKS = 256
"""A commit is made when so many chunks wait: few seconds of work are lost to a kill, and commits cost little."""

_WORDS_FIRST = 512
"""A run that has encoded so many chunks, half a minute of work, brings in all the rest to be found by its words."""

_GROUP_CHARACTERS = 40_000
"""Short documents are encoded together up to this size: some sixty chunks, seconds of work."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every document, by source.

    Attributes:
        added: new sources.
        replaced: known sources with other content.
        removed: sources that are gone.
        moved: pairs of old and new source of the same content.
        unchanged: known sources with the same content.
        failed: asked for, and not indexed.
        skipped: found in a folder, and not of a kind that is read.
        chunks: how many chunks there are in what was added and replaced.
        reused: how many of them were encoded before.
        seconds: how long it took.
    """

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    skipped: tuple[Failure, ...] = ()
    chunks: int = 0
    reused: int = 0
    seconds: float = 0.0


Progress = Callable[[int, int], None]
"""Called with how many chunks are encoded and how many there are in all, as far as is known."""


class Writer:
    """Takes documents, encodes them in groups and commits them in batches.

    Each commit takes the index's write lock; a caller that compares with what is there holds it all the while. A file
    counts as read in the commit that holds the last of its documents.

    Attributes:
        added: sources that were new.
        replaced: sources that were known with other content.
        unchanged: sources that were known with this content.
        chunks: how many there are in what was added and replaced so far.
        reused: how many of them did not have to be encoded, since the index has their like.
        committed: ids of the documents that are in the index by now.
    """

    def __init__(
        self,
        index: Index,
        tags: Sequence[str] = (),
        progress: Callable[[int], None] | None = None,
        permit: Callable[[], None] | None = None,
        *,
        words_first: bool = False,
    ) -> None:
        """Write to an index, with tags for every document beside those that it has.

        Args:
            index: to write to.
            tags: in any form.
            progress: called with how many chunks are encoded.
            permit: called before each commit, with the write lock held; when it raises, nothing is committed.
            words_first: whether, of very much, what comes last is found by its words before it is encoded: ``fill``
                is to be called then.
        """
        self.added: list[str] = []
        self.replaced: list[str] = []
        self.unchanged: list[str] = []
        self.chunks = self.reused = 0
        self.committed: list[str] = []
        self._index, self._tags, self._progress, self._permit = index, tidy_tags(tags), progress, permit
        self._words_first = words_first
        self._encoded = 0
        self._known = index.documents.content_hashes()
        self._group: list[Document] = []
        self._group_characters = 0
        self._group_files: list[FileRecord] = []
        self._batch: list[tuple[Document, list[EncodedChunk]]] = []
        self._batch_files: list[FileRecord] = []

    def add(self, document: Document, tags: Sequence[str] = ()) -> None:
        """Take a document, unless it is in the index already as it is."""
        # Its own come last: a file that has as many as may be does not push out those that a person gives it.
        tags = tidy_tags([*self._tags, *tags, *document.tags])
        if self._known.get(document.id) == document.content_hash:
            self.unchanged.append(document.source)
            if tags != document.tags:
                self._index.documents.add_tags([document.id], tags)
            return
        (self.replaced if document.id in self._known else self.added).append(document.source)
        self._known[document.id] = document.content_hash
        language = language_of(document.text, document.language)
        self._group.append(dataclasses.replace(document, language=language, tags=tags))
        self._group_characters += len(document.text)
        if self._group_characters > _GROUP_CHARACTERS:
            self._encode()

    def count(self, document: DocumentSummary, content_hash: str) -> None:
        """Take notice of a document that another process has brought in since this began."""
        before = self._known.get(document.id)
        self._known[document.id] = content_hash
        if before == content_hash:
            self.unchanged.append(document.source)
            return
        (self.added if before is None else self.replaced).append(document.source)
        self.chunks += document.chunks

    def note_move(self, before: str, after: str) -> None:
        """Know a document by the id that it has from now on."""
        self._known[after] = self._known.pop(before)

    def end_file(self, file: FileRecord) -> None:
        """Take a file whose documents were all added."""
        self._group_files.append(file)

    def commit(self) -> None:
        """Encode and commit what waits."""
        self._encode()
        self._commit()

    def finish(self) -> None:
        """Encode and commit what waits, and let it be found."""
        self.commit()
        self._index.search.catch_up()
        self._index.search.tend_soon()

    def fill(self) -> None:
        """Encode every chunk of the index that waits for its vectors, those of runs that were killed too."""
        while encoded := self._index.encode_waiting(COMMIT_CHUNKS):
            self._encoded += encoded
            if self._progress:
                self._progress(self._encoded)

    def _encode(self) -> None:
        if self._group:
            self._encode_group(later=self._words_first and self._encoded >= _WORDS_FIRST)
            self._group, self._group_characters = [], 0
        self._batch_files += self._group_files
        self._group_files = []
        if sum(len(chunks) for _, chunks in self._batch) >= COMMIT_CHUNKS:
            self._commit()

    def _encode_group(self, *, later: bool) -> None:
        done = self._encoded

        def report(chunks: int) -> None:
            if self._progress and not later:
                self._progress(done + chunks)

        encoder = self._index.encoder.loaded()
        encoded = encode_documents(encoder, self._group, report, self._encoded_before, later=later)
        self._batch += zip(self._group, encoded, strict=True)
        chunks = [chunk for some in encoded for chunk in some]
        self.chunks += len(chunks)
        self._encoded += sum(bool(chunk.tokens) for chunk in chunks)

    def _encoded_before(self, wanted: Sequence[bytes]) -> dict[bytes, Vectors]:
        found = self._index.chunks.made_of(wanted)
        self.reused += sum(each in found for each in wanted)
        return found

    def _commit(self) -> None:
        if not self._batch and not self._batch_files:
            return
        with self._index.database.writing():
            if self._permit:
                self._permit()
            if self._batch:
                self._index.commit(self._batch, self._batch_files)
            else:
                self._index.files.note(self._batch_files)
        self.committed += [document.id for document, _ in self._batch]
        self._batch, self._batch_files = [], []


def ingest_documents(
    index: Index, documents: Iterable[Document], progress: Progress | None = None, tags: Sequence[str] = ()
) -> IngestReport:
    """Index documents made elsewhere, with tags beside their own.

    Raises:
        IndexLocked: another process is writing to the index.
    """
    started = time.monotonic()
    with index.database.writing():
        writer = Writer(index, tags, progress and (lambda chunks: progress(chunks, chunks)))
        for document in documents:
            writer.add(document)
        writer.finish()
    return IngestReport(
        added=tuple(writer.added),
        replaced=tuple(writer.replaced),
        unchanged=tuple(writer.unchanged),
        chunks=writer.chunks,
        reused=writer.reused,
        seconds=time.monotonic() - started,
    )
