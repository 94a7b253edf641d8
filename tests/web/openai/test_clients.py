"""The clients that people have speak to a real server: OpenAI's own, LangChain's, LlamaIndex's."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from pydantic import SecretStr

from index.store import Index
from rag.answers.answer import Answer
from rag.asking.assistant import Assistant
from rag.asking.composition import Composition
from rag.asking.findings import Findings
from rag.investigation.query import Query

pytestmark = pytest.mark.slow

Serve = Callable[..., str]
QUESTION = "Who was the keeper of the lamp?"
MESSAGES: Any = [{"role": "user", "content": QUESTION}]
HISTORY: Any = [
    {"role": "system", "content": "You are helpful."},
    {"role": "user", "content": "Where is the lighthouse?"},
    {"role": "assistant", "content": "At Punta Brava."},
    *MESSAGES,
]
KEPT = "Its keeper was Amalia Quesada. ["
PATIENCE_SECONDS = 10


@pytest.fixture
def client(serve: Serve) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{serve()}/v1", api_key="none", max_retries=0) as client:
        yield client


def test_a_completion_is_the_answer_with_its_citations(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="footnote", messages=MESSAGES)
    message = whole.choices[0].message
    assert message.content is not None
    assert KEPT in message.content
    assert message.annotations
    for annotation in message.annotations:
        found = annotation.url_citation
        mark = message.content[found.start_index : found.end_index]
        assert f"- {mark} {found.title}: {found.url}" in message.content
        assert httpx.get(found.url.partition("#")[0]).status_code == 200
    assert whole.usage is not None
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
    assert whole.model_extra is not None
    assert whole.model_extra["footnote"]["abstained"] is False


def test_a_stream_is_the_same_answer(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="footnote", messages=MESSAGES)
    stream = client.chat.completions.create(
        model="footnote", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    )
    *parts, last = list(stream)
    deltas = [part.choices[0].delta for part in parts]
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    annotations = [each for delta in deltas for each in (delta.model_extra or {}).get("annotations", [])]
    assert annotations == [each.model_dump() for each in whole.choices[0].message.annotations or []]
    assert parts[-1].choices[0].finish_reason == "stop"
    assert last.usage == whole.usage


def test_the_clients_own_collector_of_a_stream_finds_the_whole(client: OpenAI) -> None:
    whole = client.chat.completions.create(model="footnote", messages=MESSAGES)
    with client.chat.completions.stream(model="footnote", messages=MESSAGES) as stream:
        final = stream.get_final_completion()
    assert final.choices[0].message.content == whole.choices[0].message.content
    assert final.choices[0].finish_reason == "stop"


def test_filters_go_in_the_extra_body(client: OpenAI) -> None:
    whole = client.chat.completions.create(
        model="footnote", messages=MESSAGES, extra_body={"footnote": {"filters": {"sources": ["tea.txt"]}}}
    )
    assert whole.model_extra is not None
    assert {passage["source"] for passage in whole.model_extra["footnote"]["passages"]} == {"tea.txt"}


def test_the_model_is_listed_and_found(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["footnote"]
    assert client.models.retrieve("footnote").owned_by == "footnote"


def test_the_asynchronous_client_gets_the_same(serve: Serve) -> None:
    async def scene() -> tuple[str | None, str, list[str]]:
        async with AsyncOpenAI(base_url=f"{serve()}/v1", api_key="none", max_retries=0) as client:
            whole = await client.chat.completions.create(model="footnote", messages=HISTORY)
            stream = await client.chat.completions.create(model="footnote", messages=HISTORY, stream=True)
            streamed = "".join([part.choices[0].delta.content or "" async for part in stream])
            return whole.choices[0].message.content, streamed, [model.id async for model in client.models.list()]

    content, streamed, models = asyncio.run(scene())
    assert content == streamed
    assert KEPT in streamed
    assert models == ["footnote"]


def test_what_cannot_be_honoured_is_a_bad_request(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        client.chat.completions.create(model="footnote", messages=MESSAGES, n=2)
    assert (raised.value.param, raised.value.code) == ("n", "invalid_request")
    with pytest.raises(openai.BadRequestError, match="empty"):
        client.chat.completions.create(model="footnote", messages=[{"role": "user", "content": " "}], stream=True)


def test_another_model_and_another_api_are_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        client.chat.completions.create(model="gpt-4o", messages=MESSAGES)
    assert raised.value.code == "model_not_found"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4o")
    with pytest.raises(openai.NotFoundError):
        client.embeddings.create(model="footnote", input="lamp")


def test_a_wrong_key_is_an_authentication_error_and_the_right_one_opens(serve: Serve) -> None:
    url = f"{serve(api_key=SecretStr('k3y'))}/v1"
    with OpenAI(base_url=url, api_key="wrong", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError) as raised:
            client.models.list()
        assert raised.value.code == "invalid_api_key"
    with OpenAI(base_url=url, api_key="k3y", max_retries=0) as client:
        assert client.chat.completions.create(model="footnote", messages=MESSAGES).choices


class Stalls(Assistant):
    """Stops before the first sentence until it is allowed to go on, and tells when it has ended."""

    def __init__(self, index: Index) -> None:
        super().__init__(index, threshold=0.0)
        self.allowed, self.ended = threading.Event(), threading.Event()
        self.steps: list[Any] = []

    def find(self, query: Query) -> Findings:
        self.steps.append(query)
        return super().find(query)

    def compose(self, findings: Findings) -> Composition:
        return Composition(self._sentences(super().compose(findings)))

    def _sentences(self, composition: Composition) -> Iterator[Any]:
        try:
            assert self.allowed.wait(PATIENCE_SECONDS)
            for step in composition:
                self.steps.append(step)
                yield step
        finally:
            self.ended.set()

    def finish(self, findings: Findings, composition: Composition) -> Answer:
        self.steps.append(findings)
        return super().finish(findings, composition)


def test_one_too_many_is_a_rate_limit_error_and_whoever_leaves_makes_room(serve: Serve, index: Index) -> None:
    assistant = Stalls(index)
    url = f"{serve(assistant, max_concurrent_questions=1, max_waiting_questions=0)}/v1"
    with OpenAI(base_url=url, api_key="none", max_retries=0) as client:
        stream = client.chat.completions.create(model="footnote", messages=MESSAGES, stream=True)
        assert next(stream).choices[0].delta.role == "assistant"
        with pytest.raises(openai.RateLimitError) as raised:
            client.chat.completions.create(model="footnote", messages=MESSAGES)
        assert int(raised.value.response.headers["retry-after"]) > 0
        stream.close()
        # One step may be on its way when the server learns that nobody reads any more; it is thrown away.
        threading.Event().wait(0.5)
        assistant.allowed.set()
        assert assistant.ended.wait(PATIENCE_SECONDS)
        assert len(assistant.steps) == 2
        while True:
            try:
                whole = client.chat.completions.create(model="footnote", messages=MESSAGES)
                break
            except openai.RateLimitError:
                threading.Event().wait(0.01)
    assert KEPT in (whole.choices[0].message.content or "")


class BreaksOff(Assistant):
    """Fails after its first item."""

    def compose(self, _: Findings) -> Composition:
        raise ValueError("inner detail")


def test_an_answer_that_breaks_off_is_an_error_of_the_client(serve: Serve, index: Index) -> None:
    with OpenAI(base_url=f"{serve(BreaksOff(index))}/v1", api_key="none", max_retries=0) as client:
        stream = client.chat.completions.create(model="footnote", messages=MESSAGES, stream=True)
        assert next(stream).choices[0].delta.role == "assistant"
        with pytest.raises(openai.APIError, match="mistake of its own"):
            next(stream)


def test_langchains_chat_model_asks_with_history_and_streams(serve: Serve) -> None:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
    from langchain_openai import ChatOpenAI

    conversation = [
        SystemMessage("You are helpful."),
        HumanMessage("Where is the lighthouse?"),
        AIMessage("At Punta Brava."),
        HumanMessage(QUESTION),
    ]
    # Its own client, so that every connection is closed when the test ends.
    with httpx.Client() as http:
        model = ChatOpenAI(
            model="footnote",
            base_url=f"{serve()}/v1",
            api_key=SecretStr("none"),
            max_retries=0,
            temperature=0,
            stream_usage=True,
            http_client=http,
        )
        answer = model.invoke(conversation)
        assert isinstance(answer, AIMessage)
        assert KEPT in str(answer.content)
        assert answer.usage_metadata is not None
        assert answer.usage_metadata["input_tokens"] == 4 + 3 + 7
        assert answer.response_metadata["finish_reason"] == "stop"
        parts = list(model.stream(conversation))
        assert "".join(str(part.content) for part in parts) == answer.content
        assert [part.usage_metadata for part in parts if part.usage_metadata] == [answer.usage_metadata]
        assert KEPT in str(model.invoke(QUESTION).content)


def test_llamaindexs_model_completes_chats_and_streams(serve: Serve) -> None:
    from llama_index.core.llms import ChatMessage
    from llama_index.llms.openai_like import OpenAILike

    conversation = [ChatMessage(role=each["role"], content=each["content"]) for each in HISTORY]
    with httpx.Client() as http:
        model = OpenAILike(
            model="footnote",
            api_base=f"{serve()}/v1",
            api_key="none",
            is_chat_model=True,
            max_retries=0,
            http_client=http,
        )
        assert KEPT in model.complete(QUESTION).text
        answer = model.chat(conversation).message.content
        assert answer is not None
        assert KEPT in answer
        *_, last = model.stream_chat(conversation)
        assert last.message.content == answer
