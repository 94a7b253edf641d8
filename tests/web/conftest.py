"""A real index of two short documents with the encoder without meaning, and the application on it."""

import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from index.store import Index
from rag.asking.assistant import Assistant
from tests.support.documents import ingest_bytes
from tests.web.stopped_reader import StoppedReader
from web.app import create_app
from web.server.run import address_of, listening, make_server
from web.settings import ServerSettings

PATIENCE_SECONDS = 60
BASE_URL = "http://127.0.0.1:8000"

LIGHTHOUSE = """# The lighthouse at Punta Brava

The lamp was lit for the first time on 3 March 1911. Its keeper was Amalia Quesada.

## The storm

A storm in October 1954 broke the great lens. The new one was ground in Lisbon and came by mule.
"""
TEA = """Tea 🍵 and 東京

The tea house 🏮 in 東京 opened in 1923. Its owner 𝒜lice poured the first cup herself.
"""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, LIGHTHOUSE.encode(), "lighthouse.md", "lighthouse.md")
    ingest_bytes(index, TEA.encode(), "tea.txt", "tea.txt")
    yield index
    index.close()


@pytest.fixture
def make_client(index: Index) -> Iterator[Callable[..., TestClient]]:
    """Make a client of the application under other settings, or with another assistant."""
    opened: list[TestClient] = []

    def make(assistant: Assistant | None = None, **settings: Any) -> TestClient:
        # Without a threshold every question with some evidence is answered: the encoder has no meaning to go by.
        app = create_app(assistant or Assistant(index, threshold=0.0), ServerSettings(**settings))
        client = TestClient(app, base_url=BASE_URL, raise_server_exceptions=False, follow_redirects=False)
        client.__enter__()
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(make_client: Callable[..., TestClient]) -> TestClient:
    return make_client()


@pytest.fixture
def serve(index: Index) -> Iterator[Callable[..., str]]:
    """Start a real server in a thread of this process, under other settings or with another assistant.

    Gives its address. Unlike what `make_client` makes, it lets a stream be read as it comes, by any client.
    """
    with ExitStack() as started:

        def start(assistant: Assistant | None = None, **settings: Any) -> str:
            chosen = ServerSettings(**{"port": 0, **settings})
            app = create_app(assistant or Assistant(index, threshold=0.0), chosen)
            return started.enter_context(_served(app, chosen))

        yield start


@contextmanager
def _served(app: FastAPI, settings: ServerSettings) -> Iterator[str]:
    with listening(settings) as listener:
        server = make_server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield address_of(listener)
        finally:
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()


@pytest.fixture
def live(serve: Callable[..., str]) -> Iterator[httpx.Client]:
    """A client of a real server."""
    with httpx.Client(base_url=serve(), timeout=PATIENCE_SECONDS) as client:
        yield client


@pytest.fixture(scope="session")
def follow() -> Callable[[httpx.Client, str], Iterator[dict[str, Any]]]:
    """Yield a job at each change, from its events."""

    def follow(client: httpx.Client, job_id: str) -> Iterator[dict[str, Any]]:
        with client.stream("GET", f"/api/jobs/{job_id}/events") as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            for line in response.iter_lines():
                assert line in ("", "event: job", ": no change") or line.startswith("data: ")
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

    return follow


@pytest.fixture
def stopped_reader() -> Iterator[StoppedReader]:
    """A reader that is stopped in the middle of an upload."""
    reader = StoppedReader()
    yield reader
    reader.end()


@pytest.fixture(scope="session")
def archive() -> Callable[[dict[str, bytes]], bytes]:
    """Make a zip of files by name."""

    def archive(files: dict[str, bytes]) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as written:
            for name, data in files.items():
                written.writestr(name, data)
        return made.getvalue()

    return archive
