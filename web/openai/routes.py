"""OpenAI's API for chats, so that what speaks it can ask Footnote: completions, and the one model that writes them."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Body, Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from rag.answers.answer import to_json
from web.api.events import last_of
from web.errors.tree import ModelNotFound
from web.openai import examples as openai_examples
from web.openai.answers import MODEL, ChatCompletion, Model, ModelList
from web.openai.completion import chunks, write
from web.openai.failures import openai_errors
from web.openai.messages import query_of
from web.openai.requests import ChatRequest, Wishes
from web.services import ServicesOf

__all__ = ["CHAT", "router"]

CHAT = "/v1/chat/completions"

# Clients want a time, and nothing depends on it: that at which the model was first offered.
_MODEL = Model(id=MODEL, created=1_764_028_800)

router = APIRouter(tags=["openai"], responses=openai_errors(400, 401, 403, 421, 429, 500))


@router.post(
    CHAT,
    response_model=ChatCompletion,
    summary="Ask as one asks OpenAI",
    responses={
        200: {
            "description": "The answer: as JSON, or as server-sent events of chunks, with `[DONE]` at the end.",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": openai_examples.EVENTS}},
        },
        **openai_errors(400, 404, 413, 429, 503),
    },
)
async def create_chat_completion(
    body: Annotated[
        ChatRequest,
        Body(
            openapi_examples={
                "question": {"summary": "A question", "value": openai_examples.CHAT},
                "conversation": {"summary": "A conversation", "value": openai_examples.CONVERSATION},
                "filtered": {"summary": "With filters", "value": openai_examples.FILTERED},
            }
        ),
    ],
    request: Request,
    services: ServicesOf,
) -> Response:
    """Answer the last user message from the documents; the messages before it are the conversation so far.

    The content holds marks, “[1]”, behind the sentences and ends with a list of their sources. Each mark is also an
    annotation, whose indices count in the content in code points, half-open. An abstention is an answer too.
    `footnote` is the answer as /api/ask gives it; in a stream it comes with the finish reason.

    System and developer messages change nothing, as they cannot change what documents say. Neither do `temperature`,
    `top_p`, `seed`, `stop`, `max_tokens` and whatever else tunes a model that writes freely; an answer is never cut.
    `tools` are never called. What asks for something else than an answer in text is refused: `n` over 1, a format but
    text, a tool that must be called, probabilities, images, sound, results of tools.
    """
    _check_model(body.model)
    query = query_of(body.messages, body.footnote or Wishes())
    items = services.questions.stream(partial(write, services.assistant, query, str(request.base_url)))
    if body.stream:
        include_usage = bool(body.stream_options and body.stream_options.include_usage)
        return StreamingResponse(await chunks(items, include_usage=include_usage), media_type="text/event-stream")
    completion = await last_of(items, request)
    assert isinstance(completion, ChatCompletion)  # noqa: S101 - it comes last
    return JSONResponse(to_json(completion))


@router.get("/v1/models", summary="List the models")
def models() -> ModelList:
    """Return the one model there is."""
    return ModelList(data=(_MODEL,))


@router.get("/v1/models/{model}", summary="Show a model", responses=openai_errors(404))
def model_of(model: str) -> Model:
    """Return a model by its id."""
    _check_model(model)
    return _MODEL


def _check_model(model: str) -> None:
    if model != MODEL:
        raise ModelNotFound("There is no model of this name here", f"Ask for “{MODEL}”")
