"""Fits confidence in languages that the reader does not know: ``python -m rag.training.meaning.fit_foreign SET…``."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt

from index.documents import document_id
from index.encoding.load import load_encoder
from index.hardening.terminal import say
from index.store import Index
from rag.confidence.foreign import foreign_features
from rag.confidence.logistic import UNFITTED
from rag.evaluation.figures.evaluate import holds_answer
from rag.evaluation.measures.folds import out_of_fold
from rag.evaluation.measures.ranking import auroc
from rag.evaluation.sets.question_sets import QuestionCase, load, open_index, part_of
from rag.evidence.sentences import MAX_SENTENCES
from rag.investigation.investigator import Investigator
from rag.training.regression import fitted

__all__ = ["ANSWERED_NEAR_MISSES", "ForeignOutcome", "fit"]

ANSWERED_NEAR_MISSES = 0.5
"""How many of the questions that a document comes near to, and does not answer, are answered at the threshold: without
a reader nothing tells them well, and to refuse them all would be to refuse nearly everything."""

_REGULARISATION = 1.0

_SET = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class ForeignOutcome:
    """A question as it went.

    Attributes:
        features: of ``foreign_features``.
        is_right: whether one of the best three sentences holds an answer.
        is_near_miss: whether nothing does, of the documents that it was asked of.
    """

    features: tuple[float, ...]
    is_right: bool
    is_near_miss: bool


def fit(asked: Sequence[ForeignOutcome]) -> tuple[dict[str, Any], float | None, float | None]:
    """Return the model's values, and two AUROCs, cross-validated: of right sentences, and the same against near misses.

    Args:
        asked: questions of all kinds.
    """
    values = np.array([each.features for each in asked])
    labels = np.array([each.is_right for each in asked])
    near = np.array([each.is_near_miss for each in asked])

    def predict(seen: npt.NDArray[Any], others: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return fitted(values[seen], labels[seen], c=_REGULARISATION).probabilities(values[others])

    unseen = out_of_fold(len(labels), predict)
    threshold = float(np.quantile(unseen[near], 1 - ANSWERED_NEAR_MISSES))
    model = fitted(values, labels, c=_REGULARISATION).stored(threshold)
    right = auroc(unseen[labels].tolist(), unseen[~labels].tolist())
    return model, right, auroc(unseen[labels].tolist(), unseen[near].tolist())


def _asked(index: Index, cases: Sequence[QuestionCase], doc_id_of: dict[str, str]) -> Iterator[ForeignOutcome]:
    """Ask of an index what a set asks of it, or what another set asks of its own, where no document is a case's."""
    investigator = Investigator(index, UNFITTED)
    own = set(doc_id_of.values())
    by_id = {document_id(source): identity for source, identity in doc_id_of.items()}
    for case in cases:
        is_own = bool(own.intersection(case.documents))
        with index.database.snapshot():
            found = investigator.investigate(case.query())
            if not found.evidence:
                continue
            features = foreign_features(index, found.found.question, found.found.candidates, found.evidence)
            is_right = any(
                holds_answer(index, case, by_id.get(piece.row.document_id, ""), piece)
                for piece in found.evidence[:MAX_SENTENCES]
                if case.answerable and is_own
            )
        yield ForeignOutcome(features, is_right, not case.answerable and is_own)


@click.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.option("--by-document", "whole", multiple=True, type=_SET, help="A set that is divided by document.")
@click.option("--limit", default=300, show_default=True, help="Use at most so many questions of each set.")
@click.argument("sets", nargs=-1, type=_SET)
def main(sets: Sequence[Path], whole: Sequence[Path], limit: int, output: Path | None) -> None:
    """Fit on questions in other languages that taught nothing, and write data/foreign_confidence.json.

    What a set asks is also asked of the documents of the next, which do not answer it.
    """
    encoder = load_encoder()
    opened = []
    for folder in [*sets, *whole]:
        questions = load(folder)
        kept = [case for case in questions.cases if part_of(case, by_document=folder in whole) == "confidence"]
        opened.append((folder, kept[:: max(1, len(kept) // limit)], *open_index(questions, encoder)))
    asked: list[ForeignOutcome] = []
    for (folder, cases, index, of), (other, _, elsewhere, of_others) in zip(
        opened, [*opened[1:], opened[0]], strict=True
    ):
        own = list(_asked(index, cases, of))
        strangers = list(_asked(elsewhere, cases[::2], of_others)) if other != folder else []
        say(f"{folder.name}: {len(own)} questions, {len(strangers)} of them to {other.name}", err=True)
        asked += own + strangers
    values, right, near = fit(asked)
    say(f"AUROC of the right sentence {right or 0:.3f}, against near misses {near or 0:.3f}, cross-validated", err=True)
    target = output or Path(__file__).parents[2] / "data" / "foreign_confidence.json"
    target.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    say(target.read_text(encoding="utf-8"), err=True)


if __name__ == "__main__":
    main()
