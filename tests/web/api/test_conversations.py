"""A conversation over the API: asked in, kept when whole, listed, renamed, rated, exported, deleted."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import httpx2
import pytest
from starlette.testclient import TestClient

from index.backups.backup import back_up, restore
from index.documents import document_id
from index.store import Index
from rag.asking.assistant import Assistant
from rag.asking.composition import Composition
from rag.asking.findings import Findings
from tests.support.beside import history_in

NOTICED_SECONDS = 3
KEEPER = "Who was the keeper of the lamp?"
STORM = "When did the storm break the lens?"


def begun(client: Any) -> str:
    response = client.post("/api/conversations")
    assert response.status_code == 201, response.text
    identity: str = response.json()["id"]
    return identity


def ask(client: Any, conversation: str, question: str, **more: Any) -> dict[str, Any]:
    response = client.post(f"/api/conversations/{conversation}/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def events(response: httpx.Response | httpx2.Response) -> list[tuple[str, Any]]:
    blocks = [block.split("\n") for block in response.text.strip().split("\n\n")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in blocks]


def test_an_answer_is_the_one_that_the_api_gives_and_it_is_kept(client: TestClient) -> None:
    conversation = begun(client)
    answer = ask(client, conversation, KEEPER)
    alone = client.post("/api/ask", json={"question": KEEPER}).json()
    assert {**answer, "timing_ms": None} == {**alone, "timing_ms": None}
    kept = client.get(f"/api/conversations/{conversation}").json()
    assert [(turn["number"], turn["answer"]) for turn in kept["turns"]] == [(1, answer)]
    assert kept["title"] == KEEPER
    listed = client.get("/api/conversations").json()
    assert (listed["total"], listed["conversations"][0]["id"], listed["conversations"][0]["turns"]) == (
        1,
        conversation,
        1,
    )


def test_a_streamed_answer_says_last_where_it_is_kept(client: TestClient) -> None:
    conversation = begun(client)
    response = client.post(f"/api/conversations/{conversation}/ask", json={"question": KEEPER, "stream": True})
    names = [name for name, _ in events(response)]
    assert names[0] == "passages"
    assert names[-2:] == ["done", "saved"]
    assert events(response)[-1][1] == {"conversation_id": conversation, "number": 1, "title": KEEPER}
    assert client.get(f"/api/conversations/{conversation}").json()["turns"][0]["answer"] == events(response)[-2][1]


def test_a_later_question_leans_on_what_was_said(client: TestClient) -> None:
    conversation = begun(client)
    first = ask(client, conversation, KEEPER)
    second = ask(client, conversation, "And when was it lit?")
    assert second["settings"]["history"] == [{"question": KEEPER, "answer": first["answer"]}]


def test_asking_again_leans_on_what_came_before_the_turn_that_goes(client: TestClient) -> None:
    conversation = begun(client)
    first = ask(client, conversation, KEEPER)
    ask(client, conversation, STORM)
    again = ask(client, conversation, "When was the new lens ground?", replaces=2)
    assert again["settings"]["history"] == [{"question": KEEPER, "answer": first["answer"]}]
    turns = client.get(f"/api/conversations/{conversation}").json()["turns"]
    assert [turn["number"] for turn in turns] == [1, 3]


def test_a_question_that_cannot_be_asked_keeps_nothing(client: TestClient) -> None:
    conversation = begun(client)
    response = client.post(f"/api/conversations/{conversation}/ask", json={"question": "???", "stream": True})
    assert response.status_code == 422
    assert response.json()["type"] == "urn:footnote:problem:question"
    assert client.get(f"/api/conversations/{conversation}").json()["turns"] == []
    assert client.get("/api/conversations").json()["total"] == 0


@pytest.mark.parametrize("method", ["get", "delete"])
def test_a_conversation_that_is_not_there_is_a_problem(client: TestClient, method: str) -> None:
    response = getattr(client, method)(f"/api/conversations/{'f' * 24}")
    assert response.status_code == 404
    assert response.json()["type"] == "urn:footnote:problem:conversation-not-found"
    asked = client.post(f"/api/conversations/{'f' * 24}/ask", json={"question": KEEPER})
    assert asked.status_code == 404
    assert client.get("/api/conversations/nonsense").status_code == 422


def test_two_tabs_that_ask_at_once_are_both_kept(live: httpx.Client) -> None:
    conversation = begun(live)
    threads = [threading.Thread(target=ask, args=(live, conversation, question)) for question in (KEEPER, STORM)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = live.get(f"/api/conversations/{conversation}").json()["turns"]
    assert [turn["number"] for turn in turns] == [1, 2]
    assert {turn["question"] for turn in turns} == {KEEPER, STORM}


def test_renaming_and_deleting(client: TestClient) -> None:
    conversation = begun(client)
    ask(client, conversation, KEEPER)
    renamed = client.patch(f"/api/conversations/{conversation}", json={"title": "The <b>lamp</b>"})
    assert (renamed.status_code, renamed.json()["title"], renamed.json()["turns"]) == (200, "The <b>lamp</b>", 1)
    assert client.get("/api/conversations", params={"q": "the <B>LAMP"}).json()["total"] == 1
    # Of one that nobody sees the list would have a link that nobody can follow.
    for blank in ("", " \n", "\u202e"):
        assert client.patch(f"/api/conversations/{conversation}", json={"title": blank}).status_code == 422
    assert client.delete(f"/api/conversations/{conversation}").status_code == 204
    assert client.get("/api/conversations").json()["total"] == 0


def test_a_document_tells_where_it_is_cited(client: TestClient) -> None:
    conversation = begun(client)
    answer = ask(client, conversation, KEEPER)
    cited = [c for s in answer["sentences"] for c in s["citations"] if c["source"] == "lighthouse.md"]
    assert cited
    found = client.get(f"/api/documents/{document_id('lighthouse.md')}/citations").json()["citations"]
    assert {(c["start"], c["end"], c["quote"]) for c in found} == {(c["start"], c["end"], c["quote"]) for c in cited}
    assert {(c["conversation_id"], c["number"], c["question"]) for c in found} == {(conversation, 1, KEEPER)}


def test_what_a_reader_says_becomes_a_question_to_measure_with(client: TestClient) -> None:
    conversation = begun(client)
    answer = ask(client, conversation, KEEPER)
    ask(client, conversation, STORM)
    path = f"/api/conversations/{conversation}/turns"
    assert client.put(f"{path}/1/feedback", json={"rating": "up"}).json()["rating"] == "up"
    assert client.put(f"{path}/2/feedback", json={"rating": "down", "reason": "It is wrong"}).status_code == 200
    assert client.put(f"{path}/3/feedback", json={"rating": "up"}).status_code == 404
    assert client.put(f"{path}/1/feedback", json={"rating": "sideways"}).status_code == 422
    response = client.get("/api/feedback")
    assert "attachment" in response.headers["content-disposition"]
    first, second = map(json.loads, response.text.splitlines())
    assert first["spans"][0]["start"] == answer["sentences"][0]["citations"][0]["start"]
    assert (second["question"], second["spans"], second["reason"]) == (STORM, [], "It is wrong")
    assert client.delete(f"{path}/1/feedback").status_code == 204
    assert len(client.get("/api/feedback").text.splitlines()) == 1


def test_an_export_is_a_file_whose_links_lead_here(client: TestClient) -> None:
    conversation = begun(client)
    answer = ask(client, conversation, KEEPER)
    ask(client, conversation, STORM)
    response = client.get(f"/api/conversations/{conversation}/export")
    assert response.headers["content-type"].startswith("text/markdown")
    assert response.headers["content-disposition"].startswith("attachment")
    cited = answer["sentences"][0]["citations"][0]
    assert f"http://127.0.0.1:8000/documents/{cited['document_id']}?version=1&start={cited['start']}" in response.text
    one = client.get(f"/api/conversations/{conversation}/export", params={"turn": 1}).text
    assert one.startswith(f"## {KEEPER}\n\n")
    assert STORM not in one
    whole = client.get(f"/api/conversations/{conversation}/export", params={"format": "json"}).json()
    assert whole["turns"][0]["answer"] == answer
    assert client.get(f"/api/conversations/{conversation}/export", params={"turn": 9}).status_code == 404


def test_a_form_answers_keeps_and_leads_to_the_answer(client: TestClient, index: Index) -> None:
    response = client.post("/ask", data={"question": KEEPER, "source": "lighthouse.md"})
    assert response.status_code == 303
    path, _, mark = response.headers["location"].partition("#")
    assert path.endswith("?source=lighthouse.md")
    assert mark == "turn-1"
    page = client.get(path, headers={"Accept": "text/html"})
    assert KEEPER in page.text
    assert 'id="turn-1"' in page.text
    conversation = path.partition("?")[0].removeprefix("/conversations/")
    again = client.post("/ask", data={"question": STORM, "conversation": conversation})
    assert again.headers["location"] == f"/conversations/{conversation}#turn-2"
    refused = client.post("/ask", data={"question": "???", "conversation": conversation})
    assert refused.status_code == 422
    assert KEEPER in refused.text
    history = history_in(index.folder)
    assert [turn.question for turn in history.conversation(conversation).turns] == [KEEPER, STORM]
    history.close()
    assert client.post(f"/conversations/{conversation}/delete").headers["location"] == "/conversations"
    assert client.get("/api/conversations").json()["total"] == 0


def test_a_question_without_a_conversation_begins_one(client: TestClient) -> None:
    asked = client.post("/api/conversations/ask", json={"question": KEEPER})
    first = asked.headers["x-conversation-id"]
    assert asked.headers["x-conversation-turn"] == "1"
    assert client.get(f"/api/conversations/{first}").json()["turns"][0]["answer"] == asked.json()
    streamed = client.post("/api/conversations/ask", json={"question": STORM, "stream": True})
    name, saved = events(streamed)[-1]
    assert (name, saved["number"], saved["title"]) == ("saved", 1, STORM)
    assert saved["conversation_id"] != first
    # What is refused begins none, and there is nothing to ask again in the place of.
    for body in ({"question": " "}, {"question": KEEPER, "replaces": 1}):
        assert client.post("/api/conversations/ask", json=body).status_code == 422
    assert client.get("/api/conversations").json()["total"] == 2


@pytest.mark.parametrize("is_first", [True, False])
def test_who_leaves_before_the_answer_is_whole_keeps_nothing(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    reached, go_on = threading.Event(), threading.Event()
    compose = Assistant.compose

    def slow(self: Assistant, findings: Findings) -> Composition:
        reached.set()
        go_on.wait(10)
        return compose(self, findings)

    monkeypatch.setattr(Assistant, "compose", slow)
    with httpx.Client(base_url=serve(), timeout=30) as client:
        conversation = begun(client)
        body = {"question": KEEPER, "stream": True}
        path = "/api/conversations/ask" if is_first else f"/api/conversations/{conversation}/ask"
        with client.stream("POST", path, json=body) as response:
            next(response.iter_lines())
            reached.wait(10)
        # The server notices a connection that ends, between two steps of the answer.
        time.sleep(NOTICED_SECONDS)
        go_on.set()
        for _ in range(20):
            assert client.get(f"/api/conversations/{conversation}").json()["turns"] == []
            assert client.get("/api/conversations").json()["total"] == 0


def test_a_page_says_what_is_wrong_also_when_the_history_cannot_be_read(client: TestClient, index: Index) -> None:
    client.app.state.services.history.close()  # type: ignore[attr-defined]
    for path in index.folder.glob("history.sqlite*"):
        path.write_bytes(b"not a database, however long this is" * 100)
    response = client.get("/", headers={"Accept": "text/html"})
    assert response.status_code == 500
    assert "history.sqlite" in response.text
    assert response.headers["content-type"].startswith("text/html")


def test_a_backup_takes_conversations_along_and_joins_them(client: TestClient, index: Index, tmp_path: Any) -> None:
    first = begun(client)
    ask(client, first, KEEPER)
    back_up(index, tmp_path / "kept.tar")
    restore(tmp_path / "kept.tar", tmp_path / "other")
    other = history_in(tmp_path / "other")
    assert other.conversation(first) == history_in(index.folder).conversation(first)
    # Into the index itself, where meanwhile one was deleted and one has come.
    second = begun(client)
    ask(client, second, STORM)
    client.delete(f"/api/conversations/{first}")
    restore(tmp_path / "kept.tar", index.folder)
    # One that has gone on stays as it is: what it was then does not come among what it is now.
    ask(client, first, STORM, replaces=1)
    back_up(index, tmp_path / "later.tar")
    ask(client, first, KEEPER, replaces=2)
    restore(tmp_path / "later.tar", index.folder)
    assert [turn["number"] for turn in client.get(f"/api/conversations/{first}").json()["turns"]] == [3]
    assert {each["id"] for each in client.get("/api/conversations").json()["conversations"]} == {first, second}
    other.close()
