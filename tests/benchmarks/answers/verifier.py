"""Does the check of support pass what is supported, and catch what is not? Each kind of sentence with its count.

python tests/benchmarks/answers/verifier.py SET [--split odd] [--limit 300] [--misses 2] [--encoder bundled]
    [--no-reading]
"""

import statistics
import time
from collections import defaultdict
from pathlib import Path

import click

from index.encoding.load import load_encoder
from rag.evaluation.sets.question_sets import load, split_of
from rag.reading.cross_encoder import Reader
from rag.training.support.support_examples import SupportExample, examples
from rag.verification.verifier import Verdict, Verifier

Checked = tuple[SupportExample, Verdict]


def is_right(checked: Checked) -> bool:
    example, verdict = checked
    return example.supported == verdict.supported


def report(found: list[Checked], misses: int) -> None:
    """Print a row a kind, and the first of what was judged wrongly."""
    for supported, title in ((True, "supported, passed"), (False, "corrupted, caught")):
        kinds: dict[str, list[Checked]] = defaultdict(list)
        for checked in found:
            if checked[0].supported is supported:
                kinds[checked[0].kind].append(checked)
        of_all = [checked for some in kinds.values() for checked in some]
        click.echo(f"\n| {title} | right | of | share |\n|---|---|---|---|")
        for kind, some in [*kinds.items(), ("all", of_all)]:
            right = sum(map(is_right, some))
            click.echo(f"| {kind} | {right} | {len(some)} | {right / max(len(some), 1):.3f} |")
        for kind, some in kinds.items():
            for example, verdict in [checked for checked in some if not is_right(checked)][:misses]:
                click.echo(f"\n[{kind}] {example.sentence}\n  cites: {example.cited}\n  asked: {example.question}")
                click.echo(f"  {verdict.support:.3f} {'; '.join(verdict.problems)}")


@click.command()
@click.option("--split", type=click.Choice(["odd", "even", "all"]), default="odd", show_default=True)
@click.option("--limit", default=300, show_default=True, help="Use at most so many questions.")
@click.option("--misses", default=0, show_default=True, help="Show so many wrong verdicts of each kind.")
@click.option("--encoder", "name", default="bundled", show_default=True)
@click.option("--reading/--no-reading", default=True, show_default=True, help="Have the reader look for the answer.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path, split: str, limit: int, misses: int, name: str, reading: bool) -> None:
    """Judge the sentences made of a set's answerable questions."""
    questions = load(folder)
    cases = [case for case in questions.cases if case.answerable and split in ("all", split_of(case))]
    cases = cases[:: max(1, len(cases) // limit)][:limit]
    verifier = Verifier(load_encoder(name), Reader() if reading else None)
    found: list[Checked] = []
    seconds = []
    for example in examples(questions, cases):
        started = time.perf_counter()
        verdict = verifier.verify(example.sentence, example.cited, example.question)
        seconds.append(time.perf_counter() - started)
        found.append((example, verdict))
    click.echo(f"{folder.name}: {len(cases)} questions of the {split} half, {len(found)} sentences")
    report(found, misses)
    if seconds:
        click.echo(
            f"\nmedian {1000 * statistics.median(seconds):.0f} ms a call, mean {1000 * statistics.mean(seconds):.0f}"
        )


if __name__ == "__main__":
    main()
