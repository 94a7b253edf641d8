"""Under a path of another site, with TLS and the key, the page does in a browser what it does at the root."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from pydantic import SecretStr

from index.store import Index
from tests.support import nginx
from tests.support.documents import ingest_bytes
from tests.support.nginx import Front, fronted
from web.settings import ServerSettings

pytestmark = pytest.mark.skipif(nginx.missing(), reason="there is no nginx, or no openssl to make a certificate with")

Serve = Callable[[Index, ServerSettings], AbstractContextManager[str]]
KEY = "a key that is long enough"
LAMP = b"The keeper of the lamp at Punta Brava was Amalia Quesada."
BELL = b"The bell of the chapel at Monte Verde was cast in 1791 by Eusebio Quiros."
QUESTION = "Who was the keeper of the lamp at Punta Brava?"
PATIENCE_MS = 30_000


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Front:
    return nginx.made(tmp_path_factory.mktemp("nginx"))


@pytest.fixture(scope="module")
def site(front: Front, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The public address; the server behind it is on a Unix socket, and knows one document."""
    folder: Path = tmp_path_factory.mktemp("site")
    index = Index.open(folder / "index", "hash", create=True)
    ingest_bytes(index, LAMP, "lamp.txt", "lamp.txt")
    settings = ServerSettings(
        public_url=front.url,
        trusted_proxies=("unix",),
        socket=folder / "footnote.sock",
        api_key=SecretStr(KEY),
        threshold=0.0,
    )
    with serve(index, settings) as upstream, fronted(front, upstream):
        yield front.url
    index.close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A browser that has the key; whatever it asks for lies under the path, and no script fails."""
    context = browser.new_context(
        base_url=site,
        ignore_https_errors=True,
        http_credentials={"username": "anyone", "password": KEY},
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    asked: list[str] = []
    mistakes: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: mistakes.append(str(error.error)))
    context.on(
        "console",
        lambda message: mistakes.append(message.text) if re.search(r"Policy|404", message.text) else None,
    )
    yield context
    context.close()
    assert mistakes == []
    assert asked
    assert [url for url in asked if not url.startswith(site)] == []


@pytest.fixture
def page(context: BrowserContext, site: str) -> Page:
    page = context.new_page()
    page.goto(site)
    return page


def ask(page: Page) -> None:
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    page.locator(".exchange:not([aria-busy]) .mark").first.wait_for()


def test_a_question_is_answered_and_kept_at_its_address(page: Page, site: str) -> None:
    ask(page)
    expect(page).to_have_url(re.compile(re.escape(site) + r"conversations/[0-9a-f]{24}$"))
    page.locator(".prose .mark").first.click()
    expect(page.locator("#panel-text mark").first).to_contain_text("Amalia Quesada")
    page.locator("#panel-why").click()
    expect(page.locator(".why .asked-words")).to_be_visible()
    page.locator("#panel-whole").click()
    expect(page).to_have_url(re.compile(re.escape(site) + r"documents/[0-9a-f]{16}\?.*#cited$"))
    expect(page.locator("#cited")).to_contain_text("Amalia Quesada")
    page.go_back()
    page.reload()
    expect(page.locator(".prose .mark").first).to_be_visible()
    page.locator(".rail-item a").first.click()
    expect(page.locator(".prose .mark").first).to_be_visible()


def test_files_are_added_listed_and_deleted(page: Page, site: str) -> None:
    page.locator(".rail nav").get_by_role("link", name="Documents").click()
    page.wait_for_url(f"{site}documents")
    file: FilePayload = {"name": "bell.txt", "mimeType": "application/octet-stream", "buffer": BELL}
    page.locator("#upload-files").set_input_files([file])
    row = page.locator(".upload-row")
    expect(row).to_have_attribute("data-state", "done", timeout=PATIENCE_MS)
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile(re.escape(site) + r"documents/[0-9a-f]{16}$"))
    expect(page.locator(".document-text")).to_contain_text("Eusebio Quiros")
    page.go_back()
    page.locator("#shelf-q").fill("bell")
    expect(page).to_have_url(f"{site}documents?q=bell")
    expect(page.locator(".shelf-row")).to_have_count(1)
    page.get_by_role("button", name="Delete “").click()
    expect(page.locator(".shelf-row")).to_have_count(0)


def test_a_conversation_is_exported_and_deleted(page: Page, site: str) -> None:
    ask(page)
    address = urlsplit(page.url).path
    page.goto(f"{site}conversations")
    with page.expect_download() as export:
        page.get_by_role("link", name="Markdown").first.click()
    assert f"{site}documents/" in export.value.path().read_text(encoding="utf-8")
    expect(page.locator(f'.kept a[href="{address}"]')).to_have_count(1)
    page.locator(".kept form button").first.click()
    expect(page).to_have_url(f"{site}conversations")
    expect(page.locator(f'.kept a[href="{address}"]')).to_have_count(0)


def test_the_theme_is_kept_in_a_cookie_of_this_path_that_only_goes_by_tls(page: Page, context: BrowserContext) -> None:
    page.locator("#theme").click()
    cookies = context.cookies()
    assert [(each["name"], each["path"], each["secure"]) for each in cookies] == [("theme", "/footnote/", True)]
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", re.compile("dark|light"))


def test_asking_works_without_a_script(browser: Browser, site: str) -> None:
    credentials = {"username": "anyone", "password": KEY}
    context = browser.new_context(
        ignore_https_errors=True,
        java_script_enabled=False,
        http_credentials=credentials,  # type: ignore[arg-type]  # a dict is one
    )
    page = context.new_page()
    page.goto(site)
    page.locator("#question").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(site) + r"conversations/[0-9a-f]{24}#turn-1$"))
    page.locator(".prose .mark").first.click()
    expect(page.locator("#cited")).to_contain_text("Amalia Quesada")
    context.close()
