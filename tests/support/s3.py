"""An S3 server of the tests' own on loopback, moto's, out of a folder of its own that `make test` fills."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Store", "storing"]

_FOLDER = Path(sys.prefix) / "s3"
_PATIENCE_SECONDS = 120


class Store:
    """A server with its port.

    Attributes:
        environment: what a process needs to find it and to be let in.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            "AWS_ENDPOINT": self._url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
            "AWS_REGION": "us-east-1",
        }

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)]
        environment = {**os.environ, "PYTHONPATH": str(_FOLDER)}
        self._process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
                return
            except OSError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        """End it, with all that it held."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def new_bucket(self, name: str) -> str:
        """Make a bucket, and return the address of a prefix in it."""
        urllib.request.urlopen(urllib.request.Request(f"{self._url}/{name}", method="PUT")).close()  # noqa: S310 — ours
        return f"s3://{name}/library"

    @property
    def _url(self) -> str:
        return f"http://127.0.0.1:{self._port}"


@contextmanager
def storing() -> Iterator[Store]:
    """Run a server for as long as the body does.

    Raises:
        FileNotFoundError: it is not installed.
    """
    if not (_FOLDER / "moto").is_dir():
        raise FileNotFoundError(f"There is no moto in {_FOLDER}: make test")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        store = Store(free.getsockname()[1])
    store.start()
    try:
        yield store
    finally:
        store.stop()
