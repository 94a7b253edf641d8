"""Parsers run in confined processes, one a file, that can be killed; a pool keeps warm what they are forked from."""

import fcntl
import os
import queue
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from index.limits import Limits
from index.parse.formats import Contents
from index.parse.pdf.pictures import PageBox
from index.sandbox.child import Child, ParserLost, ReadingStopped, Stop
from index.sandbox.messages import ParseJob, ParseOutcome

__all__ = ["ParserPool", "ReadingStopped"]

_SEALS = 0xF
"""F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW and F_SEAL_WRITE: nobody who is given the file can change it."""

_LOOK_SECONDS = 0.1
"""How often to look whether a reading is called off."""


class ParserPool:
    """Children that parse files, started when they are needed; safe to use from several threads, as a context manager.

    A file that needs more than the limits, or takes its child down, is an ``UnreadableDocument``; the next file gets
    another child.

    Attributes:
        limits: of every file.
    """

    def __init__(self, size: int = 2, limits: Limits | None = None, niceness: int = 0) -> None:
        """Keep up to ``size`` children, and let no more work at a time.

        Args:
            size: from 1.
            limits: of every file.
            niceness: how far the children stand back for other processes of this machine, 0 to 19.
        """
        self.limits = limits or Limits()
        self._niceness = niceness
        self._size = size
        self._idle: queue.LifoQueue[Child | None] = queue.LifoQueue()
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

    def read(self, descriptor: int, source: str, name: str, stop: Stop = None) -> Contents:
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
        return self._done(descriptor, ParseJob(source, name, self.limits), stop).contents or Contents()

    def picture(self, descriptor: int, name: str, page: int, marks: Sequence[PageBox], stop: Stop = None) -> bytes:
        """Return a page of a PDF as PNG (``index.parse.pdf.pictures.page_picture``).

        Raises:
            PictureTooSlow: it needs more time or computing than the limits.
            DocumentError: it cannot be drawn.
            ReadingStopped: ``stop`` was set.
        """
        return self._done(descriptor, ParseJob(name, name, self.limits, page, tuple(marks)), stop).picture or b""

    def _done(self, descriptor: int, job: ParseJob, stop: Stop = None) -> ParseOutcome:
        child = self._free(stop)
        try:
            if child is not None and not child.is_alive():
                child.end()
                child = None
            if child is not None:
                # It may have been killed while it was idle: that says nothing of this file.
                with suppress(ParserLost):
                    return child.do(descriptor, job, stop)
            child = Child(self._niceness)
            return child.do(descriptor, job, stop)
        finally:
            self._idle.put(child if child is not None and child.is_alive() else None)

    def _free(self, stop: Stop) -> Child | None:
        """Return a child that has no work, or None for the right to start one."""
        if stop is None:
            return self._idle.get()
        while not stop.is_set():
            with suppress(queue.Empty):
                return self._idle.get(timeout=_LOOK_SECONDS)
        raise ReadingStopped

    def read_bytes(self, data: bytes, source: str, name: str, stop: Stop = None) -> Contents:
        """Return what is in bytes, as ``read`` does."""
        descriptor = _in_memory() if hasattr(os, "memfd_create") else _temporary()
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            if hasattr(os, "memfd_create"):
                fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, _SEALS)
            return self.read(descriptor, source, name, stop)
        finally:
            os.close(descriptor)


def _in_memory() -> int:
    return os.memfd_create("footnote", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)


def _temporary() -> int:
    import tempfile

    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
