"""A server under attack for half an hour, while people ask: are they answered, and does it stay as it was?

python tests/benchmarks/serving/soak.py [--minutes 30] [--clients 16]

A server of its own answers from an index of seeds/. Beside the clients, who ask, read and ask again, others hold
half-sent requests and stalled uploads, take no answers, send what is no HTTP, and ask for pages that take minutes to
draw. Prints one JSON object: questions and their milliseconds (from the first try; how often a client was told to try
again is counted), what /healthz took, the server's memory in MB with its growth an hour over the second half, the bytes
of its log, and how long it took to end. Linux only, because of how memory is read.
"""

import contextlib
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import click
import httpx

from tests.support.announced import announced
from tests.support.hostile import pdf_of_blended_fills

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT_SECONDS = 120
PAUSE_SECONDS = (0.5, 3.0)
"""Between an answer and the next question of a client."""

QUESTIONS = (
    "How much will the Puerto Almendro harbour expansion cost in total?",
    "Who was the night watchman at the warehouse?",
    "How many sacks of coffee burned in Las Lajas?",
    "When did the museum of tides open?",
    "How many people were treated after the fire?",
)
HALF_SENT = 320
STALLED = 80
NOT_READING = 20
LOOKING = 8
WORDS = 45

HEAD = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


@dataclass
class Seen:
    """What was seen of the server, from any thread."""

    answered_ms: list[float] = field(default_factory=list)
    health_ms: list[float] = field(default_factory=list)
    memory_mb: list[tuple[float, float]] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


@contextmanager
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve an index of the seeds, with a log beside it."""
    footnote = [sys.executable, "-c", "from index.commands.cli import main; main()"]
    index = ["--index", str(folder / "index")]
    subprocess.run([*footnote, "index", str(ROOT / "seeds"), *index], check=True, capture_output=True, cwd=ROOT)
    with (folder / "log").open("wb") as log:
        command = [*footnote, "serve", *index, "--port", "0", "--json"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT)
    try:
        yield server, announced(server)["url"]
    finally:
        server.kill()
        server.communicate()


class Attack:
    """Everything that is done at the same time, until it is to stop."""

    def __init__(self, url: str, server: int, seen: Seen) -> None:
        self._url, self._server, self._seen = url, server, seen
        place = urlsplit(url)
        self._place = (place.hostname, place.port)
        self.over = threading.Event()

    def ask(self, number: int) -> None:
        """Ask as a person does, and try again when told to."""
        chosen = random.Random(number)  # noqa: S311 — no secret
        with httpx.Client(base_url=self._url, timeout=TIMEOUT_SECONDS) as client:
            while not self.over.is_set():
                started = time.perf_counter()
                status = self._asked(client, chosen.choice(QUESTIONS))
                if self.over.is_set():
                    return
                if status == 200:
                    self._seen.answered_ms.append(1000 * (time.perf_counter() - started))
                else:
                    self._seen.counted[f"failed: {status}"] += 1
                self.over.wait(chosen.uniform(*PAUSE_SECONDS))

    def _asked(self, client: httpx.Client, question: str) -> int | str:
        while True:
            try:
                response = client.post("/api/ask", json={"question": question})
            except httpx.HTTPError as error:
                return type(error).__name__
            if response.status_code not in (429, 503) or self.over.is_set():
                return response.status_code
            self._seen.counted[f"told to try again: {response.status_code}"] += 1
            self.over.wait(float(response.headers["retry-after"]))

    def look_at_pages(self, number: int) -> None:
        """Ask for one page after another that takes minutes to draw, each time with other words marked."""
        chosen = random.Random(number)  # noqa: S311 — no secret
        with httpx.Client(base_url=self._url, timeout=TIMEOUT_SECONDS) as client:
            files = {"file": (f"{number}.pdf", hostile_pdf(number))}
            report = client.post("/api/documents", files=files, headers={"Prefer": "wait=100"}).json()
            page = f"/api/documents/{report['documents'][0]['id']}/pages/1"
            while not self.over.is_set():
                start = 6 * chosen.randrange(WORDS)
                span = {"start": start, "end": start + 6 * chosen.randrange(1, 10)}
                with contextlib.suppress(httpx.HTTPError):
                    self._seen.counted[f"pages: {client.get(page, params=span).status_code}"] += 1
                self.over.wait(0.2)

    def hold(self, name: str, many: int, sent: Callable[[], bytes]) -> None:
        """Keep many connections open that have sent something and do nothing more; those that are closed come again."""
        held: list[socket.socket] = []
        while not self.over.is_set():
            held = [each for each in held if self._stands(each)]
            while len(held) < many and not self.over.is_set():
                try:
                    made = socket.create_connection(self._place, timeout=5)
                    made.sendall(sent())
                except OSError:
                    self._seen.counted[f"{name}: not connected"] += 1
                    break
                self._seen.counted[f"{name}: connections"] += 1
                made.setblocking(False)
                held.append(made)
            self.over.wait(0.5)
        for each in held:
            each.close()

    @staticmethod
    def _stands(connection: socket.socket) -> bool:
        """Tell whether the server still waits; what it sends is looked at and left, so that it stays in its way."""
        try:
            answer = connection.recv(12, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            answer = b""
        # Anything but an answer says that it is over.
        if answer != b"HTTP/1.1 200":
            connection.close()
            return False
        return True

    def watch(self) -> None:
        """Ask /healthz every second, and see how large the server is."""
        with httpx.Client(base_url=self._url, timeout=TIMEOUT_SECONDS) as client:
            began = time.monotonic()
            while not self.over.wait(1.0):
                started = time.perf_counter()
                try:
                    said = str(client.get("/healthz").status_code)
                except httpx.HTTPError as error:
                    said = type(error).__name__
                self._seen.counted[f"health: {said}"] += 1
                self._seen.health_ms.append(1000 * (time.perf_counter() - started))
                self._seen.memory_mb.append((time.monotonic() - began, memory_mb(self._server)))


def hostile_pdf(number: int) -> bytes:
    return pdf_of_blended_fills(" ".join(f"{number:02}{word:03}" for word in range(WORDS)), 25, layers=6)


def memory_mb(process: int) -> float:
    """Return what a process has in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def times(values: list[float]) -> dict[str, float]:
    if len(values) < 2:
        return {}
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {"p50": round(cuts[49], 1), "p95": round(cuts[94], 1), "most": round(max(values), 1)}


