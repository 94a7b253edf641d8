"""Fits what comparisons need: ``python -m rag.training.kinds.fit_comparisons bench/natural --index KEPT_IN``.

Its comparisons have the spans of all sentences that answer. The weights printed are those of
``rag.kinds.comparison.likely_sentences``; they are fitted to every second, and the others tell what they are worth.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from index.store import Index
from rag.confidence.logistic import load_model
from rag.evaluation.sets.question_case import QuestionCase
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.comparison.asked.sides import sides_of
from rag.kinds.comparison.documents_compared import read_documents
from rag.kinds.comparison.likely_sentences import FEATURES, sentence_features
from rag.kinds.comparison.side_evidence import ranked_sides
from rag.reading.close_reading import MOST_READ
from rag.training.kinds.sentence_weights import Values, labelled, print_weights

__all__ = ["examples", "main"]

_KIND = "comparison"


def examples(index: Index, cases: Sequence[QuestionCase], names: dict[str, str]) -> Iterator[tuple[Values, bool]]:
    """Yield the features of all sentences that comparisons may need, and whether each answers.

    Args:
        index: of the set.
        cases: its questions.
        names: the set's id of each document by its source.
    """
    investigator = Investigator(index, load_model(index.folder))
    for case in cases:
        with index.database.snapshot():
            query = Query(case.question)
            whole = investigator.investigate(query, at_least=MOST_READ)
            sides = sides_of(case.question)
            _, ranked = (
                ranked_sides(query, sides, whole, investigator) if sides else read_documents(query, whole, investigator)
            )
            yield from labelled(sentence_features(whole.evidence, ranked), case, names)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--index", "kept", type=click.Path(file_okay=False, path_type=Path), required=True, help="To keep it in.")
@click.option("--every", default=2, show_default=True, help="Fit to every so many questions.")
def main(folder: Path, kept: Path, every: int) -> None:
    """Fit on the comparisons of a set that its documents answer, and print the weights."""
    print_weights(folder, kept, _KIND, examples, FEATURES, every=every)


if __name__ == "__main__":
    main()
