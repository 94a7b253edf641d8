"""The server: a socket of our own making, and uvicorn on it."""

import contextlib
import errno
import socket

import uvicorn
from fastapi import FastAPI

from web.problems import AddressUnavailable

__all__ = ["address_of", "bind", "serve"]

_SHUTDOWN_SECONDS = 5


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
    """Return the address to open in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve until the process is told to stop; questions at work may end."""
    config = uvicorn.Config(
        app,
        # What uvicorn logs goes the way of everything else (web.logs).
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    # uvicorn raises the interrupt again once it has shut down; it has done its work then.
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


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
