"""No answer names where the index, Footnote, Python or temporary files lie on the machine, whatever went wrong."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import filelock
import httpx2
import pytest
from starlette.testclient import TestClient

from index.store import Index
from rag.asking.assistant import Assistant
from tests.support.disks import Disk
from tests.support.documents import ingest_bytes
from web.errors.machine import hide, without_paths
from web.mcp.server import OpenedLater
from web.settings import ServerSettings

pytestmark = pytest.mark.slow

Make = Callable[..., TestClient]
QUESTION = {"question": "When was the lamp lit?"}
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": QUESTION},
}

PATHS = (
    "/api/status /api/documents /api/documents/0123456789abcdef /api/library/facets /api/library/removed /api/jobs"
    " /api/jobs/0123456789abcdef01234567 /api/conversations /api/feedback /api/examples /healthz /readyz /metrics"
    " /v1/models /openapi.json / /documents /conversations /nothing /static/nothing /static/..%2f..%2fapp.py"
).split()
BAD = (("a.pdf", b"%PDF-1.4 no"), ("a.zip", b"PK no zip"), ("a.docx", b"no"), ("note.txt", b"It rained."))
WAIT = {"Prefer": "wait=5"}


def everything(client: TestClient) -> Iterator[httpx2.Response]:
    """Yield a response of every route there is, as near to its use as a test can come."""
    for path in PATHS:
        yield client.get(path)
        yield client.get(path, headers={"accept": "text/html"})
    [document] = [each["id"] for each in client.get("/api/documents").json().get("documents", [])][:1] or ["0" * 16]
    for path in ("", "/versions", "/citations", "/original", "/pages/1"):
        yield client.get(f"/api/documents/{document}{path}")
    for path in ("/api/ask", "/api/search", "/api/conversations/ask"):
        yield client.post(path, json=QUESTION)
        yield client.post(path, json={**QUESTION, "stream": True})
    asked = {"model": "footnote", "messages": [{"role": "user", "content": QUESTION["question"]}]}
    yield client.post("/v1/chat/completions", json=asked)
    yield client.post("/mcp", json=CALL, headers=HEADERS)
    yield client.post("/api/conversations", json={})
    yield client.put(f"/api/documents/{document}/tags", json={"tags": ["a"]})
    for name, data in (
        ("a.pdf", b"%PDF-1.4 no"),
        ("a.zip", b"PK no zip"),
        ("a.docx", b"no"),
        ("note.txt", b"It rained."),
    ):
        yield client.post("/api/documents", files={"file": (name, data)}, headers=WAIT)
    yield client.post("/api/documents", json={"text": "It rained again.", "title": "Rain"}, headers=WAIT)
    yield client.post("/documents", files={"file": ("rain.txt", b"It rains.")})
    yield client.get("/api/jobs")


def assert_nothing_told(responses: Iterator[httpx2.Response], *places: Path) -> set[int]:
    """Check bodies and headers, and return which statuses there were."""
    project = Path(__file__).parents[3]
    secrets = {str(each) for each in (*places, project, Path(sys.prefix), Path(tempfile.gettempdir()), Path.home())}
    seen = set()
    for response in responses:
        seen.add(response.status_code)
        told = response.text + str(list(response.headers.items()))
        for secret in secrets:
            assert f"{secret}/" not in told.replace("\\/", "/"), (str(response.url), told[:600])
            assert not told.rstrip().endswith(secret)
        assert "Traceback" not in told
    return seen


def test_a_server_in_order_tells_none(client: TestClient, tmp_path: Path) -> None:
    assert 200 in assert_nothing_told(everything(client), tmp_path)


@pytest.mark.parametrize("name", ["footnote.sqlite", "history.sqlite", "uploads.sqlite"])
def test_a_damaged_database_tells_none(make_client: Make, index: Index, tmp_path: Path, name: str) -> None:
    client = make_client()
    client.get("/api/documents")
    for path in index.folder.glob(f"{name}*"):
        path.write_bytes(b"no database at all " * 1_000)
    assert_nothing_told(everything(client), tmp_path)


def test_an_index_that_is_gone_tells_none(make_client: Make, index: Index, tmp_path: Path) -> None:
    client = make_client()
    # At once: what the server's threads write there meanwhile would keep the folder from being removed.
    index.folder.rename(tmp_path / "elsewhere")
    assert 503 in assert_nothing_told(everything(client), tmp_path)


def test_an_index_that_another_process_writes_tells_none(make_client: Make, index: Index, tmp_path: Path) -> None:
    client = make_client()
    locks = [filelock.FileLock(path) for path in index.folder.glob("*.lock")]
    for lock in locks:
        lock.acquire()
    try:
        documents = [each.id for each in index.documents.listed()]
        tagged = (client.put(f"/api/documents/{each}/tags", json={"tags": ["a"]}) for each in documents)
        assert 503 in assert_nothing_told(tagged, tmp_path)
    finally:
        for lock in locks:
            lock.release()


def test_a_full_disk_tells_none(make_client: Make, disk: Disk) -> None:
    index = Index.open(disk.path / "index", "hash", create=True)
    ingest_bytes(index, b"The lamp was lit in 1911.", "lamp.txt", "lamp.txt")
    client = make_client(Assistant(index, threshold=0.0))
    (disk.path / "filler").write_bytes(b"\0" * shutil.disk_usage(disk.path).free)
    assert 507 in assert_nothing_told(everything(client), disk.path)
    index.close()


def test_a_model_that_cannot_be_loaded_tells_none(
    make_client: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index.open(tmp_path / "bundled", create=True)
    broken = tmp_path / "model.onnx"
    broken.write_bytes(b"no model")
    monkeypatch.setattr("index.encoding.bundled.onnx_model.bundled_file", lambda *_: broken)
    index.close()
    index = Index.open(tmp_path / "bundled")
    client = make_client(Assistant(index, threshold=0.0))
    assert_nothing_told(everything(client), tmp_path)
    index.close()


def test_tools_without_an_index_tell_none(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere" / "index"
    hide(folder)
    with pytest.raises(Exception, match="no index in") as raised:
        OpenedLater(ServerSettings(index=folder))()
    assert str(folder) in str(raised.value)
    assert without_paths(str(raised.value)).startswith("There is no index in the index's folder. Make one with")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{index}/footnote.sqlite cannot be written (no space)", "footnote.sqlite cannot be written (no space)"),
        ("There is no index in {index}. Make one", "There is no index in the index's folder. Make one"),
        ("[Errno 2] No such file: '{index}/originals/ab/cd'", "[Errno 2] No such file: 'cd'"),
        ("The index in {index} was made", "The index in the index's folder was made"),
        ("{index}-old is another", "{index}-old is another"),
        ("“{tmp}/tmpabc/lease.pdf” cannot be read", "“lease.pdf” cannot be read"),
        ("see https://example.org/tmp/x and /documents/1", "see https://example.org/tmp/x and /documents/1"),
        ("1/2 of it", "1/2 of it"),
    ],
)
def test_a_path_becomes_its_last_part(text: str, told: str) -> None:
    # Under no other root, and with a space in it.
    place = "/srv/Ann Lee/my index"
    hide(Path(place))
    names: dict[str, Any] = {"index": place, "tmp": tempfile.gettempdir()}
    assert without_paths(text.format(**names)) == told.format(**names)


def test_a_job_of_an_archive_names_what_is_in_it_and_not_where_it_lay(
    client: TestClient, archive: Callable[[dict[str, bytes]], bytes], tmp_path: Path
) -> None:
    data = archive({"bad.pdf": b"%PDF-1.4 no", "bad.docx": b"no", "good.txt": b"It rained all day."})
    response = client.post("/api/documents", files={"file": ("all.zip", data)}, headers={"Prefer": "wait"})
    assert response.status_code == 201
    assert len(response.json()["failed"]) == 2
    assert_nothing_told(iter([response]), tmp_path)
    assert "all.zip" in json.dumps(response.json()["failed"])
