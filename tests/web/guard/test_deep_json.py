"""Deep, huge and strange JSON is a clear error at every door, and no answer repeats what was sent."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from index.commands.cli import cli
from index.folders.sync import sync_paths
from index.store import Index

MOST_TOLD_BYTES = 8_000
HEADERS = {
    "Accept": "application/json, text/event-stream",
    "Content-Type": "application/json",
    "MCP-Protocol-Version": "2025-06-18",
}


def nested(depth: int) -> str:
    return '{"a":[' * depth + "1" + "]}" * depth


BODIES: dict[str, str | bytes] = {
    "a deep list": "[" * 30_000 + "]" * 30_000,
    "a deep object": nested(8_000),
    "a list as deep as Python reads": "[" * 900 + "]" * 900,
    "a deep field": f'{{"question": {nested(4_000)}}}',
    "a deep filter": f'{{"question": "lamp", "filters": {nested(400)}}}',
    "not a number": '{"question": "lamp", "top_k": NaN}',
    "no finite number": '{"question": "lamp", "top_k": 1e999}',
    "a number of 5,000 digits": f'{{"question": "lamp", "top_k": {"9" * 5_000}}}',
    "half a pair": '{"question": "\\ud800 lamp", "text": "\\ud800", "title": "\\udfff", "model": "footnote"}',
    "no Unicode": b'{"question": "\xff\xfe"}',
    "5,000 mistakes": f'{{"question": "lamp", "history": [{",".join(["{}"] * 5_000)}]}}',
    "3,000 unknown fields": json.dumps({f"k{n}": 1 for n in range(3_000)}),
    "a long unknown field": json.dumps({"k" * 20_000: 1}),
    "a long wrong value": json.dumps({"question": ["v" * 20_000], "text": 5, "title": 5, "tags": "t" * 20_000}),
    "nothing": "",
    "null": "null",
}
ROUTES = [
    ("POST", "/api/ask"),
    ("POST", "/api/search"),
    ("POST", "/api/alignment"),
    ("POST", "/api/documents"),
    ("PUT", "/api/documents/{document}/tags"),
    ("POST", "/api/conversations/ask"),
    ("POST", "/api/conversations/{conversation}/ask"),
    ("PATCH", "/api/conversations/{conversation}"),
    ("PUT", "/api/conversations/{conversation}/turns/1/feedback"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/mcp"),
]


@pytest.fixture
def known(client: TestClient) -> dict[str, str]:
    """Ids of a document and of a conversation that are there."""
    asked = client.post("/api/conversations/ask", json={"question": "When was the lamp lit?"})
    document = client.get("/api/documents").json()["documents"][0]["id"]
    return {"conversation": asked.headers["x-conversation-id"], "document": document}


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_strange_json_is_refused_in_few_words(
    client: TestClient, known: dict[str, str], method: str, path: str
) -> None:
    for name, body in BODIES.items():
        response = client.request(method, path.format(**known), content=body, headers=HEADERS)
        assert 400 <= response.status_code < 500, (name, response.text)
        assert len(response.content) < MOST_TOLD_BYTES, name
        assert b"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk" not in response.content


def call(client: TestClient, tool: str, arguments: str) -> dict[str, Any]:
    params = f'{{"name": "{tool}", "arguments": {arguments}}}'
    body = f'{{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {params}}}'
    response = client.post("/mcp", content=body, headers=HEADERS)
    assert len(response.content) < MOST_TOLD_BYTES
    answered: dict[str, Any] = response.json()
    return answered


@pytest.mark.parametrize("sources", ["[" * 50_000, "[" * 900 + "]" * 900, "9" * 5_000, "[NaN]", '{"a": [[]]}'])
def test_a_list_that_a_host_sends_as_a_string_is_read_as_far_as_it_is_one(client: TestClient, sources: str) -> None:
    result = call(client, "ask", json.dumps({"question": "When was the lamp lit?", "sources": sources}))["result"]
    text = result["content"][0]["text"]
    assert "mistake" not in text
    # What is no list of names is the name of an unknown source, or an error that says so.
    assert "not valid" in text or "no document to search" in text


@pytest.mark.parametrize("cursor", ["[" * 5_000, "9" * 5_000, "[1, 2, 3]", "\ud800".encode("utf-8", "surrogatepass")])
def test_a_cursor_that_is_none_is_said_to_be_none(client: TestClient, cursor: str | bytes) -> None:
    written = base64.urlsafe_b64encode(cursor if isinstance(cursor, bytes) else cursor.encode()).decode()
    result = call(client, "list_documents", json.dumps({"cursor": written}))["result"]
    assert result["isError"]
    assert "cursor cannot be read" in result["content"][0]["text"]


@pytest.mark.parametrize(
    "arguments", [nested(30), f'{{"question": {nested(30)}}}', BODIES["3,000 unknown fields"], '{"question": 1e999}']
)
def test_arguments_that_are_none_are_an_error_of_the_tool_in_few_words(client: TestClient, arguments: str) -> None:
    result = call(client, "ask", arguments)["result"]
    assert result["isError"]
    assert "not valid" in result["content"][0]["text"]


def test_a_problem_names_the_first_places_and_cuts_what_is_long(client: TestClient) -> None:
    problem = client.post("/api/ask", json={"question": "lamp", **{f"k{n}": n for n in range(90)}}).json()
    assert len(problem["errors"]) == 10
    problem = client.post("/api/ask", content=BODIES["3,000 unknown fields"], headers=HEADERS).json()
    assert [each["message"] for each in problem["errors"]] == ["Value error, it has more than 100 fields"]
    problem = client.post("/api/search", json={"question": "lamp", "k\u202e" * 9_000: 1}).json()
    assert problem["errors"][0]["at"].startswith("body.k<U+202E>k")
    assert len(problem["errors"][0]["at"]) < 100


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("FOOTNOTE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("FOOTNOTE_ENCODER", "hash")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return lambda *arguments: CliRunner().invoke(cli, [str(each) for each in arguments])


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("depth", [900, 50_000])
def test_files_of_deep_json_are_refused_by_every_command(run: Any, tmp_path: Path, depth: int) -> None:
    deep = tmp_path / "deep.jsonl"
    deep.write_text(f'{{"question": "x", "answerable": {nested(depth)}}}')
    for command in (["eval", deep], ["calibrate", deep], ["replay", deep], ["ask", "x?", "--follow", deep]):
        result = run(*command)
        assert isinstance(result.exception, SystemExit), command
        assert result.exit_code == 1
        assert "is not JSON" in result.stderr or "deep" in result.stderr


def test_documents_of_deep_json_are_failures_and_the_others_come_in(tmp_path: Path) -> None:
    for depth in (900, 50_000):
        (tmp_path / f"records{depth}.jsonl").write_text(f'{{"text": "x", "more": {nested(depth)}}}\n')
        (tmp_path / f"cells{depth}.ipynb").write_text(f'{{"cells": [], "metadata": {nested(depth)}}}')
    page = f'<script type="application/ld+json">{nested(50_000)}</script><p>The lamp was lit in 1911.</p>'
    (tmp_path / "page.html").write_text(page)
    index = Index.open(tmp_path / "index", "hash", create=True)
    report = sync_paths(index, [tmp_path])
    assert [Path(each).name for each in report.added] == ["page.html"]
    assert sorted(Path(failure.source).suffix for failure in report.failed) == [".ipynb", ".ipynb", ".jsonl", ".jsonl"]
    assert all("is not JSON" in failure.reason or "not a Jupyter" in failure.reason for failure in report.failed)
    index.close()


def test_settings_nested_without_end_are_a_clear_error(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "settings.toml").write_text(f"index = {'[' * 50_000}")
    monkeypatch.setenv("FOOTNOTE_SETTINGS", str(tmp_path / "settings.toml"))
    result = run("status")
    assert result.exit_code == 1
    assert "settings file" in result.stderr
