"""A body that never ends is read to the limit and no further."""

import asyncio
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from web.app import _most_bytes
from web.settings import ServerSettings

LIMIT = 1_000_000
PIECE = b"word " * 10_000
FORM = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


def send_endlessly(app: Any, path: str, content_type: str, first: bytes) -> tuple[int, dict[str, Any], int]:
    """Send a body without a length and without an end; return status, problem and how many bytes were taken."""
    taken = 0
    sent: list[dict[str, Any]] = []
    headers = [(b"host", b"127.0.0.1"), (b"content-type", content_type.encode())]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 50000),
    }

    async def receive() -> dict[str, Any]:
        nonlocal taken
        body = PIECE if taken else first
        taken += len(body)
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent)), taken


@pytest.mark.parametrize(
    ("path", "content_type", "first"),
    [
        ("/api/ask", "application/json", b'{"question": "'),
        ("/api/documents", "application/json", b'{"text": "'),
        ("/api/documents", "multipart/form-data; boundary=b", FORM),
        ("/documents", "multipart/form-data; boundary=b", FORM),
    ],
)
def test_a_body_without_an_end_is_stopped(make_client: Any, path: str, content_type: str, first: bytes) -> None:
    client: TestClient = make_client(max_upload_bytes=LIMIT)
    status, problem, taken = send_endlessly(client.app, path, content_type, first)
    assert status == 413
    assert problem["type"] == "urn:footnote:problem:too-large"
    assert taken <= _most_bytes(ServerSettings(max_upload_bytes=LIMIT), path) + 200_000
