"""What files cost that were made to cost much.

python tests/benchmarks/parsing/hostile.py [--bytes 1000000] [--seconds 20] [PART-OF-A-NAME ...]

Prints a line for each family of tests/index/parse/hostile_texts.py and hostile_files.py, the dearest first: seconds of
computing, and the memory that its process had at most, of a file of so many bytes (unpacked), in a process of its own.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from index.errors import DocumentError
from index.parse.formats import read
from tests.index.parse.hostile_files import FILES
from tests.index.parse.hostile_texts import FAMILIES, RUNS, Family

BYTES = 4_000_000_000


def all_families() -> dict[str, Family]:
    """Return every family by a name that begins with its format."""
    runs = {f"{kind}: {run!r} again and again": family for kind, some in RUNS.items() for run, family in some.items()}
    return FAMILIES | FILES | runs


def measured(name: str, size: int, answers: Connection) -> None:
    """Send seconds of computing and the peak in MB."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    data = all_families()[name](size)
    kind = name.partition(":")[0]
    with suppress(DocumentError):
        read(b"Subject: warm\n\n<p>x", "s", f"a.{kind}")
    start = time.process_time()
    with suppress(DocumentError, MemoryError):
        read(data, "s", f"a.{kind}")
    answers.send((time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--bytes", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    context = multiprocessing.get_context("fork")
    rows: list[tuple[float, int, str]] = []
    for name in all_families():
        if options.parts and not any(part in name for part in options.parts):
            continue
        ours, theirs = context.Pipe()
        child = context.Process(target=measured, args=(name, options.bytes, theirs))
        child.start()
        theirs.close()
        seconds, peak = options.seconds, 0
        with suppress(EOFError):
            if ours.poll(options.seconds):
                seconds, peak = ours.recv()
        child.kill()
        child.join()
        rows.append((seconds, peak, name))
    sys.stdout.write("| seconds | MB | family |\n|---|---|---|\n")
    for seconds, peak, name in sorted(rows, reverse=True):
        over = ">" * (seconds >= options.seconds)
        sys.stdout.write(f"| {over}{seconds:.2f} | {peak} | {name.replace('|', chr(92) + '|')} |\n")


if __name__ == "__main__":
    main()
