"""A real server whose event loop tells of what holds it up, and parts that are slow for whoever makes the loop wait."""

import asyncio
import functools
import io
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

import pytest
from fastapi import FastAPI

from index.encoding.encoder import Encoding
from index.encoding.encoders.hash import HashEncoder
from web.server.run import address_of, listening, make_server
from web.settings import ServerSettings

__all__ = ["SlowEncoder", "slow_down", "watched"]

PATIENCE_SECONDS = 60

_LONGEST_SECONDS = 1.0
"""That anything may take in the loop: it is meant to take a millisecond, and the machine may be busy."""

_SLOW_SECONDS = 2.0
"""What a slow part takes: so much longer that no machine is so quick, or so busy, that the two are mistaken."""

_OF_THE_DISK = ("access", "listdir", "open", "remove", "replace", "scandir", "stat", "unlink")


_held_up: WeakSet[asyncio.Task[Any]] = WeakSet()


def _be_slow() -> None:
    """Take long where an event loop waits for it, once a task; in a thread nobody is held up, so that it is quick."""
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no loop runs here
        return
    if task is not None and task not in _held_up:
        _held_up.add(task)
        time.sleep(_SLOW_SECONDS)


class SlowEncoder(HashEncoder):
    """Encodes as its parent does, slowly in an event loop."""

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode each text by its words."""
        _be_slow()
        return super().encode_passages(texts)

    def encode_query(self, text: str) -> Encoding:
        """Encode a question by its words."""
        _be_slow()
        return super().encode_query(text)


class _SlowConnection(sqlite3.Connection):
    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        _be_slow()
        return super().execute(*arguments)

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        _be_slow()
        return super().executemany(*arguments)


def slow_down(patch: pytest.MonkeyPatch) -> None:
    """Let SQLite and the disk be slow in an event loop; databases that are open already stay as they are."""
    patch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=_SlowConnection))
    for name in _OF_THE_DISK:
        patch.setattr(os, name, _slowed(getattr(os, name)))
    patch.setattr(io, "open", _slowed(io.open))


def _slowed(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def slowed(*arguments: Any, **options: Any) -> Any:
        # The loop's debug mode, and FastAPI once a route, look at the source code of what they run.
        if not (arguments and str(arguments[0]).endswith(".py")):
            _be_slow()
        return function(*arguments, **options)

    return slowed


class _Reports(logging.Handler):
    """Keeps what asyncio reports of callbacks that took too long."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        if record.getMessage().startswith("Executing"):
            self.found.append(record.getMessage())


@contextmanager
def watched(app: FastAPI) -> Iterator[tuple[str, list[str]]]:
    """Serve an application; give the address, and the list of what held up its event loop since it began."""
    with listening(ServerSettings(port=0)) as listener:
        server = make_server(app)

        async def serve() -> None:
            asyncio.get_running_loop().slow_callback_duration = _LONGEST_SECONDS
            await server.serve(sockets=[listener])

        thread = threading.Thread(target=lambda: asyncio.run(serve(), debug=True))
        thread.start()
        reports, logger = _Reports(), logging.getLogger("asyncio")
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            logger.addHandler(reports)
            yield address_of(listener), reports.found
        finally:
            logger.removeHandler(reports)
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()
