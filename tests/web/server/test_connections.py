"""A client that keeps the server waiting waits itself before long, and takes nobody's place."""

import contextlib
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from index.store import Index
from tests.support.announced import announced
from tests.support.documents import ingest_bytes

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()", "serve", "--port", "0", "--json"]
PATIENCE_SECONDS = 60
KEY = "the key of the lamp room"
JSON = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
LOG_BYTES = 100_000


def connected(url: str, sent: bytes = b"", stack: ExitStack | None = None) -> socket.socket:
    """Connect and send what is given, in plain bytes."""
    place = urlsplit(url)
    assert place.hostname
    assert place.port
    made = socket.create_connection((place.hostname, place.port), timeout=PATIENCE_SECONDS)
    if stack:
        stack.enter_context(made)
    made.sendall(sent)
    return made


def rest_of(connection: socket.socket) -> bytes:
    """Return what the server sends before it closes the connection."""
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


@contextmanager
def process(folder: Path, log: Path, open_files: int) -> Iterator[str]:
    """Serve in a process that may open so many files, and give its address."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))

    with log.open("wb") as stderr:
        served = subprocess.Popen(
            [*COMMAND, "--index", str(folder)],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env={"PATH": "/usr/bin:/bin", "FOOTNOTE_API_KEY": KEY},
            preexec_fn=limit,  # noqa: PLW1509 - no thread of this process holds a lock that it needs
        )
    try:
        yield announced(served)["url"]
    finally:
        served.kill()
        served.communicate(timeout=PATIENCE_SECONDS)


def test_half_sent_requests_without_a_key_stop_nobody_and_fill_no_log(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, b"The keeper of the lamp was Amalia.", "lamp.txt", "lamp.txt")
    index.close()
    log = tmp_path / "log"
    with process(tmp_path / "index", log, open_files=256) as url, ExitStack() as stack:
        for _ in range(320):
            connected(url, b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\n", stack)
        for _ in range(5):
            with httpx.Client(base_url=url, timeout=PATIENCE_SECONDS, headers={"X-API-Key": KEY}) as client:
                assert client.post("/api/search", json={"question": "Who kept the lamp?"}).status_code == 200
                assert client.get("/healthz").status_code == 200
        time.sleep(2)  # a server that cannot accept says so every second
        assert log.stat().st_size < LOG_BYTES


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"])
def test_a_head_that_is_not_whole_in_time_is_not_waited_for(serve: Callable[..., str], sent: bytes) -> None:
    with connected(serve(client_timeout_seconds=1.0), sent) as connection:
        answer = rest_of(connection)
    assert answer.startswith(b"HTTP/1.1 408 ") if sent else not answer


def test_a_head_that_comes_by_the_byte_is_not_waited_for_either(serve: Callable[..., str]) -> None:
    with connected(serve(client_timeout_seconds=1.0), b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ") as connection:
        deadline = time.monotonic() + PATIENCE_SECONDS
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() < deadline:
                connection.sendall(b"x")
                time.sleep(0.1)
        assert time.monotonic() < deadline


@pytest.mark.parametrize("path", ["/api/ask", "/api/documents"])
@pytest.mark.parametrize("trickle", [False, True])
def test_a_body_that_stalls_is_refused(serve: Callable[..., str], path: str, trickle: bool) -> None:
    with connected(serve(client_timeout_seconds=0.7), JSON % (path.encode(), 5_000) + b"{") as connection:
        deadline = time.monotonic() + PATIENCE_SECONDS
        connection.settimeout(0.1)
        answer = b""
        while not answer and time.monotonic() < deadline:
            with contextlib.suppress(TimeoutError):
                answer = connection.recv(65_536)
            if trickle and not answer:
                connection.sendall(b" ")
        assert answer.startswith(b"HTTP/1.1 408 ")
        connection.settimeout(PATIENCE_SECONDS)
        assert b"urn:footnote:problem:too-slow" in answer + rest_of(connection)


def test_who_is_refused_may_not_go_on_sending(serve: Callable[..., str]) -> None:
    head = b"POST /nowhere HTTP/1.1\r\nHost: elsewhere\r\nContent-Length: 5000000\r\n\r\n"
    with connected(serve(), head) as connection:
        assert connection.recv(65_536).startswith(b"HTTP/1.1 421 ")
        deadline = time.monotonic() + PATIENCE_SECONDS
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while time.monotonic() < deadline:
                connection.sendall(b"x")
                time.sleep(0.1)
        assert time.monotonic() < deadline


@pytest.mark.parametrize(
    "head",
    [
        b"POST /api/search HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"POST /api/search HTTP/1.1\r\ncontent-length: 0\r\nTRANSFER-ENCODING: chunked\r\n",
        b"POST /api/search HTTP/1.0\r\nTransfer-Encoding: chunked\r\n",
    ],
)
def test_a_body_whose_end_is_told_in_two_ways_is_refused_and_nothing_behind_it_served(
    serve: Callable[..., str], head: bytes
) -> None:
    """A proxy that reads the other length would take the second request for a part of the first."""
    hidden = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with connected(serve(), head + b"Host: 127.0.0.1\r\n\r\n0\r\n\r\n" + hidden) as connection:
        answer = rest_of(connection)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_a_body_in_chunks_is_read_and_the_next_request_served(serve: Callable[..., str]) -> None:
    head = b"POST /api/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    body = b'15\r\n{"question": "a lamp"\r\n1\r\n}\r\n0\r\n\r\n'
    last = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with connected(serve(), head + b"Transfer-Encoding: chunked\r\n\r\n" + body + last) as connection:
        assert rest_of(connection).count(b"HTTP/1.1 200 ") == 2


def test_uploads_that_stall_take_no_place_of_one_that_comes(serve: Callable[..., str]) -> None:
    url = serve()
    with ExitStack() as stack, httpx.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
        for _ in range(100):
            connected(url, JSON % (b"/api/documents", 90) + b"{", stack)
        for number in range(3):
            text = {"text": f"Bean {number} of the terrace was red."}
            response = client.post("/api/documents", json=text, headers={"Prefer": "wait=30"})
            assert response.status_code == 201, response.text


def test_bodies_that_come_hold_so_many_bytes_and_no_more(serve: Callable[..., str]) -> None:
    url = serve(max_upload_bytes=100_000)
    begun = JSON % (b"/api/documents", 90_001) + b" " * 90_000
    with ExitStack() as stack:
        stalled = [connected(url, begun, stack) for _ in range(30)]
        # Eight times the largest upload: room for eight of these, so that the others are given up at once.
        for connection in stalled[:20]:
            assert connection.recv(65_536).startswith(b"HTTP/1.1 408 ")


def test_who_does_not_take_an_answer_does_not_keep_it_waiting(serve: Callable[..., str]) -> None:
    place = urlsplit(serve(client_timeout_seconds=1.0))
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(PATIENCE_SECONDS)
        connection.connect((place.hostname, place.port))
        # Far more than the buffers between here and there hold.
        connection.sendall(b"GET /static/common/style.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 400)
        time.sleep(4)
        assert rest_of(connection).count(b"HTTP/1.1 200 ") < 300


def test_streams_that_nobody_reads_hold_no_thread_of_those_who_ask(serve: Callable[..., str]) -> None:
    url = serve(max_concurrent_questions=2, max_waiting_questions=0)
    question = b'{"question": "Who was the keeper?", "stream": true}'
    with ExitStack() as stack, httpx.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
        for _ in range(10):
            connected(url, JSON % (b"/api/ask", len(question)) + question, stack)
        status = 429
        while status == 429:
            status = client.post("/api/ask", json={"question": "Who was the keeper?"}).status_code
        assert status == 200


@pytest.mark.parametrize(("connections", "followers"), [(512, 128), (16, 4)])
def test_so_many_follow_an_upload_and_no_more(
    connections: int, followers: int, serve: Callable[..., str], index: Index
) -> None:
    url = serve(max_connections=connections)
    with ExitStack() as stack, httpx.Client(base_url=url, timeout=PATIENCE_SECONDS) as client:
        stack.enter_context(index.database.writing())  # so that it waits
        job = client.post("/api/documents", json={"text": "The beans of the terrace were red."}).json()["id"]
        request = f"GET /api/jobs/{job}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        following = [connected(url, request, stack) for _ in range(followers)]
        for each in following:
            assert each.recv(4_096).startswith(b"HTTP/1.1 200 ")
        one_more = client.get(f"/api/jobs/{job}/events")
        assert (one_more.status_code, one_more.json()["type"]) == (429, "urn:footnote:problem:too-many")
        assert client.get(f"/api/jobs/{job}").status_code == 200
        waited = client.post("/api/documents", json={"text": "They were sold."}, headers={"Prefer": "wait=30"})
        assert waited.status_code == 202
        for each in following:
            each.close()
        while client.get("/api/jobs", params={"limit": 1}).status_code == 200:
            with client.stream("GET", f"/api/jobs/{job}/events") as again:
                if again.status_code == 200:
                    break


def test_one_more_connection_than_there_may_be_takes_the_place_of_one_that_rests(serve: Callable[..., str]) -> None:
    url = serve(max_connections=16)
    request = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with ExitStack() as stack:
        resting = [connected(url, request, stack) for _ in range(16)]
        for connection in resting:
            assert answer_of(connection).startswith(b"HTTP/1.1 200 ")
        with connected(url, request) as newest:
            assert answer_of(newest).startswith(b"HTTP/1.1 200 ")
        assert rest_of(resting[0]) == b""


def answer_of(connection: socket.socket) -> bytes:
    """Return an answer, whose body ends with a brace."""
    found = b""
    while not found.endswith(b"}"):
        found += connection.recv(65_536)
    return found
