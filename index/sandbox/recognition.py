"""Pictures are read for a parser by a process of its own, since the parser's may start none."""

import contextlib
import os
import select
import socket
import time

__all__ = ["Line", "wanted"]

_ASKING = b"r"


class Line:
    """The parser's end of the line to the fork server.

    Args:
        connection: a socket whose other end ``wanted`` reads.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def recognise(self, picture: bytes, seconds: float) -> bytes:
        """Return what the program writes that reads pictures, as ``index.parse.ocr`` takes it.

        Raises:
            TimeoutError: it takes longer; the next picture ends it.
        """
        deadline = time.monotonic() + seconds
        their_input, ours = os.pipe()
        output, theirs = os.pipe()
        try:
            socket.send_fds(self._connection, [_ASKING], [their_input, theirs])
        finally:
            os.close(their_input)
            os.close(theirs)
        try:
            _write(ours, picture, deadline)
        finally:
            os.close(ours)
        try:
            return _read(output, deadline)
        finally:
            os.close(output)


def wanted(connection: socket.socket) -> tuple[int, int] | None:
    """Return the files that a program is to read from and write to; None when the parser asks for nothing.

    Whatever else comes over the line is closed and forgotten: it comes from a process that nobody trusts.
    """
    try:
        asked, opened, _, _ = socket.recv_fds(connection, 1, 2, socket.MSG_DONTWAIT)
    except OSError:
        return None
    if asked == _ASKING and len(opened) == 2:
        return opened[0], opened[1]
    for descriptor in opened:
        os.close(descriptor)
    return None


def _write(descriptor: int, data: bytes, deadline: float) -> None:
    os.set_blocking(descriptor, False)
    left = memoryview(data)
    with contextlib.suppress(BrokenPipeError):  # it has seen enough
        while left:
            _wait([], [descriptor], deadline)
            left = left[os.write(descriptor, left) :]


def _read(descriptor: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    while True:
        _wait([descriptor], [], deadline)
        part = os.read(descriptor, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _wait(readable: list[int], writable: list[int], deadline: float) -> None:
    if not any(select.select(readable, writable, [], max(0.0, deadline - time.monotonic()))):
        raise TimeoutError
