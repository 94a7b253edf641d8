"""The JSON API for uploads on their way into the index: how far each has got, and how it ended."""

import asyncio
import math
import re
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import StreamingResponse

from index.jobs import Job
from web import examples
from web.description import problems
from web.events import job_events
from web.intake import Intake
from web.schemas import JobList
from web.services import ServicesOf

__all__ = ["ended_within", "preferred_wait", "router"]

JobId = Annotated[str, Path(pattern="^[0-9a-f]{24}$", description="24 hex digits.", examples=[examples.JOB.id])]

_WAIT = re.compile(r"""(?:^|[,;])\s*wait\s*(?:=\s*"?(\d{1,9})"?\s*)?(?=[,;]|$)""", re.IGNORECASE)

router = APIRouter(prefix="/api/jobs", tags=["documents"], responses=problems(401, 403, 421, 500))


@router.get("", summary="List uploads", responses=problems(422))
def list_jobs(
    services: ServicesOf,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> JobList:
    """Return uploads, newest first; of those that have ended the newest 1,000 are kept."""
    return JobList(tuple(services.intake.jobs.newest(limit, offset)), limit, offset)


@router.get("/{job_id}", summary="See how far an upload is", responses=problems(404, 422))
def read_job(job_id: JobId, services: ServicesOf) -> Job:
    """Return an upload as it is: with its report when it is done, with the problem when it has failed."""
    return services.intake.job(job_id)


@router.get(
    "/{job_id}/events",
    summary="Follow an upload",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Events `job`, each the whole job: as it is, then at each change, until it has ended.",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": examples.JOB_EVENTS}},
        },
        **problems(404, 422),
    },
)
def follow_job(job_id: JobId, services: ServicesOf) -> StreamingResponse:
    """Tell of every change of an upload, as server-sent events."""
    services.intake.job(job_id)
    return StreamingResponse(job_events(services.intake.follow(job_id)), media_type="text/event-stream")


def preferred_wait(request: Request) -> float | None:
    """Return how many seconds a request prefers to wait for the end (RFC 7240): inf without a number, None for none."""
    found = _WAIT.search(",".join(request.headers.getlist("prefer")))
    if found is None:
        return None
    return math.inf if found[1] is None else float(found[1])


async def ended_within(intake: Intake, job: Job, seconds: float) -> Job:
    """Return a job as it ended, or as it is when the time has run out."""
    try:
        async with asyncio.timeout(None if math.isinf(seconds) else seconds):
            async with aclosing(intake.follow(job.id)) as changes:
                async for change in changes:
                    job = change or job
    except TimeoutError:
        return job
    return job
