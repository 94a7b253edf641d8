"""A reader checks an answer: cards, the words in their document, one citation after another, and how sure it is."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

Ask = Callable[[Page, str], dict[str, Any]]

HARBOUR = "How many containers will the port of Puerto Almendro move a year?"
MANGROVE = "How much mangrove has to be replanted to make up for what is cleared?"
SACKS = "How many sacks of coffee burned in Las Lajas?"
HELIUM = "At which temperature does helium melt?"
DOCUMENT = re.compile(r"/api/documents/[0-9a-f]{16}\?")


def cited(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the citations of an answer, each span once, in the order of their numbers."""
    found = {(c["document_id"], c["start"], c["end"]): c for s in answer["sentences"] for c in s["citations"]}
    return list(found.values())


def marked(page: Page) -> str:
    return "".join(page.locator("#panel-text mark").all_inner_texts())


def test_a_mark_that_is_pointed_at_shows_its_words_and_their_place(page: Page, ask: Ask) -> None:
    citation = cited(ask(page, HARBOUR))[0]
    card = page.locator("#footcard")
    page.locator(".prose .mark").first.hover()
    expect(card).to_be_visible()
    expect(card.locator("blockquote")).to_contain_text(" ".join(citation["quote"].split()[:2]))
    expect(card.locator(".where")).to_contain_text(citation["title"])
    expect(card.locator(".where")).to_contain_text("14 February 2025")
    # It can be pointed at itself (WCAG 2.2, 1.4.13), and Escape takes it away.
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.locator(".prose .mark").first.hover()
    expect(card).to_be_visible()
    page.mouse.move(5, 790)
    expect(card).to_be_hidden()


def test_a_mark_with_the_focus_shows_its_card_and_is_described_by_it(page: Page, ask: Ask) -> None:
    citation = cited(ask(page, HARBOUR))[0]
    page.locator("#question").focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.prose .mark')"):
            break
    described = page.locator(":focus").get_attribute("aria-describedby")
    assert described
    expect(page.locator(f"#{described} blockquote")).not_to_be_empty()
    assert " ".join(citation["quote"].split()[:2]) in page.locator(".footnotes").inner_text()


def test_a_card_leads_to_the_words(page: Page, ask: Ask) -> None:
    citation = cited(ask(page, HARBOUR))[0]
    page.locator(".prose .mark").first.hover()
    page.locator("#footcard .place").click()
    page.locator("#panel-text mark").first.wait_for()
    assert marked(page) == citation["quote"]
    expect(page.locator("#footcard")).to_be_hidden()


def test_n_and_p_walk_through_all_citations_and_round(page: Page, ask: Ask) -> None:
    citations = cited(ask(page, MANGROVE))
    assert len(citations) > 1
    page.locator("#main h2").first.click()
    seen = []
    for place in (*range(len(citations)), 0):
        page.keyboard.press("n")
        expect(page.locator("#panel-count")).to_have_text(f"{place + 1} of {len(citations)}")
        page.locator("#panel-text mark").first.wait_for()
        expect(page.locator("#panel-text mark").first).to_have_text(citations[place]["quote"].split("\n")[0])
        seen.append(marked(page))
    assert seen == [*(citation["quote"] for citation in citations), citations[0]["quote"]]
    page.keyboard.press("p")
    expect(page.locator("#panel-count")).to_have_text(f"{len(citations)} of {len(citations)}")
    page.locator("#panel-next").click()
    expect(page.locator("#panel-count")).to_have_text(f"1 of {len(citations)}")


def test_what_cannot_be_opened_leaves_alone_what_was_opened_since(page: Page, ask: Ask) -> None:
    ask(page, SACKS)
    held: list[Route] = []
    page.route(DOCUMENT, lambda route: route.continue_() if held else held.append(route))
    page.locator("#main h2").first.click()
    page.keyboard.press("n")
    expect(page.locator("#panel-text")).to_have_text("Opening…")
    while not page.locator("#panel-text mark").count():  # the next one may be in the same document
        page.keyboard.press("n")
        page.wait_for_timeout(500)
    shown = marked(page)
    with page.expect_event("requestfailed"):
        held[0].abort()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert marked(page) == shown != ""


def test_o_opens_the_cited_document_at_the_words(page: Page, ask: Ask) -> None:
    citation = cited(ask(page, HARBOUR))[0]
    page.locator("#main h2").first.click()
    page.keyboard.press("n")
    page.locator("#panel-text mark").first.wait_for()
    page.keyboard.press("o")
    page.wait_for_url(f"**/documents/{citation['document_id']}?**")
    assert "".join(page.locator("mark").all_inner_texts()) == citation["quote"]


def test_the_passages_that_were_read_are_walked_through_too(page: Page, ask: Ask) -> None:
    answer = ask(page, HARBOUR)
    page.locator(".read summary").click()
    page.locator(".passages .place").first.click()
    expect(page.locator("#panel-count")).to_have_text(f"1 of {len(answer['passages'])}")
    page.locator("#panel-text mark").first.wait_for()
    assert marked(page) == answer["passages"][0]["text"]


def test_why_this_passage_draws_which_words_met(page: Page, ask: Ask) -> None:
    citation = cited(ask(page, HARBOUR))[0]
    body = {"question": HARBOUR, **{key: citation[key] for key in ("document_id", "version", "start", "end")}}
    found = page.request.post("/api/alignment", data=body).json()
    assert found["matches"]
    page.locator(".prose .mark").first.click()
    page.locator("#panel-text mark").first.wait_for()
    page.locator("#panel-why").click()
    box = page.locator(".why")
    expect(box.locator(".met-text")).to_have_text(citation["quote"])
    assert box.locator(".word").all_inner_texts() == [word["text"] for word in found["words"]]
    assert box.locator("path").count() == len(found["matches"])
    number = found["matches"][0]["word"]
    box.locator(f".word[data-word='{number}']").focus()
    expect(box.locator(f".met[data-word~='{number}']").first).to_have_class("met lit")
    page.keyboard.press("w")
    expect(box).to_have_count(0)
    expect(page.locator("#panel-why")).to_have_attribute("aria-expanded", "false")


def test_confidence_is_said_in_words_and_its_number_on_demand(page: Page, ask: Ask) -> None:
    answer = ask(page, SACKS)
    number = page.locator(".sure p")
    expect(number).to_be_hidden()
    page.locator(".sure summary").click()
    expect(number).to_contain_text(f"{round(100 * answer['confidence'])} %")
    expect(page.locator(".sure summary")).to_contain_text("The documents")


def test_what_nothing_covers_is_marked_in_the_question(page: Page, ask: Ask) -> None:
    answer = ask(page, HELIUM)
    assert answer["uncovered"] == ["helium"]
    expect(page.locator(".question .uncovered")).to_have_text("helium")
    expect(page.locator(".question")).to_have_text(HELIUM)
    expect(page.locator(".next a")).to_have_attribute("href", "/documents")


@pytest.mark.parametrize("key", ["n", "o", "w", "c", "e", "d", "t", "?"])
def test_letters_are_letters_while_something_is_typed(page: Page, key: str) -> None:
    page.locator("#question").press_sequentially(f"a{key}b")
    expect(page.locator("#question")).to_have_value(f"a{key}b")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith("/")
