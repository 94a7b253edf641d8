"""Promise 3: killed at any point, an ingest leaves an index that opens and answers, and the next run does the rest."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from index.address import Address, Location
from index.encoding.encoded_chunks import encode_documents
from index.encoding.encoders.hash import HashEncoder
from index.folders.sync import sync_paths
from index.parse.formats import parse
from index.store import Index
from tests.support.postgres import Cluster

pytestmark = pytest.mark.slow

KILLS = {"sqlite": 100, "postgresql": 50}
"""How many processes are killed; the promise is checked after each."""

# Forks a process for each line of its input, which makes the index equal to the folder in small commits: what takes
# long, the start of Python, happens once.
_FORKER = """
import os, sys, traceback
from pathlib import Path
import index.folders.ingest, index.sandbox.pool, index.folders.sync, index.storage.databases.server_database
from index.encoding.encoders.hash import HashEncoder
from index.parse.formats import read
from index.limits import Limits
from index.address import location_of
from index.store import Index
class Here:
    # Parses here, so that a kill falls into what is written more often than into the start of a parser's process.
    limits = Limits()
    def read(self, descriptor, source, name):
        return read(os.pread(descriptor, 10**6, 0), source, name)
index.folders.ingest.COMMIT_CHUNKS = 3
index.folders.ingest._GROUP_CHARACTERS = 300
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            made = Index.open(location_of(sys.argv[1]), HashEncoder(), create=True, replicas=Path(sys.argv[3]))
            index.folders.sync.sync_paths(made, [Path(sys.argv[2])], pool=Here() if line == "here\\n" else None)
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Folder:
    """Files that change at random, with what each of them held."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path = path
        path.mkdir()
        self.random = random.Random(seed)  # noqa: S311 — the same changes each time
        self.held: dict[str, set[str]] = {}
        self.steady: set[str] = set()
        for number in range(12):
            self.write(f"{number:02}.txt")

    def write(self, name: str) -> None:
        paragraphs = (
            f"Paper {name} says for the {self.random.randrange(10**6)}th time what it has to say. " * 3
            for _ in range(self.random.randint(1, 4))
        )
        text = "\n\n".join(paragraph.strip() for paragraph in paragraphs)
        (self.path / name).write_text(text)
        self.held.setdefault(self.source(name), set()).add(text)

    def source(self, name: str) -> str:
        return (self.path / name).resolve().as_posix()

    def change(self) -> None:
        """Write, rename or remove some files; the others are steady until the next change."""
        names = sorted(path.name for path in self.path.iterdir())
        self.steady = {self.source(name) for name in names}
        for name in self.random.sample(names, min(3, len(names))):
            self.steady.discard(self.source(name))
            act = self.random.choice(["write", "write", "rename", "remove"])
            if act == "write":
                self.write(name)
            elif act == "remove":
                (self.path / name).unlink()
            else:
                self._rename(name)
        while len(list(self.path.iterdir())) < 8:
            self.write(self._new_name())

    def _new_name(self) -> str:
        return f"{self.random.randrange(10**9):09}.txt"

    def _rename(self, name: str) -> None:
        new = self._new_name()
        text = (self.path / name).read_text()
        (self.path / name).rename(self.path / new)
        self.held.setdefault(self.source(new), set()).add(text)


def chunks_of(text: str, name: str) -> int:
    [chunks] = encode_documents(HashEncoder(), parse(text.encode(), name, name))
    return len(chunks)


def content(index: Index) -> dict[str, tuple[str, list[tuple[int, int, str]]]]:
    """Return what an index holds, whatever the order in which it came."""
    found = {}
    for document in index.documents.listed():
        rows = index.chunks.get(index.chunks.ids_of([document.id])).values()
        text = index.documents.get(document.id).text
        found[document.source] = text, sorted((row.start, row.end, row.heading) for row in rows)
    return found


def check(index: Index, folder: Folder, indexed: set[str]) -> None:
    """Nothing half, nothing twice, nothing lost: what was indexed and did not change is there."""
    documents = index.documents.listed()
    sources = [document.source for document in documents]
    assert len(sources) == len(set(sources))
    assert indexed & folder.steady <= set(sources)
    seen = 0
    for document in documents:
        text = index.documents.get(document.id).text
        assert text in folder.held[document.source]
        assert document.chunks == chunks_of(text, document.source)
        seen += document.chunks
    assert index.counts().chunks == seen
    if documents:
        found = index.search.dense(HashEncoder().encode_query("what a paper has to say").vector, seen)
        assert sorted(identity for identity, _ in found) == sorted(
            identity for document in documents for identity in index.chunks.ids_of([document.id])
        )


@contextmanager
def reading(target: Location, replicas: Path, seen: list[int], failures: list[BaseException]) -> Iterator[None]:
    """Ask an index that is open all the while, as a server does."""
    stop = threading.Event()

    def read() -> None:
        try:
            index = Index.open(target, HashEncoder(), replicas=replicas)
            while not stop.is_set():
                with index.database.snapshot():
                    index.search.catch_up()
                    for row in index.chunks.get(range(10_000)).values():
                        assert index.documents.get(row.document_id, row.version).text[
                            row.start : row.end
                        ] == index.chunks.text(row)
                        seen.append(row.id)
                time.sleep(0.02)
            index.close()
        except BaseException as error:  # noqa: BLE001 — told to the test
            failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("engine", KILLS)
def test_an_ingest_killed_anywhere_loses_and_doubles_nothing_and_the_next_run_completes_it(
    engine: str, tmp_path: Path, times: int, request: pytest.FixtureRequest
) -> None:
    folder, replicas = Folder(tmp_path / "papers", seed=7), tmp_path / "machine"
    target: Location = tmp_path / "index"
    if engine == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        target = cluster.new_database()
    named = target.url if isinstance(target, Address) else str(target)
    command = [sys.executable, "-c", _FORKER, named, str(folder.path), str(replicas)]
    killed = finished = 0
    seen: list[int] = []
    failures: list[BaseException] = []
    indexed: set[str] = set()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forker:
        orders, told = forker.stdin, forker.stdout
        assert orders is not None
        assert told is not None

        def run(kill_after_seconds: float | None, where: str = "here") -> int:
            orders.write(f"{where}\n")
            orders.flush()
            child = int(told.readline())
            if kill_after_seconds is not None:
                time.sleep(kill_after_seconds)
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            return os.waitstatus_to_exitcode(int(told.readline()))

        assert run(None) == 0
        folder.change()
        assert run(None) == 0
        usual = {"here": 0.2, "children": 1.0}
        while killed < times * KILLS[engine]:
            folder.change()
            where = "children" if killed % 20 == 10 else "here"
            wait = folder.random.uniform(0, usual[where])
            if killed % 10 == 5:
                with reading(target, tmp_path / "reader", seen, failures):
                    code = run(wait)
            else:
                code = run(wait, where)
            # So that six of seven runs are killed, and kills fall everywhere.
            usual[where] *= 0.7 if code == 0 else 1.06
            killed += code == -signal.SIGKILL
            finished += code == 0
            assert code in (0, -signal.SIGKILL)
            index = Index.open(target, HashEncoder(), replicas=replicas)
            check(index, folder, indexed)
            if (killed + finished) % 20 == 0:
                assert run(None) == 0
                index.search.catch_up()
                expected = Index.open(tmp_path / f"undisturbed-{killed + finished}", HashEncoder(), create=True)
                sync_paths(expected, [folder.path])
                assert content(index) == content(expected)
                expected.close()
            indexed = {document.source for document in index.documents.listed()}
            index.close()
        orders.close()
    assert not failures
    assert seen, "the reader read"
