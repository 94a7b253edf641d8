"""What a second server and a second worker bring: python -m tests.benchmarks.serving.replicas QUESTIONS FOLDER.

An index in a PostgreSQL server of its own, on a socket: the files of a folder are given to one worker, then in another
database to two; then one server, then two, answer the questions, each with a share of the clients. Beside them a third
process commits a document at a time, until every server has been seen to find it. Last, another database's primary is
killed, its standby promoted, and it is asked until there is an answer again. Printed is JSON.
"""

import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import click

from index.address import Address
from index.errors import StoreError
from index.folders.ingest import ingest_documents
from index.hardening.terminal import say
from index.parse.formats import read
from index.store import Index
from tests.benchmarks.serving.throughput import WARM_UP, asked, post
from tests.support.announced import announced
from tests.support.postgres import Cluster, placed, running

FOOTNOTE = [sys.executable, "-c", "from index.commands.cli import main; main()"]
LOOK_SECONDS = 0.01


def environment(address: Address, machine: Path) -> dict[str, str]:
    """Return the settings of a machine that shares an index."""
    own = {"INDEX": address.url, "REPLICAS": str(machine), "UPLOAD_WORKERS": "0"}
    return {**os.environ, **{f"FOOTNOTE_{name}": value for name, value in own.items()}}


@contextmanager
def working(address: Address, machine: Path) -> Iterator[None]:
    """Have a worker."""
    command = [*FOOTNOTE, "work", "--workers", "2"]
    told = subprocess.PIPE
    with subprocess.Popen(command, env=environment(address, machine), stderr=told, text=True) as process:
        try:
            assert process.stderr is not None
            assert any("At work" in line for line in iter(process.stderr.readline, ""))
            yield
        finally:
            process.terminate()


@contextmanager
def serving(address: Address, machine: Path) -> Iterator[int]:
    """Have a server, and yield its port."""
    command = [*FOOTNOTE, "serve", "--port", "0", "--json"]
    own = environment(address, machine)
    with subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield int(announced(process)["url"].rsplit(":", 1)[1].strip("/"))
        finally:
            process.terminate()


def indexed(cluster: Cluster, folder: Path, scratch: Path, workers: int) -> tuple[Address, dict[str, float]]:
    """Have so many workers bring a folder into a new index; return that, and how fast it was."""
    address = cluster.new_database()
    name = f"{workers}-workers"
    with closing(Index.open(address, create=True, replicas=scratch / name)) as index, ExitStack() as stack:
        index.encoder.bind()
        for number in range(workers):
            stack.enter_context(working(address, scratch / f"{name}-{number}"))
        started = time.perf_counter()
        command = [*FOOTNOTE, "index", str(folder), "--json"]
        own = environment(address, scratch / name)
        told = subprocess.run(command, env=own, capture_output=True, text=True, check=False)
        taken = time.perf_counter() - started
        assert re.search("given to the workers", told.stderr), told.stderr
        chunks = int(json.loads(told.stdout)["chunks"])
    return address, {"chunks": chunks, "seconds": taken, "chunks_per_second": chunks / taken}


def seen(index: Index, ports: Sequence[int], number: int) -> float:
    """Commit a document, and return the seconds from then until every server's search finds it."""
    words = f"zephyrine{number}"
    contents = read(f"The word of today is {words}.".encode(), f"{words}.txt", f"{words}.txt")
    ingest_documents(index, contents.documents)
    committed = time.perf_counter()
    for port in ports:
        while not any(words in hit["text"] for hit in post(port, "/api/search", {"question": words})["passages"]):
            time.sleep(LOOK_SECONDS)
    return time.perf_counter() - committed


def answers_again(scratch: Path, turns: int) -> list[float]:
    """Return the seconds from the end of each primary until its promoted standby has let a search be answered."""
    with placed() as one, placed() as other:
        one.make()
        one.start("wal_level=replica")
        address = one.new_database_with(other)
        primary, standby = one, other
        seconds = []
        with closing(Index.open(address, "hash", create=True, replicas=scratch / "failover")) as index:
            ingest_documents(index, read(b"The word of today is zephyrine.", "today.txt", "today.txt").documents)
            for _ in range(turns):
                primary.be_followed(standby)
                primary.stop("immediate")
                ended = time.perf_counter()
                standby.promote()
                while not _is_found(index):
                    time.sleep(LOOK_SECONDS)
                seconds.append(time.perf_counter() - ended)
                primary, standby = standby, primary
    return seconds


def _is_found(index: Index) -> bool:
    try:
        with index.database.snapshot():
            return bool(index.search.lexical(["zephyrin"], 1))
    except StoreError:
        return False


@click.command()
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(min=20), default=100, show_default=True, help="Ask at most so many.")
@click.option("--clients", type=click.IntRange(min=1), default=4, show_default=True, help="Ask so many at a time.")
@click.option("--documents", type=click.IntRange(min=2), default=20, show_default=True, help="Commit so many.")
@click.option("--turns", type=click.IntRange(min=1), default=10, show_default=True, help="Kill so many primaries.")
def main(questions: Path, folder: Path, limit: int, clients: int, documents: int, turns: int) -> None:
    """Compare one server and worker with two, by questions of a file with a JSON object a line."""
    with questions.open(encoding="utf-8") as lines:
        texts = [str(json.loads(line)["question"]) for line in itertools.islice(lines, limit)]
    found: dict[str, Any] = {"processors": os.cpu_count()}
    with running() as cluster, tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        for workers in (1, 2):
            address, found[f"{workers} workers"] = indexed(cluster, folder, scratch, workers)
        with serving(address, scratch / "one") as one, serving(address, scratch / "two") as two:
            for port in (one, two):
                asked([port], texts[:WARM_UP], 1)
            found["1 server"] = asked([one], texts, clients)
            found["2 servers"] = asked([one, two], texts, clients)
            with closing(Index.open(address, replicas=scratch / "three")) as index:
                index.encoder.loaded()
                seconds = [seen(index, [one, two], number) for number in range(documents)]
        found["found by both servers"] = {"p50_seconds": statistics.median(seconds), "longest_seconds": max(seconds)}
        seconds = answers_again(scratch, turns)
        found["answers again"] = {"p50_seconds": statistics.median(seconds), "longest_seconds": max(seconds)}
    say(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
