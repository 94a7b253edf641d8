"""Behind the nginx that docs/nginx.conf describes, with TLS and under a path, everything works as it does without."""

import base64
import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from pydantic import SecretStr

from index.store import Index
from rag.asking.assistant import Assistant
from rag.asking.composition import Composition
from rag.asking.findings import Findings
from tests.support import nginx
from tests.support.nginx import Front, fronted
from web.guard.throttle import TRIES

pytestmark = pytest.mark.skipif(nginx.missing(), reason="there is no nginx, or no openssl to make a certificate with")

Serve = Callable[..., str]
KEY = "a key that is long enough"
QUESTION = "Who was the keeper of the lighthouse?"
PATIENCE_SECONDS = 30


@pytest.fixture
def front(tmp_path: Path) -> Front:
    return nginx.made(tmp_path)


def settings_of(front: Front, **changes: Any) -> dict[str, Any]:
    return {"public_url": front.url, "trusted_proxies": ("127.0.0.1",), "api_key": SecretStr(KEY), **changes}


@pytest.fixture(params=["path left on", "path taken off", "socket"])
def client(request: pytest.FixtureRequest, front: Front, serve: Serve, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client with the key, behind each way to set nginx up."""
    behind = {"socket": tmp_path / "footnote.sock", "trusted_proxies": ("unix",)} if request.param == "socket" else {}
    upstream = serve(**settings_of(front, **behind))
    with fronted(front, upstream, path_is_left=request.param != "path taken off"), front.client() as client:
        client.headers["authorization"] = f"Bearer {KEY}"
        yield client


@pytest.mark.slow
def test_pages_forms_files_and_interfaces_work_under_the_path(client: httpx.Client) -> None:
    site = client.base_url
    page = client.get("")
    assert page.status_code == 200
    named = set(re.findall(r'(?:href|src|action)="([^"#]+)"', page.text))
    assert all(address.startswith("/footnote/") for address in named)
    for address in sorted(named):
        assert client.get(site.join(address)).status_code in (200, 405), address
    origin = {"origin": f"{site.scheme}://{site.netloc.decode()}", "sec-fetch-site": "same-origin"}
    asked = client.post("ask", data={"question": QUESTION}, headers=origin)
    assert asked.headers["location"].startswith("/footnote/conversations/")
    assert client.get(site.join(asked.headers["location"])).status_code == 200
    assert (
        client.post("ask", data={"question": QUESTION}, headers={"origin": "https://evil.example"}).status_code == 403
    )
    assert site.join(client.get(str(site).rstrip("/")).headers["location"]) == site
    # More than nginx takes unless it is told to.
    big = b"The bell weighs nine tons." + b"\n" * 2_000_000
    added = client.post("api/documents", files={"file": ("bell.txt", big)}, headers={"prefer": "wait=60", **origin})
    assert added.status_code == 201
    assert client.get(site.join(added.headers["location"])).json()["title"]
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}
    assert client.post("mcp", json=call, headers=headers).json()["result"]["tools"]


@pytest.mark.slow
def test_what_openais_client_is_given_leads_to_the_public_page(client: httpx.Client) -> None:
    asking = openai.OpenAI(base_url=f"{client.base_url}v1", api_key=KEY, http_client=client)
    message = asking.chat.completions.create(model="footnote", messages=[{"role": "user", "content": QUESTION}])
    annotations = message.choices[0].message.annotations
    assert annotations
    url = annotations[0].url_citation.url
    assert url.startswith(f"{client.base_url}documents/")
    assert "Amalia" in client.get(url).text


class HeldBack(Assistant):
    """Gives the passages of an answer, and the rest when it is let."""

    def __init__(self, index: Index) -> None:
        super().__init__(index, threshold=0.0)
        self.let = threading.Event()

    def compose(self, findings: Findings) -> Composition:
        """Return the sentences of an answer."""
        self.let.wait(PATIENCE_SECONDS)
        return super().compose(findings)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("api/ask", {"question": QUESTION, "stream": True}),
        ("api/conversations/ask", {"question": QUESTION, "stream": True}),
        (
            "v1/chat/completions",
            {"model": "footnote", "stream": True, "messages": [{"role": "user", "content": QUESTION}]},
        ),
    ],
)
def test_the_first_event_arrives_before_the_last_is_made(
    front: Front, serve: Serve, index: Index, path: str, body: dict[str, Any]
) -> None:
    """With nginx's buffers as they are by default: it would wait until they are full."""
    assistant = HeldBack(index)
    upstream = serve(assistant, **settings_of(front))
    headers = {"x-api-key": KEY}
    try:
        with (
            fronted(front, upstream),
            front.client() as client,
            client.stream("POST", path, json=body, headers=headers) as response,
        ):
            lines = response.iter_lines()
            first = next(line for line in lines if line.startswith("data: "))
            assert not assistant.let.is_set()
            assert json.loads(first.removeprefix("data: "))
            assistant.let.set()
            assert len([line for line in lines if line.startswith("data: ")]) >= 2
    finally:
        assistant.let.set()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.1 is the only address of the machine itself")
def test_whoever_guesses_the_key_waits_and_its_neighbours_do_not(
    front: Front, serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    upstream = serve(**settings_of(front))
    with fronted(front, upstream), front.client("127.0.0.2") as guesser, front.client("127.0.0.3") as other:
        for number in range(TRIES + 1):
            # Another's address in the header is not heard: nginx writes the header anew.
            forged = {"x-api-key": f"guess {number}", "x-forwarded-for": f"203.0.113.{number}"}
            response = guesser.get("api/status", headers=forged)
        assert response.status_code == 429
        assert int(response.headers["retry-after"]) > 0
        assert other.get("api/status", headers={"x-api-key": KEY}).status_code == 200
    assert f"a wrong API key came from 127.0.0.2 ({TRIES} of them so far)" in caplog.messages


def test_a_browser_is_asked_for_the_key_and_may_give_it_as_a_password(front: Front, serve: Serve) -> None:
    upstream = serve(**settings_of(front))
    with fronted(front, upstream), front.client() as client:
        asked = client.get("")
        assert (asked.status_code, asked.headers["www-authenticate"][:6]) == (401, "Basic ")
        given = base64.b64encode(f"anyone:{KEY}".encode()).decode()
        page = client.get("", headers={"authorization": f"Basic {given}"})
        assert page.status_code == 200
        # The key is in no cookie, so that none can lose it.
        assert "set-cookie" not in page.headers


def test_a_wrong_public_address_says_what_to_set(front: Front, serve: Serve) -> None:
    upstream = serve(**settings_of(front, public_url="https://answers.example.org/footnote/"))
    with fronted(front, upstream), front.client() as client:
        page = client.get("", headers={"accept": "text/html", "x-api-key": KEY})
        assert page.status_code == 421
        assert "set FOOTNOTE_PUBLIC_URL to the address that browsers show" in page.text
