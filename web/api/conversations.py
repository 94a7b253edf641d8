"""The JSON API for conversations: ask in one, and list, read, rename, rate, export and delete what was asked."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Header, Path
from fastapi import Query as Parameter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from index.hardening.legibility import json_text
from rag.answers.answer import Answer, to_json
from rag.asking.in_conversation import Kept, continuation
from rag.conversations.markdown import as_json, as_markdown, turn_as_markdown
from rag.conversations.records import Conversation, ConversationSummary, Feedback
from rag.evaluation.sets.feedback import cases
from rag.investigation.query import Query
from web.api.documents import DocumentId
from web.api.downloads import disposition
from web.api.events import Step, answer_events, last_of, steps
from web.schemas import examples
from web.schemas.conversations import (
    CitationList,
    ConversationList,
    FeedbackRequest,
    FirstQuestion,
    NewConversation,
    NextQuestion,
    Renamed,
)
from web.schemas.failures import problems
from web.services import Services, ServicesOf
from web.words import link_to

__all__ = ["ConversationId", "Number", "router"]

ConversationId = Annotated[
    str, Path(pattern="^[0-9a-f]{24}$", description="24 hex digits.", examples=[examples.CONVERSATION.id])
]
Number = Annotated[int, Path(ge=1, le=2**31, description="Of the turn, from 1.", examples=[1])]

router = APIRouter(prefix="/api", tags=["conversations"], responses=problems(400, 401, 403, 421, 429, 500))


@router.post("/conversations", status_code=201, summary="Begin a conversation", responses=problems(422, 507))
def begin(services: ServicesOf, body: NewConversation | None = None) -> ConversationSummary:
    """Return a new conversation; lists have it once something was answered in it."""
    return services.history.begin(body.title if body else "")


@router.get("/conversations", summary="List conversations", responses=problems(422))
def list_conversations(
    services: ServicesOf,
    q: Annotated[str, Parameter(max_length=1_000, description="Words in a title, a question or an answer.")] = "",
    limit: Annotated[int, Parameter(ge=1, le=1_000)] = 50,
    offset: Annotated[int, Parameter(ge=0, le=2**31)] = 0,
) -> ConversationList:
    """Return conversations, those asked in last first."""
    found, total = services.history.listed(q, limit=limit, offset=offset)
    return ConversationList(tuple(found), total, limit, offset)


@router.get(
    "/conversations/{conversation_id}",
    response_model=Conversation,
    summary="Read a conversation",
    responses=problems(404, 422),
)
def read_conversation(conversation_id: ConversationId, services: ServicesOf) -> Response:
    """Return a conversation with every answer as it was given."""
    return JSONResponse(as_json(services.history.conversation(conversation_id)))


@router.patch("/conversations/{conversation_id}", summary="Rename a conversation", responses=problems(404, 422, 507))
def rename(conversation_id: ConversationId, body: Renamed, services: ServicesOf) -> ConversationSummary:
    """Give a conversation another title."""
    services.history.rename(conversation_id, body.title)
    now = services.history.conversation(conversation_id)
    return ConversationSummary(now.id, now.title, now.created_at, now.updated_at, len(now.turns))


@router.delete(
    "/conversations/{conversation_id}",
    status_code=204,
    summary="Delete a conversation",
    responses=problems(404, 422, 507),
)
def delete(conversation_id: ConversationId, services: ServicesOf) -> None:
    """Delete a conversation with its answers and what was said of them; the documents stay."""
    services.history.delete(conversation_id)


_KEPT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer as of /api/ask. The headers tell where it is kept; of events, `saved` comes last and"
        " tells it.",
        "headers": {
            "X-Conversation-Id": {"description": "Of the conversation.", "schema": {"type": "string"}},
            "X-Conversation-Turn": {"description": "Number of the turn.", "schema": {"type": "integer"}},
        },
        "content": {"text/event-stream": {"schema": {"type": "string"}, "example": examples.SAVED_EVENTS}},
    },
    **problems(413, 422, 429, 503, 507),
}
_EXAMPLES: Any = {"next": {"summary": "A question", "value": examples.ASK}}


@router.post(
    "/conversations/ask", response_model=Answer, summary="Begin a conversation with a question", responses=_KEPT
)
async def ask_first(
    body: Annotated[FirstQuestion, Body(openapi_examples=_EXAMPLES)],
    services: ServicesOf,
    request: Request,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Answer, and keep the answer in a conversation of its own once it is whole; who leaves before keeps nothing."""
    return await _asked(services, None, body, None, request, accept)


