"""The JSON API for uploads on their way into the index: how far each has got, and how it ended."""

import asyncio
import math
import re
from contextlib import aclosing, suppress
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from index.errors import Busy
from index.uploads.intake import Intake
from index.uploads.queue.job import Job
from web.api.events import job_events
from web.errors.tree import JobCancelled, TookTooLong
from web.schemas import examples
from web.schemas.documents import JobList
from web.schemas.failures import problems
from web.services import ServicesOf
from web.uploads.followers import Followers
from web.uploads.telling import told

__all__ = ["JobId", "cancelled", "ended_within", "preferred_wait", "router"]

JobId = Annotated[str, Path(pattern="^[0-9a-f]{24}$", description="24 hex digits.", examples=[examples.JOB.id])]

_WAIT = re.compile(r"""(?:^|[,;])\s*wait\s*(?:=\s*"?(\d{1,9})"?\s*)?(?=[,;]|$)""", re.IGNORECASE)

_COMMIT_SECONDS = 30.0
"""How long a cancellation waits for a commit that has begun."""
_LOOK_SECONDS = 0.1

router = APIRouter(prefix="/api/jobs", tags=["documents"], responses=problems(400, 401, 403, 421, 429, 500))


@router.get("", summary="List uploads", responses=problems(422))
def list_jobs(
    services: ServicesOf,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> JobList:
    """Return uploads, newest first; of those that have ended the newest 1,000 are kept."""
    return JobList(tuple(map(told, services.intake.jobs.newest(limit, offset))), limit, offset)


@router.get("/{job_id}", summary="See how far an upload is", responses=problems(404, 422))
def read_job(job_id: JobId, services: ServicesOf) -> Job:
    """Return an upload as it is: with its report when it is done, with the problem when it has failed."""
    return told(services.intake.job(job_id))


@router.get(
    "/{job_id}/events",
    summary="Follow an upload",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Events `job`, each the whole job: as it is, then at each change, until it has ended.",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "example": examples.JOB_EVENTS}},
        },
        **problems(404, 422, 429),
    },
)
async def follow_job(job_id: JobId, services: ServicesOf) -> StreamingResponse:
    """Tell of every change of an upload, as server-sent events."""
    return StreamingResponse(await job_events(services.followers.follow(job_id)), media_type="text/event-stream")


@router.delete(
    "/{job_id}",
    status_code=204,
    summary="Cancel an upload",
    responses={204: {"description": "It is cancelled, now or since earlier"}, **problems(404, 409, 422, 503)},
)
async def cancel_job(job_id: JobId, services: ServicesOf) -> None:
    """Call off an upload that waits or is at work: nothing of it will be in the index, and its file is not kept.

    What an archive or a mail has added by then is removed again; documents that it gave a new version keep that. An
    upload that is done or has failed is a conflict, and stays.
    """
    await cancelled(services.intake, job_id)


async def cancelled(intake: Intake, job_id: str) -> None:
    """Cancel a job, once what is being committed of it has been.

    Raises:
        JobEnded: it is done, or has failed.
        JobNotFound: the id is unknown, or the job ended long ago.
        TookTooLong: the commit takes longer than is waited for.
    """
    try:
        async with asyncio.timeout(_COMMIT_SECONDS):
            while not await run_in_threadpool(intake.cancel, job_id):  # noqa: ASYNC110 — no event tells of another process
                await asyncio.sleep(_LOOK_SECONDS)
    except TimeoutError as error:
        raise TookTooLong(
            f"The result of the upload {job_id} is being written", "Try again in a few seconds"
        ) from error


def preferred_wait(request: Request) -> float | None:
    """Return how many seconds a request prefers to wait for the end (RFC 7240): inf without a number, None for none."""
    found = _WAIT.search(",".join(request.headers.getlist("prefer")))
    if found is None:
        return None
    return math.inf if found[1] is None else float(found[1])


async def ended_within(followers: Followers, job: Job, seconds: float) -> Job:
    """Return a job as it ended, or as it is when the time has run out.

    Raises:
        JobCancelled: somebody called it off.
    """
    # Where as many follow as may, the job is told as it is, as if the time had run out.
    with suppress(TimeoutError, Busy):
        async with asyncio.timeout(None if math.isinf(seconds) else seconds):
            async with aclosing(followers.follow(job.id)) as changes:
                async for change in changes:
                    job = change or job
    if job.stage == "cancelled":
        raise JobCancelled(f"The upload of “{job.name}” was cancelled", "Send it again if it is wanted after all")
    return job
