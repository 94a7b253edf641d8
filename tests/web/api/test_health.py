"""Who watches the server learns that it lives, whatever holds it up, and what is missing when it cannot answer."""

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from index.store import Index
from rag.asking.assistant import Assistant
from tests.support.disks import Disk
from tests.support.documents import ingest_bytes

Make = Callable[..., TestClient]
KEY = SecretStr("the key of the lamp room")
GONE = "urn:footnote:problem:index-gone"


@pytest.fixture
def warm(index: Index) -> Assistant:
    assistant = Assistant(index, threshold=0.0)
    assistant.warm()
    index.search.catch_up()
    return assistant


@pytest.fixture
def full(disk: Disk) -> Iterator[Index]:
    index = Index.open(disk.path / "index", "hash", create=True)
    yield index
    index.close()


def readiness(client: TestClient) -> tuple[int, dict[str, Any]]:
    """Return what the server says of itself now, and not what it saw a moment ago."""
    client.app.state.services.readings._kept = None  # type: ignore[attr-defined]  # it is a FastAPI application
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_the_server_lives_while_every_thread_waits(make_client: Make) -> None:
    client = make_client()
    release, at_work = threading.Event(), threading.Semaphore(0)

    def block() -> None:
        at_work.release()
        release.wait(60)

    client.app.add_api_route("/block", block)  # type: ignore[attr-defined]  # it is a FastAPI application
    with ThreadPoolExecutor(60) as threads:
        blocked = [threads.submit(client.get, "/block") for _ in range(50)]
        at_work.acquire(timeout=60)
        alive = threads.submit(client.get, "/healthz")
        try:
            assert alive.result(timeout=30).json() == {"status": "ok"}
        finally:
            release.set()
        assert {response.result().status_code for response in blocked} == {200}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_neither_needs_a_key_and_a_head_is_answered_as_its_get(make_client: Make, warm: Assistant, path: str) -> None:
    client = make_client(warm, api_key=KEY)
    got, head = client.get(path), client.head(path)
    assert got.status_code == head.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"] == "application/json"
    assert str(warm.index.folder) not in got.text
    assert client.head("/api/status").status_code in (401, 405)


def test_a_server_is_ready_when_its_models_are_loaded(make_client: Make, index: Index) -> None:
    assistant = Assistant(index, threshold=0.0)
    client = make_client(assistant)
    assert readiness(client)[0] == 503
    assert readiness(client)[1]["missing"] == ["models"]
    assistant.warm()
    assert readiness(client) == (
        200,
        {
            "status": "ready",
            "missing": [],
            "index": "ok",
            "models": "ok",
            "disk": "ok",
            "generation": index.database.generation,
            "behind": 0,
        },
    )


def test_how_far_a_writer_is_ahead_is_told_and_that_the_next_search_catches_up(
    make_client: Make, warm: Assistant
) -> None:
    client = make_client(warm)
    assert readiness(client)[1]["behind"] == 0
    other = Index.open(warm.index.folder)
    for number in range(2):
        ingest_bytes(other, b"The beans of the terrace were red.", f"{number}.txt", f"{number}.txt")
    other.close()
    status, found = readiness(client)
    assert (status, found["status"], found["behind"]) == (200, "ready", 2)
    assert client.post("/api/search", json={"question": "Which beans?"}).status_code == 200
    assert readiness(client)[1]["behind"] == 0


def requests(client: TestClient) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield a request of each kind that needs the index."""
    [one, *_] = client.get("/api/documents").json()["documents"]
    yield "POST", "/api/ask", {"json": {"question": "Who kept the lamp?"}}
    yield "POST", "/api/search", {"json": {"question": "Who kept the lamp?"}}
    yield "POST", "/api/conversations/ask", {"json": {"question": "Who kept the lamp?"}}
    yield "POST", "/api/documents", {"json": {"text": "The beans were red."}}
    yield "POST", "/api/documents", {"files": {"file": ("a.txt", b"The beans were red.")}}
    yield "DELETE", f"/api/documents/{one['id']}", {}
    yield "PUT", f"/api/documents/{one['id']}/tags", {"json": {"tags": ["red"]}}
    for path in ("", "/pages/1", "/versions", "/original", "/citations"):
        yield "GET", f"/api/documents/{one['id']}{path}", {}
    for path in ("documents", "library/facets", "library/removed", "status", "jobs", "conversations", "feedback"):
        yield "GET", f"/api/{path}", {}
    for path in ("/", "/documents", f"/documents/{one['id']}"):
        yield "GET", path, {"headers": {"accept": "text/html"}}


@pytest.mark.parametrize("way", ["removed", "replaced"])
def test_an_index_that_is_gone_is_one_problem_everywhere(make_client: Make, warm: Assistant, way: str) -> None:
    client, folder = make_client(warm), warm.index.folder
    wanted = list(requests(client))
    if way == "replaced":
        shutil.copytree(folder, folder.with_name("other"))
    shutil.rmtree(folder)
    if way == "replaced":
        folder.with_name("other").rename(folder)
    status, found = readiness(client)
    assert (status, found["index"], "index" in found["missing"]) == (503, "gone", True)
    for method, path, given in wanted:
        response = client.request(method, path, **given)
        assert response.status_code == 503, (method, path, response.text)
        if "headers" not in given:
            assert response.json()["type"] == GONE, (method, path)
        assert str(folder) not in response.text
    assert client.get("/healthz").status_code == 200
    chat = {"model": "footnote", "messages": [{"role": "user", "content": "Who kept the lamp?"}]}
    answer = client.post("/v1/chat/completions", json=chat)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "index_gone")
    assert folder.exists() == (way == "replaced")


def test_a_full_disk_is_missing(make_client: Make, full: Index, disk: Disk) -> None:
    client = make_client(Assistant(full, threshold=0.0))
    assert readiness(client)[1]["disk"] == "full"
    assert "disk" in readiness(client)[1]["missing"]
    disk.mount("remount,size=60m")
    assert readiness(client)[1]["disk"] == "ok"


def test_a_disk_that_is_not_to_be_written_is_not_missing(make_client: Make, full: Index, disk: Disk) -> None:
    full.close()
    disk.mount("remount,ro,size=60m")
    kept = Index.open(Path(disk.path) / "index", "hash")
    found = readiness(make_client(Assistant(kept, threshold=0.0)))[1]
    kept.close()
    assert (found["disk"], found["missing"]) == ("read-only", ["models"])
