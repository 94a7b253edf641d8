"""Parsers run in child processes that can be killed; a pool keeps them warm."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

from index.errors import DocumentError, EmptyDocument, PictureTooSlow, UnreadableDocument, UnsupportedFormat
from index.limits import Limits
from index.parse import Contents
from index.parse.pictures import PageBox
from index.parse_child import Job, Outcome, TooMuch, receive, send

__all__ = ["ParserPool", "ReadingStopped"]

_FILES_A_CHILD = 1_000
"""A child that has parsed so many files is replaced: what a parser leaks goes with it."""

_BYTES_A_CHARACTER = 12
"""Of JSON, with what describes the text; a longer answer is refused before it fills the parent's memory."""

_SMALLEST_ANSWER = 10_000_000
_GRACE_SECONDS = 0.5
_LOOK_SECONDS = 0.1
"""How often to look whether a reading is called off."""

_RAISED: dict[str, type[DocumentError]] = {
    error.__name__: error for error in (DocumentError, EmptyDocument, UnreadableDocument, UnsupportedFormat)
}


class ReadingStopped(Exception):
    """A reading was called off; what was at work on it is gone."""


class ParserPool:
    """Children that parse files, started when they are needed; safe to use from several threads, as a context manager.

    A file that needs more than the limits, or takes its child down, is an ``UnreadableDocument``; the next file gets
    another child.

    Attributes:
        limits: of every file.
    """

    def __init__(self, size: int = 2, limits: Limits | None = None) -> None:
        """Keep up to ``size`` children, and let no more work at a time."""
        self.limits = limits or Limits()
        self._size = size
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(size):
            self._idle.put(None)

    def __enter__(self) -> Self:
        """Return the pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every child, once it has no work."""
        self.close()

    def close(self) -> None:
        """End every child, once it has no work; a later file starts another."""
        for child in [self._idle.get() for _ in range(self._size)]:
            if child is not None:
                child.end()
            self._idle.put(None)

    def read(self, descriptor: int, source: str, name: str, stop: threading.Event | None = None) -> Contents:
        """Return what is in an open file, from its beginning; waits for a child that has no work.

        Args:
            descriptor: of the file, which is neither moved nor closed.
            source: what identifies the file across its versions.
            name: whose extension chooses the parser.
            stop: calls the reading off when it is set; the child is killed.

        Raises:
            DocumentError: it cannot become a document, or needs more than the limits.
            ReadingStopped: ``stop`` was set.
        """
        return self._done(descriptor, Job(source, name, self.limits), stop).contents or Contents()

    def picture(
        self, descriptor: int, name: str, page: int, marks: Sequence[PageBox], stop: threading.Event | None = None
    ) -> bytes:
        """Return a page of a PDF as PNG (``index.parse.pictures.page_picture``).

        Raises:
            PictureTooSlow: it needs more time or computing than the limits.
            DocumentError: it cannot be drawn.
            ReadingStopped: ``stop`` was set.
        """
        return self._done(descriptor, Job(name, name, self.limits, page, tuple(marks)), stop).picture or b""

    def _done(self, descriptor: int, job: Job, stop: threading.Event | None = None) -> Outcome:
        child = self._free(stop)
        try:
            if child is not None and not child.is_alive():
                child.end()
                child = None
            if child is not None:
                # It may have been killed while it was idle: that says nothing of this file.
                with suppress(_Lost):
                    return child.do(descriptor, job, stop)
            child = _Child()
            return child.do(descriptor, job, stop)
        finally:
            self._idle.put(child if child is not None and child.is_alive() else None)

    def _free(self, stop: threading.Event | None) -> "_Child | None":
        """Return a child that has no work, or None for the right to start one."""
        if stop is None:
            return self._idle.get()
        while not stop.is_set():
            with suppress(queue.Empty):
                return self._idle.get(timeout=_LOOK_SECONDS)
        raise ReadingStopped

    def read_bytes(self, data: bytes, source: str, name: str, stop: threading.Event | None = None) -> Contents:
        """Return what is in bytes, as ``read`` does."""
        descriptor = os.memfd_create("footnote") if hasattr(os, "memfd_create") else _temporary()
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            return self.read(descriptor, source, name, stop)
        finally:
            os.close(descriptor)


class _Lost(UnreadableDocument):
    """The child is gone, and none of its limits says why."""


class _Child:
    """One process with a connection to it."""

    def __init__(self) -> None:
        self._connection, other = socket.socketpair()
        with other:
            command = [sys.executable, "-m", "index.parse_child", str(other.fileno())]
            self._process = subprocess.Popen(
                command,
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._files = 0

    def is_alive(self) -> bool:
        """Tell whether it can take a file."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self._connection.close()
        if self.is_alive():
            # What it has started, such as Tesseract, ends with it.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def do(self, descriptor: int, job: Job, stop: threading.Event | None = None) -> Outcome:
        """Return what was made of an open file; when that takes too much or is called off, the child is gone."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        limits = job.limits
        try:
            self._connection.settimeout(limits.seconds)
            send(self._connection, job, descriptor)
            most = max(_SMALLEST_ANSWER, limits.characters * _BYTES_A_CHARACTER)
            left = limits.seconds if stop is None else self._left_when_answered(limits.seconds, stop)
            outcome, _ = receive(self._connection, Outcome, most, left)
        except (OSError, EOFError, TooMuch, ValueError) as error:
            raise self._died(job, error) from error
        except BaseException:  # Ctrl-C: its answer would be taken for the next file's
            self.end()
            raise
        self._files += 1
        if self._files >= _FILES_A_CHILD:
            self.end()
        if outcome.error is not None:
            kind, problem, remedy = outcome.error
            raise _RAISED.get(kind, DocumentError)(problem, remedy)
        return outcome

    def _left_when_answered(self, seconds: float, stop: threading.Event) -> float:
        """Wait until the child begins to answer, and return how much is left of its time.

        Raises:
            ReadingStopped: ``stop`` was set.
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and not stop.is_set():
            if wait([self._connection], min(left, _LOOK_SECONDS)):
                break
        if stop.is_set():
            raise ReadingStopped
        return left

    def _died(self, job: Job, error: Exception) -> DocumentError:
        """Return why there is no answer, and see that the process is gone."""
        name, limits = job.name, job.limits
        is_slow = isinstance(error, TimeoutError)
        if not is_slow:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE_SECONDS)
        ended = self._process.poll()
        self.end()
        if job.page is not None and (is_slow or ended == -signal.SIGXCPU):
            return PictureTooSlow(f"Page {job.page} of “{name}” takes too long to be drawn", "Read its text instead")
        if is_slow:
            return UnreadableDocument(
                f"“{name}” was not read within {limits.seconds:g} s", "Divide it, or raise FOOTNOTE_MAX_PARSER_SECONDS"
            )
        if ended == -signal.SIGXCPU:
            return UnreadableDocument(
                f"“{name}” needs more than {limits.cpu_seconds} s of computing",
                "Divide it, or raise FOOTNOTE_MAX_PARSER_CPU_SECONDS",
            )
        if isinstance(error, TooMuch):
            return UnreadableDocument(f"“{name}” holds more text than is taken from one file", "Divide it")
        return _Lost(f"“{name}” brought its parser down", "It may be damaged: save it again, or report it")


def _temporary() -> int:
    import tempfile

    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
