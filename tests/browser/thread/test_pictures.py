"""A citation of a PDF shows its page as it looks."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from index.folders.sync import sync_paths
from index.store import Index
from tests.index.parse.writers import placed_pdf
from web.settings import ServerSettings

Ask = Callable[[Page, str], dict[str, Any]]
DOCUMENT = re.compile(r"/api/documents/[0-9a-f]{16}\?")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("papers")
    lines = [(100, 700, 20, "The boathouse"), (100, 600, 12, "The rent for the boathouse is 420 crowns a year.")]
    (folder / "boathouse.pdf").write_bytes(placed_pdf([lines]))
    index = Index.open(tmp_path_factory.mktemp("index"), create=True)
    sync_paths(index, [folder])
    yield index
    index.close()


@pytest.fixture(scope="module")
def address(index: Index, serve: Callable[..., Any]) -> Iterator[str]:
    with serve(index, ServerSettings(threshold=0.0)) as address:
        yield address


def test_a_mark_that_is_clicked_twice_shows_its_page_once(page: Page, ask: Ask) -> None:
    ask(page, "What is the rent for the boathouse?")
    held: list[Route] = []
    page.route(DOCUMENT, lambda route: route.continue_() if held else held.append(route))
    mark = page.locator(".prose .mark[data-page]").first
    with page.expect_request(DOCUMENT):
        mark.click()
    mark.click()
    held[0].continue_()
    page.locator("#panel-text mark").first.wait_for()
    page.locator("#panel-above .leaf img").first.wait_for()
    expect(page.locator("#panel-above .leaf")).to_have_count(1)