@router.post(
    "/conversations/{conversation_id}/ask",
    response_model=Answer,
    summary="Ask in a conversation",
    responses={**_KEPT, **problems(404)},
)
async def ask(
    conversation_id: ConversationId,
    body: Annotated[NextQuestion, Body(openapi_examples=_EXAMPLES)],
    services: ServicesOf,
    request: Request,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Answer after what was said before, and keep the answer once it is whole; who leaves before keeps nothing."""
    return await _asked(services, conversation_id, body, body.replaces, request, accept)


@router.put(
    "/conversations/{conversation_id}/turns/{number}/feedback",
    summary="Say whether an answer is right",
    responses=problems(404, 422, 507),
)
def rate(conversation_id: ConversationId, number: Number, body: FeedbackRequest, services: ServicesOf) -> Feedback:
    """Keep what a reader says of an answer; /api/feedback gives it for `footnote eval`."""
    feedback = services.history.rate(conversation_id, number, body.rating, body.reason)
    assert feedback is not None  # noqa: S101 — there is a rating
    return feedback


@router.delete(
    "/conversations/{conversation_id}/turns/{number}/feedback",
    status_code=204,
    summary="Take back what was said of an answer",
    responses=problems(404, 422, 507),
)
def unrate(conversation_id: ConversationId, number: Number, services: ServicesOf) -> None:
    """Keep nothing of what a reader said of an answer."""
    services.history.rate(conversation_id, number, None)


@router.get(
    "/conversations/{conversation_id}/export",
    summary="Take a conversation away",
    response_class=Response,
    responses={
        200: {
            "description": "A file to save.",
            "content": {"text/markdown": {"schema": {"type": "string"}}, "application/json": {"schema": {}}},
        },
        **problems(404, 422),
    },
)
def export(
    conversation_id: ConversationId,
    services: ServicesOf,
    request: Request,
    format: Annotated[Literal["markdown", "json"], Parameter()] = "markdown",  # noqa: A002 — the parameter's name
    turn: Annotated[int | None, Parameter(ge=1, le=2**31, description="Only this answer; all by default.")] = None,
) -> Response:
    """Return a conversation as Markdown, with footnotes that lead here, or as JSON."""
    kept = services.history.conversation(conversation_id)
    base = str(request.base_url).rstrip("/")
    if format == "json":
        return _file(json_text(as_json(kept), indent=1), kept, "application/json", "json")
    if turn is None:
        return _file(as_markdown(kept, lambda place: base + link_to(place)), kept, "text/markdown", "md")
    one = services.history.turn(conversation_id, turn)
    return _file(turn_as_markdown(one, lambda place: base + link_to(place)), kept, "text/markdown", "md")


@router.get("/documents/{document_id}/citations", summary="See where a document is cited", responses=problems(422))
def cited_in(document_id: DocumentId, services: ServicesOf) -> CitationList:
    """Return the answers of conversations that cite a document, newest first, 100 at most."""
    former = services.assistant.index.documents.former_ids(document_id)
    return CitationList(tuple(services.history.cited_in(document_id, *former)))


@router.get(
    "/feedback",
    summary="Take away what readers said of answers",
    response_class=Response,
    responses={200: {"description": "Questions, an object a line.", "content": {"application/jsonl": {"schema": {}}}}},
)
def feedback(services: ServicesOf) -> Response:
    """Return rated answers as questions that `footnote eval FILE` measures with."""
    rated = cases(services.history.rated(), services.assistant.index)
    lines = [json_text(case) + "\n" for case in rated]
    headers = {"Content-Disposition": disposition("questions.jsonl")}
    return Response("".join(lines), headers=headers, media_type="application/jsonl")


async def _asked(
    services: Services,
    conversation_id: str | None,
    body: FirstQuestion,
    replaces: int | None,
    request: Request,
    accept: str,
) -> Response:
    items = services.questions.stream(partial(_kept_steps, services, body.query(), conversation_id, replaces))
    if body.stream or (body.stream is None and "text/event-stream" in accept):
        return StreamingResponse(await answer_events(items), media_type="text/event-stream")
    kept = await last_of(items, request)
    assert isinstance(kept, Kept)  # noqa: S101 — it comes last
    turn = await run_in_threadpool(services.history.turn, kept.conversation_id, kept.number)
    headers = {"X-Conversation-Id": kept.conversation_id, "X-Conversation-Turn": str(kept.number)}
    return JSONResponse(to_json(turn.answer), headers=headers)


def _kept_steps(services: Services, query: Query, conversation_id: str | None, replaces: int | None) -> Iterator[Step]:
    """Yield the steps of an answer after what was said in a conversation."""
    place = continuation(services.history, conversation_id, replaces)
    yield from steps(services.assistant, query.after(place.said), place.keep)


def _file(text: str, kept: Conversation, media_type: str, extension: str) -> Response:
    headers = {"Content-Disposition": disposition(f"{kept.title or 'conversation'}.{extension}")}
    return Response(text, headers=headers, media_type=media_type)
