"""Two servers on one database say the same, and each goes on with what the other took in."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.store import Index
from rag.asking.assistant import Assistant
from tests.support.postgres import Cluster
from tests.web.conftest import LIGHTHOUSE, PATIENCE_SECONDS

pytestmark = pytest.mark.slow

KEEPER = "Who was the keeper of the lamp?"


@pytest.fixture
def servers(
    cluster: Cluster, tmp_path: Path, make_client: Callable[..., TestClient]
) -> Iterator[tuple[TestClient, TestClient]]:
    """Two of them; the first leaves uploads to the second."""
    address = cluster.new_database()
    indexes = [Index.open(address, "hash", create=True, replicas=tmp_path / name) for name in ("one", "two")]
    one, two = (make_client(Assistant(index, threshold=0.0), upload_workers=n) for n, index in enumerate(indexes))
    yield one, two
    for index in indexes:
        index.close()


def ended(client: TestClient, job_id: str) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        job: dict[str, Any] = client.get(f"/api/jobs/{job_id}").json()
        if job["finished_at"]:
            return job
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_one_server_takes_in_another_works_on_and_both_answer_from(
    servers: tuple[TestClient, TestClient],
) -> None:
    one, two = servers
    sent = one.post("/api/documents", files={"file": ("lighthouse.md", LIGHTHOUSE.encode(), "text/markdown")})
    assert sent.status_code == 202, sent.text
    job = ended(one, sent.json()["id"])
    assert (job["stage"], job["report"]["added"]) == ("done", 1)
    first, second = (client.post("/api/ask", json={"question": KEEPER}).json() for client in servers)
    assert "Amalia Quesada" in first["answer"]
    unlike = {"timing_ms": None, "id": None}
    assert {**first, **unlike} == {**second, **unlike}
    [document] = two.get("/api/documents").json()["documents"]
    # Each has the file that was sent in to one of them.
    files = [client.get(f"/api/documents/{document['id']}/original") for client in servers]
    assert [each.content for each in files] == [LIGHTHOUSE.encode()] * 2


def test_a_conversation_goes_on_on_the_other_server_and_a_removal_is_seen_there(
    servers: tuple[TestClient, TestClient],
) -> None:
    one, two = servers
    ended(one, one.post("/api/documents", json={"text": LIGHTHOUSE, "title": "Lighthouse"}).json()["id"])
    conversation = one.post("/api/conversations").json()["id"]
    for number, client in enumerate((one, two, one), 1):
        client.post(f"/api/conversations/{conversation}/ask", json={"question": KEEPER})
        turns = two.get(f"/api/conversations/{conversation}").json()["turns"]
        assert [turn["number"] for turn in turns] == list(range(1, number + 1))
    [document] = two.get("/api/documents").json()["documents"]
    assert two.delete(f"/api/documents/{document['id']}").status_code in (200, 204)
    assert one.get("/api/documents").json()["documents"] == []
    assert one.post("/api/ask", json={"question": KEEPER}).json()["abstained"]
