"""Sets this tree's time per question beside an earlier commit's.

python tests/benchmarks/asking/latency.py COMMIT CORPUS.jsonl QUESTIONS.jsonl FOLDER [--passages 20000] [--rounds 3]

Each tree indexes the same passages with its own code, once, into FOLDER. Then they answer the same 100 questions by
turns, each in a process of its own, and the medians of each round and their ratio are printed as one JSON object.
"""

import itertools
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parents[3]
WARM_UP, QUESTIONS = 5, 100

# What both trees run. It uses only what every commit since the foundation has.
ASK = f"""
import json, statistics, sys, time
from pathlib import Path
from index.store import Index
from rag.asking.assistant import Assistant
try:
    from rag.investigation.query import Query
except ImportError:
    try:
        from rag.asking.query import Query
    except ImportError:
        Query = str
assistant = Assistant(Index.open(Path(sys.argv[1]), "bundled"))
times = []
for question in json.load(sys.stdin):
    started = time.perf_counter()
    assistant.ask(Query(question))
    times.append(1000 * (time.perf_counter() - started))
print(statistics.median(times[{WARM_UP}:]))
"""
INDEX = "import sys; from index.commands.cli import main; sys.argv[0] = 'footnote'; main()"


def run(tree: Path, code: str, *arguments: str, given: str = "") -> str:
    """Run code with the packages of a tree, which come before the installed ones."""
    environment = os.environ | {"PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command, input=given, stdout=subprocess.PIPE, text=True, env=environment, cwd=tree, check=True
    )
    return done.stdout


def checked_out(commit: str, folder: Path) -> Path:
    """Return a folder with the files of a commit."""
    tree = folder / "tree"
    if not tree.exists():
        tree.mkdir(parents=True)
        archive = subprocess.run(["git", "-C", ROOT, "archive", commit], stdout=subprocess.PIPE, check=True)
        subprocess.run(["tar", "-x", "-C", tree], input=archive.stdout, check=True)
    return tree


def questions_about(part: Path, questions: Path) -> list[str]:
    """Return 105 questions whose documents are all in this part of the corpus: the first five warm up."""
    ids = {json.loads(line)["id"] for line in part.read_text(encoding="utf-8").splitlines()}
    cases = map(json.loads, questions.read_text(encoding="utf-8").splitlines())
    about = [case["question"] for case in cases if case["doc_ids"] and ids.issuperset(case["doc_ids"])]
    return about[:: max(1, len(about) // (WARM_UP + QUESTIONS))][: WARM_UP + QUESTIONS]


@click.command()
@click.argument("commit")
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--passages", default=20_000)
@click.option("--rounds", default=3)
def main(commit: str, corpus: Path, questions: Path, folder: Path, passages: int, rounds: int) -> None:
    """Print the medians in milliseconds, and how many times COMMIT's this tree's is."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"first-{passages}.jsonl"
    if not part.exists():
        with corpus.open(encoding="utf-8") as lines:
            part.write_text("".join(itertools.islice(lines, passages)), encoding="utf-8")
    trees = {"before": checked_out(commit, folder / commit), "now": ROOT}
    indexes = {"before": folder / commit / f"index-{passages}", "now": folder / f"index-{passages}"}
    for name, tree in trees.items():
        run(tree, INDEX, "index", str(part), "--index", str(indexes[name]))
    asked = json.dumps(questions_about(part, questions))
    medians: dict[str, list[float]] = {name: [] for name in trees}
    for _ in range(rounds):
        for name, tree in trees.items():
            medians[name].append(float(run(tree, ASK, str(indexes[name]), given=asked)))
    ratio = statistics.median(medians["now"]) / statistics.median(medians["before"])
    found: dict[str, Any] = {"milliseconds": medians, "ratio": round(ratio, 2)}
    click.echo(json.dumps(found))


if __name__ == "__main__":
    main()
