"""No character that a document hides changes what the page displays, and its text is what it was, to the code point.

Where a digit is displayed is asked of the browser itself.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from index.documents import Document, Section, document_id
from index.folders.ingest import ingest_documents
from index.hardening.legibility import divided, hidden, visible
from index.store import Index
from web.settings import ServerSettings

Serve = Callable[..., AbstractContextManager[str]]

TEXT = (
    "The yard employed \u202e412\u202c workers in spring, \u2067from 10 to 20\u2069 in autumn, and"
    " 4\u200b7\U000e0068\U000e0069 at sea.\n\nIt was sold in May; \u2066\u202e987"
)
HEBREW = "המפעל העסיק \u200e412\u200e עובדים באביב, והמנהל 👩🏽\u200d🚀 היה מרוצה."
TITLE = "The yard \u202e412\u202c and \x1b[31m4\u200b7"
SOURCE = "yard\u202e412.txt"
CASES = [
    TEXT,
    HEBREW,
    TITLE,
    "می\u200cخواهم",
    "क्\u200dष",
    "na\u200dmed Auf\u200cl 4\u200d1 ٤\u200d١",
    "1\ufe0f\u20e3 4\ufe0f1 😀\ufe0f\ufe0e 葛\U000e0100城",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f 🏴\U000e0067",
    "10\u200f-\u200f20 \u061cא\u200f",
    "1\u00ad0 wor\u00add ปี\u200b25 1\u200b.5",
    "a\x00b\x1bc\x85d\u2028e\tf\ng\rh",
    "x\u200b\u200b\u200b\u200b\u200by \u3164\ufff9\U0001d173",
    "\u202e",
    "\u200f",
    "",
]
DISPLAYED = """(root, characters) => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const places = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.data.length; at += 1) {
      if (!characters.includes(node.data[at])) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const { left, top, width } = range.getBoundingClientRect();
      if (width) places.push([Math.round(top / 8), left, node.data[at]]);
    }
  }
  return places.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , character]) => character).join("");
}"""
"""The digits of an element, in the order in which they are displayed: from line to line, from left to right."""


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("yard"), "hash", create=True)
    documents = [(SOURCE, TITLE, TEXT), ("hebrew.txt", "המפעל", HEBREW)]
    ingest_documents(
        index,
        [
            Document(source, title, text, str(number) * 64, (Section(0, len(text)),))
            for number, (source, title, text) in enumerate(documents)
        ],
    )
    yield index
    index.close()


@pytest.fixture
def page(browser: Browser, yard: Index, serve: Serve) -> Iterator[Page]:
    with serve(yard, ServerSettings(threshold=0.0)) as address:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
        context.set_default_timeout(30_000)
        yield context.new_page()
        context.close()


def displayed(part: Locator, characters: str = "0123456789") -> str:
    order: str = part.evaluate(DISPLAYED, characters)
    return order


def test_digits_are_displayed_in_the_order_that_they_are_written_in(page: Page) -> None:
    page.goto("/")
    page.locator("#question").fill("How many workers did the yard employ in spring?")
    page.locator("#question").press("Enter")
    page.locator(".exchange[data-turn]").wait_for()
    quote = page.locator(".footnotes blockquote").first
    for _ in ("as it came", "from history"):
        assert "\u202e412\u202c" in (quote.text_content() or "")
        # The sentence says the whole of it; the footnote the first of its words, and those around it.
        sentence = page.locator(".prose .sentence").first
        assert displayed(quote).startswith("412")
        assert displayed(sentence).startswith("4121020")
        names = sentence.locator(".control").evaluate_all("(all) => all.map((each) => each.dataset.names)")
        assert names[:4] == ["U+202E", "U+202C", "U+2067", "U+2069"]
        assert "202E" in quote.locator(".control").first.evaluate(
            "(each) => getComputedStyle(each, '::before').content"
        )
        page.reload()


def test_the_text_is_the_documents_to_the_code_point_wherever_it_is_shown(page: Page) -> None:
    page.goto(f"/documents/{document_id(SOURCE)}?start=0&end=40")
    assert page.locator(".document-text").text_content() == TEXT
    assert displayed(page.locator(".document-text")) == "412102047987"
    page.goto("/")
    page.locator("#question").fill("How many workers did the yard employ in spring?")
    page.locator("#question").press("Enter")
    page.locator(".exchange[data-turn]").wait_for()
    page.locator(".footnotes a.place").first.click()
    page.locator("#panel-text mark").first.wait_for()
    assert page.locator("#panel-text").text_content() == TEXT
    assert displayed(page.locator("#panel-text")) == "412102047987"
    assert displayed(page.locator("#panel-title")) == "412" + "314" + "7"


def test_names_in_lists_titles_and_attributes_are_legible(page: Page) -> None:
    for path in ("/documents", f"/documents/{document_id(SOURCE)}"):
        page.goto(path)
        assert page.locator("main :is(.shelf-title, h1)", has_text="yard").first.text_content() == visible(TITLE)
        assert not hidden(page.title())
        read = "(all) => all.flatMap((e) => ['title', 'aria-label', 'alt'].map((name) => e.getAttribute(name) ?? ''))"
        assert [each for each in page.locator("*").evaluate_all(read) if hidden(each)] == []
        shown = page.locator("main bdi[title]", has_text="yard")
        assert shown.first.text_content() == visible(SOURCE)


def test_a_source_that_is_chosen_is_sent_as_it_is(page: Page) -> None:
    page.goto("/documents")
    page.locator(".shelf-row", has_text="yard").locator(".shelf-ask").click()
    page.locator("#question").fill("How many workers did the yard employ in spring?")
    page.locator("#send").click()
    page.locator(".exchange[data-turn] .footnotes").wait_for()
    assert page.locator("#narrowed input[name=source]").input_value() == SOURCE


def test_text_from_right_to_left_and_emoji_have_nothing_marked(page: Page) -> None:
    page.goto(f"/documents/{document_id('hebrew.txt')}")
    assert page.locator(".document-text").text_content() == HEBREW
    assert page.locator(".control").count() == 0
    assert displayed(page.locator(".document-text")) == "412"


def test_page_and_server_find_the_same(page: Page) -> None:
    page.goto("/")
    ours = """async (texts) => { const { visible } = await import('/static/common/legibility.js');
        return texts.map(visible); }"""
    assert page.evaluate(ours, CASES) == [visible(text) for text in CASES]
    parts = """async (texts) => { const { shown } = await import('/static/common/legibility.js');
      return texts.map((text) => shown(text).map((part) => part.textContent ?? part)); }"""
    expected = [[part for pair in divided(text) for part in pair if part] for text in CASES]
    assert page.evaluate(parts, CASES) == expected


def test_everything_that_unicode_ignores_or_that_turns_text_round_is_found(page: Page) -> None:
    """Chromium's own tables of Unicode are the oracle: Default_Ignorable_Code_Point, Bidi_Control, Cc and Cf."""
    page.goto("/")
    listed: list[Any] = page.evaluate(
        """() => Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => !(code >= 0xd800 && code < 0xe000)
          && /[\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}\\p{Cc}]/u.test(String.fromCodePoint(code)))"""
    )
    assert len(listed) > 4_000
    assert [hex(code) for code in listed if not hidden(f"4{chr(code)}12")] == ["0x9", "0xa"]
