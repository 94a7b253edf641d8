"""Which upload is worked on next, so that a small one does not wait for a large one, and a large one not for ever."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.uploads.queue.job import Job

__all__ = ["ATTEMPTS", "Lane", "Lanes", "lanes_for"]

ATTEMPTS = 3
"""So often a job is begun that the server does not survive."""

_COMMITTING_PERCENT = 99


@dataclass(frozen=True, slots=True)
class Lane:
    """Room for one upload at work.

    Attributes:
        bytes: of the largest that begins here.
        seconds: after which it makes room for another that waits.
    """

    bytes: float
    seconds: float


_SMALL = Lane(256_000, 10.0)
"""Nearly every text and most pages of an office are smaller, and take a second or two."""
_MIDDLE = Lane(4_000_000, 60.0)
_ANY = Lane(math.inf, math.inf)


def lanes_for(workers: int) -> tuple[Lane, ...]:
    """Return a lane a worker, narrow ones first: one for small uploads, one for middling, the rest for all."""
    narrow = (_SMALL, _MIDDLE)[: workers - 1]
    return narrow + (_ANY,) * (workers - len(narrow))


@dataclass(slots=True)
class _Stay:
    job: Job
    lane: int
    since: float
    is_leaving: bool = False


class Lanes:
    """Who is at work in which lane. Not for several threads: one decides.

    A free lane takes the oldest upload that is not too large for it. So a small one waits for other small ones alone,
    and the oldest of all is the next for the widest lane: nothing starves. Bytes do not tell how long an upload takes;
    one that has overstayed in a narrow lane, while another waits that finds no free one, is put back, and counts as too
    large for that lane from then on. It loses what it did there, at most once a width.

    Two uploads from one source, or of the same bytes, are worked on one after the other, in the order in which they
    came: the second must see what became of the first.

    What was at work whenever the server died gets its last attempt with no other such beside it, so that an upload that
    ends the server every time takes no other along.
    """

    def __init__(self, lanes: Sequence[Lane], clock: Callable[[], float] = time.monotonic) -> None:
        self._lanes, self._clock = lanes, clock
        self._stays: dict[str, _Stay] = {}
        self._counted: dict[str, float] = {}

    def __len__(self) -> int:
        """Return how many are at work."""
        return len(self._stays)

    def begin(self, unended: Sequence[Job]) -> list[Job]:
        """Return which to begin now, each in a lane of its own from now on.

        Args:
            unended: all that wait or are at work, oldest first.
        """
        waiting = {job.id for job in unended}
        self._counted = {job_id: size for job_id, size in self._counted.items() if job_id in waiting}
        begun: list[Job] = []
        for number in self._free():
            job = next(self._fitting(unended, number), None)
            if job:
                self._stays[job.id] = _Stay(job, number, self._clock())
                begun.append(job)
        return begun

    def leave(self, job_id: str) -> None:
        """Take one out that has ended, or was put back."""
        del self._stays[job_id]

    def to_put_back(self, unended: Sequence[Job]) -> list[str]:
        """Return which have to make room now.

        Args:
            unended: all that wait or are at work, oldest first.
        """
        found = []
        percents = {job.id: job.percent for job in unended}
        for job_id, stay in self._stays.items():
            lane = self._lanes[stay.lane]
            # What only waits for its commit is done in a moment.
            is_over = self._clock() - stay.since > lane.seconds and percents.get(job_id, 100) < _COMMITTING_PERCENT
            if stay.is_leaving or not is_over or not self._is_wanted(unended, stay.lane):
                continue
            self._counted[job_id] = math.nextafter(lane.bytes, math.inf)
            stay.is_leaving = True
            found.append(job_id)
        return found

    def _free(self) -> list[int]:
        taken = {stay.lane for stay in self._stays.values()}
        return [number for number in range(len(self._lanes)) if number not in taken]

    def _is_wanted(self, unended: Sequence[Job], lane: int) -> bool:
        """Whether more wait who fit into a lane, and into no free one, than others make room already."""
        waiting = [
            job for job in self._fitting(unended, lane) if not any(self._fits(job, free) for free in self._free())
        ]
        return len(waiting) > sum(stay.is_leaving for stay in self._stays.values())

    def _fitting(self, unended: Sequence[Job], lane: int) -> Iterator[Job]:
        """Yield those that may begin in a lane, oldest first."""
        return (job for job in self._ready(unended) if self._fits(job, lane))

    def _fits(self, job: Job, lane: int) -> bool:
        return max(job.bytes, self._counted.get(job.id, 0)) <= self._lanes[lane].bytes

    def _ready(self, unended: Sequence[Job]) -> Iterator[Job]:
        """Yield those that nothing holds up but the want of a lane, oldest first."""
        sources: set[str] = set()
        hashes: set[str] = set()
        is_last_tried = any(_is_last_try(stay.job) for stay in self._stays.values())
        for job in unended:
            is_first = job.source not in sources and job.sha256 not in hashes
            sources.add(job.source)
            hashes.add(job.sha256)
            if is_first and job.id not in self._stays and not (is_last_tried and _is_last_try(job)):
                yield job


def _is_last_try(job: Job) -> bool:
    return job.attempts >= ATTEMPTS - 1
