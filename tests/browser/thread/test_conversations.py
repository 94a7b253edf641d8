"""Conversations stay: at their address, in the rail, renamed, searched, exported, deleted; and answers can be used."""

import datetime
import json
import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from index.store import Index

Ask = Callable[[Page, str], dict[str, Any]]
Open = Callable[..., Page]

HARBOUR = "How many containers will the port of Puerto Almendro move a year?"
SACKS = "How many sacks of coffee burned in Las Lajas?"
WATCHMAN = "Who was the night watchman at the warehouse?"
HELIUM = "At which temperature does helium melt?"


@pytest.fixture(autouse=True)
def forgotten(page: Page) -> None:
    """Delete what other tests have asked."""
    for each in page.request.get("/api/conversations?limit=1000").json()["conversations"]:
        page.request.delete(f"/api/conversations/{each['id']}")


def conversation_of(page: Page) -> str:
    page.wait_for_url(re.compile("/conversations/[0-9a-f]{24}$"))
    return page.url.rpartition("/")[2]


def kept(page: Page) -> list[dict[str, Any]]:
    turns: list[dict[str, Any]] = page.request.get(f"/api/conversations/{conversation_of(page)}").json()["turns"]
    return turns


def test_a_conversation_has_an_address_at_which_it_stays_as_it_was(page: Page, ask: Ask) -> None:
    for question in (HARBOUR, HELIUM):
        ask(page, question)
    address = f"/conversations/{conversation_of(page)}"
    before = page.locator(".exchange .prose").all_inner_texts()
    page.goto(address)
    assert page.locator(".exchange .prose").all_inner_texts() == before
    assert page.locator(".exchange .question").all_inner_texts() == [HARBOUR, HELIUM]
    expect(page).to_have_title(re.compile("^How many containers will the port"))
    # And it goes on there.
    ask(page, WATCHMAN)
    assert [turn["question"] for turn in kept(page)] == [HARBOUR, HELIUM, WATCHMAN]
    assert page.url.endswith(address)


def test_a_question_may_lean_on_the_one_before_and_says_how_it_was_meant(page: Page, ask: Ask) -> None:
    ask(page, WATCHMAN)
    ask(page, "And how old was he?")
    turn = kept(page)[1]
    assert turn["answer"]["settings"]["history"][0]["question"] == WATCHMAN
    assert turn["answer"]["standalone_question"]
    expect(page.locator(".meant")).to_have_text(f"Looked up: {turn['answer']['standalone_question']}")


