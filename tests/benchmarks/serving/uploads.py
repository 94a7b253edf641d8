"""How long a small upload waits beside a large one, until a search finds it.

python tests/benchmarks/serving/uploads.py [--encoder hash] [--megabytes 20] [--every 5] [--most-seconds 600]

A server of its own takes a large text, and right after it a text of 1 kB; then one more every few seconds until the
large one is in the index, or time is up. Prints the seconds of the first, and the median and longest of all, as JSON.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
import httpx

from index.store import Index
from tests.support.announced import announced
from tests.support.documents import ingest_bytes

LOOK_SECONDS = 0.05
WORDS = "harbour ledger copper minister tide orchard signal winter bridge archive salt engine lantern quarry".split()


@contextmanager
def served(folder: Path, encoder: str) -> Iterator[httpx.Client]:
    """Serve a new index, and give a client."""
    with closing(Index.open(folder, encoder, create=True)) as index:
        ingest_bytes(index, b"An index has its encoder from the first document on.", "first.txt", "first.txt")
    footnote = [sys.executable, "-c", "from index.commands.cli import main; main()"]
    command = [*footnote, "serve", "--index", str(folder), "--port", "0", "--json"]
    # The large text is larger than an upload may be by default.
    allowed = {**os.environ, "FOOTNOTE_MAX_UPLOAD_CHARACTERS": "50000000"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=allowed) as server:
        try:
            address = announced(server)["url"]
            with httpx.Client(base_url=address, timeout=600) as client:
                yield client
        finally:
            server.kill()


def text_of(size: int) -> str:
    """Return sentences of a fixed vocabulary in paragraphs, about so many characters."""
    chosen = random.Random(16)  # noqa: S311 - the same text each time
    sentences, length = [], 0
    while length < size:
        sentence = f"The {' '.join(chosen.choices(WORDS, k=12))} stood at {chosen.randrange(10**6)}."
        length += len(sentence) + 1
        sentences.append(sentence + ("\n\n" if chosen.random() < 0.2 else " "))
    return "".join(sentences)


def send(client: httpx.Client, name: str, text: str) -> str:
    """Send a file, and return the id of its job."""
    sent = client.post("/api/documents", files={"file": (name, text.encode())}).raise_for_status()
    return str(sent.json()["id"])


def seconds_until_found(client: httpx.Client, name: str, deadline: float) -> float | None:
    """Send a text of 1 kB, and return the seconds until a search finds it; None past the deadline."""
    word = name.removesuffix(".txt")
    started = time.monotonic()
    send(client, name, f"The {word} is kept in the cellar. " + "It is dusted on Fridays. " * 38)
    while time.monotonic() < deadline:
        found = client.post(
            "/api/search", json={"question": f"Where is the {word} kept?", "filters": {"sources": [name]}}
        )
        if found.is_success and found.json()["passages"]:
            return time.monotonic() - started
        time.sleep(LOOK_SECONDS)
    return None


@click.command()
@click.option("--encoder", default="bundled", show_default=True)
@click.option("--megabytes", default=20.0, show_default=True)
@click.option("--every", default=5.0, show_default=True, help="Seconds between two small ones.")
@click.option("--most-seconds", default=600.0, show_default=True)
def main(encoder: str, megabytes: float, every: float, most_seconds: float) -> None:
    """Print one JSON object."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "index", encoder) as client:
        deadline = time.monotonic() + most_seconds
        started = time.monotonic()
        large = send(client, "large.txt", text_of(int(megabytes * 1_000_000)))
        waits: list[float | None] = []
        job = {"stage": "waiting"}
        while time.monotonic() < deadline and job["stage"] != "done":
            waits.append(seconds_until_found(client, f"astrolabe{len(waits)}.txt", deadline))
            job = client.get(f"/api/jobs/{large}").json()
            if job["problem"]:
                raise click.ClickException(job["problem"]["detail"])
            time.sleep(every)
        known = [each for each in waits if each is not None]
        told = {
            "encoder": encoder,
            "first_seconds": waits[0] and round(waits[0], 2),
            "median_seconds": round(statistics.median(known), 2) if known else None,
            "longest_seconds": round(max(known), 2) if known else None,
            "small": len(waits),
            "not_found": len(waits) - len(known),
            "large": job["stage"],
            "large_percent": job["percent"],
            "large_seconds": round(time.monotonic() - started, 1),
        }
        click.echo(json.dumps(told))


if __name__ == "__main__":
    main()
