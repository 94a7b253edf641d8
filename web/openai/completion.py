"""An answer as a chat completion: whole, or as the chunks of a stream."""

import dataclasses
import json
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Any

from index.encoding.encoder import Encoder
from rag.answers.answer import AnswerSentence, to_json
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from web.api.events import begun
from web.errors.openai import as_openai_error
from web.openai.answers import MODEL, ChatCompletion, Choice, Usage
from web.openai.marked_text import MarkedText

__all__ = ["Piece", "chunks", "write"]

Piece = str | ChatCompletion
"""What ``write`` yields."""


def write(assistant: Assistant, query: Query, base_url: str) -> Iterator[Piece]:
    """Yield the content piece by piece as it comes, at last the whole completion; raises as ``Assistant.ask`` does.

    The first piece is empty, and comes when the question has been found good.

    Args:
        assistant: answers.
        query: nothing is done for it before the first piece is asked for.
        base_url: of this server.
    """
    written = MarkedText(base_url)
    findings = assistant.find(query)
    yield ""
    composition = assistant.compose(findings)
    if findings.supports and (begun_with := written.begin(findings.kind, findings.lead)):
        yield begun_with
    for step in composition:
        yield written.add(step) if isinstance(step, AnswerSentence) else ""
    answer = assistant.finish(findings, composition)
    yield written.finish(answer)
    yield ChatCompletion(
        id=_new_id(),
        created=int(time.time()),
        choices=(Choice(message=written.message()),),
        usage=_usage(assistant.index.encoder.loaded(), query, written.text),
        footnote=answer,
    )


async def chunks(items: AsyncGenerator[Piece, None], *, include_usage: bool) -> AsyncIterator[bytes]:
    """Return the events of a stream, with the first item already made; see ``web.api.events.begun``.

    Args:
        items: as ``write`` yields them.
        include_usage: whether a chunk before the end tells the usage.
    """
    return await begun(items, _Chunks(include_usage=include_usage).events, lambda error: _event(as_openai_error(error)))


class _Chunks:
    """What the chunks of one stream have in common.

    Args:
        include_usage: whether one before the end tells the usage.
    """

    def __init__(self, *, include_usage: bool) -> None:
        self._id, self._created = _new_id(), int(time.time())
        # As OpenAI has it: every chunk has the field then, null in all but the last.
        self._usage: dict[str, Any] = {"usage": None} if include_usage else {}
        self._begun = False

    def events(self, item: Piece) -> bytes:
        """Return the events that an item makes."""
        if isinstance(item, ChatCompletion):
            return self._ending(item)
        opening = {} if self._begun else {"role": "assistant"}
        self._begun = True
        return self._delta({**opening, "content": item})

    def _ending(self, completion: ChatCompletion) -> bytes:
        annotations = [dataclasses.asdict(each) for each in completion.choices[0].message.annotations]
        events = self._delta({"annotations": annotations}) if annotations else b""
        events += self._delta({}, finish_reason="stop", footnote=to_json(completion.footnote))
        if self._usage:
            events += self._chunk(choices=[], usage=dataclasses.asdict(completion.usage))
        return events + b"data: [DONE]\n\n"

    def _delta(self, delta: dict[str, Any], finish_reason: str | None = None, **more: Any) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return self._chunk(choices=[choice], **{**self._usage, **more})

    def _chunk(self, **fields: Any) -> bytes:
        common = {"id": self._id, "object": "chat.completion.chunk", "created": self._created, "model": MODEL}
        return _event({**common, **fields})


def _usage(encoder: Encoder, query: Query, content: str) -> Usage:
    before = [text for turn in query.history for text in (turn.question, turn.answer) if text]
    *read, said = encoder.count_tokens([*before, query.text, content])
    return Usage(prompt_tokens=sum(read), completion_tokens=said, total_tokens=sum(read) + said)


def _new_id() -> str:
    """Return an id of one completion; the answer's own is the same whenever it is the same answer."""
    return f"chatcmpl-{uuid.uuid4().hex}"


def _event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
