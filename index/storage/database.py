"""SQLite, the truth: what every commit writes, and a generation for each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from index.documents import Document
from index.encoding.encoded_chunks import EncodedChunk
from index.parse.structure.contents import Failure
from index.storage.records import FileRecord
from index.storage.schema import prepare
from index.storage.sqlite_file import Connection, Connections
from index.storage.tables import trash as aside
from index.storage.tables import writes
from index.storage.tables.chunks import ChunkTable
from index.storage.tables.documents import DocumentTable, document_not_found

__all__ = ["Database"]


class Database:
    """The SQLite file of an index, readable from any thread, writable by whoever holds the index's lock.

    Readers see the last commit and never wait for a writer (write-ahead log). Every commit that changes documents has a
    generation of its own; chunk ids are never used twice.

    Attributes:
        documents: to read.
        chunks: to read.

    Raises:
        IndexMissing: the file has no tables yet, and none were to be made.
        IndexDamaged: the file is not a Footnote database of this version, or SQLite cannot read it.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        self._connections = Connections(path)
        prepare(self._connections, create=create)
        self.documents = DocumentTable(self._connections)
        self.chunks = ChunkTable(self._connections, self.documents)

    def see_that_it_is_there(self) -> None:
        """Raise ``IndexGone`` when the file was removed or replaced since it was opened."""
        self._connections.see_that_it_is_there()

    def close(self) -> None:
        """Close the file in every thread, once SQLite is done with what it works on."""
        self._connections.close()

    def meta(self, key: str) -> str | None:
        """Return a value about the whole index."""
        rows = self._connections.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    @property
    def generation(self) -> int:
        """The number of the last commit; 0 in a new index."""
        return int(self.meta("generation") or 0)

    def counts(self) -> tuple[int, int]:
        """Return the number of current documents and of chunks."""
        [row] = self._connections.rows(
            "SELECT (SELECT count(*) FROM documents WHERE current), (SELECT count(*) FROM chunks)"
        )
        return int(row[0]), int(row[1])

    @contextmanager
    def snapshot(self) -> Iterator[int]:
        """Let everything read inside come from one commit, whose generation is the value."""
        with self._connections.snapshot():
            yield self.generation

    def bind_encoder(self, name: str, fingerprint: str, dim: int) -> None:
        """Remember which encoder the vectors are from; an index has one for all its life."""
        with self._connections.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO meta VALUES (?, ?)",
                [("encoder", name), ("fingerprint", fingerprint), ("dim", str(dim))],
            )

    def put(
        self,
        items: Sequence[tuple[Document, Sequence[EncodedChunk]]],
        files: Sequence[FileRecord] = (),
        gone: Sequence[str] = (),
    ) -> list[int]:
        """Store documents with their chunks in one transaction, and return each one's version.

        A document whose source is known becomes its next version: the old text stays for those who cite it, the old
        chunks go.

        Args:
            items: documents with their chunks.
            files: that are read to their end with these documents.
            gone: ids of documents to remove.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for identity in gone:
                writes.remove_document(connection, generation, identity)
            versions = [writes.put_document(connection, generation, document, chunks) for document, chunks in items]
            for file in files:
                writes.put_file(connection, file)
            return versions

    def delete(self, document_ids: Iterable[str]) -> None:
        """Remove documents with every version and chunk, in one transaction; their files count as never read.

        Raises:
            DocumentNotFound: there is none of one of the ids; nothing was removed then.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for identity in document_ids:
                writes.forget_files_of(connection, identity)
                if not writes.remove_document(connection, generation, identity):
                    raise document_not_found(identity)

    def set_aside(self, document_ids: Iterable[str], now: str) -> None:
        """Put documents into the trash, in one transaction; their files count as never read.

        Args:
            document_ids: of current documents.
            now: ISO 8601 in UTC.

        Raises:
            DocumentNotFound: there is none of one of the ids; nothing was removed then.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for identity in document_ids:
                writes.forget_files_of(connection, identity)
                if not aside.set_aside(connection, generation, identity, now):
                    raise document_not_found(identity)

    def bring_back(self, document_id: str) -> None:
        """Let a document that was set aside be as it was.

        Raises:
            DocumentNotFound: it is not aside, or not any more.
            DocumentConflict: there is a document of the same source by now.
        """
        with self._connections.transaction() as connection:
            if not aside.bring_back(connection, self._next_generation(connection), document_id):
                raise document_not_found(document_id)

    def removed(self) -> list[aside.RemovedDocument]:
        """Return what can be brought back, what was removed last first."""
        return aside.removed(self._connections)

    def forget_removed(self, before: str) -> list[str]:
        """Remove for good what was set aside before a moment (ISO 8601 in UTC), and return the ids; no generation."""
        with self._connections.transaction() as connection:
            return aside.forget_before(connection, before)

    def choose_tags(self, document_id: str, tags: Sequence[str]) -> None:
        """Let a document have the tags that a person chose; what they added and took off holds for later versions too.

        Raises:
            DocumentNotFound: there is no such document.
        """
        with self._connections.transaction() as connection:
            self._next_generation(connection)
            if not writes.choose_tags(connection, document_id, tags):
                raise document_not_found(document_id)

    def tag(self, document_ids: Iterable[str], tags: Sequence[str]) -> None:
        """Give current documents further tags, in one transaction; those they have stay, as does what was taken off."""
        with self._connections.transaction() as connection:
            self._next_generation(connection)
            for identity in document_ids:
                writes.add_tags(connection, identity, tags)

    def move(self, old: str, new: FileRecord, sources: dict[str, str]) -> None:
        """Let a file and its documents be at another path, with their versions and vectors, in one transaction.

        Args:
            old: path of the file.
            new: the file as it is now.
            sources: the new source of each of its documents, by the old.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for before, after in sources.items():
                writes.move_document(connection, generation, before, after, new.path)
            writes.move_rest(connection, old, new.path)
            writes.forget_file(connection, old)
            writes.put_file(connection, new)

    def move_claimed(self, path: str, sources: dict[str, str]) -> None:
        """Let records of a file have sources of their own, with their versions and vectors, in one transaction.

        Args:
            path: of the file.
            sources: the source of each record, by the one that it claims and has had.
        """
        with self._connections.transaction() as connection:
            generation = self._next_generation(connection)
            for before, after in sources.items():
                writes.move_claimed(connection, generation, before, after, path)

    def note_files(self, files: Iterable[FileRecord], forgotten: Iterable[str] = ()) -> None:
        """Remember how files are now, and forget others; no document changes, so this is no generation of its own."""
        with self._connections.transaction() as connection:
            for path in forgotten:
                writes.forget_file(connection, path)
            for file in files:
                writes.put_file(connection, file)

    def files(self) -> dict[str, FileRecord]:
        """Return every file that was read, by path."""
        of_file: dict[str, list[str]] = {}
        for path, identity in self._connections.rows("SELECT path, document_id FROM documents_of_files"):
            of_file.setdefault(path, []).append(identity)
        failures: dict[str, list[Failure]] = {}
        for path, source, reason in self._connections.rows(
            "SELECT path, source, reason FROM failures_of_files ORDER BY path, number"
        ):
            failures.setdefault(path, []).append(Failure(source, reason))
        rows = self._connections.rows(
            "SELECT path, size, modified_ns, changed_ns, inode, looked_at_ns, sha256 FROM files"
        )
        return {
            row[0]: FileRecord(*(*row, tuple(of_file.get(row[0], ())), tuple(failures.get(row[0], ())))) for row in rows
        }

    def remove_strays(self) -> None:
        """Remove chunks that belong to no document."""
        with self._connections.transaction() as connection:
            writes.remove_strays(connection, self._next_generation(connection))

    def integrity(self) -> list[str]:
        """Return what SQLite finds wrong with its own file; nothing when all is well."""
        found = [str(row[0]) for row in self._connections.rows("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else found

    def copy_to(self, path: Path) -> None:
        """Write the last commit as a database of its own, while others go on reading and writing."""
        self._connections.copy_to(path)

    def replace_with(self, path: Path) -> None:
        """Become what a copy of this database was, in one transaction; readers and derived indexes notice.

        Args:
            path: of the copy, with this version's tables.
        """
        with self._connections.attached(path, "copy"), self._connections.transaction() as connection:
            writes.replace_with_copy(connection, self._next_generation(connection))
            _renumber_chunks(connection)

    @staticmethod
    def _next_generation(connection: Connection) -> int:
        connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")
        return int(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0])


def _renumber_chunks(connection: Connection) -> None:
    """Give the chunks ids that none ever had, in their order: some of those they have were noted as removed."""
    [last] = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'chunks'").fetchone() or [0]
    ids = [identity for (identity,) in connection.execute("SELECT id FROM chunks ORDER BY id")]
    connection.executemany("UPDATE chunks SET id = ? WHERE id = ?", list(zip(count(last + 1), ids, strict=False)))
    # SQLite counts what is inserted only.
    connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'chunks'", (last + len(ids),))
