"""How long questions take: one after the other, and from several clients at once."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = ["LEAST", "Times", "ask_all", "at_once", "folder_bytes", "memory", "times_of"]

LEAST = 20
"""Questions that are asked, however long they take."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one question: the median, and what 95 and 99 of a hundred stay under; and of how many."""

    p50: float
    p95: float
    p99: float
    questions: int


def times_of(seconds: Sequence[float]) -> Times:
    """Return the percentiles of at least two times."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return Times(1000 * cuts[49], 1000 * cuts[94], 1000 * cuts[98], len(seconds))


def ask_all(ask: Callable[[str], object], questions: Sequence[str], most_seconds: float) -> dict[str, Any]:
    """Ask one question after the other, each once, until all are asked or the time is over."""
    seconds: list[float] = []
    until = time.perf_counter() + most_seconds
    for question in questions:
        started = time.perf_counter()
        if started > until and len(seconds) >= LEAST:
            break
        ask(question)
        seconds.append(time.perf_counter() - started)
    return asdict(times_of(seconds))


def at_once(
    ask: Callable[[str], object], questions: Sequence[str], clients: int, most_seconds: float
) -> dict[str, float]:
    """Let clients ask, each the next question as soon as it has its answer; return questions a second, and the slowest.

    Each question is asked once: what a system keeps of a question does not help it. It ends when all are asked or the
    time is over; what was asked by then is waited for, and counts.
    """
    waiting = iter(questions)
    lock = threading.Lock()
    seconds: list[float] = []
    failures: list[BaseException] = []
    began = time.perf_counter()

    def client() -> None:
        is_over = False  # each asks once at least
        while not is_over and not failures:
            with lock:
                question = next(waiting, None)
            if question is None:
                return
            started = time.perf_counter()
            try:
                ask(question)
            except Exception as failure:  # noqa: BLE001 - whatever a system raises is what is reported of it
                failures.append(failure)
                return
            seconds.append(time.perf_counter() - started)
            is_over = time.perf_counter() - began >= most_seconds

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return {"per_second": len(seconds) / (time.perf_counter() - began), "slowest_ms": 1000 * max(seconds)}


def memory() -> dict[str, int]:
    """Return the bytes of memory that this process has: all, without what it shares with files, and at its peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    found = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.startswith(("Vm", "Rss"))}
    return {"rss": found["VmRSS"], "own": found["RssAnon"], "peak": found["VmHWM"]}


def folder_bytes(folder: Path) -> int:
    """Return the bytes of every file in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
