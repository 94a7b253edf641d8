"""A store in which two writers could undo each other is refused."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import EngineUnreachable, SettingsError
from index.search.lance.table.conditional_writes import check_conditional_writes
from tests.support.s3 import Store


class Careless(http.server.BaseHTTPRequestHandler):
    """A store that takes whatever comes, as some did before they knew conditions."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(b"")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(b'<?xml version="1.0"?><DeleteResult></DeleteResult>')

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the library's name
        """Say nothing."""


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Careless)
    for name, value in Store(server.server_address[1]).environment.items():
        monkeypatch.setenv(name, value)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


def test_a_folder_has_conditional_writes(tmp_path: Path) -> None:
    check_conditional_writes(str(tmp_path / "engine"))
    assert list((tmp_path / "engine").iterdir()) == []


@pytest.mark.usefixtures("careless")
def test_a_store_without_them_is_refused() -> None:
    with pytest.raises(SettingsError, match="ignores conditions"):
        check_conditional_writes("s3://papers/library")


@pytest.mark.slow
def test_a_bucket_that_has_them_will_do_and_one_that_is_not_there_is_named(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)
    check_conditional_writes(store.new_bucket("conditions"))
    with pytest.raises(EngineUnreachable, match="s3://nowhere/library"):
        check_conditional_writes("s3://nowhere/library")
