"""The index: one folder with the database and the two legs derived from it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.bound_encoder import BoundEncoder
from index.documents import Document
from index.encoding.encoded_chunks import EncodedChunk
from index.encoding.encoder import Encoder
from index.errors import IndexMissing
from index.hardening.private import is_open_to_others, make_folder, tighten
from index.reader import IndexReader
from index.search.search_indexes import Legs
from index.storage.database import Database
from index.storage.records import FileRecord
from index.storage.write_lock import WriteLock
from index.verification import repair

__all__ = ["Index", "IndexStatus"]

_DATABASES = ("footnote.sqlite", "uploads.sqlite", "history.sqlite")
_OWN = frozenset(
    {f"{name}{ending}" for name in _DATABASES for ending in ("", "-wal", "-shm", "-journal")}
    | {"dense", "lexical", "originals", "write.lock", "jobs.lock", "writer.json", "confidence.json"}
)
"""What Footnote keeps in the folder of an index."""


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


class Index(IndexReader):
    """Documents to search: thread-safe for readers, one writer at a time in all processes.

    Attributes:
        folder: where everything lies.
    """

    def __init__(self, folder: Path, database: Database, encoder: BoundEncoder) -> None:
        """Use ``open`` instead."""
        self.folder = folder
        self._encoder = encoder
        self._write_lock = WriteLock(folder)
        super().__init__(database, Legs(folder, database, self._write_lock, lambda: self.encoder.dim))

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
                make_folder(folder)
                tighten(folder.resolve(), _OWN)
            except OSError as error:
                raise IndexMissing(f"{folder} cannot be made ({error.strerror})", "Choose another folder") from error
        elif is_open_to_others(path):  # an older Footnote left the modes to the umask
            tighten(folder.resolve(), _OWN)
        database = Database(path, create=create)
        return cls(folder, database, BoundEncoder(folder, database, encoder))

    @property
    def encoder_name(self) -> str:
        """The name of the encoder, without loading it."""
        return self._encoder.name

    @property
    def encoder(self) -> Encoder:
        """The encoder of this index, loaded the first time.

        Raises:
            EncoderError: it cannot be loaded.
            EncoderMismatch: it has changed since the index was made.
        """
        return self._encoder.loaded()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock; reentrant within a thread.

        A reader that catches up holds it for moments, which are waited for.

        Raises:
            IndexLocked: another process, or another thread, holds it for longer.
            IndexGone: the index was removed or replaced since it was opened.
        """
        self.see_that_it_is_there()
        with self._write_lock.held():
            yield

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
                self._encoder.bind()
            return self._database.put(items, files, gone)

    def note_files(self, files: Iterable[FileRecord], forgotten: Iterable[str] = ()) -> None:
        """Remember how files are now, and forget others; no document changes."""
        with self.writing():
            self._database.note_files(files, forgotten)

    def move(self, old: str, new: FileRecord, sources: dict[str, str]) -> None:
        """Let a file and its documents be at another path (``Database.move``)."""
        with self.writing():
            self._database.move(old, new, sources)

    def move_claimed(self, path: str, sources: dict[str, str]) -> None:
        """Let records of a file have sources of their own (``Database.move_claimed``)."""
        with self.writing():
            self._database.move_claimed(path, sources)

    def tag(self, document_ids: Iterable[str], tags: Sequence[str]) -> None:
        """Give documents further tags (of ``index.text.tags.tidy_tags``); answers know them at once."""
        with self.writing():
            self._database.tag(document_ids, tags)

    def set_aside(self, document_ids: Iterable[str], now: str) -> None:
        """Remove documents from every answer, so that they can be brought back; raises as ``delete`` does.

        Args:
            document_ids: of the documents.
            now: ISO 8601 in UTC.
        """
        with self.writing():
            self._database.set_aside(document_ids, now)
            self.refresh()

    def bring_back(self, document_id: str) -> None:
        """Let a document that was set aside answer again, as it was, with all its versions.

        Raises:
            DocumentNotFound: it is not aside, or not any more.
            DocumentConflict: there is a document of the same source by now.
        """
        with self.writing():
            self._database.bring_back(document_id)
            self.refresh()

    def forget_removed(self, before: str) -> list[str]:
        """Remove for good what was set aside before a moment (ISO 8601 in UTC), and return the ids."""
        with self.writing():
            return self._database.forget_removed(before)

    def choose_tags(self, document_id: str, tags: Sequence[str]) -> None:
        """Let a document have the tags that a person chose (of ``index.text.tags.tidy_tags``), in later versions too.

        Raises:
            DocumentNotFound: there is no such document.
        """
        with self.writing():
            self._database.choose_tags(document_id, tags)

    def delete(self, document_ids: str | Iterable[str]) -> None:
        """Remove documents with all their versions, in one commit.

        Raises:
            DocumentNotFound: there is none of one of the ids; nothing was removed then.
        """
        with self.writing():
            self._database.delete([document_ids] if isinstance(document_ids, str) else document_ids)
            self.refresh()

    def repair(self) -> list[str]:
        """Mend what can be, and return what was done (``index.verification.repair``)."""
        with self.writing():
            return repair(self._database, self._legs, self.faults())

    def replace_database_with(self, path: Path) -> None:
        """Become what a copy of this index's database was."""
        with self.writing():
            self._database.replace_with(path)
            self.refresh()

    def counts(self) -> tuple[int, int]:
        """Return the number of current documents and of chunks."""
        return self._database.counts()

    def bytes_on_disk(self) -> int:
        """Return the size of every file of its folder, each of which is looked at."""
        return sum(map(_size, self.folder.rglob("*")))

    def status(self) -> IndexStatus:
        """Return what the index holds."""
        described = (self.encoder_name, self._encoder.fingerprint)
        return IndexStatus(str(self.folder), self.generation, *self.counts(), *described, self.bytes_on_disk())


def _size(path: Path) -> int:
    """Return the bytes of a file; none of one that a rebuild has just taken away."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0
