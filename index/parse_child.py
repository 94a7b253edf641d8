"""The process in which parsers run: ``python -m index.parse_child DESCRIPTOR`` answers until its parent hangs up."""

import dataclasses
import os
import socket
import sys
import time
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter

from index.confinement import allow_cpu, allow_memory, confine
from index.errors import DocumentError, UnreadableDocument
from index.limits import Limits
from index.parse import Contents, read
from index.parse.ocr import tesseract
from index.parse.pictures import PageBox, page_picture

__all__ = ["Job", "Outcome", "TooMuch", "receive", "send"]

_LENGTH_BYTES = 8
_MOST_OF_A_JOB = 1_000_000
_PIECE = 1 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """A file to parse, whose open descriptor travels beside it.

    With a page, a picture of that is wanted instead, with these places marked.
    """

    source: str
    name: str
    limits: Limits
    page: int | None = None
    marks: tuple[PageBox, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: its contents or its picture, or the error's class, problem and remedy."""

    contents: Contents | None = None
    picture: bytes | None = None
    error: tuple[str, str, str] | None = None


M = TypeVar("M", Job, Outcome)


class TooMuch(Exception):
    """The other side sends more than it may."""


_BASE64 = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


@cache
def _wire() -> dict[type, TypeAdapter[Any]]:
    """Return what writes and checks messages of each kind as JSON."""
    return {
        Job: TypeAdapter(tuple[Job], config=_BASE64),
        Outcome: TypeAdapter(tuple[Outcome], config=_BASE64),
    }


def send(connection: socket.socket, message: Job | Outcome, descriptor: int | None = None) -> None:
    """Write a message, with an open file where one is given: its length in eight bytes, then JSON."""
    data = _wire()[type(message)].dump_json((message,))
    length = len(data).to_bytes(_LENGTH_BYTES, "big")
    if descriptor is None:
        connection.sendall(length)
    else:
        socket.send_fds(connection, [length], [descriptor])
    connection.sendall(data)


def receive(
    connection: socket.socket, kind: type[M], at_most: int, seconds: float | None = None
) -> tuple[M, int | None]:
    """Read a message and the file that came with it.

    Args:
        connection: to the other side.
        kind: of message.
        at_most: bytes that are taken.
        seconds: to wait for all of it; for ever by default.

    Raises:
        EOFError: the other side has gone.
        TimeoutError: it took too long.
        TooMuch: it sends more than ``at_most`` bytes.
        ValueError: it is no such message.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    _wait_until(connection, deadline)
    length, descriptors, _, _ = socket.recv_fds(connection, _LENGTH_BYTES, 1)
    length += _exactly(connection, _LENGTH_BYTES - len(length), deadline)
    size = int.from_bytes(length, "big")
    if size > at_most:
        raise TooMuch
    [message] = _wire()[kind].validate_json(_exactly(connection, size, deadline))
    return message, descriptors[0] if descriptors else None


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


def _outcome(job: Job, descriptor: int) -> Outcome:
    """Parse an open file within its limits."""
    allow_cpu(job.limits.cpu_seconds)
    allow_memory(job.limits.memory_bytes)
    error: DocumentError
    try:
        with os.fdopen(descriptor, "rb") as file:
            size = os.fstat(descriptor).st_size
            if size > job.limits.file_bytes:
                problem = f"“{job.name}” has more than {job.limits.file_bytes:,} bytes"
                raise UnreadableDocument(problem, "Divide it, or raise FOOTNOTE_MAX_FILE_BYTES")
            data = file.read(size)
        if job.page is not None:
            return Outcome(picture=page_picture(data, job.name, job.page, job.marks))
        return Outcome(read(data, job.source, job.name, job.limits))
    except DocumentError as found:
        error = found
    except MemoryError:
        problem = f"“{job.name}” needs more than {job.limits.memory_bytes // 1_000_000:,} MB of memory to be read"
        error = UnreadableDocument(problem, "Divide it, or raise FOOTNOTE_MAX_PARSER_MEMORY_BYTES")
    except RecursionError:
        error = UnreadableDocument(f"“{job.name}” is nested too deeply", "Save it again in another format")
    except Exception as found:  # noqa: BLE001 — a parser's fault must cost one file, not the run
        problem = f"“{job.name}” cannot be read ({type(found).__name__}: {str(found)[:200]})"
        error = UnreadableDocument(problem, "It may be damaged: save it again, or report it")
    return Outcome(error=(type(error).__name__, error.problem, error.remedy))


def main() -> None:
    """Parse what comes over the socket whose descriptor is the first argument."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    program = tesseract()
    confine([program] if program else [])
    while True:
        try:
            job, descriptor = receive(connection, Job, _MOST_OF_A_JOB)
        except (EOFError, OSError):
            return
        assert descriptor is not None  # noqa: S101 — the parent sends one with each job
        send(connection, _outcome(job, descriptor))


if __name__ == "__main__":
    main()
