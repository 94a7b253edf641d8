"""What the process that stays does, which a command has started (``rag.resident.__main__``).

The command's own question comes over a connection that it hands over; later ones over the socket. One process a user
listens there: a command that has not all in common with it (``rag.resident.address.agreed``) ends it and starts
another.
"""

import fcntl
import os
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

from index.errors import EncoderError, FootnoteError, IndexGone, IndexMissing
from rag.asking.assistant import Assistant
from rag.resident.address import lock_path
from rag.resident.answering import answered, failed, opened
from rag.resident.request import Request, receive, send
from rag.settings import get_settings

__all__ = ["Resident", "main"]

_AT_ONCE = 8
"""Questions that are answered at a time; others wait."""

_SENDING_SECONDS = 5.0
"""Within which a command sends its question, and takes its answer."""

_GIVING_WAY_SECONDS = 3.0
"""Within which a process that must not answer any more has let go of the socket, unless it is at work."""


class Resident:
    """Answers requests that come over connections, until none has come for some time.

    Args:
        agreement: what a command must have in common with this process.
    """

    def __init__(self, agreement: str) -> None:
        self._agreement = agreement
        self._assistant: Assistant | None = None
        self._opening = threading.Lock()
        self._at_once = threading.Semaphore(_AT_ONCE)
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    def take(self, connection: socket.socket, *, is_starter: bool = False) -> None:
        """Answer what comes over a connection, in a thread of its own."""
        thread = threading.Thread(target=self._served, args=(connection, is_starter))
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        thread.start()

    def listen(self, listener: socket.socket, seconds: float) -> None:
        """Take connections until none has come for so many seconds and nothing is at work, or one must not be answered.

        Raises:
            OSError: the listener fails.
        """
        listener.settimeout(min(seconds, 1.0))
        idle = 0.0
        while idle < seconds and not self._ended.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                idle = 0.0 if any(thread.is_alive() for thread in self._threads) else idle + min(seconds, 1.0)
                continue
            idle = 0.0
            self.take(connection)

    def finish(self) -> None:
        """Wait for what is being answered."""
        for thread in self._threads:
            thread.join()

    def _served(self, connection: socket.socket, is_starter: bool) -> None:
        with connection, suppress(OSError):
            connection.settimeout(_SENDING_SECONDS)
            if not is_starter:
                greeting = receive(connection)
                if greeting is None:
                    return
                agreed = greeting.get("agreed") == self._agreement and not self._ended.is_set()
                send(connection, {"agreed": agreed})
                if not agreed:
                    self._ended.set()
                    return
            values = receive(connection)
            if values is not None:
                self._answer(connection, Request.from_json(values))
        if self._assistant is not None and not self._ended.is_set():
            with suppress(FootnoteError):
                self._assistant.look_ahead(lambda: not self._ended.is_set())

    def _answer(self, connection: socket.socket, request: Request) -> None:
        """Answer a request; where the command may do it better by itself, say nothing, and end."""
        try:
            with self._at_once:
                told = answered(self._opened(request.place), request)
        except (EncoderError, IndexGone, IndexMissing):
            self._ended.set()
            return
        except FootnoteError as error:
            told = failed(error)
        send(connection, told.to_json())

    def _opened(self, place: str | None) -> Assistant:
        """Return the assistant, opened with the first request; every request names the same index."""
        with self._opening:
            if self._assistant is None:
                self._assistant = opened(place)
            return self._assistant


def main(arguments: list[str]) -> None:
    """Answer the command that started this process, and others until they cease to come."""
    descriptor, path, agreement = arguments
    resident = Resident(agreement)
    resident.take(socket.socket(fileno=int(descriptor)), is_starter=True)
    with suppress(OSError):
        _stay(resident, Path(path))
    resident.finish()


def _stay(resident: Resident, path: Path) -> None:
    """Listen at a path, unless another process does."""
    seconds = get_settings().resident_seconds
    with lock_path(path).open("ab") as lock:
        os.fchmod(lock.fileno(), 0o600)
        _lock(lock.fileno())
        path.unlink(missing_ok=True)  # of a process that was killed
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(os.fspath(path))
            listener.listen()
            try:
                resident.listen(listener, seconds)
            finally:
                path.unlink(missing_ok=True)


def _lock(descriptor: int) -> None:
    """Lock a file; raises OSError where another process holds the lock and does not give way."""
    until = time.monotonic() + _GIVING_WAY_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
