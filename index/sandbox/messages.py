"""What the asker, the fork server and a parser's process say to each other: JSON, and open files beside it."""

import dataclasses
import socket
import time
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter

from index.limits import Limits
from index.parse.pdf.pictures import PageBox
from index.parse.structure.contents import Contents

__all__ = ["Ended", "ParseJob", "ParseOutcome", "TooMuch", "receive", "send"]

_LENGTH_BYTES = 8
_PIECE = 1 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class ParseJob:
    """A file to parse; its open descriptor travels beside it, and then the socket that its outcome is written to.

    With a page, a picture of that is wanted instead, with these places marked.
    """

    source: str
    name: str
    limits: Limits
    page: int | None = None
    marks: tuple[PageBox, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ParseOutcome:
    """What became of a job: its contents or its picture, or the error's class, problem and remedy."""

    contents: Contents | None = None
    picture: bytes | None = None
    error: tuple[str, str, str] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Ended:
    """How a job's process ended: its exit status, or the number of the signal that ended it, negative."""

    code: int


M = TypeVar("M", ParseJob, ParseOutcome, Ended)


class TooMuch(Exception):
    """The other side sends more than it may."""


_BASE64 = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
# Made when this is loaded, so that no process that is forked afterwards has to.
_WIRE: dict[type[Any], TypeAdapter[Any]] = {
    ParseJob: TypeAdapter(tuple[ParseJob], config=_BASE64),
    ParseOutcome: TypeAdapter(tuple[ParseOutcome], config=_BASE64),
    Ended: TypeAdapter(tuple[Ended], config=_BASE64),
}
"""What writes and checks messages of each kind as JSON."""


def send(connection: socket.socket, message: ParseJob | ParseOutcome | Ended, descriptors: Sequence[int] = ()) -> None:
    """Write a message, with open files where they are given: its length in eight bytes, then JSON."""
    data = _WIRE[type(message)].dump_json((message,))
    length = len(data).to_bytes(_LENGTH_BYTES, "big")
    if descriptors:
        socket.send_fds(connection, [length], list(descriptors))
    else:
        connection.sendall(length)
    connection.sendall(data)


def receive(
    connection: socket.socket, kind: type[M], at_most: int, seconds: float | None = None, descriptors: int = 0
) -> tuple[M, list[int]]:
    """Read a message and the files that came with it.

    Args:
        connection: to the other side.
        kind: of message.
        at_most: bytes that are taken.
        seconds: to wait for all of it; for ever by default.
        descriptors: how many open files are taken at most.

    Raises:
        EOFError: the other side has gone.
        TimeoutError: it took too long.
        TooMuch: it sends more than ``at_most`` bytes.
        ValueError: it is no such message.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    _wait_until(connection, deadline)
    opened: list[int] = []
    length = b""
    if descriptors:
        length, opened, _, _ = socket.recv_fds(connection, _LENGTH_BYTES, descriptors)
        if not length:
            raise EOFError
    length += _exactly(connection, _LENGTH_BYTES - len(length), deadline)
    size = int.from_bytes(length, "big")
    if size > at_most:
        raise TooMuch
    [message] = _WIRE[kind].validate_json(_exactly(connection, size, deadline))
    return message, opened


def _wait_until(connection: socket.socket, deadline: float | None) -> None:
    if deadline is not None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)


def _exactly(connection: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = []
    while size:
        _wait_until(connection, deadline)
        part = connection.recv(min(size, _PIECE))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
