"""What it costs to parse every file in a confined child, and what a 44 MB PDF takes.

python tests/benchmarks/parsing/containment.py FOLDER [--megabytes 44]

Prints one JSON object: the time to read the folder's files in a warm child, as a multiple of reading them in this
process (by turns, medians of five); and by how many MB this process and the child grow over a PDF of that size.
"""

import json
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from index.limits import Limits
from index.parse.formats import read
from index.sandbox.pool import ParserPool
from tests.index.parse.writers import placed_pdf

ROUNDS = 5
PAGES = 600


def seconds(act: Callable[[Path], object], files: list[Path]) -> float:
    """Return how long something takes for all files."""
    started = time.perf_counter()
    for path in files:
        act(path)
    return time.perf_counter() - started


def in_child(pool: ParserPool, path: Path) -> Any:
    """Read a file in a child."""
    with path.open("rb") as file:
        return pool.read(file.fileno(), path.as_posix(), path.name)


def large_pdf(megabytes: int) -> bytes:
    """Return a PDF of about this size: 600 pages of text, a picture on each."""
    words = "harbour bridge ferry council museum bakery coffee school storm budget mayor clinic river".split()
    pick = random.Random(1)  # noqa: S311 — the same each time
    pages = []
    for _ in range(PAGES):
        rows = [" ".join(pick.choices(words, k=16)) + "." for _ in range(42)]
        pages.append([(50, 800 - 18 * number, 10, row) for number, row in enumerate(rows)])
    pixels = (megabytes * 1_000_000 // PAGES - 5_600) // 100 * 100
    return placed_pdf(pages, [pick.randbytes(pixels) for _ in range(PAGES)])


def peak_mb(process: int | str) -> float:
    """Return the most memory that a process has had, in MB (Linux); 0 when it has gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


class Watch(threading.Thread):
    """Looks again and again at what is forked from a process, and keeps the most memory that any of it has had."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.peak, self._process, self._ended = 0.0, process, threading.Event()

    def run(self) -> None:
        """Look until ``end``."""
        children = Path(f"/proc/{self._process}/task/{self._process}/children")
        while not self._ended.wait(0.01):
            self.peak = max([self.peak, *(peak_mb(child) for child in children.read_text(encoding="ascii").split())])

    def end(self) -> float:
        """Stop, and return the peak in MB."""
        self._ended.set()
        self.join()
        return self.peak


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--megabytes", default=44)
def main(folder: Path, megabytes: int) -> None:
    """Print the figures."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    times: dict[str, list[float]] = {"here": [], "child": []}
    with ParserPool(1) as pool:
        in_child(pool, files[0])
        for _ in range(ROUNDS):
            times["here"].append(seconds(lambda path: read(path.read_bytes(), path.as_posix(), path.name), files))
            times["child"].append(seconds(lambda path: in_child(pool, path), files))
    medians = {name: statistics.median(some) for name, some in times.items()}
    data = large_pdf(megabytes)
    target = Path(folder.anchor) / "tmp" / "footnote-large.pdf"
    target.write_bytes(data)
    size = len(data)
    del data
    with ParserPool(1, Limits()) as pool:
        pool.read_bytes(b"warm", "a.txt", "a.txt")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
        before = peak_mb("self")
        server = pool._idle.queue[-1]
        watch = Watch(server._process.pid) if server else None
        if watch:
            watch.start()
        started = time.perf_counter()
        contents = in_child(pool, target)
        took = time.perf_counter() - started
        grew = peak_mb("self") - before
        child_peak = watch.end() if watch else 0.0
    target.unlink()
    found = {
        "files": len(files),
        "milliseconds_a_file": {name: round(1000 * value / len(files), 2) for name, value in medians.items()},
        "child_to_here": round(medians["child"] / medians["here"], 2),
        "pdf_mb": round(size / 1e6, 1),
        "pdf_pages": len(contents.documents[0].pages),
        "pdf_seconds": round(took, 1),
        "parent_grew_mb": round(grew, 1),
        "child_peak_mb": round(child_peak, 1),
    }
    click.echo(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
