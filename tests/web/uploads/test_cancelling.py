"""An upload is cancelled wherever it is: it stops, nothing of it is in the index, and its file is gone."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.documents import document_id
from index.folders import ingest
from index.store import Index
from index.uploads.work.indexing import Indexing
from tests.web.held_encoder import PATIENCE_SECONDS, HeldEncoder
from tests.web.stopped_reader import StoppedReader

pytestmark = pytest.mark.slow

Follow = Callable[[Any, str], Iterator[dict[str, Any]]]
Serve = Callable[..., str]
HELD = b"HOLD this one. The beans of the terrace were red."
BEAN = b"The beans of the terrace were red."


@pytest.fixture
def encoder() -> Iterator[HeldEncoder]:
    encoder = HeldEncoder()
    yield encoder
    encoder.free.set()


@pytest.fixture
def index(tmp_path: Path, encoder: HeldEncoder) -> Iterator[Index]:
    index = Index.open(tmp_path / "index", encoder, create=True)
    yield index
    index.close()


@pytest.fixture
def alone(serve: Serve) -> Iterator[httpx.Client]:
    """A client of a server that works on one upload at a time."""
    with httpx.Client(base_url=serve(upload_workers=1), timeout=PATIENCE_SECONDS) as client:
        yield client


def send(client: httpx.Client, name: str, data: bytes, **options: Any) -> httpx.Response:
    return client.post("/api/documents", files={"file": (name, data)}, **options)


def held(client: httpx.Client, encoder: HeldEncoder, name: str = "held.txt", data: bytes = HELD) -> str:
    """Send a file, and return its job's id once the encoder holds it."""
    identity: str = send(client, name, data).json()["id"]
    assert encoder.reached.wait(PATIENCE_SECONDS)
    return identity


def cancel(client: httpx.Client, identity: str) -> None:
    response = client.delete(f"/api/jobs/{identity}")
    assert (response.status_code, response.content) == (204, b"")
    assert client.get(f"/api/jobs/{identity}").json()["stage"] == "cancelled"


def kept(index: Index) -> list[Path]:
    return [path for path in (index.folder / "originals").rglob("*") if path.is_file()]


def sources(index: Index) -> dict[str, int]:
    return {document.source: document.version for document in index.documents.listed()}


def test_one_that_waits_is_gone_at_once(
    alone: httpx.Client, encoder: HeldEncoder, follow: Follow, index: Index
) -> None:
    first = held(alone, encoder)
    waiting = send(alone, "waiting.txt", BEAN).json()["id"]
    assert len(kept(index)) == 2
    cancel(alone, waiting)
    assert len(kept(index)) == 1
    encoder.free.set()
    assert list(follow(alone, first))[-1]["stage"] == "done"
    # The next that is worked on comes after it.
    assert send(alone, "next.txt", b"The next one.", headers={"Prefer": "wait"}).status_code == 201
    assert sources(index) == {"held.txt": 1, "next.txt": 1}
    listed = {job["name"]: job for job in alone.get("/api/jobs").json()["jobs"]}
    assert listed["waiting.txt"]["stage"] == "cancelled"
    assert listed["waiting.txt"]["finished_at"] >= listed["waiting.txt"]["created_at"]
    assert (listed["waiting.txt"]["report"], listed["waiting.txt"]["problem"]) == (None, None)


@pytest.mark.skipif(sys.platform != "linux", reason="the processes of a server are found in /proc")
def test_one_that_is_read_loses_its_reader(alone: httpx.Client, stopped_reader: StoppedReader, index: Index) -> None:
    identity = stopped_reader.send(alone)
    assert stopped_reader.is_running()
    cancel(alone, identity)
    # The only worker is free again, long before the time for reading is over.
    assert send(alone, "next.txt", BEAN, headers={"Prefer": "wait"}).status_code == 201
    assert not stopped_reader.is_running()
    assert sources(index) == {"next.txt": 1}


def test_one_that_is_encoded_stops_and_what_was_there_before_stays(
    alone: httpx.Client, encoder: HeldEncoder, follow: Follow, index: Index
) -> None:
    send(alone, "held.txt", BEAN, headers={"Prefer": "wait"})
    before = kept(index)
    identity = held(alone, encoder)
    events = follow(alone, identity)
    assert next(events)["stage"] == "encoding"
    cancel(alone, identity)
    assert list(events)[-1]["stage"] == "cancelled"
    encoder.free.set()
    assert send(alone, "next.txt", b"The next one.", headers={"Prefer": "wait"}).status_code == 201
    assert sources(index) == {"held.txt": 1, "next.txt": 1}
    assert index.documents.get(document_id("held.txt")).text == BEAN.decode()
    assert set(before) < set(kept(index))
    assert len(kept(index)) == 2
    assert index.faults() == []


