"""The page is readable in both themes and fits every window."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

Ask = Callable[[Page, str], dict[str, Any]]
Open = Callable[..., Page]

HARBOUR = "How many containers will the port of Puerto Almendro move a year?"
LEGIBLE = 4.5
"""WCAG 2.2, 1.4.3, level AA."""

CONTRASTS = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => channels(color).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    found.push([element.tagName + "." + element.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]);
  }
  return found;
}"""


def brightness(page: Page) -> float:
    color = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return sum(int(part) for part in color.removeprefix("rgb(").removesuffix(")").split(",")) / (3 * 255)


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_both_themes_follow_the_system_and_are_legible(open_page: Open, ask: Ask, scheme: str, is_dark: bool) -> None:
    page = open_page(color_scheme=scheme, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    assert (brightness(page) < 0.2) is is_dark
    ask(page, HARBOUR)
    page.locator(".read summary").click()
    page.locator(".prose .mark").first.click()
    page.locator("#panel-text mark").first.wait_for()
    checked = page.evaluate(CONTRASTS)
    for path in ("/documents", "/documents/0000000000000000"):
        page.goto(path)
        checked += page.evaluate(CONTRASTS)
    assert {"MARK.", "A.mark", "P.hint", "BUTTON."} <= {name for name, _ in checked}
    assert [(name, ratio) for name, ratio in checked if ratio < LEGIBLE] == []


@pytest.mark.parametrize("width", [360, 390, 768, 961, 1280, 2560])
def test_no_window_has_to_be_scrolled_sideways(open_page: Open, ask: Ask, width: int) -> None:
    def overflow() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    page = open_page(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    answer = ask(page, HARBOUR)
    page.locator(".read summary").click()
    assert overflow() == 0
    page.locator(".prose .mark").first.click()
    page.locator("#panel-text mark").first.wait_for()
    assert overflow() == 0
    citation = answer["sentences"][0]["citations"][0]
    for path in ("/documents", f"/documents/{citation['document_id']}"):
        page.goto(path)
        assert overflow() == 0


def test_beside_the_panel_the_answer_stays_whole(page: Page, ask: Ask) -> None:
    ask(page, HARBOUR)
    page.locator(".prose .mark").first.click()
    panel, prose = page.locator("#panel").bounding_box(), page.locator(".prose").bounding_box()
    assert panel
    assert prose
    assert prose["x"] >= 0
    assert prose["x"] + prose["width"] <= panel["x"]
    assert panel["x"] + panel["width"] == 1280
