"""Documents come in, are listed, read and removed over HTTP, and bad uploads lose nothing."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.documents import document_id
from index.store import Index

Make = Callable[..., TestClient]
WAIT = {"Prefer": "wait"}
BEAN = "The beans of the terrace were red. Amalia sold them in October."


def upload(client: TestClient, name: str, data: bytes) -> Any:
    return client.post("/api/documents", files={"file": (name, data)}, headers=WAIT)


def sources(client: TestClient) -> set[str]:
    return {document["source"] for document in client.get("/api/documents").json()["documents"]}


def test_the_list_is_the_indexs_own(client: TestClient, index: Index) -> None:
    expected = json.loads(json.dumps([dataclasses.asdict(document) for document in index.documents.listed()]))
    assert client.get("/api/documents").json() == {"documents": expected, "total": 2, "limit": 100, "offset": 0}
    second = client.get("/api/documents?limit=1&offset=1").json()
    assert second == {"documents": expected[1:], "total": 2, "limit": 1, "offset": 1}


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "limit=many", "offset=99999999999999999999"])
def test_a_list_without_sense_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/documents?{query}").status_code == 422


def test_an_uploaded_file_answers_at_once(client: TestClient) -> None:
    response = upload(client, "beans.txt", BEAN.encode())
    assert response.status_code == 201
    (summary,) = response.json()["documents"]
    assert response.headers["location"] == f"/api/documents/{summary['id']}"
    assert (summary["id"], summary["version"]) == (document_id("beans.txt"), 1)
    assert client.get(response.headers["location"]).json()["text"].strip() == BEAN
    answer = client.post("/api/ask", json={"question": "When did Amalia sell the red beans of the terrace?"}).json()
    assert "beans.txt" in {citation["source"] for s in answer["sentences"] for citation in s["citations"]}


def test_the_same_file_again_changes_nothing_and_another_one_is_a_new_version(client: TestClient) -> None:
    upload(client, "beans.txt", BEAN.encode())
    again = upload(client, "beans.txt", BEAN.encode())
    assert again.status_code == 200
    assert {key: again.json()[key] for key in ("added", "replaced", "unchanged")} == {
        "added": 0,
        "replaced": 0,
        "unchanged": 1,
    }
    changed = upload(client, "beans.txt", b"The beans were black.")
    assert changed.status_code == 201
    assert (changed.json()["replaced"], changed.json()["documents"][0]["version"]) == (1, 2)


def test_tags_of_an_upload_decide_which_documents_answer(client: TestClient) -> None:
    for name, data in (("a.txt", {"tags": "Harbour, 2024"}), ("b.txt", {})):
        text = f"The crane in {name} lifts forty tonnes.".encode()
        client.post("/api/documents", files={"file": (name, text)}, data=data, headers=WAIT)
    client.post(
        "/api/documents",
        json={"text": "The crane in c lifts fifty tonnes.", "source": "c", "tags": ["harbour"]},
        headers=WAIT,
    )
    body = {"question": "How much does the crane lift?", "filters": {"tags": ["harbour"]}}
    found = client.post("/api/search", json=body).json()["passages"]
    assert {passage["source"] for passage in found} == {"a.txt", "c"}
    listed = {document["source"]: document["tags"] for document in client.get("/api/documents").json()["documents"]}
    assert listed["a.txt"] == ["2024", "harbour"]


def test_authors_decide_which_documents_answer_and_are_listed_and_cited(client: TestClient) -> None:
    for name, author in (("a.txt", "Ana Ruiz"), ("b.txt", "Bo Lind")):
        upload(client, name, f"The crane in {name}\nBy {author}\n\nThe crane in {name} lifts forty tonnes.".encode())
    body = {"question": "How much does the crane lift?", "filters": {"authors": ["ruiz"]}}
    [passage] = client.post("/api/search", json=body).json()["passages"]
    assert (passage["source"], passage["authors"]) == ("a.txt", ["Ana Ruiz"])
    listed = {document["source"]: document["authors"] for document in client.get("/api/documents").json()["documents"]}
    assert (listed["a.txt"], listed["b.txt"]) == (["Ana Ruiz"], ["Bo Lind"])


def test_an_old_version_can_still_be_read(client: TestClient) -> None:
    upload(client, "beans.txt", b"The beans were red.")
    upload(client, "beans.txt", b"The beans were black.")
    address = f"/api/documents/{document_id('beans.txt')}"
    old, new = client.get(f"{address}?version=1").json(), client.get(address).json()
    assert ("red" in old["text"], old["current"]) == (True, False)
    assert ("black" in new["text"], new["current"], new["version"]) == (True, True, 2)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/notes.txt", "notes.txt"),
        ("C:\\Users\\amalia\\notes.txt", "notes.txt"),
        ("no\u202et\u200bes\x1b.txt", "notes.txt"),
        ("کتاب\u200cها.txt", "کتاب\u200cها.txt"),
        ("夜🌙.txt", "夜🌙.txt"),
    ],
)
def test_an_upload_is_known_by_the_last_part_of_its_name(client: TestClient, sent: str, kept: str) -> None:
    assert upload(client, sent, BEAN.encode()).status_code == 201
    assert kept in sources(client)


@pytest.mark.slow
def test_one_file_of_json_lines_is_many_documents(client: TestClient) -> None:
    lines = b'{"id": "a", "text": "The beans were red."}\n{"id": "b", "text": "The mule was grey."}\n'
    response = upload(client, "records.jsonl", lines)
    assert response.status_code == 201
    assert {document["source"] for document in response.json()["documents"]} == {"records.jsonl#a", "records.jsonl#b"}
    assert "location" not in response.headers


def test_a_text_comes_in_with_its_title_source_and_date(client: TestClient) -> None:
    sent = {"text": BEAN, "title": "Beans", "source": "https://example.org/beans", "published_at": "1931-10-04"}
    response = client.post("/api/documents", json=sent, headers=WAIT)
    assert response.status_code == 201
    (summary,) = response.json()["documents"]
    assert {key: summary[key] for key in ("title", "source", "published_at")} == {
        key: sent[key] for key in ("title", "source", "published_at")
    }
    assert client.get(f"/api/documents/{summary['id']}").json()["text"].strip() == BEAN


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("In\x1b]0;owned\x07voice\u202e fdp\u200b.exe\n4", "In]0;ownedvoice fdp.exe 4"),
        ("کتاب\u200cها 👩🏽\u200d🚀", "کتاب\u200cها 👩🏽\u200d🚀"),
    ],
)
def test_a_text_has_the_title_that_is_displayed(client: TestClient, sent: str, kept: str) -> None:
    body = {"text": f"The beans\n\n{BEAN}", "title": sent, "tags": ["\u202etravel\x1b[31m"]}
    response = client.post("/api/documents", json=body, headers=WAIT)
    assert response.status_code == 201
    assert [(each["title"], each["tags"]) for each in response.json()["documents"]] == [(kept, ["travel[31m"])]


def test_a_text_without_a_source_is_known_by_what_it_says(client: TestClient) -> None:
    first = client.post("/api/documents", json={"text": BEAN}, headers=WAIT)
    again = client.post("/api/documents", json={"text": BEAN}, headers=WAIT)
    other = client.post("/api/documents", json={"text": BEAN + " And more."}, headers=WAIT)
    assert [response.status_code for response in (first, again, other)] == [201, 200, 201]
    assert first.json()["documents"] == again.json()["documents"] != other.json()["documents"]


def test_a_text_with_another_date_is_a_new_version(client: TestClient) -> None:
    for date in ("1931-10-04", "1932-10-04"):
        response = client.post(
            "/api/documents", json={"text": BEAN, "source": "beans", "published_at": date}, headers=WAIT
        )
        assert response.status_code == 201
        assert response.json()["documents"][0]["published_at"] == date


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "body.text"),
        ({"text": 1}, "body.text"),
        ({"text": BEAN, "labels": ["a"]}, "body.labels"),
        ({"text": BEAN, "published_at": "soon"}, "body.published_at"),
        ({"text": BEAN, "title": ""}, "body.title"),
        ({"text": BEAN, "title": "\u202e\u2066"}, "body.title"),
        ({"text": BEAN, "source": "s" * 1001}, "body.source"),
        ({"text": BEAN, "source": "lighthouse\u200b.md"}, "body.source"),
        ({"text": BEAN, "source": "a\x1b[2J"}, "body.source"),
        ({"text": " \n "}, "no text"),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_and_named(client: TestClient, body: dict[str, Any], named: str) -> None:
    response = client.post("/api/documents", json=body, headers=WAIT)
    assert response.status_code == 422
    assert named in response.json()["detail"]


@pytest.mark.parametrize(
    ("name", "data", "status", "slug"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", 415, "unsupported-format"),
        ("lighthouse.md", b"\x00\x01\x02\x03\xff\xfe\x00", 422, "unreadable-document"),
        ("lighthouse.md", b" \n\t\n", 422, "empty-document"),
        ("lighthouse.md", b"", 422, "empty-document"),
        ("folder/", b"text", 422, "invalid-request"),
    ],
)
def test_a_file_that_is_no_document_is_refused_and_what_was_there_stays(
    client: TestClient, name: str, data: bytes, status: int, slug: str
) -> None:
    before = client.get("/api/documents").json()
    response = upload(client, name, data)
    assert response.status_code == status
    assert response.json()["type"] == f"urn:footnote:problem:{slug}"
    assert client.get("/api/documents").json() == before


def test_a_form_without_a_file_is_refused(client: TestClient) -> None:
    response = client.post("/api/documents", files={"other": ("a.txt", b"text")})
    assert response.status_code == 422
    assert "“file”" in response.json()["detail"]


def test_a_form_that_is_none_is_refused(client: TestClient) -> None:
    headers = {"content-type": "multipart/form-data; boundary=b"}
    for body in (b"--x\r\nnonsense", b"--b\r\nContent-Disposition: form-data; name=file\r\n"):
        response = client.post("/api/documents", content=body, headers=headers)
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_kind_is_refused(client: TestClient, kind: str) -> None:
    response = client.post("/api/documents", content=b"text", headers={"content-type": kind})
    assert response.status_code == 415
    assert response.json()["type"] == "urn:footnote:problem:media-type"


@pytest.mark.slow
def test_the_largest_upload_is_taken_and_one_beyond_it_stopped(make_client: Make) -> None:
    client = make_client(max_upload_bytes=100_000)
    fits, beyond = b"word " * 20_000, b"word " * 40_000
    assert upload(client, "fits.txt", fits).status_code == 201
    response = upload(client, "beyond.txt", beyond)
    assert response.status_code == 413
    assert sources(client) == {"lighthouse.md", "tea.txt", "fits.txt"}


def test_a_file_a_little_over_the_limit_is_refused_too(make_client: Make) -> None:
    """The room for the form around a file is not room for the file."""
    assert upload(make_client(max_upload_bytes=1_000), "a.txt", b"x" * 1_001).status_code == 413
    assert make_client(max_upload_bytes=1_000).post("/api/documents", json={"text": "x" * 1_001}).status_code == 413


def test_a_removed_document_is_out_of_every_answer_at_once(client: TestClient) -> None:
    address = f"/api/documents/{document_id('lighthouse.md')}"
    response = client.delete(address)
    assert (response.status_code, response.content) == (204, b"")
    answer = client.post("/api/ask", json={"question": "Who was the keeper of the lamp?"}).json()
    assert "lighthouse.md" not in {passage["source"] for passage in answer["passages"]}
    assert client.get(address).status_code == client.delete(address).status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/documents/0000000000000000", 404),
        (f"/api/documents/{document_id('tea.txt')}?version=9", 404),
        (f"/api/documents/{document_id('tea.txt')}?version=0", 422),
        ("/api/documents/tea.txt", 422),
        ("/api/documents/..%2Ftea.txt", 404),
    ],
)
def test_a_document_that_is_not_there_is_a_problem(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
