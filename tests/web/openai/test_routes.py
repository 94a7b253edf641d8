"""OpenAI's API gives the assistant's answer, refuses what it cannot honour, and errs in OpenAI's shape."""

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from index.errors import EncoderError
from index.store import Index
from rag.answers.answer import NO_ANSWER
from rag.asking.assistant import Assistant
from rag.asking.composition import Composition
from rag.asking.findings import Findings
from rag.investigation.query import Query

Make = Callable[..., TestClient]
CHAT = "/v1/chat/completions"
QUESTION = "Who was the keeper of the lamp?"
ASK: dict[str, Any] = {"model": "footnote", "messages": [{"role": "user", "content": QUESTION}]}
PATIENCE_SECONDS = 10


def ask(client: TestClient, **more: Any) -> dict[str, Any]:
    response = client.post(CHAT, json={**ASK, **more})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def chunks(text: str) -> list[dict[str, Any]]:
    """Return the chunks of a stream, which ends as OpenAI's do."""
    *data, end, rest = text.split("\n\n")
    assert (end, rest) == ("data: [DONE]", "")
    assert all(line.startswith("data: ") and "\n" not in line for line in data)
    return [json.loads(line.removeprefix("data: ")) for line in data]


def error_of(response: Any) -> dict[str, Any]:
    body = response.json()
    assert response.headers["content-type"] == "application/json"
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message", "type", "param", "code"}
    error: dict[str, Any] = body["error"]
    return error


def test_a_completion_has_openais_shape_and_the_answer_as_it_is(client: TestClient) -> None:
    whole = ask(client)
    assert whole["id"].startswith("chatcmpl-")
    assert (whole["object"], whole["model"]) == ("chat.completion", "footnote")
    (choice,) = whole["choices"]
    assert (choice["index"], choice["finish_reason"], choice["logprobs"]) == (0, "stop", None)
    assert (choice["message"]["role"], choice["message"]["refusal"]) == ("assistant", None)
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    for named in (whole["footnote"], answer):
        del named["timing_ms"]
    assert whole["footnote"] == answer
    assert choice["message"]["content"].startswith(answer["sentences"][0]["text"] + " [1]")


def test_every_annotation_leads_to_a_page_that_marks_the_cited_words(client: TestClient) -> None:
    whole = ask(client)
    message = whole["choices"][0]["message"]
    citations = [citation for sentence in whole["footnote"]["sentences"] for citation in sentence["citations"]]
    assert len(message["annotations"]) == len(citations) > 1
    for annotation, citation in zip(message["annotations"], citations, strict=True):
        assert annotation["type"] == "url_citation"
        found = annotation["url_citation"]
        assert found["url"].startswith("http://127.0.0.1:8000/documents/")
        assert found["title"] == citation["title"]
        page = client.get(found["url"]).text
        assert f'<mark id="cited">{citation["quote"]}</mark>' in page
        mark = message["content"][found["start_index"] : found["end_index"]]
        assert f"\n- {mark} {citation['title']}: {found['url']}" in message["content"]


def test_usage_counts_the_tokens_of_what_was_read_and_said(client: TestClient, index: Index) -> None:
    before = [
        {"role": "system", "content": "Nobody reads this."},
        {"role": "user", "content": "Where is the lighthouse?"},
        {"role": "assistant", "content": "At Punta Brava."},
    ]
    whole = ask(client, messages=[*before, *ASK["messages"]])
    said = whole["choices"][0]["message"]["content"]
    # Four words, three, and the seven of the question; the encoder of these tests counts words.
    assert whole["usage"]["prompt_tokens"] == 4 + 3 + 7
    assert whole["usage"]["completion_tokens"] == index.encoder.loaded().count_tokens([said])[0]
    assert whole["usage"]["total_tokens"] == 14 + whole["usage"]["completion_tokens"]


def test_earlier_messages_are_the_history_of_the_answer(client: TestClient) -> None:
    before = [{"role": "user", "content": "Who was Amalia Quesada?"}, {"role": "assistant", "content": "The keeper."}]
    question = "What did she keep?"
    whole = ask(client, messages=[*before, {"role": "user", "content": question}])
    history = [{"question": "Who was Amalia Quesada?", "answer": "The keeper."}]
    answer = client.post("/api/ask", json={"question": question, "history": history}).json()
    assert answer["standalone_question"] == "What did Amalia Quesada keep?"
    assert whole["footnote"]["settings"]["history"] == history
    assert whole["footnote"]["id"] == answer["id"]
    assert "Looked up: “What did Amalia Quesada keep?”" in whole["choices"][0]["message"]["content"]


