"""Pictures are read for a parser by a process of its own, since the parser's may start none."""

import os
import select
import socket
import time

__all__ = ["OcrChannel", "wanted"]

_ASKING = b"r"
_PIECE_BYTES = 1 << 16


class OcrChannel:
    """The parser's end of the channel to the fork server.

    Args:
        connection: a socket whose other end ``wanted`` reads.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def recognise(self, picture: bytes, seconds: float) -> bytes:
        """Return what is written of a picture, as a ``Recogniser`` of ``index.parse.pdf.ocr.engine`` does.

        Raises:
            TimeoutError: it takes longer; the next picture ends it.
        """
        their_input, ours = os.pipe()
        output, theirs = os.pipe()
        try:
            socket.send_fds(self._connection, [_ASKING], [their_input, theirs])
        finally:
            os.close(their_input)
            os.close(theirs)
        return _answered(picture, ours, output, time.monotonic() + seconds)


def wanted(connection: socket.socket) -> tuple[int, int] | None:
    """Return the files that a program is to read from and write to; None when the parser asks for nothing.

    Whatever else comes over the channel is closed and forgotten: it comes from a process that nobody trusts.
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


def _answered(data: bytes, to: int, back: int, deadline: float) -> bytes:
    """Return what comes back while something is given; both descriptors are closed afterwards."""
    left, parts = memoryview(data), list[bytes]()
    os.set_blocking(to, False)
    open_ends = {to, back}
    try:
        while back in open_ends:
            giving = [to] if to in open_ends else []
            readable, writable, _ = select.select([back], giving, [], max(0.0, deadline - time.monotonic()))
            if not readable and not writable:
                raise TimeoutError
            if readable:
                parts.append(os.read(back, _PIECE_BYTES))
                if not parts[-1]:
                    open_ends.remove(back)
                    os.close(back)
            if writable:
                left = _less(left, to)
                if not left:
                    open_ends.remove(to)
                    os.close(to)
    finally:
        while open_ends:
            os.close(open_ends.pop())
    return b"".join(parts)


def _less(data: memoryview, to: int) -> memoryview:
    """Return what is left when as much is written as is taken; nothing, when the other side has seen enough."""
    try:
        return data[os.write(to, data) :]
    except BrokenPipeError:
        return data[:0]
