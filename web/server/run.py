"""The server: a socket of our own making, and uvicorn on it."""

import asyncio
import contextlib
import errno
import os
import resource
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from threading import Timer
from types import FrameType
from typing import cast

import uvicorn
from fastapi import FastAPI

from web.errors.tree import AddressUnavailable
from web.server import unix_socket
from web.server.connections import Connection, OpenConnections
from web.server.repeated_lines import count_repeated_lines
from web.services import Services
from web.settings import ServerSettings

__all__ = ["address_of", "bind", "listening", "make_server", "serve"]

_FILES_A_CONNECTION = 4
"""Of the files that the process may open, for each connection; the rest is for databases, uploads and parsers."""

_FEWEST = 16
_CONNECTIONS_A_FOLLOWER = 4
_ACCEPTED_AT_ONCE = 32
"""asyncio accepts so many connections before it looks at any: they may be over the limit for a moment."""

_WAITING_TO_BE_ACCEPTED = 1_024
_GRACE_SECONDS = 3.0
_TELLING_SECONDS = 1.5
_SHUTDOWN_SECONDS = 6
_LEAVING_SECONDS = 1.0
_END_SECONDS = 9.0
"""Whatever does not end by itself by then, such as a thread inside a library, is left: a kill loses nothing either."""


def listening(settings: ServerSettings) -> AbstractContextManager[socket.socket]:
    """Return what listens where the settings say: a Unix socket alone, or else a port.

    Raises:
        AddressUnavailable: as ``bind`` and ``unix_socket.listening`` do, the latter when it is entered.
    """
    if settings.socket:
        return unix_socket.listening(settings.socket, settings.socket_group)
    return bind(settings.host, settings.port)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one.

    Raises:
        AddressUnavailable: the port is in use, the name is unknown, or the system forbids it.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise AddressUnavailable(f"There is no address “{host}” on this machine", "Use 127.0.0.1") from error
    listener = socket.socket(family, kind, protocol)
    try:
        # So that a restart need not wait for the last connections to be forgotten.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise _unavailable(host, port, error) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the address to open in a browser on this machine; of a Unix socket its path, as nginx writes it."""
    if listener.family == socket.AF_UNIX:
        return f"unix:{listener.getsockname()}"
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: FastAPI, listener: socket.socket, begin: Callable[[], None]) -> None:
    """Serve until the process is told to stop by SIGTERM or SIGINT, and be at an end within ten seconds of that.

    Args:
        app: of ``create_app``.
        listener: of ``bind``.
        begin: called in a thread as soon as requests are answered; what it raises ends the server and is raised here.
    """
    count_repeated_lines()
    make_server(app, begin).run(sockets=[listener])
    # A thread at work in a library, on what nobody waits for any more, is not waited for either.
    _exit_after(_LEAVING_SECONDS)


def make_server(app: FastAPI, begin: Callable[[], None] = lambda: None) -> uvicorn.Server:
    """Return the server of an application, which begins as ``serve`` does; its ``run`` takes the sockets."""
    services: Services = app.state.services
    settings = services.settings
    most = min(
        settings.max_connections, _open_files(_FILES_A_CONNECTION * settings.max_connections) // _FILES_A_CONNECTION
    )
    most = max(most, _FEWEST)
    # Whoever follows an upload keeps a connection for as long as that takes, and must not keep others out.
    services.followers.most = min(services.followers.most, most // _CONNECTIONS_A_FOLLOWER)
    return _Server(app, begin, services, OpenConnections(most, settings.client_timeout_seconds))


class _Server(uvicorn.Server):
    """Serves an application on connections that are counted, and ends when it is told to."""

    def __init__(
        self, app: FastAPI, begin: Callable[[], None], services: Services, connections: OpenConnections
    ) -> None:
        self._begin, self._services, self._connections = begin, services, connections
        config = uvicorn.Config(
            app,
            # A class is wanted, and one that is called with the connections as well is as good.
            http=cast("type[Connection]", partial(Connection, connections)),
            # Footnote has no web sockets; whoever asked for one would leave the connections that are counted.
            ws="none",
            # What uvicorn logs goes the way of everything else (web.observability.logs).
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=_ACCEPTED_AT_ONCE,
            timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        )
        super().__init__(config)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        for listener in sockets or []:
            listener.listen(_WAITING_TO_BE_ACCEPTED)
        try:
            await asyncio.to_thread(self._begin)
        except BaseException:
            await self.shutdown(sockets)
            raise

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 — uvicorn's own signature
        """Begin to end, when a signal comes; to end is no failure, so that uvicorn is not to raise the signal again."""
        if not self.should_exit:
            _exit_after(_END_SECONDS)
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is at work come to its end, and then whoever still waits know that it does not."""
        loop = asyncio.get_running_loop()
        self._services.begin_to_end()
        loop.call_later(_GRACE_SECONDS, self._services.end_questions)
        loop.call_later(_GRACE_SECONDS + _TELLING_SECONDS, self._connections.drop_all)
        await super().shutdown(sockets)


def _exit_after(seconds: float) -> None:
    last = Timer(seconds, os._exit, (0,))
    last.daemon = True
    last.start()


def _open_files(wanted: int) -> int:
    """Return how many files this process may have open, after raising that to what is wanted as far as may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < most:
        with contextlib.suppress(OSError, ValueError):  # macOS knows a limit of its own
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _unavailable(host: str, port: int, error: OSError) -> AddressUnavailable:
    if error.errno == errno.EADDRINUSE:
        return AddressUnavailable(
            f"Port {port} on {host} is in use", "Choose another one with --port, or stop the program that has it"
        )
    if error.errno == errno.EACCES:
        return AddressUnavailable(f"The system forbids port {port}", "Choose one above 1023 with --port")
    return AddressUnavailable(
        f"Footnote cannot listen on {host} port {port} ({error.strerror})",
        "Use 127.0.0.1, or an address of this machine",
    )
