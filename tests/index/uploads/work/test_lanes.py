"""Small uploads wait for small ones alone, large ones not for ever, and what belongs together keeps its order."""

import dataclasses
import random
from collections.abc import Sequence
from typing import Any

import pytest

from index.uploads.queue.job import Job
from index.uploads.work.lanes import ATTEMPTS, Lanes, lanes_for

KB, MB = 1_000, 1_000_000


def upload(number: int, size: int = KB, **fields: object) -> Job:
    job = Job(f"{number:024x}", f"{number}.txt", "file", f"{number}.txt", f"{number:064x}", size, "")
    return dataclasses.replace(job, **fields)  # type: ignore[arg-type]  # the names are Job's own


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Day:
    """Lanes at work by a clock of their own: each upload takes its seconds, and ends."""

    def __init__(self, workers: int) -> None:
        self.clock = Clock()
        self.lanes = Lanes(lanes_for(workers), self.clock)
        self.unended: dict[str, Job] = {}
        self.needed: dict[str, float] = {}
        self.since: dict[str, float] = {}
        self.ended: dict[str, float] = {}
        self.begun: dict[str, list[float]] = {}

    def send(self, job: Job, seconds: float) -> None:
        self.unended[job.id] = job
        self.needed[job.id] = seconds

    def pass_second(self) -> None:
        for job_id, since in list(self.since.items()):
            if self.clock() - since >= self.needed[job_id]:
                self.ended[job_id] = self.clock()
                del self.since[job_id], self.unended[job_id]
                self.lanes.leave(job_id)
        for job_id in self.lanes.to_put_back(self.jobs):
            del self.since[job_id]
            self.lanes.leave(job_id)
        for job in self.lanes.begin(self.jobs):
            self.since[job.id] = self.clock()
            self.begun.setdefault(job.id, []).append(self.clock())
        self.clock.seconds += 1

    @property
    def jobs(self) -> Sequence[Job]:
        return [self.unended[each] for each in sorted(self.unended)]


@pytest.mark.parametrize("workers", [2, 3, 4, 8])
def test_a_small_upload_begins_at_once_however_many_large_ones_came_before(workers: int) -> None:
    lanes = Lanes(lanes_for(workers))
    large = [upload(number, 20 * MB) for number in range(30)]
    assert upload(99) in lanes.begin([*large, upload(99)])


def test_a_single_worker_takes_them_as_they_came() -> None:
    lanes = Lanes(lanes_for(1))
    uploads = [upload(0, 20 * MB), upload(1), upload(2)]
    for number in range(3):
        assert lanes.begin(uploads[number:]) == [uploads[number]]
        lanes.leave(uploads[number].id)


def test_each_lane_takes_the_oldest_that_fits_and_no_lane_two() -> None:
    lanes = Lanes(lanes_for(3))
    uploads = [upload(0, 20 * MB), upload(1, 20 * MB), upload(2, MB), upload(3, MB), upload(4), upload(5)]
    assert {job.id for job in lanes.begin(uploads)} == {uploads[number].id for number in (0, 2, 4)}
    assert lanes.begin(uploads) == []
    lanes.leave(uploads[0].id)
    assert lanes.begin(uploads[1:]) == [uploads[1]]


@pytest.mark.parametrize("workers", [2, 3, 4])
def test_small_files_that_take_minutes_hold_a_small_one_up_for_seconds(workers: int) -> None:
    day = Day(workers)
    for number in range(4):
        day.send(upload(number), 240)
    day.send(upload(9), 1)
    while upload(9).id not in day.ended:
        day.pass_second()
    assert day.ended[upload(9).id] < 60
    while len(day.ended) < 5:
        day.pass_second()
    # Nobody waited while the last ones were at work: they were let be, or had been put back once a width before.
    assert all(len(begun) <= 3 for begun in day.begun.values())


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_large_one_ends_while_small_ones_never_cease_to_come(workers: int) -> None:
    day = Day(workers)
    day.send(upload(0, 20 * MB), 100)
    for second in range(300):
        day.send(upload(second + 1), 2)
        day.pass_second()
    assert upload(0, 20 * MB).id in day.ended


def test_everything_ends_whatever_is_sent() -> None:
    chosen = random.Random(7)  # noqa: S311 - the same uploads each time
    for workers in (1, 2, 3, 5):
        day = Day(workers)
        for number in range(60):
            shared = {"source": f"{chosen.randrange(30)}.txt", "sha256": f"{chosen.randrange(30):064x}"}
            day.send(upload(number, chosen.choice((KB, MB, 20 * MB)), **shared), chosen.choice((1, 5, 30, 200)))
            day.pass_second()
        while day.unended:
            day.pass_second()
            assert day.clock.seconds < 60 * 200


def test_what_overstays_is_let_be_as_long_as_nobody_waits_for_its_lane() -> None:
    clock = Clock()
    lanes = Lanes(lanes_for(2), clock)
    slow, large = upload(0), upload(1, 20 * MB)
    lanes.begin([slow, large])
    clock.seconds = 1_000
    assert lanes.to_put_back([slow, large]) == []
    assert lanes.to_put_back([slow, large, upload(2)]) == [slow.id]
    # It is on its way out: one place is enough for one who waits.
    assert lanes.to_put_back([slow, large, upload(2)]) == []
    lanes.leave(slow.id)
    assert lanes.begin([slow, large, upload(2)]) == [upload(2)]


def test_nobody_makes_room_for_one_who_finds_a_wider_lane_free() -> None:
    clock = Clock()
    lanes = Lanes(lanes_for(2), clock)
    slow, other = upload(0), upload(1)
    assert lanes.begin([slow, other]) == [slow, other]
    lanes.leave(other.id)
    clock.seconds = 11
    assert lanes.begin([slow, upload(2, 20 * MB)]) == [upload(2, 20 * MB)]
    lanes.leave(upload(2).id)
    waiting = upload(3)
    assert lanes.to_put_back([slow, waiting]) == []
    assert lanes.begin([slow, waiting]) == [waiting]


def test_what_only_waits_for_its_commit_is_not_put_back() -> None:
    clock = Clock()
    lanes = Lanes(lanes_for(2), clock)
    slow, large = upload(0), upload(1, 20 * MB)
    lanes.begin([slow, large])
    clock.seconds = 1_000
    at_its_commit = dataclasses.replace(slow, stage="encoding", percent=99)
    assert lanes.to_put_back([at_its_commit, large, upload(2)]) == []


@pytest.mark.parametrize("shared", [{"source": "same.txt"}, {"sha256": "ab" * 32}])
def test_what_has_one_source_or_the_same_bytes_keeps_its_order(shared: dict[str, Any]) -> None:
    lanes = Lanes(lanes_for(4))
    first, second, third = (upload(number, **shared) for number in range(3))
    other = upload(3)
    assert lanes.begin([first, second, third, other]) == [first, other]
    lanes.leave(first.id)
    assert lanes.begin([second, third, other]) == [second]


def test_the_last_attempts_are_made_one_beside_no_other() -> None:
    lanes = Lanes(lanes_for(4))
    suspects = [upload(number, attempts=ATTEMPTS - 1) for number in range(3)]
    fresh, once = upload(3), upload(4, attempts=1)
    assert lanes.begin([*suspects, fresh, once]) == [suspects[0], fresh, once]
    lanes.leave(suspects[0].id)
    assert lanes.begin([*suspects[1:], fresh, once]) == [suspects[1]]
