"""axe-core finds nothing on any page in any state, in both themes; and what pages weigh and forbid."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from index.store import Index

Ask = Callable[[Page, str], dict[str, Any]]
Open = Callable[..., Page]
State = Callable[[Page, Ask], None]

HARBOUR = "How many containers will the port of Puerto Almendro move a year?"
SACKS = "How many sacks of coffee burned in Las Lajas?"
HELIUM = "At which temperature does helium melt?"
MOST_BYTES = 100_000

# Of the page and all that it loads, as it is before any compression.
WEIGHTS = """() => Object.fromEntries(
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
      .filter((entry) => !entry.name.includes("/api/")).map((entry) => [entry.name, entry.decodedBodySize]))"""

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def empty(page: Page, _: Ask) -> None:
    page.locator("#welcome").wait_for()


def answered(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator(".sure summary").click()
    page.locator(".read summary").click()


def card(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator(".prose .mark").first.hover()
    page.locator("#footcard").wait_for()


def panel(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator(".prose .mark").first.click()
    page.locator("#panel-text mark").first.wait_for()


def why(page: Page, ask: Ask) -> None:
    panel(page, ask)
    page.locator("#panel-why").click()
    page.locator(".why .word").first.wait_for()


def conflict(page: Page, ask: Ask) -> None:
    ask(page, SACKS)
    page.locator(".conflict").wait_for()


def abstained(page: Page, ask: Ask) -> None:
    ask(page, HELIUM)


def rated(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator(".tools .down").click()
    page.locator(".verdict").wait_for()


def editing(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator(".tools .edit").click()


def failed(page: Page, _: Ask) -> None:
    page.locator("#question").fill("???")
    page.locator("#question").press("Enter")
    page.locator(".problem").wait_for()


def keys(page: Page, _: Ask) -> None:
    page.locator("#keys-open").click()
    page.locator("dialog.dialog").wait_for()


def menu(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator(".rail-item").first.hover()
    page.locator(".rail-item button").first.click()
    page.get_by_role("menu").wait_for()


def conversations(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.goto("/conversations")


def library(page: Page, _: Ask) -> None:
    page.goto("/documents")


def nothing_found(page: Page, _: Ask) -> None:
    page.goto("/documents?q=nothing+of+this")


def document(page: Page, ask: Ask) -> None:
    citation = ask(page, HARBOUR)["sentences"][0]["citations"][0]
    page.goto(f"/documents/{citation['document_id']}?start={citation['start']}&end={citation['end']}")


def missing(page: Page, _: Ask) -> None:
    page.goto("/documents/0000000000000000")


STATES: dict[str, State] = {
    each.__name__: each
    for each in (
        empty,
        answered,
        card,
        panel,
        why,
        conflict,
        abstained,
        rated,
        editing,
        failed,
        keys,
        menu,
        conversations,
        library,
        nothing_found,
        document,
        missing,
    )
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(open_page: Open, ask: Ask, state: str, scheme: str) -> None:
    page = open_page(color_scheme=scheme, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    STATES[state](page, ask)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], each["help"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []


@pytest.mark.parametrize("state", ["answered", "panel", "abstained", "library", "document"])
def test_axe_finds_nothing_on_a_phone(open_page: Open, ask: Ask, state: str) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    if state == "panel":
        ask(page, HARBOUR)
        page.locator(".prose .mark").first.tap()
        page.locator("#panel-text mark").first.wait_for()
    else:
        STATES[state](page, ask)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], each["help"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []


@pytest.fixture
def responses(page: Page) -> list[Response]:
    """Everything that the page is sent from now on."""
    received: list[Response] = []

    def note(response: Response) -> None:
        received.append(response)

    page.on("response", note)
    return received


@pytest.mark.parametrize("path", ["/", "/documents", "/conversations", "/documents/{id}"])
def test_a_page_is_light_and_forbids_what_it_does_not_need(
    page: Page, responses: list[Response], index: Index, path: str
) -> None:
    identity = next(document.id for document in index.documents.listed() if "harbour" in document.source)
    page.goto(path.format(id=identity), wait_until="networkidle")
    weights = page.evaluate(WEIGHTS)
    assert len(weights) > 3
    assert sum(weights.values()) < MOST_BYTES, weights
    for response in responses:
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "'unsafe-inline'" not in policy
        assert not re.search(r"https?:", policy)
        assert response.headers["x-content-type-options"] == "nosniff"


def test_the_first_paint_needs_no_script(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    for path in ("/", "/documents", "/conversations", f"/?q={HARBOUR}"):
        page.goto(path)
        assert page.locator("h1, .question").first.is_visible()
        assert page.locator("body").evaluate("(body) => getComputedStyle(body).margin") == "0px"
