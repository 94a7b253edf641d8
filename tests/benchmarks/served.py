"""What an index in PostgreSQL costs beside the same in a folder: python -m tests.benchmarks.served INDEX QUESTIONS.

The index is copied into a server of its own, on a socket. Each question is put to both in turn, the one first and then
the other; told are the medians, the median of the ratios, and how many answers are the same to the byte.
"""

import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import click

from index.hardening.terminal import say
from index.store import Index
from index.uploads.moving import copy_index
from rag.answers.answer import to_json
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from tests.postgres import running

_UNLIKE = ("id", "timing_ms")
"""What is another in every answer."""


def timed(asked: Callable[[], Any]) -> tuple[float, Any]:
    """Return the milliseconds that something takes, and what it gives."""
    started = time.perf_counter()
    found = asked()
    return (time.perf_counter() - started) * 1e3, found


def plain(answer: Any) -> dict[str, Any]:
    """Return an answer without what is another each time."""
    return {name: value for name, value in to_json(answer).items() if name not in _UNLIKE}


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="Ask at most so many.")
def main(folder: Path, questions: Path, limit: int) -> None:
    """Compare an index in a folder with its copy in PostgreSQL, by questions of a file with a JSON object a line."""
    with questions.open(encoding="utf-8") as lines:
        texts = [str(json.loads(line)["question"]) for line in itertools.islice(lines, limit)]
    with running() as cluster, tempfile.TemporaryDirectory() as scratch:
        address, replicas = cluster.new_database(), Path(scratch)
        taken, moved = timed(lambda: copy_index(folder, address, replicas))
        say(f"{moved.chunks:,} chunks copied and verified in {taken / 1e3:.1f} s")
        with closing(Index.open(folder)) as one, closing(Index.open(address, replicas=replicas)) as other:
            sizes = one.bytes_on_disk(), other.bytes_on_disk()
            say(f"bytes: {sizes[0]:,} in the folder, {sizes[1]:,} in the database and its replica")
            places = [Assistant(one), Assistant(other)]
            for place in places:
                place.warm()
                place.ask(Query(texts[0]))
            milliseconds: list[list[float]] = [[], []]
            alike = 0
            for number, text in enumerate(texts):
                answers: list[Any] = [None, None]
                for which in (0, 1) if number % 2 else (1, 0):
                    spent, answers[which] = timed(partial(places[which].ask, Query(text)))
                    milliseconds[which].append(spent)
                alike += plain(answers[0]) == plain(answers[1])
    ratios = [served / own for own, served in zip(*milliseconds, strict=True)]
    medians = [statistics.median(each) for each in milliseconds]
    say(f"p50 of an answer: {medians[0]:.0f} ms in the folder, {medians[1]:.0f} ms in PostgreSQL")
    say(f"median of the ratios {statistics.median(ratios):.2f}; the same answer {alike} of {len(texts)} times")


if __name__ == "__main__":
    main()
