"""Whatever a stream or an answer in JSON holds, in every field and however it is cut on the way, is words on the page.

The real server answers; on the way each text of its JSON gets markup and scripts behind it, and streams are cut into
pieces of a few bytes. All of it twice: under the content security policy, and without, so that nothing but the page's
own care keeps it from running.
"""

import asyncio
import itertools
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, FilePayload, Page
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.store import Index
from rag.asking.assistant import Assistant
from tests.browser.hostile.inert import assert_inert
from tests.support.documents import ingest_bytes
from web.app import create_app
from web.server.run import address_of, bind
from web.settings import ServerSettings

PAYLOAD = (
    " \"'></title></textarea></script><script>window.hacked=1</script><img src=x onerror=window.hacked=2>"
    "<svg/onload=window.hacked=3> ' onfocus=window.hacked=4 autofocus x=' [x](javascript:window.hacked=5)"
    " {{ 7 * 7 }} ${window.hacked=6} &lt;img src=x onerror=window.hacked=7&gt;"
    " \u2028\u202e 東京 👩🏽\u200d🚀 \\u003cb\\u003e"
)
KEPT = re.compile(r"^(?:id|.*_id|stage|status|type|kind|sha256|rating|fingerprint|name|.*_at)$")
"""Fields that the page looks things up by; all others are text to it, the date of a document and its language too."""

PIECES = (1, 2, 3, 1, 5, 1, 7, 2)
TEXT = b"The keeper of the lamp is Amalia Quesada. She came from Punta Brava in 1911, and left in 1954."
QUESTION = "Who is the keeper of the lamp?"


def poisoned(value: Any, field: str = "") -> Any:
    if isinstance(value, dict):
        return {name: poisoned(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, field) for each in value]
    kept = KEPT.match(field) and field != "published_at"
    return value if kept or not isinstance(value, str) else value + PAYLOAD


def poisoned_events(text: str) -> str:
    lines = (
        f"data: {json.dumps(poisoned(json.loads(line[6:])), ensure_ascii=False)}" if line.startswith("data: ") else line
        for line in text.split("\n")
    )
    return "\n".join(lines)


