"""Which documents may answer is the same in the address of the page, in its form, and in what is asked."""

import pytest
from starlette.testclient import TestClient

from index.store import Index
from rag.retrieval.filters import Filters
from tests.support.documents import ingest_bytes, remove_for_good
from web.pages.scope import Scope

QUESTION = "How much does the crane lift?"


@pytest.fixture
def client(client: TestClient, index: Index) -> TestClient:
    for name, author in (("a.txt", "Ana Ruiz"), ("b.txt", "Bo Lind")):
        text = f"The crane in {name}\nBy {author}\n\nThe crane in {name} lifts forty tonnes."
        ingest_bytes(index, text.encode(), name, name, ["harbour"])
    return client


def test_each_value_can_be_taken_out_and_the_last_of_a_field_stands_in_its_select() -> None:
    scope = Scope(("a.txt", "a.txt"), ("", "harbour"), ("Ana Ruiz", "Bo Lind"))
    assert scope.filters() == Filters(("a.txt",), tags=("harbour",), authors=("Ana Ruiz", "Bo Lind"))
    assert (scope.chosen("author"), scope.chosen("tag"), Scope().chosen("tag")) == ("Bo Lind", "harbour", "")
    assert scope.address("/", ("author", "Ana Ruiz")) == "/?source=a.txt&tag=harbour&author=Bo+Lind"
    assert Scope(tag=("harbour",)).address("/", ("tag", "harbour")) == "/"


def test_the_page_offers_authors_once_there_are_two(client: TestClient, index: Index) -> None:
    page = client.get("/").text
    assert '<select id="author" name="author">' in page
    assert '<option value="Ana Ruiz">Ana Ruiz</option>' in page
    remove_for_good(index, [each.id for each in index.documents.listed() if each.source == "b.txt"])
    assert 'id="author"' not in client.get("/").text
    assert '<option value="Bo Lind" selected>Bo Lind</option>' in client.get("/?author=Bo+Lind").text


def test_an_author_of_the_address_narrows_the_answer_and_has_a_chip(client: TestClient) -> None:
    page = client.get("/", params={"q": QUESTION, "author": "RUIZ", "tag": "harbour"}).text
    assert '<span class="chip"><span>by RUIZ</span></span>' in page
    assert '<span class="chip" data-field="author"><span>By RUIZ</span><a href="/?tag=harbour"' in page
    assert 'title="b.txt"' not in page
    assert "forty tonnes" in page


def test_a_form_without_javascript_keeps_all_that_was_chosen(client: TestClient) -> None:
    sent = {"question": QUESTION, "author": ["Ana Ruiz", "Bo Lind"], "tag": "", "source": "a.txt"}
    response = client.post("/ask", data=sent)
    path, _, query = response.headers["location"].partition("?")
    assert query == "source=a.txt&author=Ana+Ruiz&author=Bo+Lind#turn-1"
    settings = client.get(f"/api{path}").json()["turns"][0]["answer"]["settings"]
    assert (settings["authors"], settings["tags"], settings["sources"]) == (["Ana Ruiz", "Bo Lind"], [], ["a.txt"])
    page = client.get(response.headers["location"]).text
    assert '<input type="hidden" name="author" value="Ana Ruiz">' in page
    assert '<option value="Bo Lind" selected>' in page
