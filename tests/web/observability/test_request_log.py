"""Each request has an id, from its head to the last thread that works for it."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from rag.asking.assistant import Assistant
from rag.asking.composition import Composition
from rag.asking.findings import Findings
from web.current_request import current_request

Make = Callable[..., TestClient]
MADE = re.compile("[0-9a-f]{16}")


class Failing(Assistant):
    """Fails by a mistake, and remembers which request its thread worked for."""

    seen: str | None = None

    def compose(self, findings: Findings) -> Composition:
        request = current_request()
        self.seen = request.id if request else None
        raise ZeroDivisionError(findings.query.text)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/", 200),
        ("GET", "/static/common/style.css", 200),
        ("GET", "/nothing", 404),
        ("PUT", "/api/ask", 405),
        ("POST", "/api/ask", 422),
        ("POST", "/v1/chat/completions", 400),
        ("POST", "/mcp", 400),
    ],
)
def test_every_response_has_an_id_of_its_own(client: TestClient, method: str, path: str, status: int) -> None:
    first, second = (client.request(method, path) for _ in range(2))
    assert first.status_code == second.status_code == status
    ids = first.headers["x-request-id"], second.headers["x-request-id"]
    assert all(MADE.fullmatch(each) for each in ids)
    assert len(set(ids)) == 2


def test_what_is_refused_at_the_door_has_an_id_too(make_client: Make) -> None:
    client = make_client(api_key=SecretStr("clé-de-voûte-3141"))
    for headers, status in (({"Host": "evil.example"}, 421), ({"Origin": "http://evil.example"}, 403), ({}, 401)):
        response = client.get("/api/documents", headers=headers)
        assert response.status_code == status
        assert response.headers["x-request-id"] == response.json()["request_id"]


@pytest.mark.parametrize("sent", ["7", "01J9-abc_D.e", "a" * 64])
def test_a_client_may_name_its_request(client: TestClient, sent: str) -> None:
    response = client.get("/nothing", headers={"X-Request-ID": sent})
    assert response.headers["x-request-id"] == response.json()["request_id"] == sent


@pytest.mark.parametrize(
    "sent",
    ["", "a" * 65, "a b", 'a"b', "<b>", "a\x1b[2J", "ä".encode(), "a\tb", "../..", "a,b", "a;b", "a\u2028b".encode()],
)
def test_a_name_that_is_long_or_strange_is_replaced(client: TestClient, sent: str | bytes) -> None:
    response = client.get("/healthz", headers={b"X-Request-ID": sent.encode() if isinstance(sent, str) else sent})
    assert MADE.fullmatch(response.headers["x-request-id"])


def test_of_two_names_neither_counts(client: TestClient) -> None:
    response = client.get("/healthz", headers=[("X-Request-ID", "one"), ("X-Request-ID", "two")])
    assert MADE.fullmatch(response.headers["x-request-id"])


def test_the_threads_that_work_for_a_request_know_it(make_client: Make, index: Any) -> None:
    assistant = Failing(index)
    make_client(assistant).post("/api/ask", json={"question": "Who?"}, headers={"X-Request-ID": "in-the-thread"})
    assert assistant.seen == "in-the-thread"


def test_a_mistake_is_logged_once_with_the_id_that_its_client_is_told(
    make_client: Make, index: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_client(Failing(index))
    response = client.post("/api/ask", json={"question": "Who?"}, headers={"X-Request-ID": "mine"})
    assert (response.status_code, response.headers["x-request-id"], response.json()["request_id"]) == (
        500,
        "mine",
        "mine",
    )
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_person_is_told_the_id_of_a_mistake(make_client: Make, index: Any) -> None:
    client = make_client(Failing(index))
    headers = {"X-Request-ID": "mine", "Accept": "text/html"}
    assert "this is request mine" in client.get("/?q=Who", headers=headers).text
    assert "this is request" not in client.get("/nothing", headers=headers).text


def test_what_breaks_off_a_stream_has_the_id_that_the_stream_began_with(
    serve: Callable[..., str], index: Any, caplog: pytest.LogCaptureFixture
) -> None:
    address = serve(Failing(index))
    with httpx.stream("POST", f"{address}/api/ask", json={"question": "Who?", "stream": True}) as response:
        said = response.headers["x-request-id"]
        *_, last = [line for line in response.iter_lines() if line.startswith("data: ")]
    assert json.loads(last.removeprefix("data: "))["request_id"] == said
    assert [record.exc_info is not None for record in caplog.records if record.levelno >= logging.ERROR] == [True]
