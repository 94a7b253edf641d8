"""Uploads to a disk that is full, or that may not be written, are refused in words, and all else goes on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.documents import document_id
from index.store import Index
from rag.asking.assistant import Assistant
from tests.support.disks import Disk
from tests.support.documents import ingest_bytes

Make = Callable[..., TestClient]
WAIT = {"Prefer": "wait"}
NOISE = "The harbour of {} froze over in the winter of {}. "


@pytest.fixture
def index(disk: Disk) -> Iterator[Index]:
    index = Index.open(disk.path / "index", "hash", create=True)
    ingest_bytes(index, b"The keeper of the lamp was Amalia.", "lamp.txt", "lamp.txt")
    yield index
    index.close()


def send(client: TestClient, number: int) -> dict[str, object]:
    """Send a text of about 200 kB, and return what became of it with its status."""
    text = "".join(NOISE.format(number, year) for year in range(4_000))
    response = client.post("/api/documents", files={"file": (f"{number}.txt", text.encode())}, headers=WAIT)
    return {"status": response.status_code, **response.json()}


@pytest.mark.slow
def test_what_has_no_room_is_refused_and_what_was_there_answers(make_client: Make, disk: Disk, index: Index) -> None:
    client = make_client()
    ended: list[dict[str, Any]] = []
    while not ended or ended[-1]["status"] == 201:
        ended.append(send(client, len(ended)))
    assert ended[-1]["status"] == 507, ended[-1]
    assert "room" in str(ended[-1]["detail"])
    taken = {f"{number}.txt" for number in range(len(ended) - 1)}
    assert {document["source"] for document in client.get("/api/documents").json()["documents"]} == {
        "lamp.txt",
        *taken,
    }
    originals = [path for path in (index.folder / "originals").rglob("*") if path.is_file()]
    assert len(originals) == len(taken)
    assert {job["stage"] for job in client.get("/api/jobs").json()["jobs"]} <= {"done", "failed"}
    answer = client.post("/api/ask", json={"question": "Who was the keeper of the lamp?"}).json()
    assert "lamp.txt" in {passage["source"] for passage in answer["passages"]}
    disk.mount("remount,size=60m")
    assert send(client, len(ended) - 1)["status"] == 201


@pytest.mark.slow
@pytest.mark.parametrize("has_had_uploads", [True, False])
def test_an_index_that_may_not_be_written_is_served_and_takes_nothing(
    make_client: Make, disk: Disk, index: Index, has_had_uploads: bool
) -> None:
    if has_had_uploads:
        client = make_client()
        client.post("/api/documents", files={"file": ("a.txt", b"The beans were red.")}, headers=WAIT)
        before = client.post("/api/conversations", json={"title": "The first question"}).json()["id"]
        client.post(f"/api/conversations/{before}/ask", json={"question": "What colour were the beans?"})
        assert "kept until the server stops" not in client.get("/").text
        client.__exit__(None, None, None)
    index.close()
    disk.mount("remount,ro")
    kept = Index.open(disk.path / "index", "hash")
    client = make_client(Assistant(kept, threshold=0.0))
    response = client.post("/api/documents", files={"file": ("b.txt", b"The beans were black.")})
    assert response.status_code == 507
    assert response.json()["type"] == "urn:footnote:problem:index-unwritable"
    assert len(client.get("/api/jobs").json()["jobs"]) == has_had_uploads
    found = client.post("/api/search", json={"question": "Who was the keeper of the lamp?"})
    assert found.json()["passages"][0]["source"] == "lamp.txt"
    original = client.get(f"/api/documents/{document_id('a.txt')}/original")
    assert original.content == b"The beans were red." if has_had_uploads else original.status_code == 404
    # A conversation can be had all the same, and the page says that it does not last.
    conversation = client.post("/api/conversations").json()["id"]
    asked = client.post(f"/api/conversations/{conversation}/ask", json={"question": "Who was the keeper of the lamp?"})
    assert asked.headers["x-conversation-turn"] == "1"
    page = client.get("/").text
    assert "kept until the server stops" in page
    assert "Questions that you ask are kept here" not in page
    assert ("The first question" in page) is has_had_uploads
    kept.close()
