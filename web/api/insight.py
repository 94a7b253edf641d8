"""The JSON API for insight: why a passage came, and what can be asked."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import Field

from rag.retrieval.alignment import Alignment, align
from web.schemas import examples
from web.schemas.failures import problems
from web.schemas.fields import Asked, Strict
from web.services import ServicesOf

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["questions"], responses=problems(400, 401, 403, 421, 429, 500))

_ALIGNED: dict[str, Any] = {
    **examples.ASK,
    "document_id": examples.SUMMARY.id,
    "version": 1,
    "start": 0,
    "end": examples.SUMMARY.characters,
}


class AlignmentRequest(Strict):
    """A question, and a span of a document's text."""

    question: Annotated[Asked, Field(description="As of an answer.")]
    document_id: Annotated[str, Field(pattern="^[0-9a-f]{16}$", max_length=16)]
    version: Annotated[int, Field(ge=1, le=2**31)]
    start: Annotated[int, Field(ge=0, le=2**31, description="First code point.")]
    end: Annotated[int, Field(ge=0, le=2**31, description="One past the last.")]


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions that the documents answer, as they were at a generation of the index."""

    questions: tuple[str, ...]
    generation: int


@router.get("/examples", summary="See what can be asked")
def read_examples(services: ServicesOf) -> Examples:
    """Return at most four questions that the documents answer, at once: they are made in the background."""
    generation, questions = services.examples.current()
    return Examples(questions, generation)


@router.post("/alignment", summary="See why a passage came", responses=problems(404, 413, 422, 429, 503))
async def read_alignment(
    body: Annotated[AlignmentRequest, Body(openapi_examples={"span": {"summary": "A span", "value": _ALIGNED}})],
    services: ServicesOf,
) -> Alignment:
    """Return which words of a question meet which of a span: the MaxSim alignment that passages are ordered by."""
    work = partial(
        align,
        services.assistant.index,
        body.question,
        body.document_id,
        body.version,
        (body.start, body.end),
        services.settings.max_question_characters,
    )
    return await services.questions.run(work)
