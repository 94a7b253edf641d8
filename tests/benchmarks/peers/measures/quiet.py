"""Whether the machine is quiet: what others take of it, and how long a fixed piece of work lasts."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BUSY", "SLOWED", "Quiet", "look", "wait_for_quiet"]

BUSY = 0.10
"""Share of the processors that others may take."""

SLOWED = 1.10
"""Times as long as the fastest that the fixed work may take."""

_WATCHED_SECONDS = 0.5
_TURNS = 400_000


@dataclass(frozen=True, slots=True)
class Quiet:
    """What was seen before a measurement.

    Attributes:
        busy: share of the processors that others took, 0 to 1.
        load: of the last minute, as the system counts it.
        loop_seconds: that the fixed work took.
        slowed: as many times the fastest of this run.
    """

    busy: float
    load: float
    loop_seconds: float
    slowed: float

    @property
    def is_quiet(self) -> bool:
        """Whether a measurement can be trusted."""
        return self.busy <= BUSY and self.slowed <= SLOWED


def look(fastest: float | None = None) -> Quiet:
    """Watch the machine for a moment.

    Args:
        fastest: seconds that the fixed work took at best, in this run.
    """
    busy = _share_taken()
    loop = min(_loop() for _ in range(3))
    return Quiet(busy, os.getloadavg()[0], loop, loop / min(loop, fastest or loop))


def wait_for_quiet(
    fastest: float | None, patience_seconds: float, watch: Callable[[float | None], Quiet] = look
) -> Quiet:
    """Return what was seen once the machine is quiet, or when patience is at its end."""
    until = time.monotonic() + patience_seconds
    while not (seen := watch(fastest)).is_quiet and time.monotonic() < until:
        time.sleep(min(5.0, max(0.0, until - time.monotonic())))
    return seen


def _loop() -> float:
    """Return the seconds of a fixed piece of work."""
    started, total = time.perf_counter(), 0
    for number in range(_TURNS):
        total += number & 7
    return time.perf_counter() - started


def _share_taken() -> float:
    before, started = _ticks(), time.process_time()
    time.sleep(_WATCHED_SECONDS)
    now, own = _ticks(), time.process_time() - started
    busy = (now[0] - before[0]) / os.sysconf("SC_CLK_TCK") - own
    return min(1.0, max(0.0, busy / (_WATCHED_SECONDS * (os.cpu_count() or 1))))


def _ticks() -> tuple[int, int]:
    """Return how long all processors worked, and did not, since the start of the system."""
    values = [int(value) for value in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    idle = values[3] + values[4]
    return sum(values) - idle, idle
