"""The official client of the protocol finds, calls and leaves the tools, over both transports and in both its eras."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent
from pydantic import SecretStr
from starlette.testclient import TestClient

from index.store import Index
from rag.asking.assistant import Assistant
from tests.support.documents import ingest_bytes
from web.mcp.server import OpenedLater, make_server
from web.mcp.tools import TOOLS
from web.settings import ServerSettings
from web.work.workers import Workers

Serve = Callable[..., str]

PATIENCE_SECONDS = 60
COMMAND = [sys.executable, "-c", "from index.commands.cli import main; main()", "mcp", "--index"]
KEY = "correct horse"


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def started(folder: Path, **environment: str) -> StdioServerParameters:
    """Return how a host starts the command."""
    given = {"PYTHONPATH": os.environ.get("PYTHONPATH", ""), "FOOTNOTE_THRESHOLD": "0", **environment}
    return StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], str(folder)], env=given)


def message(method: str, identity: int | None = None, **params: Any) -> str:
    body = {"jsonrpc": "2.0", "method": method, "params": params} | ({} if identity is None else {"id": identity})
    return f"{json.dumps(body)}\n"


HELLO = message(
    "initialize",
    1,
    protocolVersion="2025-06-18",
    capabilities={},
    clientInfo={"name": "test", "version": "1"},
) + message("notifications/initialized")


async def look_around(client: Client) -> None:
    """Do with every tool what a host does."""
    offered = (await client.list_tools()).tools
    assert [tool.name for tool in offered] == list(TOOLS)
    for tool in offered:
        assert tool.annotations
        assert tool.annotations.read_only_hint == (tool.name != "ask")  # which keeps answers where it is told to
        assert not tool.annotations.destructive_hint
        assert tool.output_schema
        assert tool.description
    answer = await client.call_tool("ask", {"question": "Who was the keeper of the lamp?"})
    assert not answer.is_error
    assert any("Amalia Quesada" in note["quote"] for note in answer.structured_content["footnotes"])
    assert "> Its keeper was Amalia Quesada. [" in text_of(answer)
    assert answer.structured_content["conversation_id"] is None
    kept = await client.call_tool("ask", {"question": "Who was the keeper of the lamp?", "conversation": "new"})
    follow_up = {"question": "When was it lit?", "conversation": kept.structured_content["conversation_id"]}
    assert "lamp" in (await client.call_tool("ask", follow_up)).structured_content["standalone_question"]
    found = await client.call_tool("search", {"query": "東京 tea house 🏮"})
    best = found.structured_content["passages"][0]
    assert "𝒜lice" in best["text"]
    assert "𝒜lice" in text_of(found)
    read = await client.call_tool("read_document", {"document_id": best["document_id"], "start": best["start"]})
    assert read.structured_content["text"].startswith(best["text"])
    listed = await client.call_tool("list_documents", {})
    assert {document["source"] for document in listed.structured_content["documents"]} == {"lighthouse.md", "tea.txt"}
    wrong = await client.call_tool("ask", {"question": " "})
    assert wrong.is_error
    assert text_of(wrong) == "The question is empty. Ask something, such as “When was the museum opened?”."
    with pytest.raises(MCPError, match="Call one of ask, search"):
        await client.call_tool("drop_tables", {})


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_host_that_starts_the_command_has_the_tools(index: Index, mode: str) -> None:
    async def scene() -> None:
        async with Client(started(index.folder), mode=mode) as client:
            assert client.server_info
            assert client.server_info.name == "footnote"
            assert client.instructions
            assert "never instructions" in client.instructions
            await look_around(client)

    asyncio.run(scene())


@pytest.mark.slow
def test_the_settings_that_the_readme_gives_to_hosts_work(index: Index, project_root: Path) -> None:
    (block,) = re.findall(r"^```json\n(.*?)^```", (project_root / "README.md").read_text(), re.DOTALL | re.MULTILINE)
    given = json.loads(block)["mcpServers"]["footnote"]
    assert Path(given["command"]).name == "footnote"
    environment = {"PYTHONPATH": os.environ.get("PYTHONPATH", ""), "FOOTNOTE_INDEX": str(index.folder)}
    host = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:3], *given["args"]], env=environment)

    async def scene() -> None:
        async with Client(host) as client:
            assert not (await client.call_tool("list_documents", {})).is_error

    asyncio.run(scene())


@pytest.mark.slow
def test_an_index_that_comes_and_grows_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "later"

    async def scene() -> None:
        async with Client(started(folder)) as client:
            none = await client.call_tool("search", {"query": "lamp"})
            assert none.is_error
            told = "There is no index in the index's folder. Make one with “footnote index FOLDER_OR_FILE”."
            assert text_of(none) == told
            index = Index.open(folder, "hash", create=True)
            for number, keeper in enumerate(("Amalia", "Teodora"), start=1):
                ingest_bytes(index, f"The keeper of lamp {number} was {keeper}.".encode(), "a.txt", f"{number}.txt")
                found = await client.call_tool("search", {"query": f"keeper {keeper}"})
                assert keeper in text_of(found)
            index.close()

    asyncio.run(scene())


@pytest.mark.slow
def test_nothing_but_the_protocol_is_on_stdout_and_the_end_of_stdin_ends_the_process(index: Index) -> None:
    process = subprocess.Popen(
        [*COMMAND, str(index.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(HELLO + message("tools/call", 2, name="ask", arguments={"question": "Who kept the lamp?"}))
    process.stdin.flush()
    answers = [json.loads(process.stdout.readline()) for _ in range(2)]
    assert [answer["id"] for answer in answers] == [1, 2]
    rest, _ = process.communicate("this is no JSON\n", timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())


@pytest.mark.slow
def test_an_interrupt_ends_the_process_though_stdin_is_open(index: Index) -> None:
    process = subprocess.Popen(
        [*COMMAND, str(index.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(HELLO)
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_SECONDS) == -signal.SIGINT
    process.communicate()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_server_that_runs_has_the_tools_at_mcp(serve: Serve, mode: str) -> None:
    async def scene(address: str) -> None:
        async with Client(f"{address}/mcp", mode=mode) as client:
            await look_around(client)

    asyncio.run(scene(serve()))


def test_a_key_is_needed_where_one_is_set(serve: Serve) -> None:
    async def scene(address: str) -> None:
        headers = {"Authorization": f"Bearer {KEY}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=PATIENCE_SECONDS) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client,
        ):
            await look_around(client)

    address = serve(api_key=SecretStr(KEY))
    refused = httpx.post(f"{address}/mcp", content=HELLO.splitlines()[0], headers={"Authorization": "Bearer no"})
    assert refused.status_code == 401
    assert "Authorization: Bearer KEY" in refused.json()["detail"]
    asyncio.run(scene(address))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:8000"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_other_names_and_other_pages_are_refused(client: TestClient, headers: dict[str, str], status: int) -> None:
    accepted = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    body = HELLO.splitlines()[0]
    assert client.post("/mcp", content=body, headers=accepted).status_code == 200
    assert client.post("/mcp", content=body, headers=accepted | headers).status_code == status


def test_answers_are_not_kept_and_only_post_is_taken(client: TestClient) -> None:
    accepted = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    response = client.post("/mcp", content=HELLO.splitlines()[0], headers=accepted)
    assert response.json()["result"]["serverInfo"]["name"] == "footnote"
    assert "no-store" in response.headers["Cache-Control"]
    for method in ("GET", "DELETE"):
        refused = client.request(method, "/mcp", headers={"Accept": "text/event-stream"})
        assert refused.status_code == 405
        assert refused.headers["Allow"] == "POST"


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    accepted = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    body = message("tools/call", 2, name="ask", arguments={"question": "a" * 20_000_000})
    assert client.post("/mcp", content=body, headers=accepted).status_code == 413


class Stuck:
    """An assistant that works until it is let go."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.asked = threading.Event()
        self.release = threading.Event()

    def search(self, *_: object, **__: object) -> tuple[()]:
        self.asked.set()
        self.release.wait(PATIENCE_SECONDS)
        return ()


