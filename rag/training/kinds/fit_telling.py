"""Trains what tells kinds: ``python -m rag.training.kinds.fit_telling bench/kinds bench/natural``.

It says how often it is right about collections that it was not taught with.

Minutes on two cores. Torch is imported here and nowhere on the way to an answer.
"""

import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from index.encoding.bundled.int8_weights import Int8Bert
from index.encoding.bundled.onnx_model import bundled_file
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256, TOKENIZER_SHA256
from index.encoding.encoders.sentence_vectors import sentence_vectors
from index.hardening.terminal import say
from rag.evaluation.sets.question_sets import load
from rag.kinds.kind_weights import LAYERS
from rag.training.bert.bert_model import changed_layers, pad
from rag.training.kinds.kind_model import KindModel
from rag.training.kinds.labelled_questions import (
    LabelledQuestion,
    general_questions,
    is_taught,
    labelled_cases,
    labelled_questions,
)

__all__ = ["train"]

_QUESTIONS_A_STEP = 32
_RATE, _HEAD_RATE = 1e-4, 1e-3
_WARM_UP = 0.1
_MOST_TOKENS = 96
_SMOOTHING = 0.05

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

_REGULARISATION = 10.0
"""Inverse, as scikit-learn has it, of the regression on vectors of any language."""


def train(
    model: KindModel, tokenizer: Tokenizer, texts: Sequence[str], labels: Sequence[int], *, epochs: int, seed: int = 0
) -> None:
    """Train in place.

    Args:
        model: to be trained.
        tokenizer: its own.
        texts: of questions.
        labels: the number of each one's.
        epochs: how often each is read.
        seed: of their order.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    begun = [model.begun(torch.tensor(tokenizer.encode(text).ids)) for text in texts]
    body, head = list(model.upper.parameters()), list(model.label.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": _RATE}, {"params": head, "lr": _HEAD_RATE}], weight_decay=0.01, fused=True
    )
    bases = [group["lr"] for group in optimiser.param_groups]
    order = [place for _ in range(epochs) for place in chance.sample(range(len(texts)), len(texts))]
    steps = [order[first : first + _QUESTIONS_A_STEP] for first in range(0, len(order), _QUESTIONS_A_STEP)]
    model.train()
    began, lost = time.monotonic(), []
    for number, some in enumerate(steps):
        done = number / len(steps)
        for group, base in zip(optimiser.param_groups, bases, strict=True):
            group["lr"] = base * min(1.0, done / _WARM_UP + 0.01) * max(0.02, 1 - done)
        present = pad([[1] * len(begun[place]) for place in some], 0).bool()
        states = nn.utils.rnn.pad_sequence([begun[place] for place in some], batch_first=True)
        wanted = torch.tensor([labels[place] for place in some])
        value = functional.cross_entropy(model(states, present), wanted, label_smoothing=_SMOOTHING)
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        nn.utils.clip_grad_norm_([*body, *head], 1.0)
        optimiser.step()
        lost.append(value.item())
        if (number + 1) % 50 == 0:
            say(
                f"step {number + 1} of {len(steps)}, {time.monotonic() - began:.0f} s: {np.mean(lost[-50:]):.3f}",
                err=True,
            )
    model.eval()


def logits_of(model: KindModel, tokenizer: Tokenizer, texts: Sequence[str]) -> np.ndarray:
    """Return (texts, labels)."""
    with torch.no_grad():
        rows = []
        for text in texts:
            states = model.begun(torch.tensor(tokenizer.encode(text).ids))
            rows.append(model(states[None], torch.ones(1, len(states)).bool())[0].numpy())
    return np.stack(rows)


def _report(name: str, found: Sequence[str], wanted: Sequence[str]) -> None:
    kinds = [(a.split("/")[0], b.split("/")[0]) for a, b in zip(found, wanted, strict=True)]
    right = np.mean([a == b for a, b in kinds])
    whole = np.mean([a == b for a, b in zip(found, wanted, strict=True)])
    say(f"{name}: kind {right:.3f}, with its aspect {whole:.3f} of {len(kinds)}", err=True)
    for kind in sorted({b for _, b in kinds}):
        mine = [a for a, b in kinds if b == kind]
        wrong = sorted({a for a in mine if a != kind}, key=lambda a: -mine.count(a))
        told = ", ".join(f"{a} {mine.count(a)}" for a in wrong)
        say(f"  {kind}: {mine.count(kind)} of {len(mine)}{told and f' ({told})'}", err=True)


def _any_language(taught: Sequence[LabelledQuestion], labels: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return weight and bias of the regression on vectors that languages share."""
    from sklearn.linear_model import LogisticRegression

    vectors = sentence_vectors().encode([each.text for each in taught])
    model = LogisticRegression(C=_REGULARISATION, max_iter=500).fit(vectors, [each.label for each in taught])
    places = [list(model.classes_).index(label) for label in labels]
    return model.coef_[places].T.astype(np.float32), model.intercept_[places].astype(np.float32)


