"""A real Chromium on a real server, with the bundled encoder and the seeds."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from pydantic import SecretStr

from index.folders.sync import sync_paths
from index.store import Index
from rag.asking.assistant import Assistant
from tests.support.documents import ingest_bytes
from tests.support.nginx import NAME
from web.app import create_app
from web.server.run import address_of, listening, make_server
from web.settings import ServerSettings

PATIENCE_SECONDS = 30
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The name of the site behind nginx is this machine.
    f"--host-resolver-rules=MAP {NAME} 127.0.0.1",
)

TEA = """The paper lantern 🏮🏮

🍵 In 東京, the tea house of the paper lantern was founded in 1923 by 𝒜delaide Okonkwo 👩🏽‍🍳, a retired acrobat.

Its roof is made of 4,000 cedar shingles.
"""
HOSTILE_TEXT = (
    "The beekeeper Ximena Waldorf keeps <img src=x onerror=\"window.hacked='image'\"> nineteen hives"
    " <script>window.hacked='script'</script> behind the chapel. "
    "[Click](javascript:window.hacked='link') <svg/onload=window.hacked='svg'>\n"
)
HOSTILE_NAME = "<b onmouseover=window.hacked='name'>hives.txt"


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    sync_paths(index, [project_root / "seeds"])
    ingest_bytes(index, TEA.encode(), "lantern.txt", "lantern.txt")
    ingest_bytes(index, HOSTILE_TEXT.encode(), HOSTILE_NAME, HOSTILE_NAME)
    yield index
    index.close()


@contextmanager
def serving(index: Index, settings: ServerSettings) -> Iterator[str]:
    """Serve in a thread of this process; the value is the address."""
    # On a free port, but where the settings name a socket.
    with listening(settings.model_copy(update={"host": "127.0.0.1", "port": 0})) as listener:
        app = create_app(Assistant(index, threshold=settings.threshold), settings)
        server = make_server(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield address_of(listener)
        finally:
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def serve() -> Callable[[Index, ServerSettings], AbstractContextManager[str]]:
    """Serve an index of a test's own."""
    return serving


@pytest.fixture(scope="session")
def address(index: Index) -> Iterator[str]:
    with serving(index, ServerSettings()) as address:
        yield address


@pytest.fixture
def locked_address(index: Index) -> Iterator[str]:
    """Where a server is that asks for the key “open sesame”."""
    with serving(index, ServerSettings(api_key=SecretStr("open sesame"))) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    executable = next((found for name in names if (found := shutil.which(name))), None)
    assert executable, f"No Chromium: install one of {', '.join(names)} (tests/install_programs.sh does)"
    browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the page in a context of its own; at the end no script has failed and nothing left the host."""
    contexts = []
    mistakes: list[str] = []
    requests: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on("dialog", lambda dialog: mistakes.append(dialog.message))
        context.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: _note_refusal(message.text, mistakes))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert mistakes == []
    assert requests
    assert [url for url in requests if not url.startswith(f"{address}/")] == []


def _note_refusal(text: str, mistakes: list[str]) -> None:
    """Keep what the browser says of the content security policy: our own pages never come into conflict with it."""
    if re.search(r"Content Security Policy|TrustedHTML|TrustedScript", text):
        mistakes.append(text)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")


@pytest.fixture(scope="session")
def ask() -> Callable[[Page, str], dict[str, Any]]:
    """Ask on the page by keyboard, and return the answer that the API gives to the same question."""

    def ask(page: Page, question: str) -> dict[str, Any]:
        count = page.locator(".exchange").count()
        page.locator("#question").fill(question)
        page.locator("#question").press("Enter")
        page.locator(f".exchange:nth-of-type({count + 1}):not([aria-busy])").wait_for()
        answer: dict[str, Any] = page.request.post("/api/ask", data={"question": question}).json()
        return answer

    return ask
