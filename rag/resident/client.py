"""How a command has its question answered by the process that stays, which it starts where there is none.

Nothing heavy may be imported here.
"""

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from rag.resident.address import agreed, socket_path
from rag.resident.request import Request, Told, receive, send

__all__ = ["told_by_resident"]

_ACCEPTING_SECONDS = 5.0
"""Within which a process that is there takes a question; what answers may take longer."""


def told_by_resident(request: Request) -> Told | None:
    """Return what the process that stays says to a request; None where it cannot, and the command must by itself."""
    if os.environ.get("FOOTNOTE_RESIDENT_SECONDS", "").strip() == "0" or not hasattr(socket, "AF_UNIX"):
        return None
    path = socket_path()
    if path is None:
        return None
    agreement = agreed(request.place)
    connection = _connected(path, agreement) or _started(path, agreement)
    if connection is None:
        return None
    with connection, suppress(OSError):
        send(connection, request.to_json())
        told = receive(connection)
        return None if told is None else Told.from_json(told)
    return None


def _connected(path: Path, agreement: str) -> socket.socket | None:
    """Return a connection to a process that answers in this one's place; one that must not ends itself."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(_ACCEPTING_SECONDS)
        connection.connect(os.fspath(path))
        send(connection, {"agreed": agreement})
        greeting = receive(connection)
        if greeting is not None and greeting.get("agreed") is True:
            connection.settimeout(None)
            return connection
    except OSError:
        pass
    connection.close()
    return None


def _started(path: Path, agreement: str) -> socket.socket | None:
    """Start the process, and return a connection to it, which is there before its socket is; None where it fails."""
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    its.set_inheritable(True)
    command = [sys.executable, "-P", "-m", "rag.resident", str(its.fileno()), os.fspath(path), agreement]
    nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    try:
        os.posix_spawn(sys.executable, command, os.environ, file_actions=nowhere, setsid=True)
    except (OSError, NotImplementedError):
        mine.close()
        return None
    finally:
        its.close()
    return mine