def test_one_that_waits_for_its_commit_is_not_committed(live: httpx.Client, index: Index) -> None:
    with index.database.writing():
        identity = send(live, "beans.txt", BEAN).json()["id"]
        while live.get(f"/api/jobs/{identity}").json()["percent"] < 99:
            time.sleep(0.02)
        cancel(live, identity)
    assert send(live, "next.txt", b"The next one.", headers={"Prefer": "wait"}).status_code == 201
    assert sources(index) == {"next.txt": 1}


def test_an_archive_takes_along_what_it_had_added_and_leaves_what_it_had_not(
    live: httpx.Client,
    encoder: HeldEncoder,
    archive: Callable[..., bytes],
    index: Index,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ingest, "COMMIT_CHUNKS", 1)
    monkeypatch.setattr(ingest, "_GROUP_CHARACTERS", 1)
    send(live, "papers.zip", archive({"old.txt": b"The old one."}), headers={"Prefer": "wait"})
    send(live, "other.txt", b"Another one.", headers={"Prefer": "wait"})
    identity = held(live, encoder, "papers.zip", archive({"a.txt": BEAN, "b.txt": b"Two.", "c.txt": HELD}))
    assert set(sources(index)) == {"papers.zip#old.txt", "other.txt", "papers.zip#a.txt", "papers.zip#b.txt"}
    cancel(live, identity)
    encoder.free.set()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(sources(index)) > 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sources(index) == {"papers.zip#old.txt": 1, "other.txt": 1}


def test_a_file_that_another_document_has_is_kept_for_it(
    alone: httpx.Client, encoder: HeldEncoder, index: Index
) -> None:
    encoder.free.set()
    send(alone, "first.txt", HELD, headers={"Prefer": "wait"})
    send(alone, "second.txt", BEAN, headers={"Prefer": "wait"})
    encoder.free.clear()
    encoder.reached.clear()
    identity = held(alone, encoder, "second.txt")
    cancel(alone, identity)
    encoder.free.set()
    assert alone.get(f"/api/documents/{document_id('first.txt')}/original").content == HELD
    assert len(kept(index)) == 2


def test_cancelling_again_changes_nothing_and_what_has_ended_stays(
    alone: httpx.Client, encoder: HeldEncoder, follow: Follow, index: Index
) -> None:
    identity = held(alone, encoder)
    cancel(alone, identity)
    first = alone.get(f"/api/jobs/{identity}").json()
    cancel(alone, identity)
    assert alone.get(f"/api/jobs/{identity}").json() == first
    encoder.free.set()
    for name, data, stage in (("beans.txt", BEAN, "done"), ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "failed")):
        ended = send(alone, name, data).json()["id"]
        *_, last = follow(alone, ended)
        refused = alone.delete(f"/api/jobs/{ended}")
        assert (refused.status_code, refused.json()["type"]) == (409, "urn:footnote:problem:job-ended")
        assert alone.get(f"/api/jobs/{ended}").json() == last
        assert last["stage"] == stage
    assert sources(index) == {"beans.txt": 1}


def test_a_commit_that_has_begun_is_waited_for(
    live: httpx.Client, index: Index, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cancellation comes between the permission to commit and the commit: too late."""
    permit = Indexing._permit
    answers: list[httpx.Response] = []

    def cancelled_meanwhile(self: Indexing) -> None:
        permit(self)
        with pytest.raises(httpx.ReadTimeout):
            live.delete(f"/api/jobs/{self.job.id}", timeout=0.5)
        answers.append(live.get(f"/api/jobs/{self.job.id}"))

    monkeypatch.setattr(Indexing, "_permit", cancelled_meanwhile)
    identity = send(live, "beans.txt", BEAN).json()["id"]
    *_, last = follow(live, identity)
    assert [answer.json()["stage"] for answer in answers] == ["encoding"]
    assert (last["stage"], sources(index)) == ("done", {"beans.txt": 1})
    assert live.delete(f"/api/jobs/{identity}").status_code == 409


def test_who_waits_for_it_is_told(live: httpx.Client, encoder: HeldEncoder) -> None:
    answers: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(send(live, "held.txt", HELD, headers={"Prefer": "wait"})))
    waiting.start()
    assert encoder.reached.wait(PATIENCE_SECONDS)
    (job,) = live.get("/api/jobs").json()["jobs"]
    cancel(live, job["id"])
    waiting.join(PATIENCE_SECONDS)
    encoder.free.set()
    assert [(each.status_code, each.json()["type"]) for each in answers] == [
        (409, "urn:footnote:problem:job-cancelled")
    ]


def test_what_is_not_there_cannot_be_cancelled(live: httpx.Client) -> None:
    assert live.delete(f"/api/jobs/{'0' * 24}").status_code == 404
    assert live.delete("/api/jobs/lamp").status_code == 422