def test_an_abstention_is_a_normal_answer(make_client: Make, index: Index) -> None:
    whole = ask(make_client(Assistant(index, threshold=1.0)))
    (choice,) = whole["choices"]
    assert choice["message"]["content"].startswith(f"{NO_ANSWER} {whole['footnote']['abstain_reason']}")
    assert (choice["message"]["annotations"], choice["message"]["refusal"]) == ([], None)
    assert choice["finish_reason"] == "stop"
    assert whole["footnote"]["abstained"] is True


def test_an_unsure_answer_lists_the_nearest_sentences_with_annotations_and_no_passages(
    make_client: Make, index: Index
) -> None:
    client = make_client(Assistant(index, threshold=1.0))
    messages = [{"role": "user", "content": "The lamp was lit for the first time on 3 March 1911?"}]
    whole = ask(client, messages=messages)
    (choice,) = whole["choices"]
    content, annotations = choice["message"]["content"], choice["message"]["annotations"]
    assert (whole["footnote"]["grade"], whole["footnote"]["abstained"]) == ("unsure", True)
    assert content.startswith("The documents do not clearly say this.\n\nThe closest sentences:\n- “")
    assert "The closest passages" not in content
    assert NO_ANSWER not in content
    citations = [each for sentence in whole["footnote"]["nearest"] for each in sentence["citations"]]
    assert len(annotations) == len(citations) > 0
    for annotation, citation in zip(annotations, citations, strict=True):
        found = annotation["url_citation"]
        mark = content[found["start_index"] : found["end_index"]]
        assert f"\n- {mark} {citation['title']}: {found['url']}" in content.partition("\n\nSources:")[2]
        assert f'<mark id="cited">{citation["quote"]}</mark>' in client.get(found["url"]).text
    streamed = chunks(client.post(CHAT, json={**ASK, "messages": messages, "stream": True}).text)
    deltas = [chunk["choices"][0]["delta"] for chunk in streamed]
    assert "".join(delta.get("content", "") for delta in deltas) == content
    assert {"annotations": annotations} in deltas
    assert streamed[-1]["footnote"]["nearest"] == whole["footnote"]["nearest"]


