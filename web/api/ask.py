"""The JSON API for questions: ask, search, and how the server is."""

import dataclasses
import importlib.metadata
from functools import partial
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Body, Header
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from index.sandbox.protection import protection
from index.search.search_engine import EngineState
from index.store import Index
from rag.answers.answer import Answer, to_json
from web.api.events import answer_events, last_of, steps
from web.errors.machine import without_paths
from web.schemas import examples
from web.schemas.asking import AskRequest, SearchRequest, SearchResult
from web.schemas.failures import problems
from web.schemas.server import ServerStatus
from web.services import ServicesOf

__all__ = ["router"]


router = APIRouter(prefix="/api", tags=["questions"], responses=problems(400, 401, 403, 421, 429, 500))


@router.post(
    "/ask",
    response_model=Answer,
    summary="Ask a question",
    responses={
        200: {
            "description": "The answer: as JSON, or as events `passages`, `opening` (kind and lead, where it is no"
            " plain fact), `sentence`, `done` (the whole) and `error`.",
            "content": {
                "text/event-stream": {"schema": {"type": "string"}, "example": examples.EVENTS},
            },
        },
        **problems(413, 422, 429, 503),
    },
)
async def ask(
    body: Annotated[
        AskRequest,
        Body(
            openapi_examples={
                "question": {"summary": "A question", "value": examples.ASK},
                "filtered": {"summary": "With filters", "value": examples.FILTERED},
                "follow_up": {"summary": "A question that follows another", "value": examples.FOLLOW_UP},
            }
        ),
    ],
    services: ServicesOf,
    request: Request,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Answer from the documents, every sentence with its citations; an abstention is an answer too."""
    items = services.questions.stream(partial(steps, services.assistant, body.query()))
    if body.stream or (body.stream is None and "text/event-stream" in accept):
        return StreamingResponse(await answer_events(items), media_type="text/event-stream")
    answer = await last_of(items, request)
    assert isinstance(answer, Answer)  # noqa: S101 — it comes last
    return JSONResponse(to_json(answer))


@router.post(
    "/search", response_model=SearchResult, summary="Search for passages", responses=problems(413, 422, 429, 503)
)
async def search(
    body: Annotated[
        SearchRequest, Body(openapi_examples={"question": {"summary": "A question", "value": examples.ASK}})
    ],
    services: ServicesOf,
) -> Response:
    """Return the passages for a question, best first, without an answer."""
    work = partial(services.assistant.search, body.query())
    return JSONResponse(to_json(SearchResult(body.question, await services.questions.run(work))))


@router.get("/status", tags=["server"])
def status(services: ServicesOf) -> ServerStatus:
    """Return what the index holds."""
    index = services.assistant.index
    return ServerStatus(
        **{**dataclasses.asdict(index.status()), "folder": index.folder.name},
        notices=tuple(map(without_paths, index.search.notices)),
        sandbox=protection(),
        footnote=importlib.metadata.version("footnote"),
        engine=_engine(index),
    )


def _engine(index: Index) -> EngineState | None:
    """Return how far the search engine is that servers share; of a folder no more than its name."""
    state = index.search.state()
    if state is None or "://" in state.address:
        return state
    return dataclasses.replace(state, address=PurePath(state.address).name)
