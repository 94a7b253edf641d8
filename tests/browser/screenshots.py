"""Takes pictures of the page in its states, as a person sees it: ``make screenshots``.

python tests/browser/screenshots.py FOLDER [--state NAME]... [--width N]... [--scheme light|dark]

A server of its own answers from an index of seeds/ and of a PDF that is made here. Each state is shown at 390, 1280 and
1920 pixels, light and dark.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from playwright.sync_api import Browser, Page, sync_playwright

from index.folders.sync import sync_paths
from index.store import Index
from tests.browser.conftest import ARGUMENTS, serving
from tests.index.parse.writers import placed_pdf
from web.settings import ServerSettings

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {390: 844, 1280: 800, 1920: 1080}
HARBOUR = "How many containers will the port of Puerto Almendro move a year?"
SACKS = "How many sacks of coffee burned in Las Lajas?"
WATCHMAN = "Who was the night watchman at the warehouse?"
HELIUM = "At which temperature does helium melt?"
STEPS = "What should be done to save water, according to the institute?"
RAILWAY = "Summarise the article about the railway"
THIRST = "How much water does a hotel guest use a day, and how much a resident?"
CATALOGUE = "Which documents mention the harbour?"
LEASE = "What is the rent for the boathouse?"
LINES = (
    (20, "Lease of the boathouse"),
    (0, ""),
    (11, "This lease is made between the harbour board of Puerto Almendro and the"),
    (11, "rowing club. It begins on 3 March 2025."),
    (0, ""),
    (11, "The rent for the boathouse is 480 euros a month. It is paid on the first day"),
    (11, "of each quarter."),
    (0, ""),
    (11, "Notice must be given three months ahead, in writing, at the board's office on"),
    (11, "the quay. The club may paint the doors in any colour but that of the customs"),
    (11, "boats."),
)


def ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    page.locator(".exchange:not([aria-busy])[data-turn]").last.wait_for()
    page.wait_for_function("() => ![...document.querySelectorAll('.exchange')].pop().ariaBusy")
    page.locator(".exchange:last-of-type .tools").wait_for()


def empty(page: Page) -> None:
    page.wait_for_function("() => document.querySelectorAll('.examples button').length > 1", timeout=60_000)


def answer(page: Page) -> None:
    ask(page, HARBOUR)


def card(page: Page) -> None:
    ask(page, WATCHMAN)
    page.locator(".prose .mark").first.hover()
    page.locator("#footcard").wait_for()


def source(page: Page) -> None:
    ask(page, HARBOUR)
    page.locator(".prose .mark").first.click()
    page.locator("#panel-text mark").first.wait_for()


def picture(page: Page) -> None:
    ask(page, LEASE)
    page.locator(".prose .mark[data-page]").first.click()
    page.locator(".leaf img").wait_for()
    page.wait_for_function("() => document.querySelector('.leaf img').complete")


def why(page: Page) -> None:
    source(page)
    page.locator("#panel-why").click()
    page.locator(".why path").first.wait_for(state="attached")


def conflict(page: Page) -> None:
    ask(page, SACKS)


def items(page: Page) -> None:
    ask(page, STEPS)


def overview(page: Page) -> None:
    ask(page, RAILWAY)


def comparison(page: Page) -> None:
    ask(page, THIRST)


def collection(page: Page) -> None:
    ask(page, CATALOGUE)


def abstention(page: Page) -> None:
    ask(page, HELIUM)


def conversation(page: Page) -> None:
    ask(page, WATCHMAN)
    ask(page, "And how old was he?")


def library(page: Page) -> None:
    page.goto("/documents")


def document(page: Page) -> None:
    ask(page, HARBOUR)
    page.goto(page.locator(".footnotes .place").first.get_attribute("href") or "")


def keys(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.locator("dialog.dialog").wait_for()


STATES: dict[str, Callable[[Page], None]] = {
    each.__name__: each
    for each in (
        empty,
        answer,
        card,
        source,
        picture,
        why,
        conflict,
        items,
        overview,
        comparison,
        collection,
        abstention,
        conversation,
        library,
        document,
        keys,
    )
}


def lease() -> bytes:
    """Return a page of A4; the writer's own is as wide as a wall."""
    placed = [(60, 760 - 20 * line, size, text) for line, (size, text) in enumerate(LINES) if text]
    return placed_pdf([placed]).replace(b"2000", b"0595")


@contextmanager
def served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        shutil.copytree(ROOT / "seeds", documents)
        (documents / "lease-of-the-boathouse.pdf").write_bytes(lease())
        index = Index.open(Path(folder) / "index", create=True)
        sync_paths(index, [documents])
        for summary in index.documents.listed():
            tag = "contracts" if "lease" in summary.source else "harbour" if "harbour" in summary.source else "news"
            index.documents.choose_tags(summary.id, [tag])
        with serving(index, ServerSettings()) as address:
            yield address
        index.close()


def shoot(browser: Browser, address: str, name: str, width: int, scheme: str, folder: Path) -> Path:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    # The rail of somebody who has asked nothing before.
    for kept in page.request.get("/api/conversations?limit=1000").json()["conversations"]:
        page.request.delete(f"/api/conversations/{kept['id']}")
    page.goto("/")
    STATES[name](page)
    path = folder / f"{name}-{width}-{scheme}.png"
    page.screenshot(path=path)
    context.close()
    return path


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--state", "states", multiple=True, type=click.Choice(list(STATES)), help="All by default.")
@click.option("--width", "widths", multiple=True, type=click.Choice([str(width) for width in WIDTHS]))
@click.option("--scheme", "schemes", multiple=True, type=click.Choice(["light", "dark"]))
def main(folder: Path, states: tuple[str, ...], widths: tuple[str, ...], schemes: tuple[str, ...]) -> None:
    """Write STATE-WIDTH-SCHEME.png for each, and say which."""
    folder.mkdir(parents=True, exist_ok=True)
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        for name in states or STATES:
            for width in map(int, widths or WIDTHS):
                for scheme in schemes or ("light", "dark"):
                    click.echo(shoot(browser, address, name, width, scheme, folder))


if __name__ == "__main__":
    main()
