"""What a server writes is its owner's alone, whatever the umask."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from index.store import Index
from rag.asking.assistant import Assistant
from tests.support.documents import ingest_bytes

OTHERS = 0o077


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_what_is_sent_in_asked_and_answered_is_the_owner_s_alone(
    make_client: Callable[..., TestClient], tmp_path: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        index = Index.open(tmp_path / "data" / "own", "hash", create=True)
        ingest_bytes(index, b"The tower is 63 metres high.", "tower.txt", "tower.txt")
        client = make_client(Assistant(index, threshold=0.0))
        for name, data in (("lamp.txt", b"The lamp was lit in 1911."), ("broken.pdf", b"%PDF-")):
            client.post("/api/documents", files={"file": (name, data)}, headers={"Prefer": "wait=30"})
        client.post("/api/documents", json={"text": "The keeper was Amalia."}, headers={"Prefer": "wait=30"})
        asked = client.post("/ask", data={"question": "When was the lamp lit?"})
        assert asked.status_code < 400
        client.post("/api/conversations/ask", json={"question": "Who was the keeper?"})
        found = [index.folder, *index.folder.rglob("*")]
        assert {"uploads.sqlite", "history.sqlite", "jobs.lock", "originals"} <= {path.name for path in found}
        assert [path for path in found if path.lstat().st_mode & OTHERS] == []
    finally:
        os.umask(before)