def stuck_server(index: Index, seconds: float) -> tuple[Stuck, Any]:
    stuck = Stuck(index)
    workers = Workers(threads=1, places=1, timeout_seconds=seconds)
    return stuck, make_server(lambda: stuck, workers)  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_call_that_was_given_up_counts_until_it_has_ended_and_no_longer(index: Index, mode: str) -> None:
    stuck, server = stuck_server(index, PATIENCE_SECONDS)

    async def scene() -> None:
        async with Client(server, mode=mode) as client:
            call = asyncio.create_task(client.call_tool("search", {"query": "lamp"}))
            await asyncio.to_thread(stuck.asked.wait, PATIENCE_SECONDS)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            busy = await client.call_tool("list_documents", {})
            assert busy.is_error
            assert "Try again in a few seconds" in text_of(busy)
            stuck.release.set()
            for _ in range(100):
                if not (await client.call_tool("list_documents", {})).is_error:
                    return
                await asyncio.sleep(0.05)
            pytest.fail("its place was never given back")

    asyncio.run(scene())


def test_what_takes_too_long_is_given_up_with_words(index: Index) -> None:
    stuck, server = stuck_server(index, 0.2)

    async def scene() -> None:
        async with Client(server) as client:
            late = await client.call_tool("search", {"query": "lamp"})
            assert late.is_error
            assert "no result within 0.2 seconds" in text_of(late)
            stuck.release.set()

    asyncio.run(scene())


def test_a_mistake_of_footnotes_own_is_told_without_its_details(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Assistant:
        raise KeyError("a secret path")

    server = make_server(broken, Workers(threads=1, places=1, timeout_seconds=None))

    async def scene() -> None:
        async with Client(server) as client:
            failed = await client.call_tool("search", {"query": "lamp"})
            assert failed.is_error
            assert "secret" not in text_of(failed)
            assert "server's log" in text_of(failed)

    asyncio.run(scene())
    assert "a secret path" in caplog.text


@pytest.mark.slow
def test_an_index_that_cannot_be_opened_yet_is_looked_for_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    later = OpenedLater(ServerSettings(index=tmp_path / "index"))
    later.warm()
    assert "There is no index" in caplog.text
    Index.open(tmp_path / "index", "hash", create=True).close()
    assert later() is later()
    later().index.close()


def test_no_other_command_loads_the_protocol() -> None:
    code = (
        "import sys, index.commands.cli, web.commands.serving, rag.commands.ask, index.commands.index;"
        "index.commands.cli.cli(['--help'], standalone_mode=False);"
        "print(sorted({'mcp', 'mcp_types', 'fastapi'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr.strip() == "[]"
    assert "mcp " in done.stdout
