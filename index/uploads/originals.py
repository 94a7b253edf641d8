"""The files that were sent in, as they came: each under the sha256 of its bytes, for as long as somebody holds it."""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from index.errors import IndexDamaged
from index.hardening.private import make_folder
from index.storage.engines.engine import Engine, Transaction
from index.uploads.pieces import delete_pieces, read_pieces, write_pieces

__all__ = ["Finder", "Original", "Originals", "Received"]

_SHA256 = re.compile(r"[0-9a-f]{64}")

_HOLD = """
INSERT INTO originals VALUES (?, ?, ?, ?)
    ON CONFLICT (holder, version) DO UPDATE SET sha256 = excluded.sha256, name = excluded.name
"""

Finder = Callable[[Collection[str]], Sequence[tuple[str, int, str, str]]]
"""From hashes of files to documents that were read from them: id, version, hash, and name."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived whole and has no place yet: where it waits, the hex sha256 of its bytes, how many."""

    path: Path
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Original:
    """A file that is kept: where, and the name under which it was sent, which never reached the file system."""

    path: Path
    name: str


class Originals:
    """Files by hash in ``originals/``, and in a database who holds each; one that nobody holds any more is removed.

    A database that machines share has the bytes too, and the folder of each is no more than what it has read of them.
    The methods that take a connection are called in a transaction, which keeps those of other processes away: between
    a file and what the database says of it nobody comes.

    Args:
        folder: of the index.
        tables: of uploads.
    """

    def __init__(self, folder: Path, tables: Engine) -> None:
        self._folder = folder / "originals"
        self._incoming = self._folder / "incoming"
        self._tables = tables

    def path(self, sha256: str) -> Path:
        """Return where the file with that hash lies, when there is one.

        Raises:
            IndexDamaged: the database has something else for a hash, which would lead elsewhere.
        """
        if not _SHA256.fullmatch(sha256):
            raise IndexDamaged(
                f"{self._tables.where} names a file that is not one of the index's ({sha256!r})",
                "Restore it from a backup of your own",
            )
        return self._folder / sha256[:2] / sha256

    @contextmanager
    def receiving(self, pieces: Iterable[bytes]) -> Iterator[Received]:
        """Write and hash a file as it comes, on disk to the last byte; unless ``hold`` gave it a place, it is removed.

        Raises:
            OSError: it cannot be written, as when the disk is full.
        """
        make_folder(self._incoming)
        with _incoming_file(self._incoming) as file:
            path = Path(file.name)
            try:
                digest, size = hashlib.sha256(), 0
                for piece in pieces:
                    digest.update(piece)
                    size += file.write(piece)
                file.flush()
                os.fsync(file.fileno())
                yield Received(path, digest.hexdigest(), size)
            finally:
                path.unlink(missing_ok=True)

    def hold(self, connection: Transaction, received: Received, holder: str, name: str) -> None:
        """Give a file its place, where it is not there already, and note its first holder."""
        target = self.path(received.sha256)
        if not target.exists():
            make_folder(target.parent)
            received.path.replace(target)
            for folder in (target.parent, self._folder):
                _sync(folder)
        if self._tables.is_shared:
            write_pieces(connection, received.sha256, target)
        connection.execute(_HOLD, (holder, 0, received.sha256, name))

    def take_from(self, connection: Transaction, other: "Originals") -> None:
        """Give the files that are held here their places, out of where others keep them."""
        for holder, version, sha256 in connection.execute("SELECT holder, version, sha256 FROM originals").fetchall():
            target, kept = self.path(sha256), other.of(holder, version)
            if kept is not None and not target.exists():
                make_folder(target.parent)
                shutil.copyfile(kept.path, target)
                target.chmod(0o600)
                if self._tables.is_shared:
                    write_pieces(connection, sha256, target)

    def drop_copy(self, sha256: str) -> None:
        """Remove this machine's copy of a file, if the database that machines share has it too."""
        if self._tables.is_shared:
            self.path(sha256).unlink(missing_ok=True)

    def hand_over(self, connection: Transaction, holder: str, documents: Sequence[tuple[str, int]]) -> None:
        """Let versions of documents hold what a job held; with no documents the file goes, unless others hold it."""
        for sha256, name in _held(connection, holder):
            for identity, version in documents:
                before = connection.execute(
                    "SELECT sha256 FROM originals WHERE holder = ? AND version = ?", (identity, version)
                ).fetchall()
                connection.execute(_HOLD, (identity, version, sha256, name))
                self._drop(connection, {found for (found,) in before})
        self.release(connection, holder)

    def release(self, connection: Transaction, holder: str) -> None:
        """Let a job or a document, with all its versions, hold nothing any more."""
        held = {sha256 for sha256, _ in _held(connection, holder)}
        connection.execute("DELETE FROM originals WHERE holder = ?", (holder,))
        self._drop(connection, held)

    def of(self, holder: str, version: int = 0) -> Original | None:
        """Return the file of a job, or of a version of a document; None when none is kept."""
        rows = self._tables.rows(
            "SELECT sha256, name FROM originals WHERE holder = ? AND version = ?", (holder, version)
        )
        for sha256, name in rows:
            path = self.path(sha256)
            if path.is_file() or (self._tables.is_shared and self._fetched(sha256, path)):
                return Original(path, name)
        return None

    def sweep(self, connection: Transaction, holders: Collection[str], find: Finder) -> None:
        """Remove what a process that was killed left: half a file, a file without a holder, a holder that is gone.

        Args:
            connection: in a transaction.
            holders: that there are.
            find: finds holders for files without one, as those of a backup are.
        """
        for (holder,) in connection.execute("SELECT DISTINCT holder FROM originals").fetchall():
            if holder not in holders:
                self.release(connection, holder)
        held = {sha256 for (sha256,) in connection.execute("SELECT DISTINCT sha256 FROM originals").fetchall()}
        stray = {path.name: path for path in self._folder.glob("*/*") if path.name not in held}
        for path in [path for path in stray.values() if path.parent == self._incoming]:
            _remove_abandoned(stray.pop(path.name))
        found = find(stray) if stray else []
        connection.executemany(_HOLD, found)
        for sha256 in stray.keys() - {sha256 for _, _, sha256, _ in found}:
            stray[sha256].unlink()

    def _drop(self, connection: Transaction, hashes: Iterable[str]) -> None:
        for sha256 in hashes:
            if not connection.execute("SELECT 1 FROM originals WHERE sha256 = ? LIMIT 1", (sha256,)).fetchall():
                self.path(sha256).unlink(missing_ok=True)
                if self._tables.is_shared:
                    delete_pieces(connection, sha256)

    def _fetched(self, sha256: str, path: Path) -> bool:
        """Write a file that another machine took in; tell whether the database has it whole."""
        with self.receiving(read_pieces(self._tables, sha256)) as received:
            if received.sha256 != sha256:
                return False
            make_folder(path.parent)
            received.path.replace(path)
        return True


def _incoming_file(folder: Path) -> IO[bytes]:
    """Open a new file that ``sweep`` leaves alone: it is locked, and the lock goes with the process."""
    while True:
        file = tempfile.NamedTemporaryFile(dir=folder, suffix=".tmp", delete=False)  # noqa: SIM115  # returned open
        fcntl.flock(file, fcntl.LOCK_EX)
        # Between its making and its lock it is nobody's, and another process may have swept it away.
        if os.fstat(file.fileno()).st_nlink:
            return file
        file.close()


def _held(connection: Transaction, holder: str) -> list[tuple[str, str]]:
    return connection.execute("SELECT sha256, name FROM originals WHERE holder = ?", (holder,)).fetchall()


def _remove_abandoned(path: Path) -> None:
    """Remove a half written file, unless somebody is writing it."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except (BlockingIOError, FileNotFoundError):
        return


def _sync(folder: Path) -> None:
    """Have a folder's list of names on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
