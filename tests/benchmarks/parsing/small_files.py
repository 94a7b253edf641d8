"""Sets what it costs to index 1,000 small files, and one, beside an earlier commit's.

python tests/benchmarks/parsing/small_files.py COMMIT FOLDER [--files 1000] [--rounds 5]

Each tree makes the index anew, by turns, with the encoder that takes no time, in a process of its own; the medians of
the seconds and their ratios are printed as one JSON object. With `--encoder bundled` it is what a user waits for.
"""

import json
import shutil
import statistics
import sys
import time
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.benchmarks.asking.latency import INDEX, ROOT, checked_out, run

KINDS = {
    ".txt": "Note {n}\n\nThe ferry to pier {n} leaves at noon.\n",
    ".md": "# Note {n}\n\n- The ferry to pier **{n}** leaves at noon.\n",
    ".html": "<html><body><h1>Note {n}</h1><p>The ferry to pier {n} leaves at noon.</p></body></html>",
    ".csv": "pier,leaves\n{n},noon\n",
    ".eml": "Subject: Note {n}\nFrom: a@example.org\n\nThe ferry to pier {n} leaves at noon.\n",
}


def written(folder: Path, files: int) -> Path:
    """Return a folder with so many small files, of each kind as many."""
    target = folder / f"files-{files}"
    target.mkdir(parents=True, exist_ok=True)
    for n in range(files):
        ending, text = list(KINDS.items())[n % len(KINDS)]
        (target / f"{n}{ending}").write_text(text.format(n=n), encoding="utf-8")
    return target


def seconds(tree: Path, files: Path, folder: Path, encoder: str) -> float:
    """Return how long a tree takes to index files into a new index."""
    index = folder / "index"
    shutil.rmtree(index, ignore_errors=True)
    started = time.perf_counter()
    run(tree, INDEX, "index", str(files), "--index", str(index), "--encoder", encoder)
    return time.perf_counter() - started


@click.command()
@click.argument("commit")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--files", default=1_000)
@click.option("--rounds", default=5)
@click.option("--encoder", default="hash")
def main(commit: str, folder: Path, files: int, rounds: int, encoder: str) -> None:
    """Print the medians in seconds, and how many times COMMIT's this tree's are."""
    folder = folder.resolve()
    trees = {"before": checked_out(commit, folder / commit), "now": ROOT}
    found = {}
    for count in (1, files):
        source = written(folder, count)
        taken: dict[str, list[float]] = {name: [] for name in trees}
        for _ in range(rounds):
            for name, tree in trees.items():
                taken[name].append(seconds(tree, source, folder, encoder))
        medians = {name: round(statistics.median(some), 2) for name, some in taken.items()}
        found[f"{count} files"] = {**medians, "ratio": round(medians["now"] / medians["before"], 2)}
    click.echo(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
