"""Fits what tells the items of lists: ``python -m rag.training.kinds.fit_items bench/natural --index KEPT_IN``.

Its questions for lists have the spans of all sentences that answer. The weights printed are those of
``rag.kinds.lists.likely_items``; they are fitted to all, and nothing of the sets that Footnote is measured with.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from index.store import Index
from rag.confidence.logistic import load_model
from rag.evaluation.sets.question_case import QuestionCase
from rag.evidence.sentences import PASSAGES
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.lists.likely_items import FEATURES, item_features
from rag.training.kinds.sentence_weights import Values, labelled, print_weights

__all__ = ["examples", "main"]

_KIND = "list"


def examples(index: Index, cases: Sequence[QuestionCase], names: dict[str, str]) -> Iterator[tuple[Values, bool]]:
    """Yield the features of all sentences that are read for questions, and whether each answers.

    Args:
        index: of the set.
        cases: its questions.
        names: the set's id of each document by its source.
    """
    investigator = Investigator(index, load_model(index.folder))
    for case in cases:
        with index.database.snapshot():
            found = investigator.investigate(Query(case.question), at_least=PASSAGES)
            yield from labelled(item_features(index, found.evidence), case, names)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--index", "kept", type=click.Path(file_okay=False, path_type=Path), required=True, help="To keep it in.")
def main(folder: Path, kept: Path) -> None:
    """Fit on the questions for lists of a set that its documents answer, and print the weights."""
    print_weights(folder, kept, _KIND, examples, FEATURES)


if __name__ == "__main__":
    main()
