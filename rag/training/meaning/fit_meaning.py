"""Teaches the projection of sentence vectors: ``python -m rag.training.meaning.fit_meaning SET…``.

Minutes on two cores: the vectors stay as they are. Torch is imported here and nowhere on the way to an answer.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.encoding.encoders.sentence_vectors import SentenceVectors
from index.encoding.load import load_encoder
from index.hardening.terminal import say
from rag.evaluation.sets.question_sets import QuestionCase, part_of
from rag.training.meaning.meaning_lessons import MeaningLesson, lessons

__all__ = ["Projection", "arrays_of", "loss", "train"]

_RANK = 64
_QUESTIONS_A_STEP = 16
_RATE, _WEIGHT_RATE = 1e-3, 1e-2
_DROPOUT = 0.1
_START = (12.0, 2.0, 1.5, 1.5)
"""The weights of ``AnswerProjection`` before they are taught."""


class Addition(nn.Module):
    """What is added to a vector: of low rank, and nothing before it is taught."""

    def __init__(self) -> None:
        super().__init__()
        dim = SentenceVectors.dim
        self.down, self.dropout, self.up = (
            nn.Linear(dim, _RANK, False),
            nn.Dropout(_DROPOUT),
            nn.Linear(_RANK, dim, False),
        )
        nn.init.zeros_(self.up.weight)

    def forward(self, vectors: Tensor) -> Tensor:
        """Return the vectors moved, (…, dim), of unit norm."""
        moved: Tensor = self.up(self.dropout(self.down(vectors)))
        return functional.normalize(vectors + moved, dim=-1)


class Projection(nn.Module):
    """What ``rag.retrieval.answer_projection`` computes, and the logit of no sentence at all."""

    def __init__(self) -> None:
        super().__init__()
        self.question, self.sentence = Addition(), Addition()
        self.weights = nn.Parameter(torch.tensor(_START))
        self.none = nn.Parameter(torch.tensor(3.0))

    def forward(self, lesson: MeaningLesson) -> Tensor:
        """Return the logits of a document's sentences, (n,), and that of none of them behind."""
        asked, said = torch.from_numpy(lesson.question), torch.from_numpy(lesson.document.vectors)
        moved, answers = self.question(asked), self.sentence(said)
        cosines = functional.pad(said @ asked, (0, 1))
        around = [cosines[torch.from_numpy(some)] for some in (lesson.document.before, lesson.document.behind)]
        seen = torch.stack([answers @ moved, cosines[:-1], *around])
        return torch.cat([self.weights @ seen, self.none[None]])


def loss(projection: Projection, lesson: MeaningLesson) -> Tensor:
    """Return the loss of choosing a sentence that answers among all of its document, or none where nothing does."""
    logits = projection(lesson)
    right = logits[list(lesson.right)] if lesson.right else logits[-1:]
    return torch.logsumexp(logits, 0) - torch.logsumexp(right, 0)


def train(projection: Projection, taught: Sequence[MeaningLesson], *, epochs: int, seed: int = 0) -> None:
    """Train in place; says on stderr how it goes.

    Args:
        projection: to be trained.
        taught: what it learns from.
        epochs: how often each lesson is read.
        seed: of their order.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    weights = [projection.weights, projection.none]
    layers = [*projection.question.parameters(), *projection.sentence.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": layers, "lr": _RATE}, {"params": weights, "lr": _WEIGHT_RATE}], weight_decay=0.01
    )
    bases = [group["lr"] for group in optimiser.param_groups]
    steps = epochs * -(-len(taught) // _QUESTIONS_A_STEP)
    done = 0
    projection.train()
    for epoch in range(epochs):
        order = chance.sample(range(len(taught)), len(taught))
        lost = 0.0
        for first in range(0, len(order), _QUESTIONS_A_STEP):
            for group, base in zip(optimiser.param_groups, bases, strict=True):
                group["lr"] = base * (1 - done / steps)
            some = [taught[place] for place in order[first : first + _QUESTIONS_A_STEP]]
            value = torch.stack([loss(projection, lesson) for lesson in some]).mean()
            optimiser.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            optimiser.step()
            lost += value.item() * len(some)
            done += 1
        say(f"epoch {epoch + 1} of {epochs}: {lost / len(order):.3f}", err=True)
    projection.eval()


def arrays_of(projection: Projection, learned_from: Sequence[str]) -> dict[str, Any]:
    """Return the arrays of ``data/answer_projection.npz``."""
    found: dict[str, Any] = {"learned_from": np.array(learned_from), "weights": projection.weights.detach().numpy()}
    for name, part in (("question", projection.question), ("sentence", projection.sentence)):
        found[f"{name}.down"] = part.down.weight.detach().numpy().T.astype(np.float16)
        found[f"{name}.up"] = part.up.weight.detach().numpy().T.astype(np.float16)
    return found


def _taught(folder: Path, most: int, *, by_document: bool) -> list[MeaningLesson]:
    """Return what a set teaches: at most so many lessons, by chance."""

    def may_teach(case: QuestionCase) -> bool:
        return part_of(case, by_document=by_document) == "reader"

    made = list(lessons(folder, load_encoder("hash"), may_teach))
    random.Random(0).shuffle(made)  # noqa: S311 - no secret
    return made[:most]


_SET = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.option("--epochs", default=4, show_default=True)
@click.option("--most", default=1_000, show_default=True, help="Use at most so many questions of each SET.")
@click.option(
    "--by-document", "whole", multiple=True, type=_SET, help="Use all of this set; it is divided by document."
)
@click.argument("sets", nargs=-1, type=_SET)
def main(sets: Sequence[Path], whole: Sequence[Path], most: int, epochs: int, output: Path | None) -> None:
    """Train on question sets with gold spans, in any languages, and write data/answer_projection.npz."""
    torch.manual_seed(0)
    taught: list[MeaningLesson] = []
    for folder in [*sets, *whole]:
        some = _taught(folder, most if folder in sets else 1_000_000, by_document=folder in whole)
        say(f"{folder.name}: {len(some)} questions", err=True)
        taught += some
    projection = Projection()
    train(projection, taught, epochs=epochs)
    target = output or Path(__file__).parents[2] / "data" / "answer_projection.npz"
    np.savez_compressed(target, **arrays_of(projection, [folder.name for folder in [*sets, *whole]]))
    say(f"{target}: {target.stat().st_size:,} bytes", err=True)


if __name__ == "__main__":
    main()
