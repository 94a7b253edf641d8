"""The library over the API: lists as wanted, counts, tags by hand, versions, and removal that can be undone."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from index.documents import document_id
from index.store import Index
from tests.support.documents import ingest_bytes
from web.schemas.examples import SUMMARY

LIGHTHOUSE, TEA = document_id("lighthouse.md"), document_id("tea.txt")
QUESTION = "Who was the keeper of the lamp?"


def listed(client: TestClient, **wanted: Any) -> list[str]:
    response = client.get("/api/documents", params=wanted)
    assert response.status_code == 200, response.text
    return [document["source"] for document in response.json()["documents"]]


def test_a_list_is_searched_filtered_sorted_and_counted(client: TestClient, index: Index) -> None:
    ingest_bytes(index, b"Lisbon, 4 October 1931 \xe2\x80\x94 Beans were sold.", "beans.txt", "a/beans.txt", ["food"])
    assert listed(client) == ["a/beans.txt", "tea.txt", "lighthouse.md"]
    assert listed(client, q="BEANS") == ["a/beans.txt"]
    assert listed(client, tag="Food") == ["a/beans.txt"]
    assert listed(client, type=["md", "pdf"]) == ["lighthouse.md"]
    assert listed(client, after="1931-10-04", before="1931-10-04") == ["a/beans.txt"]
    assert listed(client, sort="size", descending=True)[0] == "lighthouse.md"
    page = client.get("/api/documents", params={"limit": 1, "offset": 1}).json()
    assert (page["total"], [document["source"] for document in page["documents"]]) == (3, ["tea.txt"])
    assert client.get("/api/library/facets").json() == {
        "tags": [{"tag": "food", "documents": 1}],
        "authors": [],
        "types": [{"type": "txt", "documents": 2}, {"type": "md", "documents": 1}],
        "documents": 3,
    }


def test_a_list_is_narrowed_to_authors_who_are_counted(client: TestClient, index: Index) -> None:
    for name, author in (("a.txt", "José Núñez"), ("b.txt", "JOSE NUNEZ"), ("c.txt", "Bo Lind")):
        ingest_bytes(index, f"The crane in {name}\nBy {author}\n\nIt lifts forty tonnes.".encode(), name, name)
    assert listed(client, author="nunez") == ["a.txt", "b.txt"]
    assert listed(client, author=["LIND", "nobody"]) == ["c.txt"]
    assert client.get("/api/library/facets").json()["authors"] == [
        {"author": "Bo Lind", "documents": 1},
        {"author": "José Núñez", "documents": 2},
    ]


@pytest.mark.parametrize("wanted", [{"sort": "colour"}, {"after": "yesterday"}, {"limit": 0}])
def test_what_cannot_be_wanted_is_a_problem(client: TestClient, wanted: dict[str, Any]) -> None:
    response = client.get("/api/documents", params=wanted)
    assert response.status_code == 422
    assert response.json()["type"] == "urn:footnote:problem:invalid-request"


def test_tags_by_hand_are_what_the_filter_goes_by(client: TestClient) -> None:
    changed = client.put(f"/api/documents/{TEA}/tags", json={"tags": ["#Food", " the  East "]})
    assert (changed.status_code, changed.json()["tags"]) == (200, ["food", "the east"])
    found = client.post("/api/search", json={"question": QUESTION, "filters": {"tags": ["food"]}}).json()["passages"]
    assert {passage["source"] for passage in found} == {"tea.txt"}
    assert client.put(f"/api/documents/{TEA}/tags", json={"tags": []}).json()["tags"] == []
    assert client.put(f"/api/documents/{SUMMARY.id}/tags", json={"tags": []}).status_code == 404


def test_versions_are_listed_the_newest_first(client: TestClient, index: Index) -> None:
    ingest_bytes(index, b"The lamp was sold.", "lighthouse.md", "lighthouse.md")
    versions = client.get(f"/api/documents/{LIGHTHOUSE}/versions").json()["versions"]
    assert [(each["version"], each["current"], each["characters"]) for each in versions] == [
        (2, True, len("The lamp was sold.")),
        (1, False, len(index.documents.get(LIGHTHOUSE, 1).text)),
    ]
    assert client.get(f"/api/documents/{SUMMARY.id}/versions").status_code == 404


def test_what_was_removed_is_out_of_every_answer_and_can_be_brought_back(client: TestClient) -> None:
    def sources() -> set[str]:
        answer = client.post("/api/ask", json={"question": QUESTION}).json()
        cited = {citation["source"] for sentence in answer["sentences"] for citation in sentence["citations"]}
        return cited | {passage["source"] for passage in answer["passages"]}

    before = client.get(f"/api/documents/{LIGHTHOUSE}").json()
    assert "lighthouse.md" in sources()
    assert client.delete(f"/api/documents/{LIGHTHOUSE}").status_code == 204
    assert sources() == {"tea.txt"}
    [gone] = client.get("/api/library/removed").json()["removed"]
    assert (gone["id"], gone["source"]) == (LIGHTHOUSE, "lighthouse.md")
    back = client.post(f"/api/documents/{LIGHTHOUSE}/restore")
    assert (back.status_code, back.json()["source"]) == (200, "lighthouse.md")
    assert client.get(f"/api/documents/{LIGHTHOUSE}").json() == before
    assert "lighthouse.md" in sources()
    assert client.post(f"/api/documents/{LIGHTHOUSE}/restore").status_code == 404


def test_a_document_in_its_place_is_a_conflict(client: TestClient, index: Index) -> None:
    client.delete(f"/api/documents/{LIGHTHOUSE}")
    ingest_bytes(index, b"The lamp was sold.", "lighthouse.md", "lighthouse.md")
    response = client.post(f"/api/documents/{LIGHTHOUSE}/restore")
    assert response.status_code == 409
    assert response.json()["type"] == "urn:footnote:problem:document-conflict"


def test_examples_are_there_at_once_and_none_are_about_what_has_changed(client: TestClient, index: Index) -> None:
    first = client.get("/api/examples").json()
    assert first["generation"] == index.database.generation
    client.delete(f"/api/documents/{LIGHTHOUSE}")
    assert client.get("/api/examples").json() == {"questions": [], "generation": index.database.generation}
