"""Ask, search and status over HTTP give what the assistant gives, and refuse what they cannot honour."""

import dataclasses
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.errors import EncoderError
from index.store import Index
from rag.answers.answer import NO_ANSWER, to_json
from rag.asking.assistant import Assistant
from rag.asking.composition import Composition
from rag.asking.findings import Findings
from rag.investigation.query import Query

Make = Callable[..., TestClient]
QUESTION = "Who was the keeper of the lamp?"
NEAR = "The lamp was lit for the first time on 3 March 1911?"
"""Has the words of a sentence: of the encoder without meaning nothing comes nearer."""
PATIENCE_SECONDS = 10


def as_sent(value: Any) -> Any:
    """Return what a value is after a trip through JSON."""
    return json.loads(json.dumps(value))


def without_timing(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "timing_ms"}


def events(body: str) -> list[tuple[str, Any]]:
    """Return name and data of each event, read line by line as the standard has it."""
    found = []
    for block in body.split("\n\n")[:-1]:
        fields = [line.split(": ", 1) for line in block.split("\n")]
        assert [name for name, _ in fields] == ["event", "data"]
        found.append((fields[0][1], json.loads(fields[1][1])))
    return found


def test_the_body_of_an_answer_is_the_answers_json(client: TestClient, index: Index) -> None:
    expected = as_sent(to_json(Assistant(index, threshold=0.0).ask(Query(QUESTION))))
    response = client.post("/api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    assert without_timing(response.json()) == without_timing(expected)
    assert response.json()["sentences"]


def test_a_question_may_lean_on_earlier_ones_in_json_and_in_events(client: TestClient) -> None:
    body = {"question": "Who was its keeper?", "history": [{"question": "Where is the lamp?", "answer": "There."}]}
    answer = client.post("/api/ask", json=body).json()
    assert answer["standalone_question"] == "Who was the lamp’s keeper?"
    assert answer["settings"]["history"] == [{"question": "Where is the lamp?", "answer": "There."}]
    name, streamed = events(client.post("/api/ask", json={**body, "stream": True}).text)[-1]
    assert name == "done"
    assert without_timing(streamed) == without_timing(answer)
    assert client.post("/api/ask", json={"question": QUESTION}).json()["standalone_question"] is None


@pytest.mark.parametrize(
    "history",
    [
        [{"question": "Where?"}] * 21,
        [{"question": "a" * 2_001}],
        [{"question": "Where?", "answer": "a" * 20_001}],
        [{"answer": "There."}],
        [{"question": "Where?", "speaker": "user"}],
        [{"question": "\ud800"}],
        "Where?",
    ],
)
def test_a_history_that_cannot_be_read_is_a_problem(client: TestClient, history: Any) -> None:
    response = client.post("/api/ask", content=json.dumps({"question": QUESTION, "history": history}))
    assert response.status_code == 422
    assert response.headers["content-type"].startswith("application/problem+json")


def test_every_citation_is_in_the_text_that_the_api_gives_of_its_document(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "Whose tea house opened in 東京?"}).json()
    citations = [citation for sentence in answer["sentences"] for citation in sentence["citations"]]
    assert citations
    for citation in citations:
        document = client.get(f"/api/documents/{citation['document_id']}?version={citation['version']}").json()
        assert document["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_an_abstention_is_an_answer_and_no_error(make_client: Make, index: Index) -> None:
    response = make_client(Assistant(index, threshold=1.0)).post("/api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    body = response.json()
    assert (body["abstained"], body["answer"], body["sentences"]) == (True, NO_ANSWER, [])
    assert body["abstain_reason"]


def test_an_unsure_answer_has_the_nearest_sentences_cited_to_the_character_in_json_and_in_events(
    make_client: Make, index: Index
) -> None:
    client = make_client(Assistant(index, threshold=1.0))
    body = client.post("/api/ask", json={"question": NEAR}).json()
    assert (body["grade"], body["abstained"], body["answer"], body["sentences"]) == ("unsure", True, NO_ANSWER, [])
    assert NEAR.removesuffix("?") + "." in [sentence["text"] for sentence in body["nearest"]]
    for sentence in body["nearest"]:
        assert sentence["citations"]
        assert all(sentence["text"][mark["start"] : mark["end"]].strip() for mark in sentence["marks"])
        for citation in sentence["citations"]:
            document = client.get(f"/api/documents/{citation['document_id']}?version={citation['version']}").json()
            assert document["text"][citation["start"] : citation["end"]] == citation["quote"]
    (first, _), (last, streamed) = events(client.post("/api/ask", json={"question": NEAR, "stream": True}).text)
    assert (first, last) == ("passages", "done")
    assert without_timing(streamed) == without_timing(body)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ({"question": QUESTION, "stream": True}, {}),
        ({"question": QUESTION}, {"accept": "text/event-stream"}),
    ],
)
def test_a_stream_is_passages_then_each_sentence_then_the_whole(
    client: TestClient, body: dict[str, Any], headers: dict[str, str]
) -> None:
    response = client.post("/api/ask", json=body, headers=headers)
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, passages), *sentences, (last, answer) = events(response.text)
    assert (first, last) == ("passages", "done")
    assert passages == answer["passages"]
    assert sentences == [("sentence", sentence) for sentence in answer["sentences"]]
    whole = client.post("/api/ask", json={"question": QUESTION, "stream": False}).json()
    assert without_timing(answer) == without_timing(whole)


