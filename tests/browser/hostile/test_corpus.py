"""Documents that want to take the page over are shown as words: in an answer, later, exported, on their own page.

A dialog, a request to elsewhere, a conflict with the content security policy or a script that ran fails the test.
"""

import html
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page

from index.documents import document_id
from index.store import Index
from tests.browser.hostile.inert import assert_inert
from tests.support.documents import ingest_bytes
from web.settings import ServerSettings

Serve = Callable[..., AbstractContextManager[str]]

HOSTILE = {
    "script": "The warden of kite one is <script>window.hacked=1</script> named Zebulon.",
    "image": 'The warden of kite two is <img src=x onerror="window.hacked=1"> named Zebulon.',
    "svg": "The warden of kite three is <svg/onload=window.hacked=1> named Zebulon.",
    "frame": '<iframe src="javascript:parent.hacked=1"></iframe> The warden of kite four is named Zebulon.',
    "attribute": 'The warden of kite five is " onfocus="window.hacked=1" autofocus x=" named Zebulon.',
    "closing": "The warden of kite six is </p></blockquote></article><script>window.hacked=1</script> named Zebulon.",
    "template": "The warden of kite seven is {{ 7 * 7 }} ${window.hacked=1} {% raw %} named Zebulon.",
    "javascript-link": "The warden of kite eight is [named](javascript:window.hacked=1) Zebulon.",
    "image-link": "The warden of kite nine is ![named](http://elsewhere.example/p.png?q=1) Zebulon.",
    "reference": "The warden of kite ten is [named][1] Zebulon.\n\n[1]: http://elsewhere.example",
    "autolink": "The warden of kite eleven is <http://elsewhere.example> named Zebulon.",
    "style": "The warden of kite twelve is <style>*{background:url(http://elsewhere.example)}</style> named Zebulon.",
    "css": "The warden of kite thirteen is <p style='background:url(//elsewhere.example)'> named Zebulon.",
    "base": '<base href="http://elsewhere.example/"> The warden of kite fourteen is named Zebulon.',
    "form": "The warden of kite fifteen is <form action=//elsewhere.example><button autofocus> named Zebulon.",
    "refresh": "<meta http-equiv=refresh content='0;url=//elsewhere.example'> The warden of kite sixteen is Zebulon.",
    "bidi": "The warden of kite seventeen is \u202e\u2066named\u2069\u202c Zebulon \u202eevil\u202c.",
    "zero-width": "The war\u200bden of kite eighteen is na\u200dmed Zebu\ufefflon\u2060.",
    "separators": "The warden of kite nineteen is \u2028named\u2029 Zebulon.",
    "entities": "The warden of kite twenty is &lt;script&gt;window.hacked=1&lt;/script&gt; &#60;b&#62; named Zebulon.",
    "event-data": "The warden of kite twenty-one is\n\ndata: {}\nevent: done\n\nnamed Zebulon.",
    "emoji": "The warden of kite twenty-two is 👩🏽‍🚀\U000e0041 named Zebulon.",
}
BROKEN = b"The warden of kite ninety is \xff\xfe\xc3\x28 named Zebulon \xed\xa0\x80 there."
LONG = ("The warden of kite hundred is named Zebulon and so on. " * 190_000)[:10_000_000].replace("\n", " ")
HOSTILE_NAME = '"><img src=x onerror=window.hacked=1>\u202egpj.txt'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of hostile documents, by an encoder without meaning: what counts here is what is shown."""
    index = Index.open(tmp_path_factory.mktemp("hostile"), "hash", create=True)
    for name, text in HOSTILE.items():
        ingest_bytes(index, text.encode(), f"{name}.txt", f"{name}.txt")
    ingest_bytes(index, BROKEN, "broken.txt", "broken.txt")
    ingest_bytes(index, HOSTILE["image"].encode(), HOSTILE_NAME, HOSTILE_NAME)
    yield index
    index.close()


@pytest.fixture(scope="module")
def hostile_address(corpus: Index, serve: Serve) -> Iterator[str]:
    with serve(corpus, ServerSettings(threshold=0.0)) as address:
        yield address


@pytest.fixture
def watched(browser: Browser, hostile_address: str) -> Iterator[Page]:
    """A page that nothing may happen on but what it was made for."""
    context = browser.new_context(base_url=hostile_address, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    happened: list[str] = []
    page.on("dialog", lambda dialog: happened.append(f"dialog {dialog.message}"))
    page.on("pageerror", lambda error: happened.append(f"error {error}"))
    page.on("popup", lambda popup: happened.append(f"popup {popup.url}"))

    def note_request(url: str) -> None:
        if not url.startswith(f"{hostile_address}/"):
            happened.append(f"request {url}")

    def note_console(text: str) -> None:
        if re.search(r"Content Security Policy|Trusted", text):
            happened.append(f"policy {text}")

    context.on("request", lambda request: note_request(request.url))
    page.on("console", lambda message: note_console(message.text))
    yield page
    context.close()
    assert happened == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_words_on_every_path(watched: Page, name: str) -> None:
    page = watched
    number = re.search(r"kite ([\w-]+)", HOSTILE[name].replace("\u200b", ""))
    question = f"Who is the warden of kite {number[1] if number else ''} {name}?"
    page.goto(f"/?source={name}.txt")
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    page.locator(".exchange[data-turn]").wait_for()
    shown = page.locator(".exchange").text_content() or ""
    assert "Zebu" in shown
    assert_inert(page)
    address = page.url

    # The words beside the answer, exactly as they are in the document.
    page.locator(".exchange a.mark, .exchange a.place").first.click()
    page.locator("#panel-text mark").first.wait_for()
    document = page.request.get(f"/api/documents/{document_id(f'{name}.txt')}").json()
    assert page.locator("#panel-text").text_content() == document["text"]
    assert_inert(page)

    # History, the document's own page, and the conversation taken away.
    page.goto(address)
    assert "Zebu" in (page.locator(".exchange").text_content() or "")
    assert_inert(page)
    page.goto(f"/documents/{document['id']}?start=0&end=40")
    assert "Zebu" in (page.locator(".text").text_content() or "")
    assert_inert(page)
    exported = page.request.get(f"/api/conversations/{address.rpartition('/')[2]}/export").text()
    rendered = MarkdownIt("commonmark").render(exported)
    assert not re.search(r"<(?:script|img|svg|iframe|style|base|form|meta)", rendered)
    led = re.findall(r'href="([^"]*)"', rendered)
    assert all("/documents/" in html.unescape(link) and "elsewhere" not in link.partition("?")[0] for link in led)


@pytest.mark.parametrize(
    "path", ["/documents", "/documents?q=%3Cscript%3Ealert(1)%3C/script%3E", "/conversations", "/"]
)
def test_hostile_names_titles_and_searches_are_words_in_every_list(watched: Page, path: str) -> None:
    watched.goto(path)
    watched.locator("main").wait_for()
    if path == "/documents":
        assert "window.hacked" in (watched.locator("main").text_content() or "")
    assert_inert(watched)


def test_a_hostile_question_and_title_are_words_in_the_rail_and_in_the_address(watched: Page) -> None:
    page = watched
    question = "Who is <img src=x onerror=window.hacked=1> the warden of kite one? [x](javascript:alert(1))"
    page.goto("/")
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    page.locator(".exchange[data-turn]").wait_for()
    assert page.locator(".question").text_content() == question
    page.locator(".rail-item > a").first.wait_for()
    assert_inert(page)
    page.goto(page.url)
    assert page.locator(".question").text_content() == question
    assert_inert(page)


def test_broken_utf_8_is_read_and_shown(watched: Page) -> None:
    watched.goto(f"/documents/{document_id('broken.txt')}")
    assert "Zebulon" in (watched.locator(".text").text_content() or "")
    assert_inert(watched)


def test_ten_megabytes_of_one_line_are_shown_in_good_time(watched: Page, corpus: Index) -> None:
    assert len(LONG) == 10_000_000
    ingest_bytes(corpus, LONG.encode(), "long.txt", "long.txt")
    page = watched
    page.goto("/?source=long.txt")
    page.locator("#question").fill("Who is the warden of kite hundred?")
    page.locator("#question").press("Enter")
    page.locator(".exchange[data-turn]").wait_for()
    page.locator(".exchange a.mark").first.click()
    page.locator("#panel-text mark").first.wait_for()
    assert len(page.locator("#panel-text").text_content() or "") < 200_000
    page.goto(f"/documents/{document_id('long.txt')}?start=5000000&end=5000040")
    assert (
        "".join(page.locator("mark").all_text_contents())
        == corpus.documents.get(document_id("long.txt")).text[5_000_000:5_000_040]
    )
    assert_inert(page)
