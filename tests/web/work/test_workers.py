"""So much is at work at once, nobody waits for ever, and what cannot be stopped still counts."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator

import pytest

from index.errors import Busy
from web.errors.tree import Ending, TookTooLong
from web.work.workers import Workers

PATIENCE_SECONDS = 10


async def collect(items: AsyncIterator[int]) -> list[int]:
    return [item async for item in items]


def test_the_result_and_the_error_of_the_work_come_back() -> None:
    workers = Workers(threads=1, places=1, timeout_seconds=PATIENCE_SECONDS)

    def fail() -> int:
        raise KeyError("lamp")

    assert asyncio.run(workers.run(lambda: 6 * 7)) == 42
    with pytest.raises(KeyError, match="lamp"):
        asyncio.run(workers.run(fail))
    # The one place is free again after either.
    assert asyncio.run(workers.run(lambda: 1)) == 1


def test_one_more_than_there_are_places_is_turned_away() -> None:
    workers = Workers(threads=1, places=2, timeout_seconds=PATIENCE_SECONDS)
    release = threading.Event()

    async def scene() -> None:
        waiting = [asyncio.create_task(workers.run(release.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workers.run(lambda: True)
        release.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await workers.run(lambda: True)

    asyncio.run(scene())


def test_who_waits_too_long_is_told_and_the_place_is_free_only_when_the_thread_has_ended() -> None:
    workers = Workers(threads=1, places=1, timeout_seconds=0.05)
    release, ended = threading.Event(), threading.Event()

    def slow() -> None:
        release.wait(PATIENCE_SECONDS)
        ended.set()

    async def scene() -> None:
        with pytest.raises(TookTooLong, match=r"0\.05 seconds"):
            await workers.run(slow)
        with pytest.raises(Busy):
            await workers.run(lambda: True)
        release.set()
        await asyncio.to_thread(ended.wait, PATIENCE_SECONDS)
        while True:
            try:
                return await workers.run(lambda: None)
            except Busy:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(scene(), PATIENCE_SECONDS))


def test_work_that_was_given_up_before_it_began_leaves_its_place() -> None:
    workers = Workers(threads=1, places=2, timeout_seconds=PATIENCE_SECONDS)
    release = threading.Event()

    async def scene() -> None:
        first = asyncio.create_task(workers.run(release.wait))
        second = asyncio.create_task(workers.run(release.wait))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        third = asyncio.create_task(workers.run(lambda: True))
        await asyncio.sleep(0)
        release.set()
        assert list(await asyncio.gather(first, third)) == [True, True]

    asyncio.run(scene())


def test_a_stream_gives_each_item_before_the_next_is_made() -> None:
    workers = Workers(threads=1, places=1, timeout_seconds=PATIENCE_SECONDS)
    seen = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        assert seen.wait(PATIENCE_SECONDS)
        yield 2

    async def scene() -> list[int]:
        found = []
        async for item in workers.stream(items):
            found.append(item)
            seen.set()
        return found

    assert asyncio.run(scene()) == [1, 2]


def test_a_stream_ends_with_the_error_of_the_work() -> None:
    workers = Workers(threads=1, places=1, timeout_seconds=PATIENCE_SECONDS)

    def items() -> Iterator[int]:
        yield 1
        raise KeyError("lamp")

    async def scene() -> None:
        stream = workers.stream(items)
        assert await anext(stream) == 1
        with pytest.raises(KeyError, match="lamp"):
            await anext(stream)

    asyncio.run(scene())


def test_a_stream_that_stalls_is_given_up() -> None:
    workers = Workers(threads=1, places=1, timeout_seconds=0.05)
    release = threading.Event()

    def items() -> Iterator[int]:
        release.wait(PATIENCE_SECONDS)
        yield 1

    try:
        with pytest.raises(TookTooLong):
            asyncio.run(collect(workers.stream(items)))
    finally:
        release.set()


def test_a_stream_that_nobody_reads_any_more_stops() -> None:
    workers = Workers(threads=1, places=1, timeout_seconds=PATIENCE_SECONDS)
    closed, ended = threading.Event(), threading.Event()

    def items() -> Iterator[int]:
        try:
            yield 1
            closed.wait(PATIENCE_SECONDS)
            yield 2
            raise AssertionError("a third item was asked for")
        finally:
            ended.set()

    async def scene() -> None:
        stream = workers.stream(items)
        await anext(stream)
        await stream.aclose()
        closed.set()
        assert await asyncio.to_thread(ended.wait, PATIENCE_SECONDS)

    asyncio.run(scene())


def test_who_waits_when_the_server_ends_is_told_and_nobody_gets_in_any_more() -> None:
    workers = Workers(threads=1, places=3, timeout_seconds=PATIENCE_SECONDS)
    release = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        release.wait(PATIENCE_SECONDS)

    async def scene() -> None:
        stream = workers.stream(items)
        assert await anext(stream) == 1
        waiting = asyncio.create_task(workers.run(lambda: True))
        await asyncio.sleep(0)
        workers.end()
        for told in (anext(stream), waiting, workers.run(lambda: True)):
            with pytest.raises(Ending):
                await told

    try:
        asyncio.run(scene())
    finally:
        release.set()
