"""How Footnote grows: asking, adding and removing at ever more chunks.

python tests/benchmarks/serving/growth.py CORPUS.jsonl QUESTIONS.jsonl FOLDER [--chunks 1000 20000 160000 1000000]
    [--asked N]

CORPUS has ``{id, title, text}`` a line and is indexed once. The rest is made of it: each copy of a chunk has some of
its words exchanged for others of the same length that the corpus has as often as it has them, its vector turned a
little, and the token vectors of its original. FOLDER keeps what was made; a larger size goes on from a smaller one.
Prints a JSON object a size: what it took to get there, seconds of a question (median and 95th percentile, in one
process), of a cold ``footnote ask``, of a document until it is found and until it is gone, the bytes that these wrote,
memory and disk.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from index.documents import Document
from index.encoding.chunks import Chunk
from index.encoding.encoded_chunks import EncodedChunk
from index.store import Index
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.benchmarks.peers.copies import TURNED, WordExchange
from tests.support.documents import ingest_bytes, remove_for_good

FOOTNOTE = str(Path(sys.executable).with_name("footnote"))
CHUNKS_A_DOCUMENT = 40
DOCUMENTS_A_COMMIT = 50


def sample_of(corpus: Path, folder: Path) -> Index:
    """Index the corpus, unless that was done before."""
    if not (folder / "sample").exists():
        subprocess.run([FOOTNOTE, "index", str(corpus), "--index", str(folder / "sample")], check=True)
    return Index.open(folder / "sample")


class Copies:
    """Makes chunks that are like those of a sample."""

    def __init__(self, sample: Index, seed: int = 7) -> None:
        self._chance = random.Random(seed)  # noqa: S311 — nothing is to be kept secret
        self._numbers = np.random.default_rng(seed)
        self._rows = [
            (row, np.frombuffer(vector, "<f2").astype(np.float32)) for row, vector, _, _ in sample.chunks.stored()
        ]
        self._texts = [sample.documents.excerpt(r.document_id, r.version, r.start, r.end) for r, _ in self._rows]
        self._exchange = WordExchange(self._texts, seed)

    def document(self, number: int) -> tuple[Document, list[EncodedChunk]]:
        """Return a document of chunks."""
        pieces: list[str] = []
        chunks: list[EncodedChunk] = []
        start = 0
        for _ in range(CHUNKS_A_DOCUMENT):
            place = self._chance.randrange(len(self._rows))
            row, vector = self._rows[place]
            text = self._exchange(self._texts[place])
            moved = tuple((a - row.start + start, b - row.start + start) for a, b in row.sentences)
            turned = vector + TURNED * self._numbers.normal(size=len(vector)).astype(np.float32) / np.sqrt(len(vector))
            chunk = Chunk(start, start + len(text), "", moved)
            chunks.append(EncodedChunk(chunk, turned / np.linalg.norm(turned), row.tokens, self._numbers.bytes(16)))
            pieces.append(text)
            start += len(text) + 2
        name = f"copies/{number:07}.txt"
        return Document(name, f"Copies {number}", "\n\n".join(pieces), f"{number:064x}", (), language="en"), chunks


def grow(index: Index, sample: Index, chunks: int) -> float:
    """Add copies until there are so many chunks; return the seconds that it took."""
    started = time.perf_counter()
    first = index.documents.count()
    copies = Copies(sample, seed=first)
    while (there := index.chunks.count()) < chunks:
        wanted = min(DOCUMENTS_A_COMMIT, -(-(chunks - there) // CHUNKS_A_DOCUMENT))
        index.commit([copies.document(first + number) for number in range(wanted)])
        first += wanted
    index.search.tend()
    index.search.catch_up()
    return time.perf_counter() - started


def written() -> int:
    """Return the bytes that this process has had written to disk."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


def resident() -> int:
    """Return the bytes of memory that this process alone has, and those it shares with the cache of files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


def once(work: Any) -> tuple[float, int]:
    """Return the seconds that something takes, and the bytes that it has written."""
    before, started = written(), time.perf_counter()
    work()
    return time.perf_counter() - started, written() - before


def measure(folder: Path, questions: list[str]) -> dict[str, Any]:
    """Return what asking, adding and removing take."""
    index = Index.open(folder)
    assistant = Assistant(index)
    for question in questions[:3]:
        assistant.ask(Query(question))
    times = []
    for question in questions:
        started = time.perf_counter()
        assistant.ask(Query(question))
        times.append(time.perf_counter() - started)
    vector = index.encoder.loaded().encode_query("When was the lantern of Orvik mended?").vector

    def add() -> None:
        ingest_bytes(index, b"The lantern of Orvik was mended in 1926 by two smiths.", "lantern.txt", "lantern.txt")
        assert index.chunks.get([index.search.dense(vector, 1)[0][0]])

    def remove() -> None:
        [identity] = [each for each, source in index.documents.sources().items() if source == "lantern.txt"]
        remove_for_good(index, [identity])
        index.search.dense(vector, 1)

    add()  # what a process loads once, such as the model that tells languages, is no part of a document
    remove()
    added, removed = once(add), once(remove)
    cold = []
    for question in questions[:5]:
        started = time.perf_counter()
        subprocess.run([FOOTNOTE, "ask", question, "--index", str(folder)], check=False, capture_output=True)
        cold.append(time.perf_counter() - started)
    counts = index.counts()
    found = {
        "chunks": counts.chunks,
        "vectors": index.search.form,
        "ask_seconds": {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1]},
        "cold_ask_seconds": statistics.median(cold),
        "add_seconds": added[0],
        "add_bytes": added[1],
        "remove_seconds": removed[0],
        "remove_bytes": removed[1],
        "own_memory_bytes_a_chunk": resident() / counts.chunks,
        "disk_bytes_a_chunk": index.bytes_on_disk() / counts.chunks,
        "others_running": os.getloadavg()[0],
    }
    index.close()
    return found


def questions_in(path: Path, number: int) -> Iterator[str]:
    """Yield so many questions, taken alike far from one another."""
    with path.open(encoding="utf-8") as lines:
        asked = [json.loads(line)["question"] for line in lines]
    yield from asked[:: max(1, len(asked) // number)][:number]


def main() -> None:
    """Grow and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "questions", "folder"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--chunks", type=int, nargs="+", default=[1_000, 20_000, 160_000, 1_000_000])
    parser.add_argument("--asked", type=int, default=40)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    sample = sample_of(given.corpus, given.folder)
    asked = list(questions_in(given.questions, given.asked))
    for chunks in sorted(given.chunks):
        index = Index.open(given.folder / "grown", create=True)
        seconds = grow(index, sample, chunks)
        index.close()
        found = {"grown_in_seconds": seconds, **measure(given.folder / "grown", asked)}
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
