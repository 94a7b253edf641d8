"""Documents are found, sorted, filtered, paged, put into collections, deleted and brought back on their page."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from index.documents import document_id
from index.store import Index
from tests.support.documents import ingest_bytes, remove_for_good
from web.settings import ServerSettings

Open = Callable[..., Page]
Serve = Callable[[Index, ServerSettings], AbstractContextManager[str]]

HOSTILE = "<img src=x onerror=\"window.hacked='tag'\">"
SMALL = """() => {
  const pressed = "a.button, a.chip, button, input:not([type=checkbox]), select, label:has(input[type=checkbox])";
  return [...document.querySelectorAll(`main :is(${pressed})`)]
    .filter((each) => each.checkVisibility())
    .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 24 || height < 24)
    .map(([html]) => html);
}"""
"""WCAG 2.2, 2.5.8: at least 24 pixels either way."""

RECORDS = {
    "bell.txt": "Lisbon, 4 October 1931 — The bell was cast in bronze.",
    "harbour.md": "# The harbour\n\nThe crane lifts forty tonnes. " + "It was painted red again. " * 40,
    "lamp.md": "# A lamp\n\nThe lamp was lit in March.",
    "mule.html": "<html><head><title>Mules</title></head><body><p>The mule carried the lens.</p></body></html>",
    f"{HOSTILE}.txt": "A name from a stranger.",
    "مرفأ.txt": "مرفأ المدينة\n\nوصلت السفينة في الصباح.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index.open(tmp_path_factory.mktemp("shelf"), "hash", create=True)
    yield index
    index.close()


@pytest.fixture(scope="module")
def address(index: Index, serve: Serve) -> Iterator[str]:
    with serve(index, ServerSettings()) as address:
        yield address


@pytest.fixture(autouse=True)
def documents(index: Index) -> Iterator[None]:
    for name, text in RECORDS.items():
        ingest_bytes(index, text.encode(), name, name)
        # Also what another test has taken off: that is remembered, whatever becomes of the document.
        index.documents.choose_tags(document_id(name), ["chapel"] if name in ("bell.txt", "lamp.md") else [])
    yield
    remove_for_good(index, [document.id for document in index.documents.listed()])


def titles(page: Page) -> list[str]:
    return page.locator(".shelf-title").all_text_contents()


def row(page: Page, title: str) -> Locator:
    return page.locator(".shelf-row").filter(has=page.get_by_role("link", name=title, exact=True))


def listed(page: Page, **query: str) -> list[str]:
    """Return the titles that the API lists."""
    response = page.request.get("/api/documents", params={**query})
    return [document["title"] for document in response.json()["documents"]]


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def wait_for(page: Page, count: int) -> None:
    expect(page.locator("#shelf-results:not([aria-busy]) .shelf-row")).to_have_count(count)


def mark(page: Page) -> Callable[[], bool]:
    """Leave a mark in the page, and return what tells whether it is the same page still."""
    page.evaluate("window.marked = true")
    return lambda: page.evaluate("window.marked === true")


def test_typing_finds_documents_in_place_and_keeps_the_address_in_step(page: Page) -> None:
    page.goto("/documents")
    same = mark(page)
    page.get_by_role("searchbox", name="Search titles and names").press_sequentially("lamp", delay=10)
    wait_for(page, 1)
    assert titles(page) == ["A lamp"]
    assert asked(page) == {"q": ["lamp"]}
    assert same()
    expect(page.locator("#shelf-q")).to_be_focused()
    expect(page.locator("#shelf-count")).to_have_text("1 of 6 documents")
    page.reload()
    assert titles(page) == ["A lamp"]
    expect(page.locator("#shelf-q")).to_have_value("lamp")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_search_and_filters_work_with_and_without_javascript(open_page: Open, javascript: bool) -> None:
    page = open_page("/documents", java_script_enabled=javascript)

    def choose(**fields: str) -> None:
        page.goto("/documents")
        for name, value in fields.items():
            field = page.locator(f"#shelf-{name}")
            if name in ("tag", "type", "sort"):
                field.select_option(value)
            else:
                field.fill(value)
        if not javascript:
            page.get_by_role("button", name="Find").click()

    choose(tag="chapel")
    wait_for(page, 2)
    assert sorted(titles(page)) == sorted(listed(page, tag="chapel"))
    choose(type="html")
    wait_for(page, 1)
    assert titles(page) == ["Mules"]
    choose(after="1931-01-01", before="1931-12-31")
    wait_for(page, 1)
    assert titles(page) == ["bell"]
    choose(q="mul")
    wait_for(page, 1)
    assert titles(page) == ["Mules"]


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    ("order", "query"),
    [
        ("longest", {"sort": "size", "descending": "true"}),
        ("added", {"sort": "added", "descending": "true"}),
        ("newest", {"sort": "published", "descending": "true"}),
    ],
)
def test_the_list_is_in_the_order_that_was_chosen(
    open_page: Open, javascript: bool, order: str, query: dict[str, str]
) -> None:
    page = open_page("/documents", java_script_enabled=javascript)
    expected = listed(page, **query)
    page.locator("#shelf-sort").select_option(order)
    if javascript:
        page.wait_for_url(f"**/documents?sort={order}")
    else:
        page.get_by_role("button", name="Find").click()
    expect(page.locator(".shelf-title")).to_have_text(expected)
    assert asked(page)["sort"] == [order]


def test_back_returns_to_what_was_shown_and_to_what_the_fields_said(page: Page) -> None:
    page.goto("/documents")
    same = mark(page)
    page.locator("#shelf-tag").select_option("chapel")
    wait_for(page, 2)
    page.locator("#shelf-type").select_option("md")
    wait_for(page, 1)
    page.go_back()
    wait_for(page, 2)
    expect(page.locator("#shelf-type")).to_have_value("")
    expect(page.locator("#shelf-tag")).to_have_value("chapel")
    page.go_back()
    wait_for(page, len(RECORDS))
    assert same()


def test_what_narrows_the_list_is_named_and_taken_off_by_a_link(page: Page) -> None:
    page.goto("/documents?tag=chapel&type=md")
    expect(page.locator(".shelf-narrowed .chip")).to_have_count(2)
    page.locator(".shelf-narrowed").get_by_role("link", name="MD").click()
    wait_for(page, 2)
    assert asked(page) == {"tag": ["chapel"]}
    expect(page.locator("#shelf-count")).to_be_focused()


def test_a_collection_and_a_document_lead_to_asking_within_them(page: Page) -> None:
    page.goto("/documents?tag=chapel")
    assert page.get_by_role("link", name="Ask within chapel").get_attribute("href") == "/?tag=chapel"
    href = row(page, "A lamp").get_by_role("link", name="Ask within “A lamp”").get_attribute("href")
    assert href == "/?source=lamp.md"


@pytest.mark.parametrize("width", [390, 1280])
def test_documents_are_narrowed_to_an_author_and_asked_within(open_page: Open, index: Index, width: int) -> None:
    page = open_page("/documents", viewport={"width": width, "height": 844})
    authors = page.get_by_label("Author")
    expect(authors).to_be_hidden()
    for name, author in (("crane.txt", "Ana Ruiz"), ("quay.txt", "Bo Lind")):
        ingest_bytes(index, f"The {name}\nBy {author}\n\nIt is made of iron.".encode(), name, name)
    page.locator("#shelf-type").select_option("txt")
    expect(authors).to_be_visible()
    page.locator("#shelf-type").select_option("")
    authors.select_option("Bo Lind")
    wait_for(page, 1)
    assert asked(page) == {"author": ["Bo Lind"]}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("link", name="Ask within documents by Bo Lind").get_attribute("href") == "/?author=Bo+Lind"
    page.locator(".shelf-narrowed .chip").click()
    wait_for(page, len(RECORDS) + 2)
    expect(authors).to_have_value("")
    page.locator(".shelf-row").get_by_role("link", name="Ana Ruiz", exact=True).click()
    wait_for(page, 1)
    expect(authors).to_have_value("Ana Ruiz")


def test_a_search_without_a_result_says_so_and_leads_back(page: Page) -> None:
    page.goto("/documents?q=zebra")
    expect(page.locator(".shelf-nothing")).to_contain_text("No document is like that")
    page.get_by_role("link", name="Show all documents").click()
    wait_for(page, len(RECORDS))


def test_an_empty_library_invites_to_add_something(open_page: Open, index: Index) -> None:
    remove_for_good(index, [document.id for document in index.documents.listed()])
    page = open_page("/documents")
    expect(page.locator(".shelf-invitation")).to_be_visible()
    expect(page.get_by_role("button", name="Choose files")).to_be_visible()
    expect(page.locator("#shelf-filters")).to_be_hidden()
    ingest_bytes(index, b"A word.", "word.txt", "word.txt")
    page.reload()
    expect(page.locator(".shelf-invitation")).to_be_hidden()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_long_list_is_walked_page_by_page(open_page: Open, index: Index, javascript: bool) -> None:
    lines = "\n".join(f'{{"id": "{number}", "title": "Bean {number:03}", "text": "A bean."}}' for number in range(40))
    ingest_bytes(index, lines.encode(), "beans.jsonl", "beans.jsonl")
    page = open_page("/documents?q=Bean", java_script_enabled=javascript)
    first = titles(page)
    page.get_by_role("link", name="Further in the list").click()
    wait_for(page, 10)
    assert first + titles(page) == [f"Bean {number:03}" for number in range(40)]
    assert asked(page) == {"q": ["Bean"], "offset": ["30"]}
    expect(page.get_by_role("link", name="Further in the list")).to_have_count(0)
    page.get_by_role("link", name="Earlier in the list").click()
    wait_for(page, 30)
    page.goto("/documents?q=Bean&offset=5000")
    assert titles(page)[-1] == "Bean 039"


def test_a_document_is_deleted_and_undo_brings_it_back_with_its_collections(page: Page) -> None:
    page.goto("/documents")
    row(page, "A lamp").get_by_role("button", name="Delete “A lamp”").click()
    wait_for(page, len(RECORDS) - 1)
    assert "A lamp" not in listed(page)
    toast = page.locator(".toast")
    expect(toast).to_contain_text("“A lamp” deleted.")
    # The focus is where the next one can be deleted.
    assert page.evaluate("document.activeElement.closest('.shelf-row') !== null")
    toast.get_by_role("button", name="Undo").click()
    wait_for(page, len(RECORDS))
    expect(row(page, "A lamp").locator(".chip")).to_have_text(["chapel"])
    expect(row(page, "A lamp").locator(".shelf-title")).to_be_focused()


def test_what_was_removed_lately_comes_back_after_the_toast_has_gone(page: Page) -> None:
    page.goto("/documents")
    for title in ("A lamp", "Mules"):
        row(page, title).get_by_role("button", name="Delete").click()
        expect(page.locator(".toast")).to_contain_text(title)
    page.reload()
    page.get_by_text("Removed lately").click()
    lately = page.locator("#shelf-lately bdi")
    expect(lately).to_have_text(["Mules", "A lamp"])
    page.get_by_role("button", name="Restore “A lamp”").click()
    expect(lately).to_have_text(["Mules"])
    wait_for(page, len(RECORDS) - 1)
    assert "A lamp" in listed(page)


def test_a_toast_stays_ten_seconds_and_longer_while_it_is_pointed_at(page: Page) -> None:
    page.clock.install()
    page.goto("/documents")
    row(page, "A lamp").get_by_role("button", name="Delete").click()
    page.clock.run_for(1_000)
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    toast.hover()
    page.clock.run_for(30_000)
    expect(toast).to_be_visible()
    page.mouse.move(5, 5)
    toast.get_by_role("button", name="Undo").focus()
    page.clock.run_for(30_000)
    expect(toast).to_be_visible()
    page.locator("#shelf-q").focus()
    page.clock.run_for(9_000)
    expect(toast).to_be_visible()
    page.clock.run_for(2_000)
    expect(toast).to_have_count(0)


def test_chosen_documents_go_into_a_collection_and_undo_takes_them_out(page: Page) -> None:
    page.goto("/documents")
    for title in ("A lamp", "Mules"):
        row(page, title).get_by_role("checkbox").check()
    bar = page.get_by_role("group", name="The chosen documents")
    expect(bar).to_contain_text("2 chosen")
    query = parse_qs(urlsplit(bar.get_by_role("link", name="Ask within these").get_attribute("href") or "").query)
    assert sorted(query["source"]) == ["lamp.md", "mule.html"]
    bar.get_by_role("button", name="Collections").click()
    dialog = page.get_by_role("dialog", name="Collections of 2 documents")
    chapel = dialog.get_by_role("checkbox", name="chapel")
    assert chapel.evaluate("(box) => box.indeterminate")
    dialog.get_by_role("textbox").fill("Journey, stone")
    dialog.get_by_role("button", name="Save").click()
    expect(row(page, "A lamp").locator(".chip")).to_have_text(["chapel", "journey", "stone"])
    expect(row(page, "Mules").locator(".chip")).to_have_text(["journey", "stone"])
    expect(page.locator("#shelf-tag option")).to_contain_text(["All", "chapel", "journey", "stone"])
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(row(page, "Mules").locator(".chip")).to_have_count(0)
    expect(row(page, "A lamp").locator(".chip")).to_have_text(["chapel"])


def test_a_document_is_taken_out_of_a_collection(page: Page) -> None:
    page.goto("/documents")
    row(page, "A lamp").get_by_role("button", name="Collections of “A lamp”").click()
    dialog = page.get_by_role("dialog", name="Collections of “A lamp”")
    dialog.get_by_role("checkbox", name="chapel").uncheck()
    dialog.get_by_role("button", name="Save").click()
    expect(row(page, "A lamp").locator(".chip")).to_have_count(0)
    assert listed(page, tag="chapel") == ["bell"]


def test_the_dialog_keeps_the_focus_and_gives_it_back(page: Page) -> None:
    page.goto("/documents")
    button = row(page, "A lamp").get_by_role("button", name="Collections of")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_all_are_chosen_at_once_deleted_and_brought_back(page: Page) -> None:
    page.goto("/documents")
    page.get_by_label("Choose all on this page").check()
    bar = page.locator("#shelf-chosen")
    expect(bar).to_contain_text(f"{len(RECORDS)} chosen")
    bar.get_by_role("button", name="Delete").click()
    expect(page.locator(".toast")).to_contain_text(f"{len(RECORDS)} documents deleted.")
    assert listed(page) == []
    expect(bar).to_be_hidden()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    wait_for(page, len(RECORDS))


def test_shift_chooses_all_between_two(page: Page) -> None:
    page.goto("/documents")
    boxes = page.locator(".shelf-row input")
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    assert [boxes.nth(at).is_checked() for at in range(len(RECORDS))] == [False, True, True, True, True, False]


def test_names_and_collections_of_a_stranger_stay_text(page: Page) -> None:
    identity = document_id(f"{HOSTILE}.txt")
    response = page.request.put(f"/api/documents/{identity}/tags", data={"tags": [HOSTILE, "a&b=c?#"]})
    assert response.ok
    page.goto("/documents")
    page.locator(f".shelf-row[data-id='{identity}'] input").check()
    page.locator("#shelf-chosen").get_by_role("button", name="Collections").click()
    expect(page.get_by_role("dialog").get_by_role("checkbox", name=HOSTILE)).to_be_checked()
    page.keyboard.press("Escape")
    page.locator(f".shelf-row[data-id='{identity}'] .chip", has_text="a&b=c?#").click()
    wait_for(page, 1)
    assert asked(page) == {"tag": ["a&b=c?#"]}
    page.locator(f".shelf-row[data-id='{identity}']").get_by_role("button", name="Delete").click()
    expect(page.locator(".toast")).to_contain_text("deleted")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0


def test_the_whole_list_is_worked_by_keyboard_alone(page: Page) -> None:
    page.goto("/documents?tag=chapel")
    page.locator("#shelf-count").focus()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"))
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", seen
    assert {"Collections of “A lamp”", "Delete “A lamp”", "A lamp", "chapel"} <= set(seen)


@pytest.mark.parametrize("width", [360, 1280])
def test_everything_to_press_is_large_enough(open_page: Open, width: int) -> None:
    page = open_page("/documents?tag=chapel", viewport={"width": width, "height": 800})
    page.locator(".shelf-row input").first.check()
    small = page.evaluate(SMALL)
    assert small == []


def test_a_server_that_is_gone_is_said_and_the_list_stays(page: Page) -> None:
    page.goto("/documents")
    page.route("**/documents?*", lambda route: route.abort())
    page.locator("#shelf-tag").select_option("chapel")
    expect(page.locator(".toast")).to_contain_text("The server cannot be reached")
    wait_for(page, len(RECORDS))


def test_the_page_with_all_that_it_loads_is_light(open_page: Open, index: Index) -> None:
    lines = "\n".join(
        f'{{"id": "{number}", "title": "The minutes of meeting {number:03}", "text": "A word."}}'
        for number in range(60)
    )
    ingest_bytes(index, lines.encode(), "minutes.jsonl", "minutes.jsonl")
    page = open_page("/healthz")
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        sizes[response.url] = len(response.body())

    page.on("response", weigh)
    page.goto("/documents", wait_until="networkidle")
    assert any(url.endswith("/documents") for url in sizes)
    assert sum(sizes.values()) < 100_000, sizes
