"""The index: one folder with the database and the two legs derived from it."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock
import numpy as np
import numpy.typing as npt

from index.connections import unwritable
from index.database import Database
from index.documents import Document, Page
from index.encoders import BUNDLED, Encoder, FloatArray, load_encoder
from index.errors import EncoderMismatch, IndexLocked, IndexMissing
from index.languages import likeliest
from index.legs import Legs
from index.records import ChunkRow, DocumentSummary, EncodedChunk, FileRecord, StoredDocument
from index.verification import Fault, faults, repair
from index.writer_sign import sign_as_writer, writer_of

__all__ = ["Index", "IndexStatus"]

_LOCK_SECONDS = 3.0
_TEXTS_KEPT = 2_000
"""Chunks whose text is kept in memory: about 2 MB."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index holds; ``bytes_on_disk`` counts every file of its folder."""

    folder: str
    generation: int
    documents: int
    chunks: int
    encoder: str
    fingerprint: str
    bytes_on_disk: int


class Index:
    """Documents to search: thread-safe for readers, one writer at a time in all processes.

    SQLite is the truth. FAISS and Tantivy follow it by generation: they are caught up when the index is opened, after
    every write, and by ``refresh``; a damaged one is rebuilt, which ``notices`` says.

    Attributes:
        folder: where everything lies.
    """

    def __init__(self, folder: Path, database: Database, encoder: Encoder | str) -> None:
        """Use ``open`` instead."""
        self.folder = folder
        self._database = database
        self._encoder = encoder
        self._checked = False
        self._loading = threading.Lock()
        self._write_lock = filelock.FileLock(folder / "write.lock")
        self._legs = Legs(folder, database, self._write_lock, lambda: self.encoder.dim)
        self._texts: dict[int, str] = {}
        self._languages: tuple[int, frozenset[str]] | None = None

    @classmethod
    def open(cls, folder: Path, encoder: Encoder | str | None = None, *, create: bool = False) -> "Index":
        """Open the index in a folder; the encoder is loaded when something has to be encoded.

        Args:
            folder: of the index.
            encoder: an encoder or the name of one; by default the one that the index was made with, or the bundled.
            create: make the folder and an empty index when there is none.

        Raises:
            IndexMissing: there is no index, and none was to be made.
            EncoderMismatch: the index was made with an encoder of another name.
            IndexDamaged: the database cannot be used.
        """
        path = folder / "footnote.sqlite"
        if not path.exists():
            if not create:
                raise IndexMissing(f"There is no index in {folder}", "Make one with “footnote index FOLDER_OR_FILE”")
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise IndexMissing(f"{folder} cannot be made ({error.strerror})", "Choose another folder") from error
        database = Database(path, create=create)
        made_with = database.meta("encoder")
        chosen = encoder or made_with or BUNDLED
        name = chosen if isinstance(chosen, str) else chosen.name
        if made_with and made_with != name:
            raise _mismatch(folder, made_with, name)
        return cls(folder, database, chosen)

    @property
    def notices(self) -> tuple[str, ...]:
        """What was repaired, one sentence each."""
        return self._legs.notices

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @property
    def generation(self) -> int:
        """The number of the last commit."""
        return self._database.generation

    @property
    def encoder_name(self) -> str:
        """The name of the encoder, without loading it."""
        return self._encoder if isinstance(self._encoder, str) else self._encoder.name

    @property
    def encoder(self) -> Encoder:
        """The encoder of this index, loaded the first time.

        Raises:
            EncoderError: it cannot be loaded.
            EncoderMismatch: it has changed since the index was made.
        """
        with self._loading:
            if isinstance(self._encoder, str):
                self._encoder = load_encoder(self._encoder)
            if not self._checked:
                made_with = self._database.meta("fingerprint")
                if made_with and made_with != self._encoder.fingerprint:
                    was = f"{self._encoder.name} ({made_with[:12]})"
                    raise _mismatch(self.folder, was, f"{self._encoder.name} ({self._encoder.fingerprint[:12]})")
                self._checked = True
            return self._encoder

    def status(self) -> IndexStatus:
        """Return what the index holds."""
        documents, chunks = self._database.counts()
        size = sum(map(_size, self.folder.rglob("*")))
        fingerprint = self._database.meta("fingerprint") or ""
        return IndexStatus(str(self.folder), self.generation, documents, chunks, self.encoder_name, fingerprint, size)

    def documents(self, *, limit: int = -1, offset: int = 0) -> list[DocumentSummary]:
        """Return current documents by title; a negative limit returns all."""
        return self._database.documents.listed(limit, offset)

    def summaries(self, document_ids: Sequence[str]) -> list[DocumentSummary]:
        """Return those of the current documents that have these ids, by title."""
        return self._database.documents.summaries(document_ids)

    def tag(self, document_ids: Iterable[str], tags: Sequence[str]) -> None:
        """Give documents further tags (of ``index.tags.tidy_tags``); answers know them at once."""
        with self.writing():
            self._database.tag(document_ids, tags)

    def document(self, document_id: str, version: int | None = None) -> StoredDocument:
        """Return a document, in its current version by default.

        Raises:
            DocumentNotFound: there is no such document or version.
        """
        return self._database.documents.get(document_id, version)

    def content_hashes(self) -> dict[str, str]:
        """Return the content hash of every current document, by document id."""
        return self._database.documents.content_hashes()

    def content_hash(self, document_id: str, version: int) -> str:
        """Return the content hash of a version of a document; empty when there is none."""
        return self._database.documents.content_hash(document_id, version)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; reentrant within a thread.

        A reader that catches up holds it for moments, which are waited for.

        Raises:
            IndexLocked: another process, or another thread, holds it for longer.
        """
        try:
            self._write_lock.acquire(timeout=_LOCK_SECONDS)
        except filelock.Timeout as error:
            who = writer_of(self.folder) or "Another process"
            raise IndexLocked(
                f"{who} is writing to {self.folder}", "Wait until it has finished, then try again"
            ) from error
        except OSError as error:
            raise unwritable(self.folder, error.strerror or str(error)) from error
        try:
            if self._write_lock.lock_counter == 1:
                sign_as_writer(self.folder)
            yield
        finally:
            self._write_lock.release()

    def put(
        self,
        items: Sequence[tuple[Document, Sequence[EncodedChunk]]],
        files: Sequence[FileRecord] = (),
        gone: Sequence[str] = (),
    ) -> list[int]:
        """Store documents with their chunks in one commit and return their versions; ``refresh`` makes them found.

        Args:
            items: documents with their chunks.
            files: that are read to their end with these documents.
            gone: ids of documents to remove.
        """
        with self.writing():
            if items:
                self._database.bind_encoder(self.encoder.name, self.encoder.fingerprint, self.encoder.dim)
            return self._database.put(items, files, gone)

    def files(self) -> dict[str, FileRecord]:
        """Return every file that was read, by path."""
        return self._database.files()

    def sources(self) -> dict[str, str]:
        """Return the source of every current document, by id."""
        return self._database.documents.sources()

    def note_files(self, files: Iterable[FileRecord], forgotten: Iterable[str] = ()) -> None:
        """Remember how files are now, and forget others; no document changes."""
        with self.writing():
            self._database.note_files(files, forgotten)

    def move(self, old: str, new: FileRecord, sources: dict[str, str]) -> None:
        """Let a file and its documents be at another path (``Database.move``)."""
        with self.writing():
            self._database.move(old, new, sources)

    def page_of(self, document_id: str, version: int, position: int) -> int | None:
        """Return the number of the page on which a code point of a document stands, where it has pages."""
        return self._database.documents.page_of(document_id, version, position)

    def pages(self, document_id: str, version: int) -> list[Page]:
        """Return the pages of a version of a document; none where its format has none."""
        return self._database.documents.pages(document_id, version)

    def delete(self, document_ids: str | Iterable[str]) -> None:
        """Remove documents with all their versions, in one commit.

        Raises:
            DocumentNotFound: there is none of one of the ids; nothing was removed then.
        """
        with self.writing():
            self._database.delete([document_ids] if isinstance(document_ids, str) else document_ids)
            self.refresh()

    def refresh(self) -> None:
        """Catch up with every commit, also those of other processes."""
        self._legs.catch_up()

    def faults(self) -> list[Fault]:
        """Return what is not as it was written (``index.verification.faults``)."""
        return faults(self._database, self._legs)

    def repair(self) -> list[str]:
        """Mend what can be, and return what was done (``index.verification.repair``)."""
        with self.writing():
            return repair(self._database, self._legs, self.faults())

    def copy_database_to(self, path: Path) -> None:
        """Write the database's last commit as a file of its own, while others go on reading and writing."""
        self._database.copy_to(path)

    def replace_database_with(self, path: Path) -> None:
        """Become what a copy of this index's database was."""
        with self.writing():
            self._database.replace_with(path)
            self.refresh()

    @property
    def identity(self) -> str:
        """What tells this index from others, its copies from none."""
        return self._database.meta("index_id") or ""

    def search_dense(
        self, vector: FloatArray, k: int, chunk_ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, cosine) among the given ids, best first."""
        allowed: npt.NDArray[np.int64] | None = None if chunk_ids is None else np.asarray(chunk_ids, np.int64)
        return self._legs.search_dense(vector, k, allowed)

    def search_lexical(
        self, terms: Iterable[str], k: int, document_ids: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return at most ``k`` (chunk id, BM25) among the given documents, best first; terms of ``analyse``."""
        return self._legs.lexical().search(terms, k, document_ids)

    def question_language(self, text: str) -> str:
        """Return which of the documents' languages a question is in, as an ISO 639 code."""
        generation = self.generation
        if self._languages is None or self._languages[0] != generation:
            # Documents whose language nobody knows are read as English ones.
            self._languages = generation, frozenset(code or "en" for code in self._database.documents.languages())
        return likeliest(text, self._languages[1] or {"en"})

    def document_frequency(self, term: str) -> int:
        """Return in how many chunks a term of ``index.lexical.analyse`` occurs."""
        return self._legs.lexical().document_frequency(term)

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Let every row read inside come from one commit, whose generation is the value."""
        with self._database.snapshot() as generation:
            yield generation

    def chunks(self, ids: Sequence[int]) -> dict[int, ChunkRow]:
        """Return those of the chunks that answers may be made from now: none of a deleted or replaced document."""
        return self._database.chunks.get(ids)

    def chunk_text(self, row: ChunkRow) -> str:
        """Return a chunk's text; that of an id never changes, and a question wants it several times."""
        known = self._texts.get(row.id)
        if known is None:
            if len(self._texts) >= _TEXTS_KEPT:
                self._texts.clear()
            known = self._texts[row.id] = self._database.chunks.text(row)
        return known

    def chunk_count(self) -> int:
        """Return the number of chunks."""
        return self._database.counts()[1]

    def matching_documents(
        self, sources: Sequence[str], after: str | None, before: str | None, tags: Sequence[str] = ()
    ) -> list[str]:
        """Return the ids of the documents that filters leave (``Database.matching_documents``)."""
        return self._database.documents.matching(sources, after, before, tags)

    def chunk_ids(self, document_ids: Sequence[str]) -> list[int]:
        """Return the ids of the documents' chunks."""
        return self._database.chunks.ids_of(document_ids)


def _size(path: Path) -> int:
    """Return the bytes of a file; none of one that a rebuild has just taken away."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0


def _mismatch(folder: Path, was: str, now: str) -> EncoderMismatch:
    return EncoderMismatch(
        f"The index in {folder} was made with the encoder {was}, not {now}",
        "Open it with that encoder, or make a new index with “footnote index PATH --index NEW_FOLDER”",
    )
