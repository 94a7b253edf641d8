"""Server-sent events: an answer as passages, each sentence, and the whole at the end; an upload at each change."""

import dataclasses
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.requests import Request

from index.errors import FootnoteError
from index.uploads.queue.job import Job
from rag.answers.answer import Answer, AnswerSentence, Waiting, to_json
from rag.answers.kind import Kind
from rag.answers.place import Passage
from rag.asking.assistant import Assistant
from rag.asking.in_conversation import Kept
from rag.investigation.query import Query
from web.errors.problems import as_problem, note_problem
from web.errors.translation import translate
from web.errors.tree import ClientGone

__all__ = ["Opening", "Step", "answer_events", "begun", "job_events", "last_of", "steps"]

_logger = logging.getLogger(__name__)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opening:
    """What an answer begins with that is no plain fact.

    Attributes:
        kind: what sort of answer it is.
        lead: what is said before its sentences; may be empty.
    """

    kind: Kind
    lead: str


Step = tuple[Passage, ...] | Opening | AnswerSentence | Waiting | Answer | Kept
"""What an answer comes in, in this order: of an opening none or one, and at last where it is kept, if it is."""


def steps(assistant: Assistant, query: Query, keep: Callable[[Answer], Kept] | None = None) -> Iterator[Step]:
    """Yield what an answer comes in; raises as ``Assistant.ask`` does.

    Args:
        assistant: answers.
        query: nothing is done for it before the first step is asked for.
        keep: keeps the answer, before it is given out whole.
    """
    findings = assistant.find(query)
    yield findings.passages
    if findings.supports and findings.kind is not Kind.FACT:
        yield Opening(findings.kind, findings.lead)
    composition = assistant.compose(findings)
    yield from composition
    answer = assistant.finish(findings, composition)
    kept = keep(answer) if keep else None
    yield answer
    if kept:
        yield kept


async def answer_events(items: AsyncGenerator[Step, None]) -> AsyncIterator[bytes]:
    """Return the events of an answer, with the first item already made; see ``begun``."""
    return await begun(items, _event_of, lambda problem: _event("error", as_problem(problem)))


async def begun(
    items: AsyncGenerator[T, None], event_of: Callable[[T], bytes], event_of_error: Callable[[FootnoteError], bytes]
) -> AsyncIterator[bytes]:
    """Return the events of items, with the first item already made.

    What is wrong with the question shows before the first item, so that it is raised here and becomes an ordinary
    response with its status; what goes wrong later becomes an event.
    """
    first = await anext(items)
    return _events(first, items, event_of, event_of_error)


async def last_of(items: AsyncGenerator[T, None], request: Request) -> T:
    """Return the last item; the work for it ends when the client goes away.

    Raises:
        ClientGone: nobody waits any more.
    """
    async with aclosing(items):
        async for item in items:
            last = item
            if await request.is_disconnected():
                raise ClientGone("The client went away before the answer was whole", "Ask again")
    return last


async def job_events(changes: AsyncGenerator[Job | None, None]) -> AsyncIterator[bytes]:
    """Return the events of a job; where there is no change, a comment shows that the connection stands."""
    return await begun(changes, _job_event_of, lambda problem: _event("error", as_problem(problem)))


async def _events(
    first: T,
    items: AsyncGenerator[T, None],
    event_of: Callable[[T], bytes],
    event_of_error: Callable[[FootnoteError], bytes],
) -> AsyncIterator[bytes]:
    yield event_of(first)
    try:
        # Closed at once when the reader goes away, so that its thread stops between two sentences.
        async with aclosing(items):
            async for item in items:
                yield event_of(item)
    except Exception as error:
        problem = translate(error)
        if problem is not error:
            _logger.exception("an answer broke off")
        note_problem(problem)
        yield event_of_error(problem)


def _event_of(item: Step) -> bytes:
    if isinstance(item, Kept):
        return _event("saved", dataclasses.asdict(item))
    if isinstance(item, Waiting):
        return b": writing\n\n"
    if isinstance(item, Answer):
        return _event("done", to_json(item))
    if isinstance(item, Opening):
        return _event("opening", to_json(item))
    if isinstance(item, AnswerSentence):
        return _event("sentence", to_json(item))
    return _event("passages", [to_json(passage) for passage in item])


def _job_event_of(job: Job | None) -> bytes:
    return b": no change\n\n" if job is None else _event("job", dataclasses.asdict(job))


def _event(name: str, data: Any) -> bytes:
    # JSON has no line break outside strings, where it is escaped: one data line holds it.
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
