"""Text from a stranger stays text: in an answer, in the panel, on every page, and in a question."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

Ask = Callable[[Page, str], dict[str, Any]]

HIVES = "How many hives does the beekeeper Ximena Waldorf keep behind the chapel?"
HOSTILE = "<img src=x onerror=\"window.hacked='question'\"><script>window.hacked='question'</script> {{ 7 * 7 }}"


def assert_inert(page: Page) -> None:
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, svg, main script, dialog script, b").count() == 0
    handlers = "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((n) => /^on/.test(n))"
    assert page.evaluate(handlers) == []
    assert page.locator("a[href^='javascript']").count() == 0


def test_a_hostile_document_is_quoted_and_not_run(page: Page, ask: Ask) -> None:
    answer = ask(page, HIVES)
    shown = [*page.locator(".prose, .excerpt").all_text_contents()]
    assert any("<script>window.hacked='script'</script>" in text for text in shown), answer
    assert_inert(page)
    page.locator(".exchange a.mark, .exchange a.place").first.click()
    page.locator("#panel-text mark").first.wait_for()
    assert "onerror=" in (page.locator("#panel-text").text_content() or "")
    assert_inert(page)


@pytest.mark.parametrize("path", ["/documents", "/documents/{id}", "/documents/{id}?start=0&end=90#cited", "/?q={q}"])
def test_a_hostile_document_is_shown_and_not_run_on_every_page(page: Page, path: str) -> None:
    passages = page.request.post("/api/search", data={"question": HIVES, "top_k": 1}).json()["passages"]
    page.goto(path.format(id=passages[0]["document_id"], q=HIVES))
    assert "window.hacked" in page.content()
    assert_inert(page)


def test_a_hostile_question_is_shown_and_not_run(page: Page, ask: Ask) -> None:
    ask(page, f"Who keeps hives? {HOSTILE}")
    assert page.locator(".question").text_content() == f"Who keeps hives? {HOSTILE}"
    assert_inert(page)
    page.locator(".exchange").evaluate("(exchange) => exchange.remove()")
    page.goto("/")
    page.evaluate("(question) => { location.href = '/?' + new URLSearchParams({ q: question }); }", HOSTILE)
    page.wait_for_url("**/?q=*")
    assert page.locator(".question").text_content() == HOSTILE
    assert_inert(page)


def test_a_string_cannot_become_markup_even_by_mistake(browser: Browser, address: str) -> None:
    """The policy asks for trusted types and allows no policy that makes them."""
    page = browser.new_page()
    page.goto(address)
    tried = page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; } catch (error) { return error.name; } }"
    )
    page.close()
    assert tried == "TypeError"
