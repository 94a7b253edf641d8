"""A server with a key lets a browser ask for it, and then the whole page works."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, expect

Ask = Callable[[Page, str], dict[str, Any]]


def test_a_browser_that_has_the_key_can_ask_and_open_the_words(browser: Browser, locked_address: str, ask: Ask) -> None:
    credentials = {"username": "anyone", "password": "open sesame"}
    context = browser.new_context(base_url=locked_address, http_credentials=credentials)  # type: ignore[arg-type]  # a dict is one
    page = context.new_page()
    page.goto("/")
    answer = ask(page, "How many containers will the port of Puerto Almendro move a year?")
    page.locator(".prose .mark").first.click()
    expect(page.locator("#panel-text mark").first).to_have_text(answer["sentences"][0]["citations"][0]["quote"])
    context.close()


def test_a_browser_without_the_key_sees_nothing(browser: Browser, locked_address: str) -> None:
    page = browser.new_page()
    for path in ("/", "/documents", "/static/thread/ask.js", "/api/documents"):
        response = page.request.get(f"{locked_address}{path}")
        assert response.status == 401
        assert response.json()["type"] == "urn:footnote:problem:key"
    page.close()
