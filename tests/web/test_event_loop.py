"""Nothing holds up the event loop: whatever reads a database, a file or a model does so in a thread."""

import inspect
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from index.store import Index
from rag.asking.assistant import Assistant
from tests.index.parse.writers import placed_pdf
from tests.web.watched_loop import SlowEncoder, slow_down, watched
from web.app import create_app
from web.services import Services
from web.settings import ServerSettings

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 60
PDF = placed_pdf([[(100, 700, 20, "The harbour froze over"), (100, 600, 20, "in the winter of 1901.")]])
QUESTION = "When did the harbour freeze over?"
CHAT = {"model": "footnote", "messages": [{"role": "user", "content": QUESTION}]}
MCP = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": QUESTION}},
}
AS_EVENTS = {"Accept": "text/event-stream"}
WAIT = {"Prefer": "wait=60"}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    slow_down(monkeypatch)
    with closing(Index.open(tmp_path / "index", SlowEncoder(), create=True)) as index:
        assistant = Assistant(index, threshold=0.0)
        assistant.warm()
        yield create_app(assistant, ServerSettings())


class Visitor:
    """Goes through every door, and notes what held up the loop meanwhile."""

    def __init__(self, client: httpx.Client, reports: list[str]) -> None:
        self._client, self._reports = client, reports
        self.held_up: dict[str, list[str]] = {}

    def __call__(self, method: str, path: str, status: int = 200, **sent: Any) -> httpx.Response:
        self._reports.clear()
        response = self._client.request(method, path, **sent)
        assert response.status_code == status, (method, path, response.text)
        # What is answered after it shows that the loop is done with it, and has reported.
        self._client.get("/healthz")
        if self._reports:
            self.held_up[f"{method} {path}"] = list(self._reports)
        return response


def visit_documents(visit: Visitor) -> str:
    """Send files in, and do all that can be done with one; return its id."""
    files = {"file": ("winter.pdf", PDF)}
    [document] = visit("POST", "/api/documents", 201, files=files, headers=WAIT).json()["documents"]
    identity = str(document["id"])
    visit("POST", "/api/documents", 201, json={"text": "The tea house opened in 1923."}, headers=WAIT)
    job = visit("POST", "/api/documents", 202, files={"file": ("a.txt", b"Tea is green.")}).json()
    assert '"done"' in visit("GET", f"/api/jobs/{job['id']}/events").text
    visit("DELETE", f"/api/jobs/{job['id']}", 409)
    visit("POST", f"/documents/jobs/{job['id']}/cancel", 409)
    visit("POST", "/documents", 303, files={"file": ("b.txt", b"Tea is black.")})
    visit("POST", "/documents", 422, files={"file": ("c.txt", b" \n")})
    visit("PUT", f"/api/documents/{identity}/tags", json={"tags": ["sea"]})
    visit("POST", f"/documents/{identity}/tags", 303, data={"tags": "sea, ice"})
    visit("DELETE", f"/api/documents/{identity}", 204)
    visit("POST", f"/api/documents/{identity}/restore")
    visit("POST", f"/documents/{identity}/delete", 303)
    visit("POST", f"/documents/{identity}/restore", 303)
    visit("GET", f"/api/documents/{identity}/pages/1?start=0&end=9")
    visit("GET", f"/api/documents/{identity}/original")
    for path in (f"/documents/{identity}?start=0&end=9", "/documents", "/api/documents", "/api/jobs", "/api/status"):
        visit("GET", path, headers={"Accept": "text/html"})
    return identity


def visit_questions(visit: Visitor, identity: str) -> None:
    """Ask at every door."""
    visit("POST", "/api/ask", json={"question": QUESTION})
    assert "event: done" in visit("POST", "/api/ask", json={"question": QUESTION}, headers=AS_EVENTS).text
    visit("POST", "/api/search", json={"question": QUESTION})
    span = {"question": QUESTION, "document_id": identity, "version": 1, "start": 0, "end": 9}
    visit("POST", "/api/alignment", json=span)
    visit("POST", "/v1/chat/completions", json=CHAT)
    assert "[DONE]" in visit("POST", "/v1/chat/completions", json={**CHAT, "stream": True}).text
    visit("POST", "/mcp", json=MCP, headers={"Accept": "application/json, text/event-stream"})
    visit("GET", "/", params={"q": QUESTION})
    visit("GET", "/", 422, params={"q": " "})


