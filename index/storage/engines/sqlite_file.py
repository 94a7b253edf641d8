"""A SQLite file, with a connection a thread. The only importer of sqlite3."""

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import filelock

from index.errors import IndexDamaged, IndexGone, IndexLocked, IndexUnwritable, StoreError
from index.hardening import private

__all__ = ["SqliteFile", "unwritable"]

_PARAMETERS_A_QUERY = 500
_PRIMARY = 0xFF
"""The bits of an extended result code that tell its kind."""

_MAKING = threading.Lock()
"""Held while a file is made: who opened it meanwhile would lose its locks when the maker closes it."""

_UNWRITABLE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})


def unwritable(path: object, reason: str) -> IndexUnwritable:
    """Return the error for a file or folder that cannot be written."""
    return IndexUnwritable(
        f"{path} cannot be written ({reason})", "Make room on the disk, and check that you may write in that folder"
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Own:
    """A thread's connection, with what its use is held under: to close it under a running query ends the process."""

    sqlite: sqlite3.Connection
    at_work: threading.RLock = field(default_factory=threading.RLock)


class SqliteFile:
    """A SQLite file in write-ahead mode: readers see the last commit and never wait for a writer.

    What makes its tables is ``index.storage.schema.migrations``.

    Every method raises ``IndexDamaged`` when SQLite cannot use the file, ``IndexGone`` when it is not in its place any
    more or another is, and ``StoreError`` when the file was closed in the meantime.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._opened: list[_Own] = []
        self._opened_lock = threading.Lock()
        self._identity: tuple[int, int] | None = None
        self._elsewhere: tempfile.TemporaryDirectory[str] | None = None

    @classmethod
    def in_folder(cls, folder: Path, name: str) -> Self:
        """Return the file of that name in a folder; where nothing may be written, a copy elsewhere stands for it."""
        path = folder / name
        if os.access(folder, os.W_OK):
            return cls(path)
        elsewhere = tempfile.TemporaryDirectory(prefix="footnote-")
        copy = cls(Path(elsewhere.name) / name)
        copy._elsewhere = elsewhere
        if path.exists():
            with closing(cls(path)) as original:
                original.copy_to(copy.path)
        return copy

    is_shared = False

    @property
    def where(self) -> str:
        """The path of the file."""
        return str(self.path)

    @property
    def lasts(self) -> bool:
        """Whether what is written is there for the next process: what is written to a copy goes with this one."""
        return self._elsewhere is None

    def see_that_it_is_there(self) -> None:
        """Compare device and inode with those of the file that was opened first.

        What was removed or replaced would be read and written on by the threads that have it open, and the new file by
        the others.

        Raises:
            IndexGone: it is not there, or it is another.
        """
        try:
            state = self.path.stat()
        except OSError:
            found = None
        else:
            found = state.st_dev, state.st_ino
        if self._identity is None:
            self._identity = found
        elif found != self._identity:
            raise IndexGone(
                f"{self.path.name} was removed or replaced while it was open",
                "Put it back, or start Footnote again with the index that is to be used",
            )

    def close(self) -> None:
        """Close every thread's connection, once SQLite is done with what it works on."""
        with self._opened_lock:
            opened, self._opened = self._opened, []
            self._local = threading.local()
        for own in opened:
            with own.at_work:
                own.sqlite.close()
        if self._elsewhere:
            self._elsewhere.cleanup()

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query, fetched here, where an error of SQLite is explained."""
        with self._explained():
            own = self._own
            with own.at_work:
                return own.sqlite.execute(query, parameters).fetchall()

    def rows_among(self, query: str, values: Sequence[object]) -> list[Any]:
        """Return the rows of a query whose ``{}`` stands for any number of values, in portions that SQLite takes."""
        found: list[Any] = []
        for first in range(0, len(values), _PARAMETERS_A_QUERY):
            some = list(values[first : first + _PARAMETERS_A_QUERY])
            found += self.rows(query.format(",".join("?" * len(some))), some)
        return found

    def log_writes_ahead(self) -> None:
        """Let readers and a writer work at the same time; the file remembers it."""
        self.rows("PRAGMA journal_mode = WAL")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit everything that is written inside, or nothing when the body raises."""
        with self._explained():
            own = self._own
            with own.at_work:
                own.sqlite.execute("BEGIN IMMEDIATE")
                try:
                    yield own.sqlite
                    own.sqlite.execute("COMMIT")
                except BaseException:
                    # On a full disk SQLite has rolled back by itself.
                    if own.sqlite.in_transaction:
                        own.sqlite.execute("ROLLBACK")
                    raise

    def copy_to(self, path: Path) -> None:
        """Write the last commit as a database of its own, while others go on reading and writing."""
        private.touch(path)
        with self._explained(), sqlite3.connect(path) as copy:
            own = self._own
            with own.at_work:
                own.sqlite.backup(copy)
        copy.close()

    @contextmanager
    def attached(self, path: Path, name: str) -> Iterator[None]:
        """Let statements of this thread name the tables of another database, as ``name.TABLE``."""
        self.rows("ATTACH ? AS ?", (str(path), name))
        try:
            yield
        finally:
            self.rows("DETACH ?", (name,))

    @contextmanager
    def alone(self, name: str, seconds: float) -> Iterator[None]:
        """Be the only one, of all processes, that holds a file of that name with ``.lock`` behind it."""
        lock = filelock.FileLock(self.path.with_name(f"{name}.lock"), mode=0o600)
        try:
            lock.acquire(timeout=seconds)
        except filelock.Timeout as error:
            raise IndexLocked(f"Another process holds {lock.lock_file}", "Wait until it has finished") from error
        try:
            yield
        finally:
            lock.release()

    def reserve(self, holders: int) -> None:
        """Do nothing: every thread has a connection of its own."""

    def among(self, name: str, seconds: float) -> AbstractContextManager[None]:
        """Be the only one that holds a name: those who share a file have no more than one at work on it."""
        return self.alone(name, seconds)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything read inside come from one commit; one inside another is the same."""
        with self._explained():
            own = self._own
            with own.at_work:
                is_inside = own.sqlite.in_transaction
                if not is_inside:
                    own.sqlite.execute("BEGIN")
                    # SQLite holds on to the commit that it first reads.
                    own.sqlite.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        if is_inside:
            yield
            return
        try:
            yield
        finally:
            with self._explained(), own.at_work:
                own.sqlite.execute("COMMIT")

    @property
    def _own(self) -> _Own:
        """This thread's connection."""
        self.see_that_it_is_there()
        own: _Own | None = getattr(self._local, "own", None)
        if own is None:
            with _MAKING:
                if not self.path.exists():
                    private.touch(self.path)  # what SQLite puts beside it has the mode of the file
            connection = sqlite3.connect(
                self._address(), uri=True, isolation_level=None, check_same_thread=False, timeout=30
            )
            connection.execute("PRAGMA foreign_keys = ON")
            # What a file says of itself, as in a trigger of a stranger's, calls no function that reaches out of it.
            connection.execute("PRAGMA trusted_schema = OFF")
            # A derived file must never reach further than the database, so a commit is on disk before it counts.
            connection.execute("PRAGMA synchronous = FULL")
            own = self._local.own = _Own(connection)
            with self._opened_lock:
                self._opened.append(own)
        return own

    def _address(self) -> str:
        """Return the file as SQLite is to open it: where nothing may be written, as one that nobody changes."""
        address = self.path.absolute().as_uri()
        has_log = self.path.with_name(f"{self.path.name}-wal").exists()
        is_fixed = self.path.exists() and not has_log and not os.access(self.path.parent, os.W_OK)
        return f"{address}?immutable=1" if is_fixed else address

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError as error:
            if "closed" not in str(error):
                raise  # a fault of Footnote's own
            raise StoreError(f"{self.path} was closed while it was read", "Open the index again") from error
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _UNWRITABLE:
                self.see_that_it_is_there()  # SQLite says of a folder that is gone that it cannot open the file
                raise unwritable(self.path, str(error)) from error
            raise IndexDamaged(
                f"SQLite cannot use {self.path} ({error})",
                "Restore it from a backup, or index the documents again into a new folder",
            ) from error
