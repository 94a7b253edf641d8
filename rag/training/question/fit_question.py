"""Trains the encoder of questions: ``python -m rag.training.question.fit_question --checkpoint FILE SET…``.

Minutes on two cores, since passages stay as they are: a question is put before all passages of its set. Torch is
imported here and nowhere on the way to an answer.
"""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import torch
from torch import Tensor, nn

from index.encoding.bundled.onnx_model import OnnxModel, bundled_file
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256, TOKENIZER_SHA256
from index.encoding.load import load_encoder
from index.hardening.terminal import say
from rag.evaluation.sets.question_sets import QuestionCase, part_of
from rag.retrieval.candidates import DENSE_WEIGHT, LEXICAL_WEIGHT
from rag.training.bert.bert_model import pad
from rag.training.question.question_lessons import LessonSet, QuestionLesson, lesson_set
from rag.training.question.question_model import QuestionEncoder

__all__ = ["loss", "train"]

_QUESTIONS_A_STEP = 32
_LEARNING_RATE = 5e-5
_WARM_UP_STEPS = 20
_LEAST_RATE = 0.05
_COSINE_SHARPNESS, _MAXSIM_SHARPNESS = 30.0, 25.0
"""What cosines are multiplied by before the softmax: near to each other as they are, they would not tell apart."""

_NEAREST, _LEXICAL, _RIGHT = 24, 16, 2
"""Passages that MaxSim is taught with: the nearest by vector, those of the best BM25, and such as answer."""


def loss(encoder: QuestionEncoder, of: LessonSet, lessons: Sequence[QuestionLesson]) -> Tensor:
    """Return the mean loss of some questions of a set.

    It is that of finding the passage by vector among all, and by what candidates are ordered by among the nearest
    (softmax; Karpukhin et al. 2020, section 3.2, here with every other passage as a negative).

    Args:
        encoder: to be trained.
        of: the set, with its passages.
        lessons: of the set.
    """
    ids = pad([lesson.ids for lesson in lessons], 0)
    present = pad([[1] * len(lesson.ids) for lesson in lessons], 0).bool()
    vectors, tokens = encoder(ids, present)
    cosines = vectors @ torch.from_numpy(of.vectors).T
    total = torch.zeros(())
    for lesson, cosine, rows in zip(lessons, cosines, tokens, strict=True):
        total = total + _choosing(_COSINE_SHARPNESS * cosine, lesson.right)
        nearest = cosine.detach().topk(min(_NEAREST, len(cosine))).indices.tolist()
        chosen = list(dict.fromkeys([*lesson.right[:_RIGHT], *nearest, *list(lesson.lexical)[:_LEXICAL]]))
        lexical = torch.tensor([LEXICAL_WEIGHT * lesson.lexical.get(place, 0.0) for place in chosen])
        scores = _maxsim(of, chosen, rows[lesson.kept], lesson) + DENSE_WEIGHT * cosine[chosen] + lexical
        right = [place for place, passage in enumerate(chosen) if passage in lesson.right]
        total = total + _choosing(_MAXSIM_SHARPNESS * scores, right)
    return total / len(lessons)


def train(
    encoder: QuestionEncoder,
    sets: Sequence[LessonSet],
    checkpoint: Path,
    *,
    times: Sequence[int],
    rate: float = _LEARNING_RATE,
    seed: int = 0,
) -> None:
    """Train in place, and keep what was learned; says on stderr how it goes.

    Args:
        encoder: to be trained.
        sets: what it learns from; a step is of one of them.
        checkpoint: is written.
        times: how often the questions of each set are seen.
        rate: the learning rate.
        seed: of the order.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    parameters = [value for value in encoder.parameters() if value.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    steps = list(_steps(sets, times, chance))
    began = time.monotonic()
    encoder.train()
    for number, (of, lessons) in enumerate(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (number + 1) / _WARM_UP_STEPS) * max(_LEAST_RATE, 1 - number / len(steps))
        value = loss(encoder, of, lessons)
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        if (number + 1) % 20 == 0:
            say(f"step {number + 1} of {len(steps)}, {time.monotonic() - began:.0f} s: {value.item():.3f}", err=True)
    partial = checkpoint.with_name(f"{checkpoint.name}.partial")
    torch.save(encoder.state_dict(), partial)
    partial.replace(checkpoint)


def _steps(
    sets: Sequence[LessonSet], times: Sequence[int], chance: random.Random
) -> Iterator[tuple[LessonSet, list[QuestionLesson]]]:
    found = []
    for of, often in zip(sets, times, strict=True):
        for _ in range(often):
            lessons = list(of.lessons)
            chance.shuffle(lessons)
            found += [
                (of, lessons[first : first + _QUESTIONS_A_STEP]) for first in range(0, len(lessons), _QUESTIONS_A_STEP)
            ]
    chance.shuffle(found)
    yield from found


def _maxsim(of: LessonSet, passages: Sequence[int], rows: Tensor, lesson: QuestionLesson) -> Tensor:
    """Return the weighted MaxSim of a question with passages, as ``rag.retrieval.candidates`` does."""
    theirs = [torch.from_numpy(of.tokens[passage].rows) for passage in passages]
    cosines = torch.cat(theirs) @ rows.T
    weights = torch.from_numpy(lesson.weights)
    parts = torch.split(cosines, [len(each) for each in theirs])
    return torch.stack([some.max(dim=0).values @ weights for some in parts])


def _choosing(logits: Tensor, right: Sequence[int]) -> Tensor:
    return torch.logsumexp(logits, 0) - torch.logsumexp(logits[list(right)], 0)


_SET = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--checkpoint", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write there.")
@click.option("--most", default=1_500, show_default=True, help="Use at most so many questions of each SET.")
@click.option("--by-document", "whole", multiple=True, type=_SET, help="Use all of this set, divided by document.")
@click.option("--times", default=4, show_default=True, help="See the questions of those sets so often.")
@click.option("--rate", default=_LEARNING_RATE, show_default=True, help="The learning rate.")
@click.option("--seed", default=0, show_default=True)
@click.argument("sets", nargs=-1, type=_SET)
def main(
    sets: Sequence[Path], whole: Sequence[Path], checkpoint: Path, most: int, times: int, rate: float, seed: int
) -> None:
    """Train on question sets with gold spans, and keep what was learned in a checkpoint."""
    encoder = load_encoder()
    model = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256)
    lessons: list[LessonSet] = []
    for folder in [*sets, *whole]:
        by_document, seen = folder in whole, 0

        def wanted(case: QuestionCase, by_document: bool = by_document) -> bool:
            nonlocal seen
            seen += part_of(case, by_document=by_document) == "reader"
            return part_of(case, by_document=by_document) == "reader" and (by_document or seen <= most)

        lessons.append(lesson_set(folder, encoder, model, wanted))
        say(f"{folder.name}: {len(lessons[-1].lessons)} questions", err=True)
    torch.manual_seed(seed)
    taught = QuestionEncoder(bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256))
    often = [times if folder in whole else 1 for folder in [*sets, *whole]]
    train(taught, lessons, checkpoint, times=often, rate=rate, seed=seed)


if __name__ == "__main__":
    main()
