"""The pages of conversations: ask, a conversation with its answers, and the list of all."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi import Query as Parameter
from pydantic import BeforeValidator
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from index.errors import FootnoteError
from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.answers.place import Citation
from rag.answers.surroundings import Surroundings, surroundings
from rag.asking.in_conversation import ask_in
from rag.conversations.records import Conversation, KeptTurn
from rag.investigation.query import Query
from web.api.conversations import ConversationId, Number
from web.errors.problems import as_problem, headers_of, kind_of, note_problem
from web.pages.page import leading_to, part_of_page, rendered
from web.pages.scope import Scope, ScopeOf, SentScope
from web.services import Services, ServicesOf

__all__ = ["router"]

PAGE_LENGTH = 50
"""Conversations on one page of their list."""

router = APIRouter(include_in_schema=False)

OfKind = Annotated[Kind | None, BeforeValidator(lambda given: given or None)]
Position = Annotated[int, Parameter(ge=0, le=2**31)]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A turn as the page shows it; one that is not kept has no number."""

    answer: Answer
    number: int | None = None
    rating: str | None = None


@router.get("/")
async def ask_page(
    request: Request, services: ServicesOf, scope: ScopeOf, q: str | None = None, kind: OfKind = None
) -> Response:
    """Show the page to ask on; the answer to ``q``, as of a link, is shown and not kept."""
    page = partial(_thread, request, services, scope, question=q or "")
    if q is None:
        return await run_in_threadpool(page)
    try:
        query = Query(q, filters=scope.filters(), kind=kind)
        answer = await services.questions.run(partial(services.assistant.ask, query))
    except FootnoteError as error:
        return await run_in_threadpool(partial(page, error=error))
    return await run_in_threadpool(partial(page, turns=[_Shown(answer)]))


@router.post("/ask")
async def ask_form(
    request: Request,
    services: ServicesOf,
    scope: SentScope,
    question: Annotated[str, Form()] = "",
    conversation: Annotated[str, Form(pattern="^([0-9a-f]{24})?$")] = "",
    kind: Annotated[OfKind, Form()] = None,
) -> Response:
    """Answer for a browser without JavaScript, keep the answer, and lead to it."""
    kept = await run_in_threadpool(services.history.conversation, conversation) if conversation else None
    try:
        query = Query(question, filters=scope.filters(), kind=kind)
        work = partial(ask_in, services.assistant, query, services.history, conversation or None)
        _, at = await services.questions.run(work)
    except FootnoteError as error:
        page = partial(_thread, request, services, scope, kept, question=question, error=error)
        return await run_in_threadpool(page)
    return leading_to(request, f"{scope.address(f'/conversations/{at.conversation_id}')}#turn-{at.number}")


@router.get("/conversations")
def conversations_page(
    request: Request, services: ServicesOf, q: Annotated[str, Parameter(max_length=1_000)] = "", offset: Position = 0
) -> Response:
    """List conversations, newest first."""
    found, total = services.history.listed(q, limit=PAGE_LENGTH, offset=offset)
    context = {"found": found, "total": total, "query": q, "offset": offset, "page_length": PAGE_LENGTH}
    return rendered(request, "conversations.html", context)


@router.get("/conversations/{conversation_id}")
def conversation_page(
    request: Request, conversation_id: ConversationId, services: ServicesOf, scope: ScopeOf
) -> Response:
    """Show a conversation with all its answers, as they were given."""
    kept = services.history.conversation(conversation_id)
    return _thread(request, services, scope, kept)


@router.get("/conversations/{conversation_id}/turns/{number}")
def turn_part(request: Request, conversation_id: ConversationId, number: Number, services: ServicesOf) -> Response:
    """Show one answer as its conversation does, for the page that has asked: so that only templates make answers."""
    turn = services.history.turn(conversation_id, number)
    return part_of_page(request, "turn.html", {"turn": _shown(turn), "around": _around(services)})


@router.post("/conversations/{conversation_id}/delete")
def delete_conversation(request: Request, conversation_id: ConversationId, services: ServicesOf) -> Response:
    """Delete a conversation for a browser without JavaScript."""
    services.history.delete(conversation_id)
    return leading_to(request, "/conversations")


def _thread(
    request: Request,
    services: Services,
    scope: Scope,
    kept: Conversation | None = None,
    *,
    question: str = "",
    turns: list[_Shown] | None = None,
    error: FootnoteError | None = None,
) -> Response:
    if kept is not None:
        turns = list(map(_shown, kept.turns))
    index = services.assistant.index
    context = {
        "conversation": kept.id if kept else None,
        "title": kept.title if kept else question,
        "question": question,
        "turns": turns or [],
        "around": _around(services),
        "kinds": [each for each in Kind if each is not Kind.NOT_FOR_US],
        "problem": as_problem(error) if error else None,
        "count": index.counts().documents,
        "waits": index.waits(),
        "scope": scope,
        "collections": [tag for tag, _ in index.documents.tags()],
        "authors": [name for name, _ in index.documents.authors()],
        "examples": () if turns or scope.pairs() else services.examples.current()[1],
        "max_characters": services.settings.max_question_characters,
    }
    if error:
        note_problem(error)
    status, headers = (kind_of(error).status, headers_of(error)) if error else (200, {})
    return rendered(request, "thread.html", context, status, headers)


def _shown(turn: KeptTurn) -> _Shown:
    return _Shown(turn.answer, turn.number, turn.feedback.rating if turn.feedback else None)


def _around(services: Services) -> Callable[[Citation], Surroundings | None]:
    """Return what gives the words around a quote."""
    return partial(surroundings, excerpt=services.assistant.index.documents.excerpt)
