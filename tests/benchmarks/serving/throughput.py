"""Times a server under load.

python tests/benchmarks/serving/throughput.py INDEX QUESTIONS.jsonl [--number 160] [--clients 1 4 16]

A server of its own answers from a copy of the index. So many clients ask at once, each its next question when it has
the answer to
"""

import argparse
import http.client
import itertools
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.announced import announced

FOOTNOTE = str(Path(sys.executable).with_name("footnote"))
WARM_UP = 10
WORDS = "harbour bridge ferry museum ticket budget storm quay lamp festival council meeting report engine".split()


@contextmanager
def served(index: Path) -> Iterator[int]:
    """Yield the port of a server that answers from an index."""
    command = [FOOTNOTE, "serve", "--index", str(index), "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            told = announced(server)
            yield int(told["url"].rsplit(":", 1)[1].strip("/"))
        finally:
            server.terminate()


def asked(ports: Sequence[int], questions: Sequence[str], clients: int) -> dict[str, float]:
    """Ask every question once, so many at a time, of servers in turn."""
    times: list[float] = []

    def ask(port: int, question: str) -> None:
        started = time.perf_counter()
        post(port, "/api/ask", {"question": question})
        times.append(time.perf_counter() - started)

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(ask, itertools.cycle(ports), questions))
    taken = time.perf_counter() - started
    middle = statistics.median(times)
    return {
        "questions_per_second": len(times) / taken,
        "p50_seconds": middle,
        "p95_seconds": statistics.quantiles(times, n=20)[18],
        "longest_seconds": max(times),
        "longest_in_medians": max(times) / middle,
    }


@contextmanager
def taking_in(port: int) -> Iterator[list[float]]:
    """Send one document of some forty passages after the other as long as the body runs; yield when each was taken."""
    ended, taken = threading.Event(), []

    def send() -> None:
        for number in itertools.count():
            if ended.is_set():
                return
            text = " ".join(f"The {WORDS[k % len(WORDS)]} of {number} was seen {k} times." for k in range(500))
            post(port, "/api/documents", {"title": f"Load {number}", "text": text})
            taken.append(time.perf_counter())

    thread = threading.Thread(target=send)
    thread.start()
    try:
        yield taken
    finally:
        ended.set()
        thread.join()


def post(port: int, path: str, body: dict[str, str]) -> dict[str, Any]:
    """Send a request, wait for what it asks for, a document too, and return what comes back."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        headers = {"Content-Type": "application/json", "Prefer": "wait=300"}
        connection.request("POST", path, json.dumps(body), headers)
        response = connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise RuntimeError(content.decode())
        found: dict[str, Any] = json.loads(content)
        return found
    finally:
        connection.close()


def main() -> None:
    """Measure each number of clients, alone and beside what comes in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--number", type=int, default=160)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16])
    given = parser.parse_args()
    lines = given.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    questions = questions[:: max(1, len(questions) // given.number)][: given.number]
    found: dict[str, Any] = {"questions": len(questions)}
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder, "index")
        shutil.copytree(given.index, index)
        with served(index) as port:
            asked([port], questions[:WARM_UP], 1)
            for clients in given.clients:
                found[f"{clients} alone"] = asked([port], questions, clients)
            with taking_in(port) as taken:
                for clients in given.clients:
                    before = len(taken)
                    figures = asked([port], questions, clients)
                    found[f"{clients} beside what comes in"] = {**figures, "documents": len(taken) - before}
    json.dump(found, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
