"""The pages as a browser without JavaScript gets them, and as a stranger's text cannot change them."""

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import pytest
from starlette.testclient import TestClient

import web
from index.documents import document_id
from index.store import Index
from rag.answers.answer import NO_ANSWER
from rag.asking.assistant import Assistant
from tests.support.documents import ingest_bytes, remove_for_good

Make = Callable[..., TestClient]
QUESTION = "Who was the keeper of the lamp?"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
ASSETS = Path(web.__file__).parent
LARGEST_PAGE_BYTES = 100_000


class Elements(HTMLParser):
    """Collects the elements of a page, each with its attributes, and the text of all marks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self._in_mark = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in_mark = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._in_mark:
            self.marked.append(data)

    def of(self, tag: str, **attributes: str) -> list[dict[str, Any]]:
        return [
            found for name, found in self.found if name == tag and attributes.items() <= {**found}.items()
        ]  # fmt: skip


def test_the_first_page_says_how_many_documents_there_are(client: TestClient) -> None:
    page = client.get("/").text
    assert "2 documents" in page
    (box,) = Elements(page).of("textarea")
    assert (box["name"], box["maxlength"]) == ("question", "2000")


def test_an_empty_index_leads_to_where_documents_are_added(index: Index, make_client: Make) -> None:
    remove_for_good(index, [summary.id for summary in index.documents.listed()])
    page = make_client().get("/").text
    assert "nothing to ask about yet" in page
    assert Elements(page).of("a", href="/documents")


def test_no_page_looks_at_every_file_of_the_index(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Index, "bytes_on_disk", lambda _: pytest.fail("the folder was walked"))
    answered = client.get("/", params={"q": QUESTION})
    document = client.get("/api/documents").json()["documents"][0]["id"]
    for page in (answered, *map(client.get, ("/", "/documents", "/conversations", f"/documents/{document}"))):
        assert page.status_code == 200


def test_an_answer_without_javascript_has_its_footnotes_and_they_lead_to_the_words(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    elements = Elements(client.get("/", params={"q": QUESTION}).text)
    citations = [citation for sentence in answer["sentences"] for citation in sentence["citations"]]
    links = {mark["href"] for mark in elements.of("a", **{"class": "mark"})}
    assert len(links) == len({(c["document_id"], c["start"], c["end"]) for c in citations}) > 0
    for found in citations:
        (link,) = [link for link in links if f"start={found['start']}&end={found['end']}" in link]
        assert "".join(Elements(client.get(link).text).marked) == found["quote"]


def test_the_cited_words_are_counted_in_code_points(client: TestClient) -> None:
    identifier = document_id("tea.txt")
    text = client.get(f"/api/documents/{identifier}").json()["text"]
    start = text.index("𝒜lice")
    page = client.get(f"/documents/{identifier}?start={start}&end={start + 5}").text
    assert Elements(page).marked == ["𝒜lice"]
    assert len(Elements(page).of("mark", id="cited")) == 1


def test_the_page_of_a_document_holds_its_whole_text(client: TestClient) -> None:
    identifier = document_id("lighthouse.md")
    document = client.get(f"/api/documents/{identifier}").json()
    page = client.get(f"/documents/{identifier}?start=40&end=50").text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    body = re.search(r'<div class="text[^"]*"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert heading
    assert body
    # The text begins with its title, which stands above what is said of the document.
    shown = f"{heading.group(1)}\n\n{re.sub(r'<[^>]*>', '', body.group(1))}"
    assert document["text"].startswith(document["title"])
    assert html.unescape(shown) == document["text"]


def test_an_older_version_says_so_and_leads_to_the_current_one(client: TestClient, index: Index) -> None:
    ingest_bytes(index, b"The lamp was sold.", "lighthouse.md", "lighthouse.md")
    identifier = document_id("lighthouse.md")
    old = client.get(f"/documents/{identifier}?version=1").text
    assert "older version" in old
    assert Elements(old).of("a", href=f"/documents/{identifier}")
    assert "older version" not in client.get(f"/documents/{identifier}").text


def test_one_answer_alone_is_as_its_conversation_shows_it(client: TestClient) -> None:
    kept = client.post("/api/conversations/ask", json={"question": "Who was the keeper of the lighthouse?"}).headers
    identity, number = kept["x-conversation-id"], kept["x-conversation-turn"]
    client.put(f"/api/conversations/{identity}/turns/{number}/feedback", json={"rating": "up", "reason": ""})
    alone = client.get(f"/conversations/{identity}/turns/{number}")
    article = alone.text[alone.text.index("<article") : alone.text.index("</article>")]
    assert 'data-rated="up"' in article
    assert article in client.get(f"/conversations/{identity}").text
    assert "rail" not in alone.text
    assert client.get(f"/conversations/{identity}/turns/9").status_code == 404


def test_an_abstention_shows_its_reason_and_the_closest_passages(make_client: Make, index: Index) -> None:
    page = make_client(Assistant(index, threshold=1.0)).get("/", params={"q": QUESTION}).text
    assert NO_ANSWER in page
    assert "The closest passages" in page
    assert Elements(page).of("a", **{"class": "place"})


@pytest.mark.parametrize("question", ["", " ", "x" * 2001])
def test_a_bad_question_is_explained_on_the_page_where_it_was_asked(client: TestClient, question: str) -> None:
    response = client.get("/", params={"q": question})
    assert response.status_code == 422
    assert Elements(response.text).of("p", **{"class": "problem"})
    assert Elements(response.text).of("textarea")


def test_the_documents_are_listed_with_their_dates(client: TestClient, index: Index) -> None:
    ingest_bytes(index, b"Lisbon, 4 October 1931 \xe2\x80\x94 Beans were sold.", "beans.txt", "/home/a/beans.txt")
    page = client.get("/documents").text
    assert "3 documents" in page
    for summary in index.documents.listed():
        assert Elements(page).of("a", href=f"/documents/{summary.id}")
    assert "4 October 1931" in page


def test_a_long_list_has_pages(client: TestClient, index: Index) -> None:
    lines = "\n".join(f'{{"id": "{number}", "title": "Bean {number:03}", "text": "A bean."}}' for number in range(70))
    ingest_bytes(index, lines.encode(), "beans.jsonl", "beans.jsonl")
    pages = [Elements(client.get("/documents").text)]
    assert not pages[0].of("a", rel="prev")
    while following := pages[-1].of("a", rel="next"):
        pages.append(Elements(client.get(following[0]["href"]).text))
    listed = [a["href"] for page in pages for a in page.of("a", **{"class": "shelf-title"})]
    assert listed == [f"/documents/{summary.id}" for summary in index.documents.listed()]
    addresses = [page.of("a", rel="prev")[0]["href"] for page in pages[1:]]
    assert addresses == ["/documents", "/documents?offset=30"]


def test_a_file_from_the_form_leads_to_its_page(client: TestClient) -> None:
    response = client.post("/documents", files={"file": ("beans.txt", b"Beans were sold.")})
    assert (response.status_code, response.headers["location"]) == (303, f"/documents/{document_id('beans.txt')}")
    assert "Beans were sold." in client.get(response.headers["location"]).text


def test_a_bad_file_from_the_form_is_explained_on_a_page(client: TestClient) -> None:
    headers = {"accept": "text/html"}
    response = client.post("/documents", files={"file": ("picture.png", b"\x89PNG")}, headers=headers)
    assert response.status_code == 415
    assert response.headers["content-type"].startswith("text/html")
    assert "Convert it to text, PDF or an Office format" in response.text


def test_nothing_from_a_stranger_becomes_markup(client: TestClient, index: Index) -> None:
    record = f'{{"title": "{HOSTILE}", "text": "The keeper wrote {HOSTILE} here.", "source": "{HOSTILE}"}}'
    ingest_bytes(index, record.encode(), "hostile.jsonl", "hostile.jsonl")
    identifier = document_id(f"hostile.jsonl#{HOSTILE}")
    query = quote(f"What did the keeper write here {HOSTILE}")
    for path in ("/documents", f"/documents/{identifier}?start=4&end=60", f"/?q={query}", f"/?q={quote(HOSTILE)}"):
        page = client.get(path).text
        elements = Elements(page)
        assert "alert(1)" in page
        assert not elements.of("img")
        ours = {f"/{path.relative_to(ASSETS)}" for path in (ASSETS / "static").rglob("*.js")}
        assert {script.get("src") for script in elements.of("script")} <= ours
        assert not [name for _, found in elements.found for name in found if name.startswith("on")]


def test_no_template_has_inline_script_style_or_an_address_elsewhere() -> None:
    for template in (ASSETS / "pages" / "templates").glob("*.html"):
        elements = Elements(template.read_text(encoding="utf-8"))
        for tag, attributes in elements.found:
            assert tag != "style", template
            assert not [name for name in attributes if name == "style" or name.startswith("on")], template
            assert tag != "script" or attributes["src"], template
            for name in ("src", "href", "action"):
                assert not (attributes.get(name) or "").startswith(("http", "//")), template


def test_scripts_and_styles_name_nothing_elsewhere() -> None:
    for path in (ASSETS / "static").rglob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")  # a name, not an address
        assert "http:" not in text, path
        assert "https:" not in text, path


def loaded(client: TestClient, path: str) -> dict[str, int]:
    """Return the bytes of a page and of all that it loads before anything is done on it, by address."""
    page = client.get(path)
    elements = Elements(page.text)
    waiting = [str(link["href"]) for link in elements.of("link")] + [str(each["src"]) for each in elements.of("script")]
    sizes = {path: len(page.content)}
    while waiting:
        address = waiting.pop()
        if address not in sizes:
            response = client.get(address)
            assert response.status_code == 200, address
            sizes[address] = len(response.content)
            imported = re.findall(r'^import .*"(\.{1,2}/[\w/]+\.js)";$', response.text, re.MULTILINE)
            waiting += [urljoin(address, name) for name in imported]
    return sizes


@pytest.mark.parametrize("path", ["/", "/documents", "/conversations"])
def test_a_page_with_all_that_it_loads_is_small(client: TestClient, path: str) -> None:
    sizes = loaded(client, path)
    assert any(address.endswith(".js") for address in sizes)
    assert sum(sizes.values()) < LARGEST_PAGE_BYTES, sizes
