"""Answers that a language model writes, over HTTP; the model is scripted, the server and the connection are real."""

import json
from collections.abc import Callable

import httpx
import pytest

from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.writing.language_model import LanguageModel
from tests.llm.scripted import ScriptedServer, refuses, says, scripted, stalls

Serve = Callable[..., str]
QUESTION = "Who was the keeper of the lamp?"
WRITTEN = "The keeper was Amalia Quesada."
PATIENCE_SECONDS = 20


def assistant(index: Index, server: ScriptedServer) -> Assistant:
    return Assistant(
        index, threshold=0.0, language_model=LanguageModel(server.url, seconds=PATIENCE_SECONDS, retries=0)
    )


@pytest.fixture
def draft(index: Index) -> str:
    """What the model says: the sentence, with the number of every piece of evidence that there is."""
    count = len(Assistant(index, threshold=0.0).ask(Query(QUESTION)).sentences)
    return json.dumps({"sentences": [{"text": WRITTEN, "sources": [number]} for number in range(1, count + 1)]})


@pytest.mark.slow
def test_it_writes_unless_the_request_says_no(index: Index, serve: Serve, draft: str) -> None:
    with scripted(says(draft)) as server, httpx.Client(base_url=serve(assistant(index, server))) as client:
        written = client.post("/api/ask", json={"question": QUESTION}).json()
        plain = client.post("/api/ask", json={"question": QUESTION, "llm": False}).json()
    sentences = {sentence["text"]: sentence for sentence in written["sentences"]}
    assert sentences[WRITTEN]["written"]
    assert 0.0 < sentences[WRITTEN]["support"] < 1.0
    assert sentences[WRITTEN]["citations"][0]["quote"]
    assert (written["writing"]["model"], written["writing"]["problem"]) == ("scripted", None)
    assert plain["writing"] is None
    assert WRITTEN not in plain["answer"]


def test_to_want_it_written_where_nothing_writes_is_an_error_that_says_so(serve: Serve) -> None:
    refused = httpx.post(f"{serve()}/api/ask", json={"question": QUESTION, "llm": True})
    assert refused.status_code == 422
    assert "FOOTNOTE_LLM_URL" in refused.json()["detail"]


def test_a_stream_has_each_sentence_as_it_passed(index: Index, serve: Serve, draft: str) -> None:
    with scripted(says(draft)) as server, httpx.Client(base_url=serve(assistant(index, server))) as client:
        body = client.post("/api/ask", json={"question": QUESTION, "stream": True}).text
    blocks = [block for block in body.split("\n\n") if block]
    names = [block.split("\n")[0] for block in blocks]
    assert names[0] == "event: passages"
    assert ": writing" in names
    assert names[-1] == "event: done"
    said = [json.loads(block.split("data: ")[1]) for block in blocks if block.startswith("event: sentence")]
    whole = json.loads(blocks[-1].split("data: ")[1])
    assert said == whole["sentences"]
    assert said[0]["text"] == WRITTEN


def test_where_the_endpoint_fails_the_evidence_is_given_and_the_answer_says_so(index: Index, serve: Serve) -> None:
    with scripted(refuses(500)) as server, httpx.Client(base_url=serve(assistant(index, server))) as client:
        answer = client.post("/api/ask", json={"question": QUESTION}).json()
        plain = client.post("/api/ask", json={"question": QUESTION, "llm": False}).json()
    assert answer["sentences"] == plain["sentences"]
    assert "failed" in answer["writing"]["problem"]


def test_who_leaves_a_stream_ends_the_writing(index: Index, serve: Serve) -> None:
    body = {"question": QUESTION, "stream": True}
    with scripted(stalls("{")) as server, httpx.Client(base_url=serve(assistant(index, server))) as client:
        with client.stream("POST", "/api/ask", json=body) as response:
            assert ": writing" in response.iter_lines()
        assert server.left.wait(PATIENCE_SECONDS), "the model's server was left waiting"


def test_who_waits_for_the_whole_and_leaves_ends_the_writing(index: Index, serve: Serve) -> None:
    with scripted(stalls("{")) as server, httpx.Client(base_url=serve(assistant(index, server))) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.post("/api/ask", json={"question": QUESTION}, timeout=2)
        assert server.left.wait(PATIENCE_SECONDS), "the model's server was left waiting"


def test_openai_clients_get_what_was_written(index: Index, serve: Serve, draft: str) -> None:
    body = {"model": "footnote", "messages": [{"role": "user", "content": QUESTION}]}
    with scripted(says(draft)) as server, httpx.Client(base_url=serve(assistant(index, server))) as client:
        written = client.post("/v1/chat/completions", json=body).json()
    assert written["choices"][0]["message"]["content"].startswith(f"{WRITTEN} [1]")
    assert written["footnote"]["writing"]["model"] == "scripted"