def _some(questions: Sequence[LabelledQuestion], most: int) -> list[LabelledQuestion]:
    """Return so many questions of each label at most, from all over a set."""
    found = []
    for label in sorted({question.label for question in questions}):
        mine = [question for question in questions if question.label == label]
        found += mine[:: -(-len(mine) // most)]
    return found


@click.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.option("--epochs", default=6, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--every", default=1, show_default=True, help="Of question sets, one in so many questions teaches.")
@click.option("--general", multiple=True, type=_FOLDER, help="A question set whose answers tell the kind alone.")
@click.option("--most-general", default=350, show_default=True, help="At most so many of each kind, of each of those.")
@click.argument("folder", type=_FOLDER)
@click.argument("question_sets", nargs=-1, type=_FOLDER)
def main(
    folder: Path,
    question_sets: tuple[Path, ...],
    general: tuple[Path, ...],
    output: Path | None,
    epochs: int,
    seed: int,
    every: int,
    most_general: int,
) -> None:
    """Train on questions of a folder, and of question sets, and write what was learned to data/kinds.npz."""
    questions = labelled_questions(folder)
    natural = [question for each in question_sets for question in labelled_cases(load(each).cases)[::every]]
    others = [some for each in general for some in _some(general_questions(load(each).cases), most_general)]
    everything = [*questions, *natural, *others]
    labels = sorted({question.label for question in questions})
    taught = [question for question in everything if is_taught(question)]
    content = bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)
    tokenizer = Tokenizer.from_buffer(bundled_file(f"{FOLDER}/tokenizer.json", TOKENIZER_SHA256))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MOST_TOKENS)
    torch.manual_seed(seed)
    model = KindModel(content, len(labels))
    english = [question for question in taught if question.language == "en"]
    wanted = [labels.index(question.label) for question in english]
    train(model, tokenizer, [question.text for question in english], wanted, epochs=epochs, seed=seed)
    any_weight, any_bias = _any_language([question for question in questions if is_taught(question)], labels)
    for name, some, is_english in (
        ("English", questions, True),
        ("question sets", natural, True),
        ("general sets", others, True),
        ("other languages", questions, False),
    ):
        asked = [each for each in some if not is_taught(each) and (each.language == "en") == is_english]
        texts = [question.text for question in asked]
        if texts:
            found = (
                logits_of(model, tokenizer, texts)
                if is_english
                else sentence_vectors().encode(texts) @ any_weight + any_bias
            )
            _report(name, [labels[place] for place in found.argmax(axis=1)], [question.label for question in asked])
    state = model.trained_state()
    arrays: dict[str, Any] = changed_layers(Int8Bert(content), LAYERS, state, "upper")
    arrays |= {"weight": state["label.weight"].numpy().T.copy(), "bias": state["label.bias"].numpy()}
    target = output or Path(__file__).parents[2] / "data" / "kinds.npz"
    np.savez_compressed(target, labels=np.array(labels), any_weight=any_weight, any_bias=any_bias, **arrays)
    say(f"{target}: {target.stat().st_size:,} bytes", err=True)


if __name__ == "__main__":
    main()
