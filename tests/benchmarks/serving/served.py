"""What an index in PostgreSQL costs beside the same in a folder.

python -m tests.benchmarks.serving.served INDEX QUESTIONS

The index is copied into a server of its own, on a socket, and searched there with FAISS and Tantivy, and with LanceDB
in a folder or in the bucket that --engine names. Each question is put to all in turn, another first each time; told are
the medians, the median of the ratios to the folder, and how many answers are the same to the byte, and by their
sentences; before that, how many of the hundred nearest vectors each of them finds.
"""

import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

import click
import numpy as np

from index.address import EngineChoice
from index.hardening.terminal import say
from index.store import Index
from index.uploads.moving import copy_index
from rag.answers.answer import to_json
from rag.asking.assistant import Assistant
from rag.investigation.query import Query
from rag.retrieval.question import check, read
from tests.support.postgres import running

_NEAREST = 100

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


def nearest_found(indexes: dict[str, Index], texts: list[str]) -> dict[str, float]:
    """Return the share of the nearest vectors of all, by exact cosines, that each of equal indexes finds."""
    first = next(iter(indexes.values()))
    portions = list(first.chunks.vectors_since(-1))
    ids = np.concatenate([np.asarray(some) for some, _ in portions])
    vectors = np.concatenate([some for _, some in portions])
    shares: dict[str, list[float]] = {name: [] for name in indexes}
    for text in texts:
        vector = read(first, check(text)).vector
        nearest = set(ids[np.argpartition(-(vectors @ vector), _NEAREST)[:_NEAREST]].tolist())
        for name, index in indexes.items():
            with index.database.snapshot():
                found = {identity for identity, _ in index.search.dense(vector, _NEAREST)}
            shares[name].append(len(found & nearest) / _NEAREST)
    return {name: statistics.mean(some) for name, some in shares.items()}


def sentences(answer: dict[str, Any]) -> list[str]:
    """Return the sentences of an answer."""
    return [str(sentence["text"]) for sentence in answer["sentences"]]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="Ask at most so many.")
@click.option("--engine", help="s3://BUCKET/PREFIX for LanceDB.  [default: a folder that is removed afterwards]")
@click.option("--show", is_flag=True, help="Print the questions that LanceDB makes others of.")
def main(folder: Path, questions: Path, limit: int, engine: str | None, show: bool) -> None:
    """Compare an index in a folder with its copy in PostgreSQL, by questions of a file with a JSON object a line."""
    with questions.open(encoding="utf-8") as lines:
        texts = [str(json.loads(line)["question"]) for line in itertools.islice(lines, limit)]
    with running() as cluster, tempfile.TemporaryDirectory() as scratch, ExitStack() as opened:
        address, replicas = cluster.new_database(), Path(scratch) / "machine"
        taken, moved = timed(lambda: copy_index(folder, address, replicas))
        say(f"{moved.chunks:,} chunks copied and verified in {taken / 1e3:.1f} s")
        choice = EngineChoice(engine or str(Path(scratch) / "engine"))
        indexes = {
            "the folder": Index.open(folder),
            "PostgreSQL": Index.open(address, replicas=replicas),
            "PostgreSQL with LanceDB": Index.open(address, replicas=Path(scratch) / "other", engine=choice),
        }
        for each in indexes.values():
            opened.enter_context(closing(each))
        follower = indexes["PostgreSQL with LanceDB"].search.follower()
        assert follower is not None
        taken, _ = timed(follower.follow)
        say(f"followed by LanceDB in {taken / 1e3:.1f} s")
        for name, each in indexes.items():
            say(f"{each.bytes_on_disk():,} bytes: {name}")
        for name, share in nearest_found(indexes, texts).items():
            say(f"{share:.4f} of the {_NEAREST} nearest vectors: {name}")
        places = {name: Assistant(each) for name, each in indexes.items()}
        for place in places.values():
            place.warm()
            place.ask(Query(texts[0]))
        milliseconds: dict[str, list[float]] = {name: [] for name in places}
        answers: dict[str, list[dict[str, Any]]] = {name: [] for name in places}
        names = list(places)
        for number, text in enumerate(texts):
            for name in (*names[number % len(names) :], *names[: number % len(names)]):
                spent, answer = timed(partial(places[name].ask, Query(text)))
                milliseconds[name].append(spent)
                answers[name].append(plain(answer))
    first, *others = names
    say(f"{first}: p50 of an answer {statistics.median(milliseconds[first]):.0f} ms")
    for name in others:
        pairs = list(zip(answers[first], answers[name], strict=True))
        alike = sum(one == other for one, other in pairs)
        said = [sentences(one) == sentences(other) for one, other in pairs]
        ratios = [other / one for one, other in zip(milliseconds[first], milliseconds[name], strict=True)]
        say(
            f"{name}: p50 of an answer {statistics.median(milliseconds[name]):.0f} ms, median of the ratios"
            f" {statistics.median(ratios):.2f}; of {len(texts)} answers {alike} the same to the byte, {sum(said)} by"
            " their sentences"
        )
        if show:
            for text, is_alike in zip(texts, said, strict=True):
                if not is_alike:
                    say(f"  {text}")


if __name__ == "__main__":
    main()
