"""Whoever follows an upload hears of each change, as it comes."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from index.errors import Busy
from index.uploads.intake import Intake
from index.uploads.queue.job import Job
from web.uploads.telling import told

__all__ = ["Followers"]

_FOLLOWING = 128
"""How many may follow jobs at the same time; each has its job looked up every second."""

_CHANGE_SECONDS = 1.0
"""How often to look at a job that another process may work on."""

_QUIET_SECONDS = 15.0


class Followers:
    """Those who follow uploads. Used from one event loop.

    Args:
        intake: whose jobs they follow.

    Attributes:
        most: how many there may be at the same time; a server that takes few connections sets it lower.
    """

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.most = _FOLLOWING
        self._following = 0
        self._ended = False

    def end(self) -> None:
        """Let everybody who follows a job hear how it is, and no more."""
        self._ended = True
        self._intake.tell()

    async def follow(self, job_id: str) -> AsyncGenerator[Job | None, None]:
        """Yield a job as it is and at each change, to its end or the server's; None after a while without one.

        A reader who is slow misses what was in between, never the end.

        Raises:
            Busy: as many follow jobs as may.
            JobNotFound: the id is unknown, or the job ended long ago.
        """
        seen, quiet = None, 0.0
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def note_change() -> None:
            # A closed loop means that nobody listens there.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(changed.set)

        if self._following >= self.most:
            raise Busy("Too many clients follow uploads", "Ask with GET /api/jobs instead")
        self._following += 1
        try:
            with self._intake.heard_by(note_change):
                while True:
                    changed.clear()
                    job = told(await run_in_threadpool(self._intake.job, job_id))
                    if job != seen:
                        seen, quiet = job, 0.0
                        yield job
                    if job.ended or self._ended:
                        return
                    try:
                        await asyncio.wait_for(changed.wait(), _CHANGE_SECONDS)
                    except TimeoutError:
                        quiet += _CHANGE_SECONDS
                    if quiet >= _QUIET_SECONDS:
                        quiet = 0.0
                        yield None
        finally:
            self._following -= 1
