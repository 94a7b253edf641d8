"""The write lock of an index: one writer at a time in all processes, and who it is, told to those who wait."""

import datetime
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from index.errors import IndexLocked
from index.hardening.nested_json import read_json
from index.hardening.private import write_text
from index.storage.engines.sqlite_file import unwritable

__all__ = ["WriteLock"]

_LOCK_SECONDS = 3.0
_SIGN = "writer.json"


class WriteLock:
    """The lock itself is the operating system's, and goes with the process; reentrant within a thread.

    Args:
        folder: of the index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = filelock.FileLock(folder / "write.lock", mode=0o600)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock while the body runs.

        A reader that catches up holds it for moments, which are waited for.

        Raises:
            IndexLocked: another process, or another thread, holds it for longer.
        """
        try:
            self._lock.acquire(timeout=_LOCK_SECONDS)
        except filelock.Timeout as error:
            who = _writer_of(self._folder) or "Another process"
            raise IndexLocked(
                f"{who} is writing to {self._folder}", "Wait until it has finished, then try again"
            ) from error
        except OSError as error:
            raise unwritable(self._folder, error.strerror or str(error)) from error
        try:
            if self._lock.lock_counter == 1:
                _sign(self._folder)
            yield
        finally:
            self._lock.release()

    @contextmanager
    def held_if_free(self) -> Iterator[bool]:
        """Hold the lock while the body runs, or tell it that another holds it and the files are theirs."""
        try:
            self._lock.acquire(timeout=0)
        except (filelock.Timeout, OSError):
            yield False
            return
        try:
            yield True
        finally:
            self._lock.release()


def _sign(folder: Path) -> None:
    """Write down that this process holds the write lock; that it cannot is no reason not to write."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]
    with suppress(OSError):
        write_text(folder / _SIGN, json.dumps({"pid": os.getpid(), "command": command, "since": now}))


def _writer_of(folder: Path) -> str | None:
    """Return the last process that wrote, in words; None when that is not known."""
    try:
        found = read_json((folder / _SIGN).read_text("utf-8"))
        return f"Process {found['pid']:d} (“{found['command']}”, since {found['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return None
