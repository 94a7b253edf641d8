"""Whoever follows an upload hears of it as it is, to its end or the server's, and no more follow than may."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing, closing
from pathlib import Path

import pytest

from index.errors import Busy, JobNotFound
from index.limits import Limits
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads.intake import Intake
from index.uploads.queue.job import Job
from web.uploads.followers import Followers

PATIENCE_SECONDS = 60


@pytest.fixture
def intake(tmp_path: Path) -> Iterator[Intake]:
    with (
        closing(Index.open(tmp_path / "index", "hash", create=True)) as index,
        closing(Intake(index, Limits(), workers=2, seconds=PATIENCE_SECONDS)) as intake,
    ):
        yield intake


def send(intake: Intake) -> str:
    with intake.admitted(), intake.jobs.originals.receiving([b"The beans of the terrace were red."]) as received:
        job = Job(new_id(), "bean.txt", "file", "bean.txt", received.sha256, received.bytes, now())
        intake.jobs.add(job, received)
    intake.tell()
    return job.id


def test_every_follower_hears_the_end(intake: Intake) -> None:
    async def last_of(followers: Followers, job_id: str) -> str:
        stages = [job.stage async for job in followers.follow(job_id) if job]
        return stages[-1]

    async def follow() -> list[str]:
        followers, job_id = Followers(intake), send(intake)
        both = asyncio.gather(*(last_of(followers, job_id) for _ in range(2)))
        await asyncio.to_thread(intake.start)
        return await asyncio.wait_for(both, PATIENCE_SECONDS)

    assert asyncio.run(follow()) == ["done", "done"]


def test_no_more_follow_than_may_and_who_leaves_makes_room(intake: Intake) -> None:
    async def follow() -> None:
        followers, job_id = Followers(intake), send(intake)
        followers.most = 1
        async with aclosing(followers.follow(job_id)) as first:
            assert (await anext(first)).stage == "waiting"  # type: ignore[union-attr]  # there is a change at once
            with pytest.raises(Busy):
                await anext(followers.follow(job_id))
        async with aclosing(followers.follow(job_id)) as next_one:
            assert await anext(next_one)

    asyncio.run(follow())


def test_the_end_of_the_server_is_the_end_of_every_following(intake: Intake) -> None:
    async def follow() -> None:
        followers, job_id = Followers(intake), send(intake)
        async with aclosing(followers.follow(job_id)) as changes:
            await anext(changes)
            followers.end()
            assert [job async for job in changes] == []
        with pytest.raises(JobNotFound):
            await anext(followers.follow("0" * 24))

    asyncio.run(asyncio.wait_for(follow(), PATIENCE_SECONDS))
