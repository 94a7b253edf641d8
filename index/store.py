"""An index: the database, which is the truth, and a folder with the search indexes that are derived from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from index.address import Address, EngineChoice, Location
from index.documents import Document
from index.encoding.chunks import Chunk
from index.encoding.encoded_chunks import ChunkText, EncodedChunk, encode_again
from index.encoding.encoder import Encoder
from index.encoding.token_vectors import TokenVectors, from_bytes
from index.errors import IndexMissing, SettingsError
from index.hardening.private import is_open_to_others, make_folder, tighten
from index.search.search_engine import SearchEngine
from index.search.search_indexes import SearchIndexes
from index.search.verification import Fault, faults, repair
from index.storage.bound_encoder import BoundEncoder
from index.storage.databases.database import Database
from index.storage.databases.folder_database import FolderDatabase
from index.storage.engines.engine import Engine
from index.storage.records import ChunkRow, FileRecord
from index.storage.tables.chunks import ChunkTable
from index.storage.tables.documents import DocumentTable
from index.storage.tables.files import FileTable, put_file
from index.storage.tables.pages import PageTable
from index.storage.tables.trash import Trash
from index.storage.tables.writes import purge_document, put_document, put_vectors

if TYPE_CHECKING:
    from index.storage.databases.server_database import ServerDatabase

__all__ = ["Counts", "Index", "IndexStatus"]

_DATABASES = ("footnote.sqlite", "uploads.sqlite", "history.sqlite")
_OWN = frozenset(
    {f"{name}{ending}" for name in _DATABASES for ending in ("", "-wal", "-shm", "-journal")}
    | {"dense", "lexical", "originals", "write.lock", "jobs.lock", "writer.json", "confidence.json"}
)
"""What Footnote keeps in the folder of an index."""


_ENCODED_KEPT = 500
"""Chunks that were encoded before their turn, since a question came to them, whose vectors are kept in memory: 6 MB."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many current documents and chunks a commit has, its number, and how many chunks wait for their vectors."""

    documents: int
    chunks: int
    generation: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What an index holds; ``bytes_on_disk`` counts its files and tables, ``waiting`` chunks without vectors."""

    folder: str
    generation: int
    documents: int
    chunks: int
    waiting: int
    encoder: str
    fingerprint: str
    bytes_on_disk: int


class Index:
    """Documents to search, from any thread: readers never wait, and one process at a time writes.

    The database is the truth: a SQLite file in the folder, or PostgreSQL, which servers share. FAISS and Tantivy follow
    it by generation: they are caught up by every search, and a damaged one is rebuilt. Servers can share LanceDB
    instead.

    Attributes:
        place: what it was opened by.
        folder: where everything lies, or with PostgreSQL what is derived from it on this machine.
        database: the truth: its generations, snapshots, and the write lock.
        documents: to read and to tag.
        chunks: to read.
        pages: of documents, to read.
        files: what is known of the files of folders.
        trash: documents that can be restored.
        search: the dense and the lexical search index.
        encoder: loaded when something has to be encoded.
    """

    def __init__(
        self,
        place: Location,
        folder: Path,
        database: Database,
        encoder: BoundEncoder,
        engine: EngineChoice | None = None,
    ) -> None:
        """Use ``open`` instead."""
        self.place = place
        self.folder = folder
        self.database = database
        self.documents = DocumentTable(database)
        self.chunks = ChunkTable(database, self.documents)
        self.pages = PageTable(database)
        self.files = FileTable(database)
        self.trash = Trash(database)
        self.search = self._searched_with(engine, lambda: encoder.loaded().dim)
        self.encoder = encoder
        self._encoded: dict[int, TokenVectors] = {}

    @classmethod
    def open(
        cls,
        place: Location,
        encoder: Encoder | str | None = None,
        *,
        create: bool = False,
        replicas: Path | None = None,
        engine: EngineChoice | None = None,
    ) -> "Index":
        """Open the index in a place; the encoder is loaded when something has to be encoded.

        Args:
            place: the folder of the index, or the address of the PostgreSQL database that it is in.
            encoder: an encoder or the name of one; by default the one that the index was made with, or the bundled.
            create: make the folder and an empty index when there is no index.
            replicas: the folder for what is derived from databases; by default under the user's cache directory.
            engine: the search engine that servers share; by default each searches with its own.

        Raises:
            IndexMissing: there is no index, and none was to be made.
            EncoderMismatch: the index was made with an encoder of another name.
            IndexDamaged: the database cannot be used.
            IndexUnreachable: its server cannot be reached.
            SettingsError: psycopg, which PostgreSQL needs, or LanceDB is not installed, or an index in a folder was to
                be searched with an engine that servers share.
        """
        if isinstance(place, Address):
            kept_in = replicas or platformdirs.user_cache_path("footnote", appauthor=False) / "replicas"
            served = _served(place, kept_in, create=create)
            return cls(place, served.folder, served, BoundEncoder(place, served, encoder), engine)
        if engine is not None:
            raise SettingsError(
                f"The search engine at {engine.address} is for an index in PostgreSQL, and {place} is a folder",
                "Unset FOOTNOTE_ENGINE, or set FOOTNOTE_INDEX=postgresql://… (“footnote migrate” takes an index there)",
            )
        folder = place
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
        database = FolderDatabase(path, create=create)
        return cls(folder, folder, database, BoundEncoder(folder, database, encoder))

    def _searched_with(self, engine: EngineChoice | None, dim: Callable[[], int]) -> SearchEngine:
        if engine is None:
            return SearchIndexes(self.folder, self.database, self.chunks, dim)
        try:
            from index.search.lance.lance_search import LanceSearch
        except ModuleNotFoundError as error:
            raise SettingsError(
                f"A search engine that servers share needs {error.name}, which is not installed",
                "Install “footnote[lance]”",
            ) from error
        return LanceSearch(self.folder, self.database, self.chunks, dim, engine)

    def beside(self, name: str) -> Engine:
        """Return other tables that are kept with the index, such as “history”; to be closed by who asks for them."""
        return self.database.beside(name)

    def close(self) -> None:
        """Close the database in every thread."""
        self.database.close()

    def commit(
        self,
        items: Sequence[tuple[Document, Sequence[EncodedChunk]]],
        files: Sequence[FileRecord] = (),
        gone: Sequence[str] = (),
    ) -> list[int]:
        """Store documents with their chunks in one commit and return their versions; the next search finds them.

        A document whose source is known becomes its next version: the old text stays for those who cite it, the old
        chunks go.

        Args:
            items: documents with their chunks.
            files: that are read to their end with these documents.
            gone: ids of documents that go for good.

        Raises:
            DocumentConflict: the place of one is taken by a document that came another way.
            IndexLocked: another process, or another thread, is writing.
        """
        with self.database.writing():
            if items:
                self.encoder.bind()
            with self.database.commit() as commit:
                for identity in gone:
                    purge_document(commit, identity)
                versions = [put_document(commit, document, chunks) for document, chunks in items]
                for file in files:
                    put_file(commit.connection, file)
                return versions

    def encode_waiting(self, most: int) -> int:
        """Encode at most so many chunks that wait for their vectors, in one commit; return how many that were.

        Raises:
            IndexLocked: another process, or another thread, is writing.
        """
        with self.database.writing():
            rows = list(self.chunks.get(self.chunks.waiting(most)).values())
            if not rows:
                return 0
            vectors = encode_again(self.encoder.loaded(), [self._chunk_text(row) for row in rows])
            with self.database.commit() as commit:
                for row, made in zip(rows, vectors, strict=True):
                    put_vectors(commit, row, made)
            return len(rows)

    def token_vectors(self, rows: Sequence[ChunkRow]) -> list[TokenVectors]:
        """Return chunks' token vectors; those that wait for them are encoded for the moment, all at once.

        Raises:
            EncoderError: one has to be encoded, and the encoder cannot be used.
        """
        waiting = [row for row in rows if not row.tokens]
        known = {row.id: self._encoded[row.id] for row in waiting if row.id in self._encoded}
        if missing := list({row.id: row for row in waiting if row.id not in known}.values()):
            made = encode_again(self.encoder.loaded(), [self._chunk_text(row) for row in missing])
            new = {row.id: from_bytes(tokens) for row, (_, tokens) in zip(missing, made, strict=True)}
            known |= new
            if len(self._encoded) + len(new) > _ENCODED_KEPT:
                self._encoded = {}
            self._encoded |= new
        return [from_bytes(row.tokens) if row.tokens else known[row.id] for row in rows]

    def waits(self) -> str:
        """Return a sentence on the chunks that wait for their vectors; empty where none does."""
        with self.database.snapshot():
            waiting, chunks = self.chunks.count_waiting(), self.chunks.count()
        if not waiting:
            return ""
        return f"{waiting:,} of {chunks:,} passages are not encoded yet, and are found by their words alone till then."

    def counts(self) -> Counts:
        """Return how much there is, without a look at the folder."""
        with self.database.snapshot():
            chunks, waiting = self.chunks.count(), self.chunks.count_waiting()
            return Counts(self.documents.count(), chunks, self.database.generation, waiting)

    def status(self) -> IndexStatus:
        """Return what the index holds; every file of its folder is looked at."""
        counts, encoder = self.counts(), self.encoder
        return IndexStatus(
            folder=str(self.place),
            generation=counts.generation,
            documents=counts.documents,
            chunks=counts.chunks,
            waiting=counts.waiting,
            encoder=encoder.name,
            fingerprint=encoder.fingerprint,
            bytes_on_disk=self.bytes_on_disk(),
        )

    def bytes_on_disk(self) -> int:
        """Return the size of every file of its folder, each of which is looked at, and of tables that are not there."""
        return sum(map(_size, self.folder.rglob("*"))) + self.database.bytes_elsewhere()

    def faults(self) -> list[Fault]:
        """Return what is not as it was written (``index.search.verification``)."""
        return faults(self.database, self.documents, self.chunks, self.search)

    def repair(self) -> list[str]:
        """Mend what can be, and return what was done, one sentence each (``index.search.verification``)."""
        with self.database.writing():
            return repair(self.database, self.documents, self.search, self.faults())

    def _chunk_text(self, row: ChunkRow) -> ChunkText:
        chunk = Chunk(row.start, row.end, row.heading, row.sentences, row.head)
        return ChunkText(chunk, row.title, row.head_text, self.chunks.text(row))


def _served(address: Address, replicas: Path, *, create: bool) -> "ServerDatabase":
    try:
        from index.storage.databases.server_database import ServerDatabase
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"An index in PostgreSQL needs {error.name}, which is not installed", "Install “footnote[postgresql]”"
        ) from error
    return ServerDatabase(address, replicas, create=create)


def _size(path: Path) -> int:
    """Return the bytes of a file; 0 where a rebuild has just taken it away."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0
