"""A server that is told to end does so within ten seconds, without a trace, whatever is at work; nothing is lost."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from index.store import Index
from tests.support.announced import announced
from tests.support.documents import ingest_bytes
from tests.support.hostile import pdf_of_blended_fills

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()", "serve", "--port", "0", "--json"]
PATIENCE_SECONDS = 60
END_SECONDS = 10
BUSY_MACHINE = 2
"""By what factor a machine that runs other tests may be late."""

QUESTION = {"question": "Who was the keeper of the lamp?"}
Served = tuple[subprocess.Popen[str], httpx.Client]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, b"The keeper of the lamp was Amalia.", "lamp.txt", "lamp.txt")
    index.close()
    return tmp_path / "index"


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Served]:
    """Serve in a process of its own, whose log lies beside the index."""
    with (folder.parent / "log").open("ab") as log:
        process = subprocess.Popen(
            [*COMMAND, "--index", str(folder)],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, "FOOTNOTE_THRESHOLD": "0", **settings},
        )
    try:
        told = announced(process)
        limits = httpx.Limits(max_connections=100)
        with httpx.Client(base_url=told["url"], timeout=PATIENCE_SECONDS, limits=limits) as client:
            yield process, client
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)


@contextmanager
def language_model(seconds: float) -> Iterator[tuple[str, threading.Event]]:
    """Listen as an endpoint that hangs up after so long, and give its address and what tells that it was asked."""
    asked, over = threading.Event(), threading.Event()

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    asked.set()
                    over.wait(seconds)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1", asked
        over.set()


def end(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> None:
    """Tell the server to end, and see that it does."""
    told = time.monotonic()
    process.send_signal(number)
    assert process.wait(PATIENCE_SECONDS) == 0
    assert time.monotonic() - told < END_SECONDS * BUSY_MACHINE


def said(folder: Path) -> str:
    return (folder.parent / "log").read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_with_hostile_work_ends_soon_and_goes_on_later(folder: Path, number: int) -> None:
    hostile = pdf_of_blended_fills(" ".join(f"w{n}" for n in range(10, 30)), 25, layers=6)
    limits = {"FOOTNOTE_MAX_PICTURE_SECONDS": "600", "FOOTNOTE_MAX_PICTURE_CPU_SECONDS": "600"}
    with serving(folder, **limits) as (process, client), ExitStack() as stack:
        sent = client.post("/api/documents", files={"file": ("a.pdf", hostile)}, headers={"Prefer": "wait=60"}).json()
        page = f"/api/documents/{sent['documents'][0]['id']}/pages/1"
        threads = stack.enter_context(ThreadPoolExecutor(20))
        drawn = [threads.submit(client.get, page, params={"start": 4 * n, "end": 4 * n + 2}) for n in range(5)]
        place = urlsplit(str(client.base_url))
        for begun in (b"GET / HT", b"POST /api/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90\r\n"):
            for rest in (b"", b"Content-Type: application/json\r\n\r\n{"):
                stalled = stack.enter_context(socket.create_connection((place.hostname, place.port)))
                stalled.sendall(begun + rest)
        index = Index.open(folder)
        with contextlib.closing(index), index.database.writing():
            job = client.post("/api/documents", json={"text": "The beans of the terrace were red."}).json()
            followed: Future[httpx.Response] = threads.submit(client.get, f"/api/jobs/{job['id']}/events")
            waited = threads.submit(
                client.post, "/api/documents", json={"text": "They were sold."}, headers={"Prefer": "wait"}
            )
            while len(client.get("/api/jobs").json()["jobs"]) < 3:
                time.sleep(0.1)
            end(process, number)
            assert followed.result().text.startswith("event: job\n")
            assert waited.result().status_code == 202
        assert {response.result().status_code for response in drawn} == {503}
        assert {response.result().json()["type"] for response in drawn} == {"urn:footnote:problem:ending"}
    assert "Traceback" not in said(folder), said(folder)
    with serving(folder) as (process, client):
        for resumed in (job, waited.result().json()):
            events = client.get(f"/api/jobs/{resumed['id']}/events").text
            assert '"stage":"done"' in events
        end(process, number)
    assert "Traceback" not in said(folder), said(folder)


def test_an_answer_under_way_is_finished(folder: Path) -> None:
    with language_model(1.0) as (url, asked), ThreadPoolExecutor(2) as threads:
        settings = {"FOOTNOTE_LLM_URL": url, "FOOTNOTE_LLM_RETRIES": "0"}
        with serving(folder, **settings) as (process, client):
            whole = threads.submit(client.post, "/api/ask", json=QUESTION)
            assert asked.wait(PATIENCE_SECONDS)
            end(process)
            assert whole.result().status_code == 200
            assert "Amalia" in whole.result().json()["answer"]
    assert "Traceback" not in said(folder), said(folder)


def test_an_answer_that_takes_longer_becomes_a_problem(folder: Path) -> None:
    with ExitStack() as stack:
        url, asked = stack.enter_context(language_model(PATIENCE_SECONDS))
        threads = stack.enter_context(ThreadPoolExecutor(2))
        process, client = stack.enter_context(serving(folder, FOOTNOTE_LLM_URL=url))
        whole = threads.submit(client.post, "/api/ask", json=QUESTION)
        streamed = threads.submit(client.post, "/api/ask", json={**QUESTION, "stream": True})
        assert asked.wait(PATIENCE_SECONDS)
        time.sleep(0.5)
        end(process)
        assert whole.result().status_code == 503
        assert whole.result().json()["type"] == "urn:footnote:problem:ending"
        *_, last = streamed.result().text.strip().split("\n\n")
        assert last.startswith("event: error\n")
        assert "urn:footnote:problem:ending" in last
    assert "Traceback" not in said(folder), said(folder)
