"""Words of documents are in their own language and direction: for voices, for fonts, for the order of reading."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from index.documents import document_id
from index.store import Index
from tests.support.documents import ingest_bytes
from web.settings import ServerSettings

Ask = Callable[[Page, str], dict[str, Any]]
TEXTS = {
    "ferry.txt": "The ferry\n\nThe ferry of Port Sorrel leaves at seven in the morning and comes back at noon.",
    "faro.txt": "El faro\n\nEl guardián del faro de Punta Brava se llamaba Amalio y vivió allí durante treinta años.",
    "茶馆.txt": "东京的茶馆\n\n东京的茶馆于一九二三年开业，店主亲自为第一位客人倒了第一杯茶，客人从各地赶来。",
    "مرفأ.txt": "مرفأ المدينة\n\nوصلت السفينة الكبيرة إلى مرفأ المدينة في صباح يوم الأحد، وكان البحارة متعبين جدا.",
}
ASKED = {
    "ferry.txt": "When does the ferry of Port Sorrel leave?",
    "faro.txt": "¿Cómo se llamaba el guardián del faro de Punta Brava?",
    "茶馆.txt": "东京的茶馆于哪一年开业？",
    "مرفأ.txt": "متى وصلت السفينة الكبيرة إلى مرفأ المدينة؟",
}
LANGUAGE = {"ferry.txt": None, "faro.txt": "es", "茶馆.txt": "zh", "مرفأ.txt": "ar"}
WALK = """(article) => [...article.querySelectorAll(".sentence, blockquote, .place, .excerpt")]
  .map((found) => [found.className, found.getAttribute("lang"), found.textContent.trim()])"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("languages"), create=True)
    for name, text in TEXTS.items():
        ingest_bytes(index, text.encode(), name, name)
    yield index
    index.close()


@pytest.fixture(scope="module")
def address(index: Index, serve: Callable[..., Any]) -> Iterator[str]:
    # Every question is answered: the encoder that ships knows English alone.
    with serve(index, ServerSettings(threshold=0.0)) as address:
        yield address


@pytest.mark.parametrize("name", TEXTS)
def test_cited_words_are_in_the_language_of_their_document(page: Page, ask: Ask, name: str) -> None:
    answer = ask(page, ASKED[name])
    assert answer["sentences"][0]["citations"][0]["source"] == name
    first = page.locator(".footnotes li").first
    for words in (page.locator(".sentence").first, first.locator("blockquote"), first.locator("a.place")):
        assert words.get_attribute("lang") == LANGUAGE[name]
    page.locator(".prose .mark").first.click()
    expect(page.locator("#panel-text mark").first).to_be_visible()
    assert page.locator("#panel-text").get_attribute("lang") == LANGUAGE[name]
    page.locator("#panel-why").click()
    expect(page.locator(".met-text")).to_be_visible()
    assert page.locator(".met-text").get_attribute("lang") == LANGUAGE[name]
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    by_script = page.locator(".exchange").evaluate(WALK)
    page.reload()
    assert page.locator(".exchange").evaluate(WALK) == by_script


def test_the_panel_follows_from_one_language_to_the_next(page: Page, ask: Ask) -> None:
    for name in TEXTS:
        ask(page, ASKED[name])
    for place, name in enumerate(TEXTS, start=1):
        page.locator(f".exchange:nth-of-type({place}) .prose .mark").first.click()
        expect(page.locator("#panel-title")).to_have_text(TEXTS[name].split("\n")[0])
        assert page.locator("#panel-text").get_attribute("lang") == LANGUAGE[name]


@pytest.mark.parametrize("name", TEXTS)
def test_a_document_reads_in_its_own_direction(page: Page, name: str) -> None:
    page.goto(f"/documents/{document_id(name)}?start=0&end=8")
    text, title = page.locator(".document-text"), page.locator("h1")
    for part in (text, title):
        assert part.get_attribute("lang") == LANGUAGE[name]
        assert part.evaluate("(part) => getComputedStyle(part).direction") == ("rtl" if name == "مرفأ.txt" else "ltr")
    # The marked words stand at the side where their line begins.
    mark, box = page.locator("mark").first.bounding_box(), text.bounding_box()
    assert mark is not None
    assert box is not None
    ends = {"rtl": (mark["x"] + mark["width"], box["x"] + box["width"]), "ltr": (mark["x"], box["x"])}
    here, there = ends["rtl" if name == "مرفأ.txt" else "ltr"]
    assert abs(here - there) < 8


def test_a_list_names_each_document_in_its_language(page: Page) -> None:
    page.goto("/documents")
    found = page.locator(".shelf-title").evaluate_all("(all) => all.map((each) => [each.textContent, each.lang])")
    assert dict(found) == {TEXTS[name].split("\n")[0]: LANGUAGE[name] or "" for name in TEXTS}
