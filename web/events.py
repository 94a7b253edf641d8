"""Server-sent events: an answer as passages, each sentence, and the whole at the end; an upload at each change."""

import dataclasses
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from starlette.requests import Request

from index.jobs import Job
from rag.answers import Answer, AnswerSentence, Waiting, to_json
from rag.assistant import Step
from web.problems import ClientGone, as_problem
from web.translation import translate

__all__ = ["answer_events", "job_events", "whole_answer"]

_logger = logging.getLogger(__name__)


async def answer_events(items: AsyncGenerator[Step, None]) -> AsyncIterator[bytes]:
    """Return the events of an answer, with the first item already made.

    What is wrong with the question shows before the first item, so that it is raised here and becomes an ordinary
    response with its status; what goes wrong later becomes an ``error`` event.
    """
    first = await anext(items)
    return _events(first, items)


async def whole_answer(items: AsyncGenerator[Step, None], request: Request) -> Answer:
    """Return the answer that a stream ends with; the work for it ends when the client goes away.

    Raises:
        ClientGone: nobody waits any more.
    """
    async with aclosing(items):
        async for item in items:
            if isinstance(item, Answer):
                return item
            if await request.is_disconnected():
                break
    raise ClientGone("The client went away before the answer was whole", "Ask again")


async def job_events(changes: AsyncGenerator[Job | None, None]) -> AsyncIterator[bytes]:
    """Yield the events of a job; where there is no change, a comment shows that the connection stands."""
    async with aclosing(changes):
        async for job in changes:
            yield b": no change\n\n" if job is None else _event("job", dataclasses.asdict(job))


async def _events(first: Step, items: AsyncGenerator[Step, None]) -> AsyncIterator[bytes]:
    yield _event_of(first)
    try:
        # Closed at once when the reader goes away, so that its thread stops between two sentences.
        async with aclosing(items):
            async for item in items:
                yield _event_of(item)
    except Exception as error:
        problem = translate(error)
        if problem is not error:
            _logger.exception("an answer broke off")
        yield _event("error", as_problem(problem))


def _event_of(item: Step) -> bytes:
    if isinstance(item, Waiting):
        return b": writing\n\n"
    if isinstance(item, Answer):
        return _event("done", to_json(item))
    if isinstance(item, AnswerSentence):
        return _event("sentence", to_json(item))
    return _event("passages", [to_json(passage) for passage in item])


def _event(name: str, data: Any) -> bytes:
    # JSON has no line break outside strings, where it is escaped: one data line holds it.
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