def growth_an_hour(samples: list[tuple[float, float]]) -> float | None:
    """Return the slope of the second half, by least squares."""
    late = samples[len(samples) // 2 :]
    if len(late) < 2:
        return None
    slope = statistics.linear_regression([at for at, _ in late], [size for _, size in late]).slope
    return round(3_600 * slope, 1)


def attacked(url: str, server: int, seen: Seen, seconds: float, clients: int) -> None:
    """Do everything at once for so long."""
    attack = Attack(url, server, seen)
    stalled = HEAD % (b"/api/documents", 20_000_000) + b'{"text": "' + b"word " * 20_000
    pipelined = b"GET /static/common/style.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 100
    kinds = {
        "half-sent": (HALF_SENT, lambda: b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "),
        "stalled": (STALLED, lambda: stalled),
        "not reading": (NOT_READING, lambda: pipelined),
        "no HTTP": (NOT_READING, lambda: random.randbytes(200)),  # noqa: S311 — no secret
    }
    with ThreadPoolExecutor(clients + LOOKING + len(kinds) + 1) as threads:
        work = [threads.submit(attack.watch)]
        work += [threads.submit(attack.hold, name, many, sent) for name, (many, sent) in kinds.items()]
        work += [threads.submit(attack.look_at_pages, number) for number in range(LOOKING)]
        work += [threads.submit(attack.ask, number) for number in range(clients)]
        time.sleep(seconds)
        attack.over.set()
        for each in work:
            each.result()


@click.command()
@click.option("--minutes", default=30.0, show_default=True)
@click.option("--clients", default=16, show_default=True)
def main(minutes: float, clients: int) -> None:
    """Print one JSON object."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (server, url):
        attacked(url, server.pid, seen, 60 * minutes, clients)
        told = time.monotonic()
        server.send_signal(signal.SIGTERM)
        status = server.wait(TIMEOUT_SECONDS)
        ended_seconds = time.monotonic() - told
        log_bytes = (Path(folder) / "log").stat().st_size
        if keep := os.environ.get("SOAK_LOG"):
            Path(keep).write_bytes((Path(folder) / "log").read_bytes())
    sizes = [size for _, size in seen.memory_mb]
    result = {
        "minutes": minutes,
        "clients": clients,
        "answered": len(seen.answered_ms),
        "failed": sum(count for name, count in seen.counted.items() if name.startswith("failed")),
        "answer_ms": times(seen.answered_ms),
        "health_ms": times(seen.health_ms),
        "memory_mb": {"first": round(sizes[0], 1), "last": round(sizes[-1], 1), "most": round(max(sizes), 1)},
        "growth_mb_an_hour": growth_an_hour(seen.memory_mb),
        "log_bytes": log_bytes,
        "ended": {"seconds": round(ended_seconds, 1), "status": status},
        "counted": dict(sorted(seen.counted.items())),
    }
    click.echo(json.dumps(result))


if __name__ == "__main__":
    main()
