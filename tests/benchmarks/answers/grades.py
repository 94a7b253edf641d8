"""How well nearness tells refused questions about a set's documents from questions about another set's.

python tests/benchmarks/answers/grades.py SET SET... [--every N]

Each set's questions are put to its own documents, and half as many to the documents of the next set. Of those that are
not answered it tells the area under the curve of ``rag.confidence.grades.nearness``, and for some values of ``NEAR``
which shares of the own and of the others would be graded unsure. Sets of one subject tell nothing.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from index.encoding.encoder import BUNDLED
from index.encoding.load import load_encoder
from index.hardening.terminal import say
from rag.confidence.grades import NEAR, nearness
from rag.confidence.logistic import load_model
from rag.evaluation.measures.ranking import auroc
from rag.evaluation.sets.question_sets import QuestionCase, load, open_index
from rag.investigation.investigator import Investigator


def refused(investigator: Investigator, cases: Sequence[QuestionCase], threshold: float) -> list[float]:
    """Return the nearness of each question that is not answered."""
    found = []
    for case in cases:
        with investigator.index.database.snapshot():
            part = investigator.investigate(case.query())
        if part.confidence < threshold and part.found.candidates:
            found.append(nearness(part.confidence, part.found.candidates))
    return found


def share(values: Sequence[float], least: float) -> float:
    """Return which share of the values is at least so large."""
    return sum(value >= least for value in values) / max(len(values), 1)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--every", type=click.IntRange(min=1), default=3, show_default=True, help="Ask one question in so many.")
def main(folders: Sequence[Path], every: int) -> None:
    """Tell how well the grade's rule tells other subjects from the documents' own."""
    if len(folders) < 2:
        raise click.UsageError("Give two sets or more, each on subjects of its own")
    sets, encoder, model = [load(folder) for folder in folders], load_encoder(BUNDLED), load_model()
    investigators = [Investigator(open_index(each, encoder)[0], model) for each in sets]
    own: list[float] = []
    others: list[float] = []
    for place, each in enumerate(sets):
        own += refused(investigators[place], each.cases[::every], model.threshold)
        others += refused(investigators[(place + 1) % len(sets)], each.cases[:: 2 * every], model.threshold)
    area = auroc(own, others)
    shown = "unknown" if area is None else f"{area:.3f}"
    say(f"refused: {len(own)} about their own documents, {len(others)} about others; AUROC {shown}")
    for step in range(-4, 5):
        least = NEAR + 0.01 * step
        say(f"from {least:.2f} on: {share(own, least):.2f} of the own unsure, {share(others, least):.2f} of the others")


if __name__ == "__main__":
    main()
