"""The truth: the tables of an index, whose every commit has a generation of its own."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from index.storage.databases.write_lock import WriteLock
from index.storage.engines.engine import Engine, Transaction

__all__ = ["PUBLISHED", "PUBLISHED_AS", "Commit", "Database"]

PUBLISHED = ("confidence.json",)
"""The files of an index's folder that are not derived from its tables: ``Database.publish`` is for them."""

PUBLISHED_AS = "file:"
"""Before the name of such a file in the keys of values about the whole index, where the database has its text."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that is being written: the connection, in its transaction, and the generation that it will be."""

    connection: Transaction
    generation: int


class Database(ABC):
    """The tables of an index, readable from any thread, written by one process at a time.

    Readers see the last commit and never wait for a writer.

    Args:
        engine: see below.
        folder_lock: see below.

    Attributes:
        engine: what holds the tables.
        folder_lock: of the folder on this machine in which what is derived from the tables lies.
    """

    def __init__(self, engine: Engine, folder_lock: WriteLock) -> None:
        self.folder_lock = folder_lock
        self.engine = engine

    def close(self) -> None:
        """Let go of the tables in every thread."""
        self.engine.close()

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query."""
        return self.engine.rows(query, parameters)

    def rows_among(self, query: str, values: Sequence[object]) -> list[Any]:
        """Return the rows of a query in which ``IN ({})`` stands for any number of values."""
        return self.engine.rows_among(query, values)

    def snapshot(self) -> AbstractContextManager[None]:
        """Let everything read inside come from one commit; one inside another is the same."""
        return self.engine.snapshot()

    def meta(self, key: str) -> str | None:
        """Return a value about the whole index."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    @property
    def identity(self) -> str:
        """The id that tells this index from others; its copies have the same."""
        return self.meta("index_id") or ""

    @property
    def generation(self) -> int:
        """The number of the last commit; 0 in a new index."""
        return int(self.meta("generation") or 0)

    @abstractmethod
    def writing(self) -> AbstractContextManager[None]:
        """Hold the write lock, of all processes; reentrant within a thread.

        Raises:
            IndexLocked: another process, or another thread, holds it for longer than commits take.
            IndexGone: the index was removed or replaced since it was opened.
        """

    @abstractmethod
    def integrity(self) -> list[str]:
        """Return what the engine finds wrong with its own files, as far as it can look; nothing when all is well."""

    @abstractmethod
    def bytes_elsewhere(self) -> int:
        """Return the size of the tables, where they are not in the folder of the index."""

    @abstractmethod
    def beside(self, name: str) -> Engine:
        """Return other tables that are kept with these, such as “history”; where nothing lasts, ones that do not."""

    @abstractmethod
    def has_beside(self, name: str) -> bool:
        """Tell whether tables of that name were ever made."""

    @abstractmethod
    def see_that_it_is_there(self) -> None:
        """Look whether what was opened is still what is in its place.

        Raises:
            IndexGone: it was removed, or replaced by another.
        """

    @abstractmethod
    def last_chunk(self) -> int:
        """Return the greatest id that a chunk ever had: the next has a greater one."""

    @abstractmethod
    def go_on_behind(self, connection: Transaction, chunk: int) -> None:
        """Give chunks greater ids than that from now on.

        Args:
            connection: in a transaction.
            chunk: an id.
        """

    @abstractmethod
    def publish(self, name: str) -> None:
        """Let whoever else opens the index have a file of its folder as it is now, or have none."""

    @contextmanager
    def noting(self) -> Iterator[Transaction]:
        """Write, under the write lock and in one transaction, what is no change of a document: no new generation."""
        with self.writing(), self.engine.transaction() as connection:
            yield connection

    @contextmanager
    def commit(self) -> Iterator[Commit]:
        """Write under the write lock, in one transaction, as the next generation; nothing when the body raises."""
        with self.noting() as connection:
            [before] = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
            generation = int(before) + 1
            connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (str(generation),))
            yield Commit(connection, generation)
