"""The API for why a passage came: what met, in code points of the text, and clear problems."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from index.documents import document_id
from index.errors import IndexDamaged
from index.store import Index
from tests.support.documents import ingest_bytes

TEA = document_id("tea.txt")


def align(client: TestClient, **changes: Any) -> Any:
    body = {"question": "When did the tea house open?", "document_id": TEA, "version": 1, "start": 0, "end": 60}
    return client.post("/api/alignment", json=body | changes)


def test_words_that_met_are_counted_in_code_points(client: TestClient, index: Index) -> None:
    response = align(client, question="  Which tea house opened in 1923?")
    assert response.status_code == 200
    found, text = response.json(), index.documents.get(TEA).text
    met = {found["words"][match["word"]]["text"]: text[match["start"] : match["end"]] for match in found["matches"]}
    assert met["1923"] == "1923"
    assert met["house"] == "house"
    assert {word["start"] >= 2 for word in found["words"]} == {True}
    assert all(0 <= word["weight"] <= 1 and -1 <= word["similarity"] <= 1 for word in found["words"])


def test_an_old_version_is_aligned_as_it_stood(client: TestClient, index: Index) -> None:
    before = align(client).json()
    ingest_bytes(index, b"The tea house is closed.", "tea.txt", "tea.txt")
    assert align(client).json()["matches"] == before["matches"]
    assert align(client, version=2, end=10).status_code == 200


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"start": 5, "end": 5}, 422, "none from 5 to 5"),
        ({"start": 60, "end": 4}, 422, "none from 60 to 4"),
        ({"start": 90_000, "end": 90_001}, 422, "none from 90,000 to 90,001"),
        ({"version": 7}, 404, "version 7"),
        ({"document_id": "0" * 16}, 404, "document 0000000000000000"),
        ({"question": " "}, 422, "empty"),
        ({"question": "?"}, 422, "no words"),
        ({"start": -1}, 422, "start"),
        ({"document_id": "<b>"}, 422, "document_id"),
        ({"more": 1}, 422, "more"),
    ],
)
def test_what_cannot_be_aligned_is_said(client: TestClient, changes: dict[str, Any], status: int, said: str) -> None:
    response = align(client, **changes)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.text


def test_examples_that_cannot_be_made_are_not_tried_again_until_the_index_changes(
    client: TestClient, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def fail(*_: object) -> list[str]:
        tried.append(index.database.generation)
        raise IndexDamaged("A file is damaged", "Restore it")

    monkeypatch.setattr("web.work.example_questions.example_questions", fail)
    examples = client.app.state.services.examples  # type: ignore[attr-defined]
    for _ in range(3):
        assert client.get("/api/examples").json()["questions"] == []
        with examples._making:  # whoever is at work is done
            pass
    assert tried == [index.database.generation]
    ingest_bytes(index, b"The museum was opened in 1923.", "museum.txt", "museum.txt")
    client.get("/api/examples")
    with examples._making:
        pass
    assert len(tried) == 2