def test_the_rail_has_what_was_asked_and_leads_back_to_it(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    first = conversation_of(page)
    item = page.locator(f".rail-item[data-conversation='{first}'] > a")
    expect(item).to_have_attribute("aria-current", "page")
    page.locator(".rail nav a").first.click()
    page.wait_for_url("**/")
    ask(page, SACKS)
    assert page.locator(".rail-item > a").all_inner_texts() == [SACKS, HARBOUR]
    item.click()
    expect(page.locator(".exchange .question")).to_have_text(HARBOUR)


def test_the_rail_is_searched_while_one_types(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.goto("/")
    answer = ask(page, SACKS)
    page.locator("#rail-search").fill(answer["answer"].split()[0] + " " + answer["answer"].split()[1])
    expect(page.locator(".rail-item > a")).to_have_text([SACKS])
    page.locator("#rail-search").fill("nothing of this")
    expect(page.locator("#rail-list p")).to_contain_text("nothing of this")
    page.locator("#rail-search").fill("")
    expect(page.locator(".rail-item")).to_have_count(2)


def menu(page: Page, words: str) -> None:
    page.locator(".rail-item").first.hover()
    page.locator(".rail-item button").first.click()
    page.get_by_role("menuitem", name=words).click()


def test_a_conversation_is_renamed_by_keyboard(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    menu(page, "Rename")
    page.locator(".rail-item input").fill("The <i>harbour</i>")
    page.keyboard.press("Enter")
    expect(page.locator(".rail-item > a")).to_have_text("The <i>harbour</i>")
    assert page.request.get("/api/conversations").json()["conversations"][0]["title"] == "The <i>harbour</i>"
    menu(page, "Rename")
    page.keyboard.type("not this")
    page.keyboard.press("Escape")
    expect(page.locator(".rail-item > a")).to_have_text("The <i>harbour</i>")


def test_a_conversation_is_deleted_when_one_is_sure(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    menu(page, "Delete")
    expect(page.locator("dialog.dialog")).to_contain_text("for good")
    page.locator("dialog.dialog").get_by_role("button", name="Cancel").click()
    expect(page.locator(".rail-item")).to_have_count(1)
    menu(page, "Delete")
    page.locator("dialog.dialog").get_by_role("button", name="Delete").click()
    page.wait_for_url("**/")
    expect(page.locator(".rail-item")).to_have_count(0)
    assert page.request.get("/api/conversations").json()["total"] == 0


@pytest.mark.parametrize(("words", "extension"), [("Export as Markdown", ".md"), ("Export as JSON", ".json")])
def test_a_conversation_is_taken_away(page: Page, ask: Ask, words: str, extension: str) -> None:
    answer = ask(page, HARBOUR)
    with page.expect_download() as download:
        menu(page, words)
    assert download.value.suggested_filename.endswith(extension)
    text = download.value.path().read_text(encoding="utf-8")
    quote = answer["sentences"][0]["citations"][0]["quote"]
    assert quote in text or json.dumps(quote, ensure_ascii=False)[1:-1] in text


def test_editing_a_question_asks_again_in_its_place(page: Page, ask: Ask) -> None:
    for question in (HARBOUR, SACKS):
        ask(page, question)
    page.locator(".exchange").first.locator(".tools .edit").click()
    expect(page.locator("#question")).to_have_value(HARBOUR)
    expect(page.locator("#editing")).to_contain_text("what was asked after it goes too")
    page.locator("#question").fill(WATCHMAN)
    page.locator("#question").press("Enter")
    expect(page.locator(".exchange .question")).to_have_text([WATCHMAN])
    assert [(turn["number"], turn["question"]) for turn in kept(page)] == [(3, WATCHMAN)]
    expect(page.locator("#editing")).to_have_count(0)


def test_editing_can_be_left(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator("#main h2").first.click()
    page.keyboard.press("e")
    expect(page.locator("#question")).to_have_value(HARBOUR)
    page.locator("#editing button").click()
    expect(page.locator("#question")).to_have_value("")
    ask(page, SACKS)
    assert [turn["question"] for turn in kept(page)] == [HARBOUR, SACKS]


def test_an_answer_is_copied_with_its_citations(browser: Browser, address: str, ask: Ask) -> None:
    context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/")
    answer = ask(page, HARBOUR)
    page.locator("#main h2").first.click()
    page.keyboard.press("c")
    expect(page.locator(".toast")).to_contain_text("copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"## {HARBOUR}\n\n")
    # The sentence is the quote, which is not said twice.
    assert "[^1]: [" in text
    assert f"{address}/documents/{answer['sentences'][0]['citations'][0]['document_id']}" in text
    page.locator(".tools .link").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).endsWith('#turn-1')")
    context.close()


def test_a_thumb_up_is_kept_and_taken_back(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    up = page.locator(".tools .up")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    assert kept(page)[0]["feedback"]["rating"] == "up"
    page.reload()
    expect(page.locator(".tools .up")).to_have_attribute("aria-pressed", "true")
    page.locator(".tools .up").click()
    expect(page.locator(".tools .up")).to_have_attribute("aria-pressed", "false")
    assert kept(page)[0]["feedback"] is None


def test_a_thumb_down_has_a_reason_that_evaluation_reads(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator(".tools .down").click()
    page.get_by_label("The documents do not say this").check()
    page.locator(".verdict input[type=text]").fill("only parts of it")
    page.locator(".verdict").get_by_role("button", name="Send").click()
    expect(page.locator(".tools .down")).to_have_attribute("aria-pressed", "true")
    (line,) = page.request.get("/api/feedback").text().splitlines()
    case = json.loads(line)
    assert (case["question"], case["answerable"], case["spans"]) == (HARBOUR, False, [])
    assert case["reason"] == "The documents do not say this: only parts of it"


def test_the_server_and_the_script_group_conversations_alike(page: Page, index: Index) -> None:
    for days in (0, 1, 2, 7, 8, 400):
        conversation = page.request.post("/api/conversations", data={"title": f"{days} days ago"}).json()["id"]
        page.request.post(f"/api/conversations/{conversation}/ask", data={"question": HARBOUR})
        moment = datetime.datetime.now().astimezone() - datetime.timedelta(days=days)
        with sqlite3.connect(index.folder / "history.sqlite") as connection:
            values = (moment.astimezone(datetime.UTC).isoformat(), conversation)
            connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", values)
        connection.close()
    page.goto("/")
    sections = page.locator("#rail-list section")
    titles = "(all) => all.map((each) => [...each.querySelectorAll('h2, a')].map((part) => part.textContent))"
    by_server = sections.evaluate_all(titles)
    assert by_server == [
        ["Today", "0 days ago"],
        ["Yesterday", "1 days ago"],
        ["Last seven days", "2 days ago", "7 days ago"],
        ["Older", "8 days ago", "400 days ago"],
    ]
    page.locator("#rail-search").fill("400")
    expect(page.locator(".rail-item")).to_have_count(1)
    page.locator("#rail-search").fill("")
    expect(page.locator(".rail-item")).to_have_count(6)
    assert sections.evaluate_all(titles) == by_server


def test_an_answer_can_be_asked_of_one_document_or_collection(page: Page, ask: Ask, index: Index) -> None:
    source = next(document.source for document in index.documents.listed() if "harbour" in document.source)
    page.goto(f"/?source={source}")
    expect(page.locator("#narrowed .chip")).to_contain_text("harbour-expansion.md")
    ask(page, SACKS)
    (turn,) = kept(page)
    assert turn["answer"]["settings"]["sources"] == [source]
    assert {passage["source"] for passage in turn["answer"]["passages"]} == {source}
    expect(page.locator(".exchange .scope")).to_contain_text("harbour-expansion.md")
    page.locator("#narrowed a").click()
    expect(page.locator("#narrowed .chip")).to_have_count(0)
    ask(page, SACKS)
    assert kept(page)[1]["answer"]["settings"]["sources"] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_an_author_is_chosen_beside_the_question_and_taken_off_again(open_page: Open, ask: Ask, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    authors = page.get_by_label("Whose documents may answer")
    authors.select_option("Isaura Menocal")
    chip = page.locator("#narrowed .chip")
    expect(chip).to_have_text("By Isaura Menocal✕")
    authors.select_option("Benicio Arguello")
    expect(chip).to_have_text("By Benicio Arguello✕")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ask(page, HARBOUR)
    (turn,) = kept(page)
    assert turn["answer"]["settings"]["authors"] == ["Benicio Arguello"]
    assert {name for passage in turn["answer"]["passages"] for name in passage["authors"]} == {"Benicio Arguello"}
    expect(page.locator(".exchange .scope")).to_have_text("by Benicio Arguello")
    page.get_by_role("link", name="Remove: Benicio Arguello").click()
    expect(chip).to_have_count(0)
    expect(authors).to_have_value("")
    ask(page, HARBOUR)
    assert kept(page)[1]["answer"]["settings"]["authors"] == []


def test_conversations_work_without_javascript(open_page: Open) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page.locator("#question").fill(HARBOUR)
    page.locator("#send").click()
    page.wait_for_url(re.compile("#turn-1$"))
    page.locator("#question").fill(WATCHMAN)
    page.locator("#send").click()
    page.wait_for_url(re.compile("#turn-2$"))
    assert page.locator(".question").all_inner_texts() == [HARBOUR, WATCHMAN]
    page.locator("#rail-search").fill("watchman")
    page.locator("#rail-search").press("Enter")
    expect(page.locator(".kept li")).to_have_count(1)
    page.locator(".kept button").click()
    expect(page.locator(".kept")).to_contain_text("Nothing was asked yet")


def test_the_theme_is_chosen_and_stays_and_is_there_before_any_script(page: Page) -> None:
    dark = "getComputedStyle(document.documentElement).backgroundColor === 'rgb(23, 22, 19)'"
    assert page.evaluate(dark) is False
    page.locator("#theme").click()
    assert page.evaluate(dark) is True
    assert 'data-theme="dark"' in page.request.get("/").text()
    page.goto("/documents")
    assert page.evaluate(dark) is True
    page.locator("body").press("t")
    assert page.evaluate(dark) is False
    assert "data-theme" not in page.request.get("/").text()


def test_the_keys_are_listed_and_lead_about(page: Page) -> None:
    page.locator("#welcome h2").click()
    page.keyboard.press("?")
    expect(page.locator("dialog.dialog")).to_contain_text("Next citation")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.dialog")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.locator("#welcome h2").click()
    page.keyboard.press("h")
    expect(page.locator("#rail-search")).to_be_focused()
    page.locator("#welcome h2").click()
    page.keyboard.press("d")
    page.wait_for_url("**/documents")


def test_on_a_phone_the_conversations_are_a_drawer(open_page: Open, ask: Ask) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    ask(page, HARBOUR)
    expect(page.locator(".rail")).not_to_be_in_viewport()
    page.locator("#rail-toggle").tap()
    expect(page.locator(".rail")).to_be_in_viewport()
    expect(page.locator("#rail-toggle")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".rail")).not_to_be_in_viewport()
    expect(page.locator("#rail-toggle")).to_be_focused()
