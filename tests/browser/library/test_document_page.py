"""A document's own page: its text with the cited words, its versions, where it is cited, its collections, its end."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest
from playwright.sync_api import Page, expect

from index.documents import Document, Section, document_id
from index.store import Index
from tests.support.documents import ingest_bytes, remove_for_good
from web.pages.excerpts import LONGEST
from web.settings import ServerSettings

Open = Callable[..., Page]
Serve = Callable[[Index, ServerSettings], AbstractContextManager[str]]

LAMP = "# The lamp\n\nThe lamp was lit in March by Amalia Quesada.\n\n## The storm\n\nA storm broke the lens in 1954.\n"
SCRIPTS = "Scripts\n\nA line in English.\n\nمرحبا بالعالم.\n\nשלום עולם.\n\n東京の茶屋は1923年に創業。\n"
HOSTILE = "<img src=x onerror=\"window.hacked='text'\"><script>window.hacked='text'</script> \u202egnp.\u202c"
LAMP_ID, LONG_ID = document_id("lamp.md"), document_id("long.txt")


@pytest.fixture(scope="module")
def long_line() -> str:
    """Ten megabytes without a line's end, in which no two places look the same."""
    return "".join(f"w{number:07} " for number in range(10_000_000 // 9))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, long_line: str) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("page"), create=True)
    ingest_bytes(index, SCRIPTS.encode(), "scripts.txt", "scripts.txt")
    ingest_bytes(index, HOSTILE.encode(), f"{HOSTILE}.txt", f"{HOSTILE}.txt")
    # Stored and not encoded, which would take minutes: the page needs its text alone.
    index.commit([(Document("long.txt", "long", long_line, "", (Section(0, len(long_line)),)), ())])
    yield index
    index.close()


@pytest.fixture(scope="module")
def address(index: Index, serve: Serve) -> Iterator[str]:
    with serve(index, ServerSettings()) as address:
        yield address


@pytest.fixture(autouse=True)
def lamp(index: Index, address: str) -> Iterator[None]:
    ingest_bytes(index, b"The lamp was dark.", "lamp.md", "lamp.md")
    ingest_bytes(index, LAMP.encode(), "lamp.md", "lamp.md")
    httpx.put(f"{address}/api/documents/{LAMP_ID}/tags", json={"tags": ["chapel"]}).raise_for_status()
    yield
    if LAMP_ID in {document.id for document in index.documents.listed()}:
        remove_for_good(index, LAMP_ID)


def test_the_cited_words_are_marked_and_in_the_window(page: Page, index: Index) -> None:
    text = index.documents.get(LAMP_ID).text
    start = text.index("A storm")
    page.goto(f"/documents/{LAMP_ID}?start={start}&end={start + 15}#cited")
    expect(page.locator("mark")).to_have_text(text[start : start + 15])
    expect(page.locator("mark")).to_be_in_viewport()
    assert page.locator("h1").text_content() == "The lamp"
    expect(page.get_by_role("heading", name="The storm", level=2)).to_be_visible()


def test_what_is_known_of_a_document_stands_above_it(page: Page, index: Index) -> None:
    page.goto(f"/documents/{LAMP_ID}")
    about = page.locator(".document-head .about").first
    for fact in ("lamp.md", "MD", "words", f"version {index.documents.get(LAMP_ID).version}"):
        expect(about).to_contain_text(fact)
    link = page.get_by_role("link", name="Ask within this document")
    assert link.get_attribute("href") == "/?source=lamp.md"


def test_the_versions_lead_to_one_another(page: Page, index: Index) -> None:
    page.goto(f"/documents/{LAMP_ID}")
    page.get_by_text("2 versions").click()
    page.get_by_role("link", name=f"Version {index.documents.get(LAMP_ID).version - 1}").click()
    expect(page.locator(".document-text")).to_contain_text("The lamp was dark.")
    expect(page.locator(".document-older")).to_contain_text("an older version")
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    page.get_by_role("link", name="See the current one").click()
    expect(page.locator(".document-text")).to_contain_text("Amalia Quesada")


def test_answers_that_cite_a_document_are_named_on_its_page(page: Page) -> None:
    page.goto(f"/documents/{LAMP_ID}")
    expect(page.locator("#document-cited")).to_have_count(0)
    question = "Who lit the lamp in March?"
    conversation = page.request.post("/api/conversations").json()["id"]
    body = {"question": question, "stream": False, "filters": {"sources": ["lamp.md"]}}
    answer = page.request.post(f"/api/conversations/{conversation}/ask", data=body).json()
    assert answer["sentences"], answer
    page.reload()
    page.get_by_text("Cited in 1 answer").click()
    cited = page.locator("#document-cited")
    assert cited.get_by_role("link", name=question).get_attribute("href") == f"/conversations/{conversation}#turn-1"
    quote = answer["sentences"][0]["citations"][0]["quote"]
    cited.locator(".document-quote").first.click()
    expect(page.locator("mark")).to_have_text(quote)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_collections_of_a_document_are_changed_on_its_page(open_page: Open, javascript: bool) -> None:
    page = open_page(f"/documents/{LAMP_ID}", java_script_enabled=javascript)
    chips = page.locator(".document-tags .chip")
    expect(chips).to_have_text(["chapel"])
    if javascript:
        page.get_by_role("button", name="Collections").click()
        dialog = page.get_by_role("dialog", name="Collections of “The lamp”")
        dialog.get_by_role("textbox").fill("Stone")
        dialog.get_by_role("button", name="Save").click()
    else:
        page.get_by_label("Collections, with commas between them").fill("chapel, Stone")
        page.get_by_role("button", name="Save").click()
    expect(chips).to_have_text(["chapel", "stone"])
    page.reload()
    expect(chips).to_have_text(["chapel", "stone"])
    chips.nth(1).click()
    page.wait_for_url("**/documents?tag=stone")
    expect(page.locator(".shelf-title")).to_have_text(["The lamp"])


@pytest.mark.parametrize("javascript", [True, False])
def test_a_document_is_deleted_on_its_page_and_undo_brings_it_back(open_page: Open, javascript: bool) -> None:
    page = open_page(f"/documents/{LAMP_ID}", java_script_enabled=javascript)
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url(f"**/documents?removed={LAMP_ID}")
    expect(page.locator(".shelf-title").filter(has_text="The lamp")).to_have_count(0)
    assert page.request.get(f"/api/documents/{LAMP_ID}").status == 404
    expect(page.locator(".shelf-removed")).to_contain_text("“The lamp” deleted.")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(f"**/documents/{LAMP_ID}")
    expect(page.locator(".document-tags .chip")).to_have_text(["chapel"])
    expect(page.get_by_text("2 versions")).to_be_visible()


def test_every_line_has_the_direction_of_its_script(page: Page) -> None:
    page.goto(f"/documents/{document_id('scripts.txt')}")
    sides = page.evaluate(
        """() => {
          const box = document.querySelector(".document-text");
          const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          const edges = (word) => {
            walker.currentNode = box;
            while (walker.nextNode()) {
              const at = walker.currentNode.data.indexOf(word);
              if (at < 0) continue;
              const range = new Range();
              range.setStart(walker.currentNode, at);
              range.setEnd(walker.currentNode, at + word.length);
              const [mine, its] = [range.getBoundingClientRect(), box.getBoundingClientRect()];
              return mine.left - its.left < its.right - mine.right ? "left" : "right";
            }
          };
          return ["A line", "مرحبا", "שלום", "東京"].map(edges);
        }"""
    )
    assert sides == ["left", "right", "right", "left"]


def test_a_line_of_ten_megabytes_is_shown_in_parts_and_the_cited_words_with_it(page: Page, long_line: str) -> None:
    start = long_line.index("w0555555")
    page.goto(f"/documents/{LONG_ID}?version=1&start={start}&end={start + 8}#cited")
    expect(page.locator("mark")).to_have_text("w0555555")
    expect(page.locator("mark")).to_be_in_viewport()
    assert len(page.locator(".document-text").text_content() or "") <= LONGEST
    assert len(page.content()) < 2 * LONGEST


def test_the_parts_of_a_long_text_are_all_of_it(page: Page, long_line: str) -> None:
    page.goto(f"/documents/{LONG_ID}")
    seen = ""
    for _ in range(3):
        seen += page.locator(".document-text").text_content() or ""
        page.get_by_role("link", name="Part after").first.click()
    assert long_line.startswith(seen)
    assert len(seen) > 2.9 * LONGEST
    page.get_by_role("link", name="Part before").first.click()
    part = page.locator(".document-text").text_content() or ""
    # Going back leaves nothing out.
    begun = long_line.index(part)
    assert begun < len(seen) <= begun + len(part)


def test_text_and_a_name_from_a_stranger_are_shown_and_not_run(page: Page) -> None:
    page.goto(f"/documents/{document_id(f'{HOSTILE}.txt')}")
    assert "window.hacked" in page.content()
    assert "onerror" in (page.locator(".document-text").text_content() or "")
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".shelf-removed")).to_contain_text("deleted.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".document-text")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, main script").count() == 0


@pytest.mark.parametrize("width", [360, 390, 768, 1280, 2560])
def test_no_window_has_to_be_scrolled_sideways(open_page: Open, width: int) -> None:
    page = open_page(f"/documents/{LONG_ID}", viewport={"width": width, "height": 800})
    for path in (f"/documents/{LONG_ID}", f"/documents/{document_id(f'{HOSTILE}.txt')}", "/documents"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path
