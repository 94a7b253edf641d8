"""A server that dies over an upload finishes it when it starts again, and a full disk loses nothing."""

import contextlib
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.documents import document_id
from index.store import Index
from tests.support.announced import announced
from tests.support.documents import ingest_bytes
from tests.web.stopped_reader import StoppedReader

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()", "serve", "--port", "0", "--json"]
PATIENCE_SECONDS = 60
LARGEST_FILE_BYTES = 600_000
BEANS = b"The beans of the terrace were red. Amalia sold them in October."
LONG = "\n\n".join(f"Bean {n} of the terrace was red. " + "Amalia sold it. " * 40 for n in range(600)).encode()
Follow = Callable[[httpx.Client, str], Iterator[dict[str, Any]]]
Served = tuple[subprocess.Popen[str], httpx.Client]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = Index.open(tmp_path / "index", "hash", create=True)
    ingest_bytes(index, b"The keeper of the lamp was Amalia.", "lamp.txt", "lamp.txt")
    index.close()
    return tmp_path / "index"


@contextmanager
def serving(folder: Path, largest_file: int | None = None) -> Iterator[Served]:
    """Serve in a process of its own, which may write files of a size only where one is given."""

    def limit() -> None:
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    process = subprocess.Popen(
        [*COMMAND, "--index", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 - no thread of this process holds a lock that it needs
    )
    try:
        told = announced(process)
        with httpx.Client(base_url=told["url"], timeout=PATIENCE_SECONDS) as client:
            yield process, client
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)


@contextmanager
def nobody_else_writing(folder: Path) -> Iterator[Index]:
    index = Index.open(folder)
    with contextlib.closing(index), index.database.writing():
        yield index


def send(client: httpx.Client, name: str, data: bytes, **options: Any) -> httpx.Response:
    return client.post("/api/documents", files={"file": (name, data)}, **options)


def read_until(events: Iterator[dict[str, Any]], stage: str) -> None:
    for job in events:
        if job["stage"] == stage:
            return
    raise AssertionError(f"it was never {stage}")


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "originals").rglob("*") if path.is_file()]


def test_uploads_survive_a_kill_at_work_and_in_the_queue(
    folder: Path, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOOTNOTE_UPLOAD_WORKERS", "1")
    with serving(folder) as (process, client):
        ended = send(client, "before.txt", b"It was there before.", headers={"Prefer": "wait"}).json()
        with nobody_else_writing(folder):
            at_work, waiting = (
                send(client, name, data).json()["id"] for name, data in (("long.txt", LONG), ("beans.txt", BEANS))
            )
            events = follow(client, at_work)
            read_until(events, "encoding")
            process.kill()
            process.wait(PATIENCE_SECONDS)
            with contextlib.suppress(httpx.HTTPError):
                list(events)
    index = Index.open(folder)
    assert {document.source for document in index.documents.listed()} == {"lamp.txt", "before.txt"}
    with serving(folder) as (_, client):
        *_, first = follow(client, at_work)
        *_, second = follow(client, waiting)
        listed = client.get("/api/jobs").json()["jobs"]
        assert client.get(f"/api/documents/{document_id('long.txt')}/original").content == LONG
        found = client.post("/api/search", json={"question": "What did Amalia sell in October?"}).json()
    assert (first["stage"], first["attempts"], first["report"]["added"]) == ("done", 2, 1)
    assert (second["stage"], second["attempts"], second["report"]["added"]) == ("done", 1, 1)
    assert listed[:2] == [second, first]
    assert (listed[2]["name"], listed[2]["report"]) == ("before.txt", ended)
    assert {document.source: document.version for document in index.documents.listed()} == dict.fromkeys(
        ("lamp.txt", "before.txt", "long.txt", "beans.txt"), 1
    )
    assert "beans.txt" in {passage["source"] for passage in found["passages"]}
    index.close()


def test_an_upload_at_work_is_put_back_when_the_server_is_stopped(folder: Path, follow: Follow) -> None:
    with serving(folder) as (process, client), nobody_else_writing(folder):
        identity = send(client, "long.txt", LONG).json()["id"]
        # A reader who has gone away holds nothing up.
        read_until(follow(client, identity), "encoding")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_SECONDS) == 0
    with serving(folder) as (_, client):
        *_, job = follow(client, identity)
    assert (job["stage"], job["attempts"]) == ("done", 1)