def visit_conversations(visit: Visitor) -> None:
    """Ask in conversations, and look at them."""
    kept = visit("POST", "/api/conversations/ask", json={"question": QUESTION}).headers["x-conversation-id"]
    visit("POST", f"/api/conversations/{kept}/ask", json={"question": "And why?"})
    assert "saved" in visit("POST", "/api/conversations/ask", json={"question": QUESTION}, headers=AS_EVENTS).text
    visit("POST", "/ask", 303, data={"question": QUESTION, "conversation": kept})
    visit("POST", "/ask", 422, data={"question": " ", "conversation": kept})
    for path in ("/", f"/conversations/{kept}", "/conversations", f"/api/conversations/{kept}", "/api/feedback"):
        visit("GET", path, headers={"Accept": "text/html"})


def visit_the_rest(visit: Visitor) -> None:
    """See how the server is, what it gives as files, and how it refuses."""
    for path in ("/healthz", "/readyz", "/metrics", "/openapi.json", "/static/common/address.js"):
        for method in ("GET", "HEAD") if path in ("/healthz", "/readyz") else ("GET",):
            visit(method, path)
    visit("GET", "/nowhere", 404, headers={"Accept": "text/html"})
    visit("GET", "/", 421, headers={"Accept": "text/html", "Host": "elsewhere.example"})


def waiting_routes(app: FastAPI) -> set[tuple[str, str]]:
    """Return method and path of every route that runs in the event loop."""
    routers = [included.original_router for included in app.router.routes if hasattr(included, "original_router")]
    return {
        (method, route.path)
        for router in routers
        for route in router.routes
        if inspect.iscoroutinefunction(route.endpoint)
        for method in route.methods
    }


def test_no_door_holds_up_the_event_loop_and_none_is_left_out(app: FastAPI) -> None:
    with watched(app) as (address, reports), httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as client:
        visit = Visitor(client, reports)
        identity = visit_documents(visit)
        visit_questions(visit, identity)
        visit_conversations(visit)
        visit_the_rest(visit)
        counted = client.get("/metrics").text
    assert visit.held_up == {}
    visited = set(re.findall(r'^footnote_requests_total\{method="(\w+)",route="([^"]+)"', counted, re.MULTILINE))
    assert len(waiting_routes(app)) >= 20
    assert waiting_routes(app) - visited == set()


BLOCKS: dict[str, Callable[[Services], object]] = {
    "sleeps": lambda _: time.sleep(2),
    "reads conversations": lambda services: services.history.listed(""),
    "reads the index": lambda services: services.assistant.index.documents.listed(),
    "writes": lambda services: services.history.begin(),
    "looks for a file": lambda services: services.assistant.index.folder.exists(),
    "reads a file": lambda services: next(services.assistant.index.folder.glob("*.sqlite")).read_bytes(),
    "encodes": lambda services: services.assistant.index.encoder.loaded().encode_query(QUESTION),
}


@pytest.mark.parametrize("work", BLOCKS.values(), ids=BLOCKS)
def test_a_route_that_holds_it_up_is_found_and_the_same_in_a_thread_is_not(
    app: FastAPI, work: Callable[[Services], object]
) -> None:
    services: Services = app.state.services

    async def held() -> None:
        work(services)

    def threaded() -> None:
        work(services)

    app.add_api_route("/held", held)
    app.add_api_route("/threaded", threaded)
    with watched(app) as (address, reports), httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as client:
        visit = Visitor(client, reports)
        visit("GET", "/threaded")
        assert visit.held_up == {}
        visit("GET", "/held")
    assert list(visit.held_up) == ["GET /held"]
