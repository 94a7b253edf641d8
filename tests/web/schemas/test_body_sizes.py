"""The largest body that a schema accepts comes in, and what is larger is a problem that the client gets to read."""

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from web.app import _most_bytes
from web.mcp.tools import TOOLS
from web.schemas.asking import AskRequest
from web.schemas.body_sizes import largest
from web.settings import ServerSettings

WIDEST = "\U0001f600"
FILTERS = {"sources": [WIDEST * 1_000] * 1_000, "tags": [WIDEST * 100] * 100}


def written(body: Any) -> bytes:
    """Write JSON in its longest form: every character as two escaped surrogates."""
    return json.dumps(body, ensure_ascii=True).encode()


def size_of(schema: dict[str, Any], known: dict[str, Any]) -> int:
    """Return the largest JSON of a schema of the description, by making it."""

    def made(schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return made(known[schema["$ref"].rpartition("/")[2]])
        if "anyOf" in schema:
            return max(map(made, schema["anyOf"]), key=lambda each: len(written(each)))
        if "enum" in schema:
            return max(schema["enum"], key=len)
        match schema.get("type"):
            case "string":
                return WIDEST * schema["maxLength"]
            case "array":
                return [made(schema["items"])] * schema["maxItems"]
            case "object":
                return {name: made(each) for name, each in schema["properties"].items()}
            case "integer":
                return 2**31
            case "boolean":
                return False
        return None

    return len(written(made(schema)))


@pytest.mark.slow
def test_no_limit_of_bytes_is_below_what_the_description_accepts(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    known, settings = description["components"]["schemas"], ServerSettings()
    looked_at = set()
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            # A chat and a document have no greatest length but the bytes that are taken.
            if "application/json" in content and path not in ("/v1/chat/completions", "/api/documents"):
                looked_at.add((method, path))
                size = size_of(content["application/json"]["schema"], known)
                assert size <= _most_bytes(settings, path), (method, path)
    assert len(looked_at) >= 9


def test_the_largest_question_is_asked(client: TestClient) -> None:
    turn = {"question": WIDEST * 2_000, "answer": WIDEST * 20_000}
    body = written({"question": "When was the lamp lit?", "history": [turn] * 20, "filters": FILTERS})
    assert len(body) > 15_000_000
    for path in ("/api/ask", "/api/search", "/api/conversations/ask"):
        sent = body if path == "/api/ask" else written({"question": "When was the lamp lit?", "filters": FILTERS})
        response = client.post(path, content=sent, headers={"content-type": "application/json"})
        assert response.status_code == 200, response.text


def test_the_largest_arguments_of_a_tool_are_taken(client: TestClient) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    params = {"name": "ask", "arguments": {"question": "When was the lamp lit?", **FILTERS}}
    headers = {
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "MCP-Protocol-Version": "2025-06-18",
    }
    response = client.post("/mcp", content=written({**call, "params": params}), headers=headers)
    assert response.status_code == 200
    assert not response.json()["result"].get("isError", False)
    assert largest(TOOLS["ask"].takes) >= len(written(params["arguments"]))


@pytest.mark.parametrize(
    ("path", "over"),
    [
        ("/api/ask", 40_000_000),
        ("/api/alignment", 3_000_000),
        ("/v1/chat/completions", 9_000_000),
        ("/mcp", 40_000_000),
    ],
)
def test_what_is_larger_is_a_problem_and_no_dropped_connection(serve: Callable[..., str], path: str, over: int) -> None:
    """Over a real socket, by a client that sends all before it reads, as most do."""
    address = urlsplit(serve())
    with socket.create_connection((address.hostname, address.port or 80), timeout=30) as client:
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        client.sendall(f"{head}Content-Length: {over}\r\n\r\n".encode())
        # A client that goes on sending may notice; what was answered is there to read.
        with suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(b'{"question": "' + b"x" * (over - 16) + b'"}')
        answered = b""
        while piece := client.recv(65_536):
            answered += piece
            if b"}" in piece:
                break
    assert answered.startswith(b"HTTP/1.1 413"), answered[:300]
    assert b"more bytes than are taken" in answered


def test_a_model_without_a_greatest_length_is_refused() -> None:
    class Endless(BaseModel):
        text: str

    with pytest.raises(ValueError, match=r"Endless\.text has no greatest length"):
        largest(Endless)
    assert largest(AskRequest) > 5_000_000
