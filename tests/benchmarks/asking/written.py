"""What checking costs: the first verified sentence beside the language model's own first sentence, in one run.

python tests/benchmarks/asking/written.py [--url URL] [--limit 30]

Questions of seeds/questions.jsonl are asked of an index of seeds/. Where no URL is given, the small model of the tests
is started. For each answer whose first shown sentence the model wrote, the overhead is the time from the piece of
text that ended that sentence to the moment at which the sentence is given out as verified.
"""

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from index.folders.sync import sync_paths
from index.store import Index
from rag.answers.answer import AnswerSentence
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.writing.draft import draft_sentences
from rag.writing.language_model import LanguageModel

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 120


class TimedModel(LanguageModel):
    """Notes when each piece of a text came; ``drafts`` has the pieces of each text that was written."""

    drafts: list[list[tuple[float, str]]]

    def write(self, *arguments: Any, **options: Any) -> Generator[str, None, None]:
        pieces: list[tuple[float, str]] = []
        self.drafts.append(pieces)
        for piece in super().write(*arguments, **options):
            pieces.append((time.perf_counter(), piece))
            yield piece


@contextmanager
def served() -> Iterator[str]:
    """Run the tests' model, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [sys.executable, str(ROOT / "tests" / "llm" / "serve.py"), str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            await_health(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def await_health(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def first_sentence_at(pieces: list[tuple[float, str]]) -> float | None:
    """Return when the model's first sentence was whole."""
    heard: list[float] = []

    def replayed() -> Iterator[str]:
        for moment, piece in pieces:
            heard.append(moment)
            yield piece

    return next((heard[-1] for draft in draft_sentences(replayed()) if draft), None)


def asked(assistant: Assistant, model: TimedModel, question: str) -> dict[str, float] | None:
    """Return the milliseconds from the question to the model's own first sentence and to the first shown."""
    model.drafts = []
    started = time.perf_counter()
    for step in assistant.compose(assistant.find(Query(question, llm=True))):
        if isinstance(step, AnswerSentence):
            shown = time.perf_counter()
            own = first_sentence_at(model.drafts[0]) if model.drafts else None
            if own is None or not step.written:
                return None
            whole = model.drafts[-1][-1][0]
            return {
                "own": 1000 * (own - started),
                "verified": 1000 * (shown - started),
                "check": 1000 * (shown - whole),
            }
    return None


@click.command()
@click.option("--url", help="Of an endpoint; the tests' own model by default.")
@click.option("--limit", default=30, show_default=True, help="Ask at most so many questions.")
def main(url: str | None, limit: int) -> None:
    """Print one JSON object."""
    lines = (ROOT / "seeds" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [case["question"] for case in map(json.loads, lines) if case["answerable"]]
    with tempfile.TemporaryDirectory() as folder, served() if not url else _given(url) as address:
        index = Index.open(Path(folder), create=True)
        sync_paths(index, [ROOT / "seeds"])
        model = TimedModel(address, seconds=180)
        model.drafts = []
        assistant = Assistant(index, language_model=model)
        assistant.warm()
        found = [
            asked(assistant, model, question) for question in questions[:: max(1, len(questions) // limit)][:limit]
        ]
        index.close()
    times = [some for some in found if some]
    at_once = [some for some in times if some["verified"] - some["check"] - some["own"] < 1]
    medians = {
        f"{name}_ms": round(statistics.median(some[name] for some in times), 1) for name in ("own", "verified", "check")
    }
    waited = round(statistics.median(some["verified"] - some["own"] for some in at_once), 1) if at_once else None
    counts = {"asked": len(found), "written": len(times), "first_sentence_passed": len(at_once)}
    click.echo(json.dumps({**counts, **medians, "overhead_where_it_passed_ms": waited}))


@contextmanager
def _given(url: str) -> Iterator[str]:
    yield url


if __name__ == "__main__":
    main()