@pytest.mark.skipif(sys.platform != "linux", reason="the processes of a server are found in /proc")
def test_a_server_ends_within_seconds_whatever_is_at_work_and_the_next_does_it(
    folder: Path, follow: Follow, stopped_reader: StoppedReader
) -> None:
    """The reader of one upload hangs, another waits for its commit, a third for what comes from the same source."""
    with serving(folder) as (process, client), nobody_else_writing(folder):
        ids = [stopped_reader.send(client, process.pid)]
        ids += [send(client, "beans.txt", f"Bean {n} was red.".encode()).json()["id"] for n in range(2)]
        read_until((client.get(f"/api/jobs/{ids[1]}").json() for _ in range(10_000)), "encoding")
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)
        # The reader alone would be waited for up to five minutes.
        assert time.monotonic() - started < 15
        assert not stopped_reader.is_running()
    with serving(folder) as (_, client):
        ends = [list(follow(client, identity))[-1] for identity in ids]
    assert [(end["stage"], end["attempts"]) for end in ends] == [("done", 1)] * 3
    index = Index.open(folder)
    assert index.documents.get(document_id("beans.txt")).version == 2
    index.close()


def test_uploads_at_work_beside_each_other_survive_a_kill_each_once(folder: Path, follow: Follow) -> None:
    uploads = {"large.txt": LONG, "small.txt": BEANS, "other.txt": b"The other one was black."}
    with serving(folder) as (process, client), nobody_else_writing(folder):
        ids = [send(client, name, data).json()["id"] for name, data in uploads.items()]
        for identity in ids:
            read_until((client.get(f"/api/jobs/{identity}").json() for _ in range(10_000)), "encoding")
        process.kill()
        process.wait(PATIENCE_SECONDS)
    with serving(folder) as (_, client):
        ends = [list(follow(client, identity))[-1] for identity in ids]
    assert [(end["stage"], end["attempts"], end["report"]["added"]) for end in ends] == [("done", 2, 1)] * 3
    index = Index.open(folder)
    assert {each.source: each.version for each in index.documents.listed()} == dict.fromkeys(("lamp.txt", *uploads), 1)
    assert index.faults() == []
    index.close()


def test_an_upload_is_cancelled_through_another_server_and_stays_so_after_a_kill(folder: Path, follow: Follow) -> None:
    with serving(folder) as (first, one), serving(folder) as (second, other):
        with nobody_else_writing(folder):
            identity = send(one, "long.txt", LONG).json()["id"]
            events = follow(one, identity)
            read_until(events, "encoding")
            for client in (one, other):
                assert client.delete(f"/api/jobs/{identity}").status_code == 204
            assert list(events)[-1]["stage"] == "cancelled"
        # Whoever was at work on it is free for this one.
        assert send(one, "beans.txt", BEANS, headers={"Prefer": "wait=60"}).status_code == 201
        for process in (first, second):
            process.kill()
            process.wait(PATIENCE_SECONDS)
    with serving(folder) as (_, client):
        assert send(client, "last.txt", b"The last.", headers={"Prefer": "wait=60"}).status_code == 201
        assert client.get(f"/api/jobs/{identity}").json()["stage"] == "cancelled"
        assert {each["source"] for each in client.get("/api/documents").json()["documents"]} == {
            "lamp.txt",
            "beans.txt",
            "last.txt",
        }
    assert len(kept(folder)) == 2


def test_two_servers_on_one_index_share_the_work(folder: Path, follow: Follow) -> None:
    with serving(folder) as (_, first), serving(folder) as (_, second):
        ids = [
            (client, send(client, f"{number}.txt", f"Bean {number} was red.".encode()).json()["id"])
            for number in range(3)
            for client in (first, second)
        ]
        for client, identity in ids:
            for other in (first, second):
                assert list(follow(other, identity))[-1]["stage"] == "done", client
    index = Index.open(folder)
    assert [document.version for document in index.documents.listed()] == [1] * 4
    index.close()


def test_a_full_disk_is_said_and_nothing_is_left_behind(folder: Path) -> None:
    with serving(folder, LARGEST_FILE_BYTES) as (_, client):
        before = client.get("/api/documents").json()
        for size in (LARGEST_FILE_BYTES + 1, 3 * 1024 * 1024):
            sent = (
                send(client, "large.txt", b"x" * size, headers={"Prefer": "wait"}),
                client.post("/api/documents", json={"text": "x" * size}),
            )
            for response in sent:
                assert response.status_code == 507, response.text
                assert response.json()["type"] == "urn:footnote:problem:storage-full"
        assert client.get("/api/documents").json() == before
        assert client.get("/api/jobs").json()["jobs"] == []
        assert kept(folder) == []
    with serving(folder) as (_, client):
        assert (
            send(client, "large.txt", b"word " * (LARGEST_FILE_BYTES // 4), headers={"Prefer": "wait"}).status_code
            == 201
        )
