"""What a command asks of the process that stays, and what comes back: one JSON object each way.

Nothing heavy may be imported here: a command that is answered by another process needs nothing else.
"""

import json
import socket
import struct
from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["Request", "Told", "receive", "send"]

_LENGTH = struct.Struct(">I")
_LARGEST = 1 << 28


@dataclass(frozen=True, slots=True)
class Request:
    """One question, as the command line has it.

    Attributes:
        command: “ask” for an answer, “search” for passages.
        question: as typed.
        place: of the index, a folder or an address; where settings say, when None.
        as_json: whether the answer is wanted as JSON.
        top_k: how many passages.
        sources: as ``rag.retrieval.filters.Filters`` has them, and so are the next four.
        after: as there.
        before: as there.
        tags: as there.
        authors: as there.
        llm: whether a language model writes; if one is set up, when None.
        kind: of answer that is wanted; told from the question when None.
        followed: files of answers that the question may lean on, absolute.
        conversation: in which it is asked and kept: an id, or “new”.
    """

    command: Literal["ask", "search"]
    question: str
    place: str | None = None
    as_json: bool = False
    top_k: int = 5
    sources: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    llm: bool | None = None
    kind: str | None = None
    followed: tuple[str, ...] = ()
    conversation: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what ``from_json`` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Request":
        """Return what ``to_json`` gave; JSON has lists in the place of tuples."""
        given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        return cls(**given)


@dataclass(frozen=True, slots=True)
class Told:
    """What a command prints, and its exit code.

    Attributes:
        out: for stdout, without the line's end; nothing is printed when None.
        err: for stderr, a line each.
        code: as ``footnote ask --help`` says.
    """

    out: str | None
    err: tuple[str, ...] = ()
    code: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return what ``from_json`` reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Told":
        """Return what ``to_json`` gave."""
        return cls(values["out"], tuple(values["err"]), values["code"])


def send(connection: socket.socket, values: dict[str, Any]) -> None:
    """Send one JSON object; raises OSError."""
    content = json.dumps(values).encode()
    connection.sendall(_LENGTH.pack(len(content)) + content)


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """Return the next JSON object; None where the other side has closed, or sends something else.

    Raises:
        OSError: the connection broke, or its time is over.
    """
    head = _exactly(connection, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    content = _exactly(connection, length) if length <= _LARGEST else None
    if content is None:
        return None
    try:
        values = json.loads(content)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    found = bytearray()
    while len(found) < length:
        some = connection.recv(min(length - len(found), 1 << 16))
        if not some:
            return None
        found += some
    return bytes(found)