def test_a_stream_is_the_role_each_sentence_the_sources_the_annotations_and_the_reason(client: TestClient) -> None:
    whole = ask(client)
    response = client.post(CHAT, json={**ASK, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    found = chunks(response.text)
    assert {chunk["object"] for chunk in found} == {"chat.completion.chunk"}
    assert len({(chunk["id"], chunk["created"], chunk["model"]) for chunk in found}) == 1
    deltas = [chunk["choices"][0]["delta"] for chunk in found]
    message, sentences = whole["choices"][0]["message"], whole["footnote"]["sentences"]
    first, *told, listed, annotated, last = deltas
    assert first == {"role": "assistant", "content": ""}
    assert [each["content"].strip().startswith(s["text"]) for each, s in zip(told, sentences, strict=True)] == [
        True
    ] * 3
    assert "".join(each["content"] for each in [*told, listed]) == message["content"]
    assert annotated == {"annotations": message["annotations"]}
    assert last == {}
    assert [chunk["choices"][0]["finish_reason"] for chunk in found] == [None] * (len(found) - 1) + ["stop"]
    assert found[-1]["footnote"]["id"] == whole["footnote"]["id"]
    assert not any("usage" in chunk for chunk in found)


def test_a_stream_of_an_abstention_has_its_text(make_client: Make, index: Index) -> None:
    response = make_client(Assistant(index, threshold=1.0)).post(CHAT, json={**ASK, "stream": True})
    role, said, last = chunks(response.text)
    assert role["choices"][0]["delta"]["role"] == "assistant"
    assert said["choices"][0]["delta"]["content"].startswith(NO_ANSWER)
    assert last["choices"][0]["finish_reason"] == "stop"


def test_usage_comes_last_in_a_stream_that_asks_for_it(client: TestClient) -> None:
    body = {**ASK, "stream": True, "stream_options": {"include_usage": True}}
    *others, last = chunks(client.post(CHAT, json=body).text)
    assert last["choices"] == []
    assert last["usage"] == ask(client)["usage"]
    assert [chunk["usage"] for chunk in others] == [None] * len(others)


def test_footnotes_own_wishes_are_honoured(client: TestClient) -> None:
    wishes = {"top_k": 1, "filters": {"sources": ["tea.txt"]}}
    whole = ask(client, messages=[{"role": "user", "content": "Who opened the house?"}], footnote=wishes)
    assert [passage["source"] for passage in whole["footnote"]["passages"]] == ["tea.txt"]


def test_what_tunes_a_model_that_writes_freely_changes_nothing(client: TestClient) -> None:
    ignored = {
        "temperature": 2,
        "top_p": 0.1,
        "seed": 7,
        "stop": ["keeper"],
        "max_tokens": 1,
        "max_completion_tokens": 1,
        "user": "amalia",
        "metadata": {"a": "b"},
        "logit_bias": {"50256": -100},
        "presence_penalty": 1,
        "frequency_penalty": 1,
        "reasoning_effort": "high",
        "store": True,
        "service_tier": "flex",
        "n": 1,
        "response_format": {"type": "text"},
        "modalities": ["text"],
        "logprobs": False,
        "stream_options": None,
        "tools": [{"type": "function", "function": {"name": "f"}}],
        "tool_choice": "auto",
        "parallel_tool_calls": True,
        "anything": {"else": [1]},
    }
    assert ask(client, **ignored)["choices"] == ask(client)["choices"]


@pytest.mark.parametrize(
    ("more", "param", "named"),
    [
        ({"n": 2}, "n", "one answer"),
        ({"response_format": {"type": "json_object"}}, "response_format", "sentences of the documents"),
        ({"response_format": {"type": "json_schema", "json_schema": {}}}, "response_format", "sentences"),
        ({"tool_choice": "required"}, "tool_choice", "calls no tools"),
        ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, "tool_choice", "calls no tools"),
        ({"function_call": {"name": "f"}}, "function_call", "calls no tools"),
        ({"modalities": ["text", "audio"]}, "modalities", "answers in text"),
        ({"logprobs": True}, "logprobs", "probabilities"),
        ({"top_logprobs": 3}, "top_logprobs", "probabilities"),
        ({"messages": []}, "messages", "no user message"),
        ({"messages": None}, "messages", "messages"),
        ({"messages": [{"role": "tool", "tool_call_id": "1", "content": "7"}]}, "messages[0].role", "tools"),
        ({"messages": [{"role": "pirate", "content": "7"}]}, "messages[0].role", "messages.0.role"),
        (
            {"messages": [{"role": "user", "content": [{"type": "text", "text": "Who?"}, {"type": "image_url"}]}]},
            "messages[0].content[1]",
            "no images",
        ),
        ({"messages": [{"role": "user", "content": [{"type": "input_audio"}]}]}, "messages[0].content[0]", "audio"),
        ({"messages": [{"role": "user", "content": 7}]}, "messages[0].content", "content"),
        ({"messages": [{"role": "user", "content": ""}]}, None, "empty"),
        ({"messages": [{"role": "user", "content": "x" * 2001}]}, None, "2,000"),
        ({"messages": [*ASK["messages"], {"role": "assistant", "content": "Its"}]}, "messages", "assistant's"),
        ({"footnote": {"top_k": 0}}, "footnote.top_k", "top_k"),
        ({"footnote": {"filters": {"after": "soon"}}}, None, "soon"),
        ({"footnote": {"topk": 1}}, "footnote.topk", "topk"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_honoured_is_a_400_that_names_it(
    client: TestClient, more: dict[str, Any], param: str | None, named: str, stream: bool
) -> None:
    response = client.post(CHAT, json={**ASK, **more, "stream": stream})
    error = error_of(response)
    assert (response.status_code, error["type"], error["param"]) == (400, "invalid_request_error", param)
    assert named in error["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"Who?"', b"\xff\xfe", b"", b'{"model": "footnote", "messages": 7}'])
def test_a_body_that_is_no_chat_is_refused(client: TestClient, body: bytes) -> None:
    response = client.post(CHAT, content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert error_of(response)["code"] == "invalid_request"


def test_half_a_character_is_refused(client: TestClient) -> None:
    body = b'{"model": "footnote", "messages": [{"role": "user", "content": "Who \\ud800?"}]}'
    response = client.post(CHAT, content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert error_of(response)["param"] == "messages[0].content[0].text"


def test_a_long_conversation_fits_and_a_huge_one_is_refused(client: TestClient) -> None:
    before = [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "Because. " * 20_000}]
    assert ask(client, messages=[*before, *ASK["messages"]])["choices"]
    response = client.post(CHAT, json={**ASK, "messages": [*before * 7, *ASK["messages"]]})
    assert response.status_code == 413
    assert error_of(response)["code"] == "too_large"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/models/gpt-4", 404, "model_not_found"),
        ("GET", "/v1/nowhere", 404, "not_found"),
        ("GET", "/v1", 404, "not_found"),
        ("POST", "/v1/embeddings", 404, "not_found"),
        ("GET", CHAT, 405, "method"),
        ("OPTIONS", CHAT, 405, "method"),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html,*/*"])
def test_what_is_not_there_is_an_error_of_openais_shape(
    client: TestClient, method: str, path: str, status: int, code: str, accept: str
) -> None:
    response = client.request(method, path, headers={"accept": accept})
    assert response.status_code == status
    assert error_of(response)["code"] == code


def test_another_model_is_not_there(client: TestClient) -> None:
    response = client.post(CHAT, json={**ASK, "model": "gpt-4"})
    assert response.status_code == 404
    assert error_of(response) == {
        "message": "There is no model of this name here. Ask for “footnote”.",
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }


def test_the_models_are_the_one(client: TestClient) -> None:
    listed = client.get("/v1/models").json()
    assert listed["object"] == "list"
    assert [(model["id"], model["object"], model["owned_by"]) for model in listed["data"]] == [
        ("footnote", "model", "footnote")
    ]
    assert client.get("/v1/models/footnote").json() == listed["data"][0]


@pytest.mark.parametrize("path", ["/v1/models", CHAT, "/v1/nowhere"])
def test_without_the_key_nothing_opens(make_client: Make, path: str) -> None:
    client = make_client(api_key=SecretStr("k3y"))
    response = client.get(path, headers={"authorization": "Bearer wrong"})
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert error_of(response)["code"] == "invalid_api_key"
    assert client.get("/v1/models", headers={"authorization": "Bearer k3y"}).status_code == 200


def test_strangers_names_and_pages_are_refused_and_no_origin_is_let_in(client: TestClient) -> None:
    response = client.post(CHAT, json=ASK, headers={"host": "evil.example"})
    assert (response.status_code, error_of(response)["code"]) == (421, "unknown_host")
    response = client.post(CHAT, json=ASK, headers={"origin": "http://evil.example"})
    assert (response.status_code, error_of(response)["code"]) == (403, "foreign_origin")
    response = client.options(CHAT, headers={"origin": "http://evil.example", "access-control-request-method": "POST"})
    assert response.status_code == 403
    assert not [name for name in response.headers if name.startswith("access-control-")]


def test_answers_are_not_kept_by_caches(client: TestClient) -> None:
    assert client.get("/v1/models").headers["cache-control"] == "no-store"


class BreaksOff(Assistant):
    """Fails after its first item, as an encoder may."""

    error: Exception = EncoderError("The encoder broke", "Install it again")

    def compose(self, _: Findings) -> Composition:
        raise self.error


def test_an_error_after_the_first_chunk_becomes_one(make_client: Make, index: Index) -> None:
    response = make_client(BreaksOff(index)).post(CHAT, json={**ASK, "stream": True})
    first, last, rest = response.text.split("\n\n")
    assert "assistant" in first
    assert rest == ""
    assert json.loads(last.removeprefix("data: ")) == {
        "error": {
            "message": "The encoder broke. Install it again.",
            "type": "server_error",
            "param": None,
            "code": "encoder",
        }
    }


@pytest.mark.parametrize("stream", [False, True])
def test_a_mistake_does_not_tell_its_details(make_client: Make, index: Index, stream: bool) -> None:
    assistant = BreaksOff(index)
    assistant.error = ValueError("inner detail")
    response = make_client(assistant).post(CHAT, json={**ASK, "stream": stream})
    assert response.status_code == (200 if stream else 500)
    assert '"code":"unexpected"' in response.text
    assert "inner detail" not in response.text


class Waits(Assistant):
    """Answers when it is allowed to."""

    def __init__(self, index: Index) -> None:
        super().__init__(index, threshold=0.0)
        self.asked, self.allowed = threading.Event(), threading.Event()

    def find(self, query: Query) -> Findings:
        self.asked.set()
        assert self.allowed.wait(PATIENCE_SECONDS)
        return super().find(query)


@pytest.mark.parametrize("stream", [False, True])
def test_a_question_that_takes_too_long_is_given_up(make_client: Make, index: Index, stream: bool) -> None:
    assistant = Waits(index)
    response = make_client(assistant, question_timeout_seconds=0.05).post(CHAT, json={**ASK, "stream": stream})
    assistant.allowed.set()
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert (error_of(response)["code"], error_of(response)["type"]) == ("too_long", "server_error")


@pytest.mark.parametrize("stream", [False, True])
def test_a_question_too_many_is_told_to_come_back(make_client: Make, index: Index, stream: bool) -> None:
    assistant = Waits(index)
    client = make_client(assistant, max_concurrent_questions=1, max_waiting_questions=0)
    first = threading.Thread(target=client.post, args=[CHAT], kwargs={"json": ASK})
    first.start()
    assert assistant.asked.wait(PATIENCE_SECONDS)
    second = client.post(CHAT, json={**ASK, "stream": stream})
    assistant.allowed.set()
    first.join(PATIENCE_SECONDS)
    assert second.status_code == 429
    assert int(second.headers["retry-after"]) > 0
    assert (error_of(second)["code"], error_of(second)["type"]) == ("rate_limit_exceeded", "rate_limit_error")
