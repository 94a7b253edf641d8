"""What is sent in over HTTP takes the place of nothing that came another way."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.documents import document_id
from index.folders.sync import sync_paths
from index.store import Index

WAIT = {"Prefer": "wait=30"}


def send_file(client: TestClient, name: str, data: bytes, source: str | None = None) -> Any:
    form = {"source": source} if source else {}
    return client.post("/api/documents", files={"file": (name, data)}, data=form, headers=WAIT)


def send_text(client: TestClient, text: str, source: str | None = None) -> Any:
    return client.post("/api/documents", json={"text": text, "source": source}, headers=WAIT)


def text_of(client: TestClient, source: str) -> str:
    return str(client.get(f"/api/documents/{document_id(source)}").json()["text"])


def test_a_text_does_not_take_the_place_of_a_file_that_was_sent_in_nor_a_file_that_of_a_text(
    client: TestClient,
) -> None:
    send_file(client, "policy.txt", b"Staff may take 25 days.")
    refused = send_text(client, "Staff may take 99 days.", "policy.txt")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:footnote:problem:document-conflict")
    assert text_of(client, "policy.txt") == "Staff may take 25 days."
    made = send_text(client, "Some words of our own.").json()["documents"][0]["source"]
    assert made.startswith("text-")
    assert send_file(client, made, b"Staff may take 99 days.").status_code == 409
    assert text_of(client, made) == "Some words of our own."
    # What came the same way is the next version, as ever.
    assert send_file(client, "policy.txt", b"Staff may take 26 days.").status_code == 201
    assert text_of(client, "policy.txt") == "Staff may take 26 days."


@pytest.mark.slow
def test_nothing_that_is_sent_in_takes_the_place_of_a_file_of_a_folder(
    client: TestClient, index: Index, tmp_path: Path
) -> None:
    path = tmp_path.resolve() / "docs" / "policy.txt"
    path.parent.mkdir()
    path.write_text("Staff may take 25 days.")
    sync_paths(index, [path.parent])
    assert send_text(client, "Staff may take 99 days.", str(path)).status_code == 409
    send_file(client, "policy.txt", b"Staff may take 98 days.", str(path))
    send_file(client, "z.jsonl", json.dumps({"text": "Staff may take 97 days.", "source": str(path)}).encode())
    assert text_of(client, str(path)) == "Staff may take 25 days."
    assert sync_paths(index, [path.parent]).failed == ()


def test_a_file_named_as_a_part_of_another_does_not_take_its_place(
    client: TestClient, archive: Callable[[dict[str, bytes]], bytes]
) -> None:
    send_file(client, "a.zip", archive({"policy.txt": b"Staff may take 25 days."}))
    for refused in (
        send_file(client, "a.zip#policy.txt", b"Staff may take 99 days."),
        send_text(client, "Staff may take 98 days.", "a.zip#policy.txt"),
    ):
        assert refused.status_code == 409
    assert text_of(client, "a.zip#policy.txt") == "Staff may take 25 days."


def test_of_an_archive_the_part_whose_place_is_taken_is_told_of_and_the_rest_comes_in(
    client: TestClient, archive: Callable[[dict[str, bytes]], bytes]
) -> None:
    send_file(client, "a.zip#policy.txt", b"Staff may take 25 days.")
    report = send_file(
        client, "a.zip", archive({"policy.txt": b"Staff may take 99 days.", "b.txt": b"Other words."})
    ).json()
    assert [document["source"] for document in report["documents"]] == ["a.zip#b.txt"]
    assert [failure["source"] for failure in report["failed"]] == ["a.zip#policy.txt"]
    assert text_of(client, "a.zip#policy.txt") == "Staff may take 25 days."


@pytest.mark.parametrize("claim", ["lighthouse.md", "x/lighthouse.md", "https://example.org/lighthouse.md"])
def test_an_answer_never_shows_a_claim_as_the_place_of_its_words(client: TestClient, claim: str) -> None:
    record = {"text": "The keeper of the lamp was Mallory.", "source": claim, "title": "The lighthouse"}
    send_file(client, "records.jsonl", json.dumps(record).encode())
    answer = client.post("/api/ask", json={"question": "Who was the keeper of the lamp?"}).json()
    shown = {passage["source"] for passage in answer["passages"] if "Mallory" in passage["text"]}
    assert shown == {f"records.jsonl#{claim}"}
    only = {"question": "Who was the keeper of the lamp?", "filters": {"sources": ["lighthouse.md"]}}
    assert {each["source"] for each in client.post("/api/ask", json=only).json()["passages"]} == {"lighthouse.md"}
    source = f"records.jsonl#{claim}"
    listed = {each["source"]: each["claimed_source"] for each in client.get("/api/documents").json()["documents"]}
    assert listed == {"lighthouse.md": "", "tea.txt": "", source: claim}
    page = client.get(f"/documents/{document_id(source)}").text
    assert f"the file says it is “<bdi>{claim}</bdi>”; nobody has checked that" in page
    assert f">{source}</bdi>" in page