def test_the_body_outweighs_the_accept_header(client: TestClient) -> None:
    headers = {"accept": "text/event-stream"}
    response = client.post("/api/ask", json={"question": QUESTION, "stream": False}, headers=headers)
    assert response.headers["content-type"] == "application/json"


def test_a_bad_question_fails_with_its_status_in_a_stream_too(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": " ", "stream": True})
    assert response.status_code == 422
    assert response.json()["type"] == "urn:footnote:problem:question"


class BreaksOff(Assistant):
    """Fails after its first item, as an encoder may."""

    error: Exception = EncoderError("The encoder broke", "Install it again")

    def compose(self, _: Findings) -> Composition:
        raise self.error


def test_an_error_after_the_first_event_becomes_an_event(make_client: Make, index: Index) -> None:
    response = make_client(BreaksOff(index)).post("/api/ask", json={"question": QUESTION, "stream": True})
    (first, _), (last, problem) = events(response.text)
    assert (first, last) == ("passages", "error")
    assert problem["detail"] == "The encoder broke. Install it again."


def test_a_mistake_after_the_first_event_does_not_tell_its_details(make_client: Make, index: Index) -> None:
    assistant = BreaksOff(index)
    assistant.error = ValueError("inner detail")
    response = make_client(assistant).post("/api/ask", json={"question": QUESTION, "stream": True})
    assert events(response.text)[-1][1]["type"] == "urn:footnote:problem:unexpected"
    assert "inner detail" not in response.text


def test_filters_decide_which_documents_answer(client: TestClient) -> None:
    body = {"question": "Who opened the house?", "filters": {"sources": ["tea.txt"]}}
    answer = client.post("/api/ask", json=body).json()
    assert {passage["source"] for passage in answer["passages"]} == {"tea.txt"}


def test_top_k_decides_how_many_passages_are_shown(client: TestClient) -> None:
    assert len(client.post("/api/ask", json={"question": QUESTION, "top_k": 1}).json()["passages"]) == 1


def test_search_gives_the_assistants_passages(client: TestClient, index: Index) -> None:
    expected = [as_sent(to_json(passage)) for passage in Assistant(index).search(Query(QUESTION, top_k=2))]
    response = client.post("/api/search", json={"question": QUESTION, "top_k": 2})
    assert response.json() == {"question": QUESTION, "passages": expected}
    assert expected


@pytest.mark.parametrize("path", ["/api/ask", "/api/search"])
@pytest.mark.parametrize(
    ("body", "slug", "named"),
    [
        ({}, "invalid-request", "body.question"),
        ({"question": 7}, "invalid-request", "body.question"),
        ({"question": "Who?", "top_k": 0}, "invalid-request", "body.top_k"),
        ({"question": "Who?", "top_k": 51}, "invalid-request", "body.top_k"),
        ({"question": "Who?", "since": []}, "invalid-request", "body.since"),
        ({"question": "Who?", "filters": {"tag": "x"}}, "invalid-request", "body.filters.tag"),
        ({"question": "Who?", "filters": {"after": "soon"}}, "filter", "soon"),
        ({"question": ""}, "question", "empty"),
        ({"question": "x" * 2001}, "question", "2,000"),
    ],
)
def test_what_cannot_be_honoured_is_refused_and_named(
    client: TestClient, path: str, body: dict[str, Any], slug: str, named: str
) -> None:
    response = client.post(path, json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == f"urn:footnote:problem:{slug}"
    assert named in response.json()["detail"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"Who?"', b"\xff\xfe", b'{"question": "Who \\ud800?"}', b""])
def test_a_body_that_is_no_question_is_refused(client: TestClient, body: bytes) -> None:
    response = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.json()["type"] == "urn:footnote:problem:invalid-request"


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "x" * 20_000_000})
    assert response.status_code == 413
    assert response.json()["type"] == "urn:footnote:problem:too-large"


class Waits(Assistant):
    """Answers when it is allowed to."""

    def __init__(self, index: Index) -> None:
        super().__init__(index, threshold=0.0)
        self.asked, self.allowed = threading.Event(), threading.Event()

    def find(self, query: Query) -> Findings:
        self.asked.set()
        assert self.allowed.wait(PATIENCE_SECONDS)
        return super().find(query)


def test_a_question_too_many_is_told_to_come_back(make_client: Make, index: Index) -> None:
    assistant = Waits(index)
    client = make_client(assistant, max_concurrent_questions=1, max_waiting_questions=0)
    statuses: list[int] = []
    first = threading.Thread(
        target=lambda: statuses.append(client.post("/api/ask", json={"question": QUESTION}).status_code)
    )
    first.start()
    assert assistant.asked.wait(PATIENCE_SECONDS)
    second = client.post("/api/ask", json={"question": QUESTION})
    assistant.allowed.set()
    first.join(PATIENCE_SECONDS)
    assert second.status_code == 429
    assert int(second.headers["retry-after"]) > 0
    assert statuses == [200]


def test_a_question_that_may_wait_has_its_turn(make_client: Make, index: Index) -> None:
    assistant = Waits(index)
    client = make_client(assistant, max_concurrent_questions=1, max_waiting_questions=1)
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(client.post("/api/ask", json={"question": QUESTION}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert assistant.asked.wait(PATIENCE_SECONDS)
    # Of three, one is at work and one waits.
    while not statuses:
        time.sleep(0.01)
    assert statuses == [429]
    assistant.allowed.set()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert sorted(statuses) == [200, 200, 429]


def test_a_question_that_takes_too_long_is_given_up(make_client: Make, index: Index) -> None:
    assistant = Waits(index)
    client = make_client(assistant, question_timeout_seconds=0.05)
    response = client.post("/api/ask", json={"question": QUESTION})
    assistant.allowed.set()
    assert response.status_code == 503
    assert response.json()["type"] == "urn:footnote:problem:too-long"
    assert int(response.headers["retry-after"]) > 0


def test_status_is_that_of_the_index(client: TestClient, index: Index) -> None:
    body = client.get("/api/status").json()
    expected = {**dataclasses.asdict(index.status()), "folder": index.folder.name}
    assert {key: body[key] for key in expected} == expected
    assert (body["documents"], body["notices"]) == (2, list(index.search.notices))
    assert body["footnote"]
