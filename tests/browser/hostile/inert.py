"""What a page is held against after something hostile was shown on it: none of it became markup, and nothing ran."""

from playwright.sync_api import Page

__all__ = ["assert_inert"]

INERT = """() => ({
  hacked: window.hacked ?? null,
  foreign: document.querySelectorAll(
    "main :is(script, iframe, object, embed, style, base, meta, link, form[action*='//']), [style*=url]").length,
  images: [...document.querySelectorAll("img")].filter((image) => !image.src.startsWith(location.origin)).length,
  handlers: [...document.querySelectorAll("*")].flatMap((e) => e.getAttributeNames()).filter((n) => n.startsWith("on")),
  links: [...document.querySelectorAll("a[href]")].map((a) => a.href).filter((to) => !to.startsWith(location.origin)),
})"""


def assert_inert(page: Page) -> None:
    assert page.evaluate(INERT) == {"hacked": None, "foreign": 0, "images": 0, "handlers": [], "links": []}