class Poisoner:
    """ASGI middleware between the page and the server.

    Args:
        app: the server.
        policy: whether the content security policy goes through.

    Attributes:
        failing: paths that answer with a problem from now on.
        breaks_off: whether a stream ends with an event of an error instead of its last ones.
    """

    def __init__(self, app: ASGIApp, *, policy: bool) -> None:
        self._app, self.policy = app, policy
        self.failing: set[str] = set()
        self.breaks_off = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] in self.failing:
            await self._answer(send, 503, b"application/problem+json", json.dumps(poisoned({"detail": "No."})).encode())
            return
        start: Message = {}
        body = b""

        async def kept(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = dict(start["headers"])
            media = headers.get(b"content-type", b"")
            if b"event-stream" in media:
                text = poisoned_events(body.decode())
                if self.breaks_off:
                    problem = json.dumps({"detail": PAYLOAD})
                    text = f"{text.partition('event: done')[0]}event: error\ndata: {problem}\n\n"
                await self._answer(send, start["status"], media, text.encode(), start["headers"])
            elif b"json" in media and scope["path"].startswith("/api/"):
                # The encoder without meaning makes no examples.
                told = {"questions": [QUESTION]} if scope["path"] == "/api/examples" else json.loads(body)
                changed = json.dumps(poisoned(told), ensure_ascii=False).encode()
                await self._answer(send, start["status"], media, changed, start["headers"])
            else:
                await self._answer(send, start["status"], media, body, start["headers"])

        await self._app(scope, receive, kept)

    async def _answer(
        self, send: Send, status: int, media: bytes, body: bytes, headers: list[tuple[bytes, bytes]] | tuple[()] = ()
    ) -> None:
        left_out = {b"content-length", b"content-type", *([] if self.policy else [b"content-security-policy"])}
        kept = [(name, value) for name, value in headers if name.lower() not in left_out]
        await send({"type": "http.response.start", "status": status, "headers": [*kept, (b"content-type", media)]})
        sizes = itertools.cycle(PIECES if b"event-stream" in media else (1 << 20,))
        while body:
            size = next(sizes)
            await send({"type": "http.response.body", "body": body[:size], "more_body": True})
            body = body[size:]
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("stream"), "hash", create=True)
    ingest_bytes(index, TEXT, "lamp.txt", "lamp.txt", tags=("lamps",))
    ingest_bytes(index, TEXT + b" So it was.", "copy.txt", "copy.txt")
    yield index
    index.close()


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    with bind("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield address_of(listener)
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture(params=[True, False], ids=["under the policy", "without the policy"])
def poisoner(request: pytest.FixtureRequest, index: Index) -> Poisoner:
    return Poisoner(create_app(Assistant(index, threshold=0.0), ServerSettings()), policy=request.param)


def elsewhere(url: str, address: str) -> list[str]:
    return [] if url.startswith(address) else [url]


@pytest.fixture
def page(browser: Browser, poisoner: Poisoner) -> Iterator[Page]:
    """A page on which no script of a stranger may run, no dialog open and nothing be fetched from elsewhere."""
    happened: list[str] = []
    with serving(poisoner) as address:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("dialog", lambda dialog: happened.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda error: happened.append(f"error {error}"))
        context.on("request", lambda request: happened.extend(elsewhere(request.url, address)))
        yield page
        context.close()
    assert happened == []


def ask(page: Page, question: str = QUESTION) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")


def test_without_the_policy_markup_would_run(page: Page, poisoner: Poisoner) -> None:
    """What the other tests rest on: only the page's own care is left when the policy is gone."""
    page.goto("/")
    write = "(markup) => { try { document.body.innerHTML = markup; return ''; } catch (error) { return error.name; } }"
    refused = page.evaluate(write, "<img src=/nothing onerror='window.hacked=1'>")
    if poisoner.policy:
        assert refused == "TypeError"
        assert page.evaluate("window.hacked") is None
    else:
        assert refused == ""
        page.wait_for_function("window.hacked === 1")


def test_a_streamed_answer_is_words_in_every_field(page: Page) -> None:
    page.goto("/")
    # The finished answer stays away: what is shown is what came in the stream.
    page.route("**/turns/*", lambda _: None)
    ask(page)
    page.wait_for_url("**/conversations/*")
    assert "<script>window.hacked=1</script>" in (page.locator(".prose").text_content() or "")
    assert "onerror=window.hacked=2" in (page.locator(".prose a.mark").first.get_attribute("aria-label") or "")
    assert_inert(page)
    page.locator(".prose a.mark").first.hover()
    assert_inert(page)
    # The server itself wrote those of the tests before into the page, as they were asked.
    page.locator(".rail-item > a", has_text="<img src=x").first.wait_for()
    assert "<img src=x" in page.title()
    assert "<img src=x" in (page.locator("#live").text_content() or "")
    assert_inert(page)


def test_the_document_beside_the_answer_and_what_met_are_words(page: Page) -> None:
    page.goto("/")
    ask(page)
    page.locator(".exchange[data-turn]").wait_for()
    page.locator(".prose a.mark").first.click()
    page.locator("#panel-text mark").first.wait_for()
    for part in ("#panel-title", "#panel-about", "#panel-text"):
        # Of a source the last part is shown, from the payload's last stroke on.
        assert "onload=window.hacked=3>" in (page.locator(part).text_content() or ""), part
    assert_inert(page)
    page.locator("#panel-why").click()
    page.locator(".why .asked-words").wait_for()
    assert "<img src=x" in (page.locator(".why .asked-words").text_content() or "")
    assert_inert(page)


def test_problems_are_words_whether_they_come_first_or_in_the_middle(page: Page, poisoner: Poisoner) -> None:
    page.goto("/")
    poisoner.breaks_off = True
    ask(page)
    page.locator(".exchange .problem").wait_for()
    assert "<script>window.hacked=1</script>" in (page.locator(".exchange .problem").text_content() or "")
    assert_inert(page)
    poisoner.failing = {"/api/conversations/ask", "/api/conversations"}
    ask(page, "Who left?")
    page.locator(".exchange:nth-of-type(2) .problem").wait_for()
    assert "<svg/onload" in (page.locator(".exchange:nth-of-type(2) .problem").text_content() or "")
    page.locator("#rail-search").fill("lamp")
    page.locator("#rail-list p", has_text="No.").wait_for()
    assert_inert(page)


def test_the_rail_its_dialogs_and_messages_are_words(page: Page, poisoner: Poisoner) -> None:
    page.goto("/")
    ask(page)
    page.locator(".exchange[data-turn]").wait_for()
    item = page.locator(".rail-item").first
    item.locator("a", has_text="<img src=x").wait_for()
    item.hover()
    item.locator("button").click()
    page.locator(".menu button", has_text="Rename").click()
    poisoner.failing = {f"/api/conversations/{item.get_attribute('data-conversation')}"}
    item.locator("input").fill("Another title <img src=x onerror=window.hacked=8>")
    item.locator("input").press("Enter")
    page.locator(".toast", has_text="<img src=x").wait_for()
    assert_inert(page)
    item.hover()
    item.locator("button").click()
    page.locator(".menu button", has_text="Delete").click()
    page.locator("dialog h2", has_text="<img src=x").wait_for()
    assert_inert(page)


def test_uploads_their_reports_and_examples_are_words(page: Page) -> None:
    page.goto("/documents")
    name = "<img src=x onerror=window.hacked=9>.txt"
    sent: list[FilePayload] = [
        {"name": name, "mimeType": "text/plain", "buffer": TEXT + b" Truly."},
        {"name": "bad.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
    ]
    page.locator("#upload-files").set_input_files(sent)
    page.locator(".upload-row", has_text="bad.pdf").locator("text=onerror=window.hacked=2").first.wait_for()
    page.locator(".upload-row", has_text="hacked=9").wait_for()
    page.locator(".upload-row a").first.wait_for()
    assert_inert(page)
    page.goto("/")
    page.locator(".examples button", has_text="<img src=x").first.wait_for()
    assert_inert(page)


def test_rows_of_the_library_and_its_messages_are_words(page: Page, poisoner: Poisoner) -> None:
    page.goto("/documents")
    row = page.locator(".shelf-row").first
    identity = row.get_attribute("data-id")
    poisoner.failing = {f"/api/documents/{identity}"}
    page.locator(".shelf-row input[type=checkbox]").first.check()
    page.locator("#shelf-chosen [data-act=delete]").click()
    confirmed = page.locator("dialog button[value=yes]")
    if confirmed.count():
        confirmed.click()
    page.locator(".toast").wait_for()
    assert_inert(page)
