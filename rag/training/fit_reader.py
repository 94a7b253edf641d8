"""Trains the reader on three of four even-hashed questions of sets: ``python -m rag.training.fit_reader SET…``.

An hour on two cores. Torch is imported here and nowhere on the way to an answer.
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

from index.encoding.bundled.onnx_model import bundled_file
from index.hardening.terminal import say
from rag.evaluation.question_sets import load, split_of
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256
from rag.reading.lora import LAYERS
from rag.training.bert.bert_model import WIDTH
from rag.training.lora_model import UpperLayers
from rag.training.reader_examples import ReaderExample, Sentence, examples

__all__ = ["loss", "save", "train"]

SENTENCES = 5
"""Read for each question in one step: what answers, the best of the others, and one by chance."""

_ANSWER_LEFT_OUT = 0.15
"""The share of questions that read what else their documents say: to be on the subject is not enough."""

_DOCUMENT_LEFT_OUT = 0.15
"""The share of questions that read what other documents say: to be the best that there is is not enough either."""

_IN_CONTEXT = 0.5
"""The share of questions that read every sentence behind those before it, as answers do only for a pronoun: it is
another way to say the same, and what is learned holds better for other subjects (docs/decisions/)."""

_NO_ANSWER_WEIGHT = 0.35
_SPAN_WEIGHT = 0.5
_LEARNING_RATE = 4e-4
_WARM_UP = 0.06
_LEAST_RATE = 0.02
_QUESTIONS_A_STEP = 8
_NOTHING = -1e4


def loss(reader: UpperLayers, step: Sequence[Sequence[Sentence]]) -> Tensor:
    """Return the loss of a step: of choosing the sentence, or none, and of choosing the words in each, or none.

    Args:
        reader: to be trained.
        step: the sentences of each question.
    """
    flat = [(number, sentence) for number, some in enumerate(step) for sentence in some]
    order = sorted(range(len(flat)), key=lambda place: len(flat[place][1].inside))
    logits, spans = torch.zeros(len(flat)), torch.zeros(())
    # Two batches, of shorter and of longer sentences, pad less than one.
    for places in (order[: len(order) // 2], order[len(order) // 2 :]):
        if places:
            found, lost = _read(reader, [flat[place][1] for place in places])
            logits = logits.index_put((torch.tensor(places),), found)
            spans = spans + lost
    chosen = torch.zeros(())
    for number, some in enumerate(step):
        mine = torch.tensor([place for place, (owner, _) in enumerate(flat) if owner == number])
        answers = torch.tensor([sentence.answer is not None for sentence in some])
        everything = torch.cat([logits[mine], reader.no_answer[None]])
        right = logits[mine][answers] if answers.any() else reader.no_answer[None]
        chosen = chosen + torch.logsumexp(everything, 0) - torch.logsumexp(right, 0)
    return chosen / len(step) + _SPAN_WEIGHT * spans / len(flat)


def train(reader: UpperLayers, lessons: list[ReaderExample], epochs: int, seed: int = 0) -> None:
    """Train in place; says on stderr how it goes."""
    random.seed(seed)
    low_rank = [value for name, value in reader.named_parameters() if name.endswith((".down", ".up"))]
    others = [value for name, value in reader.named_parameters() if not name.endswith((".down", ".up"))]
    groups = [
        {"params": low_rank, "lr": _LEARNING_RATE, "weight_decay": 0.01},
        {"params": others, "lr": _LEARNING_RATE / 2, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = len(lessons) // _QUESTIONS_A_STEP
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step / (epochs * steps)))
    reader.train()
    for epoch in range(epochs):
        random.shuffle(lessons)
        for step in range(steps):
            some = lessons[step * _QUESTIONS_A_STEP : (step + 1) * _QUESTIONS_A_STEP]
            lost = loss(reader, [_pick(example) for example in some])
            optimiser.zero_grad()
            lost.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            rate.step()
            if (step + 1) % 50 == 0:
                say(f"epoch {epoch + 1} of {epochs}, step {step + 1} of {steps}: {lost.item():.3f}", err=True)


def save(reader: UpperLayers, learned_from: Sequence[str], target: Path) -> None:
    """Write what was trained, as ``rag.reading.lora`` reads it: half precision for the low-rank additions."""
    values: dict[str, np.ndarray] = {}
    for number, layer in zip(LAYERS, reader.layers, strict=True):
        for name, value in layer.named_parameters():
            kind = np.float16 if name.endswith((".down", ".up")) else np.float32
            values[f"{number}.{name.replace('norm.weight', 'norm.scale')}"] = value.detach().numpy().astype(kind)
    values |= {
        "pooler.bias": reader.pooler_bias.detach().numpy(),
        "classifier.weight": reader.classifier.detach().numpy(),
        "classifier.bias": reader.classifier_bias.detach().numpy(),
        "span.weight": reader.span.weight.detach().numpy().T.copy(),
        "span.bias": reader.span.bias.detach().numpy(),
    }
    arrays: dict[str, Any] = {**values, "learned_from": np.array(learned_from)}
    np.savez_compressed(target, **arrays)


def _rate(done: float) -> float:
    return float(min(1.0, done / _WARM_UP) * max(_LEAST_RATE, 1 - done))


def _pick(example: ReaderExample) -> list[Sentence]:
    """Return what one question reads in a step."""
    left_out = random.random()  # noqa: S311 - no secret
    if left_out < _DOCUMENT_LEFT_OUT and example.elsewhere:
        return list(example.elsewhere[:SENTENCES])
    some = example.in_context if random.random() < _IN_CONTEXT else example.sentences  # noqa: S311 - no secret
    right = [sentence for sentence in some if sentence.answer is not None]
    rest = [sentence for sentence in some if sentence.answer is None]
    if len(rest) >= SENTENCES - 2 and left_out > 1 - _ANSWER_LEFT_OUT:
        right = []
    right = right[:2]
    wanted = SENTENCES - len(right)
    further = rest[wanted - 1 :]
    return right + rest[: wanted - 1] + random.sample(further, min(1, len(further)))


def _read(reader: UpperLayers, sentences: Sequence[Sentence]) -> tuple[Tensor, Tensor]:
    """Return each sentence's logit, and the summed loss of choosing the words in them; the first token is for none."""
    size = max(len(sentence.inside) for sentence in sentences)
    states = torch.zeros(len(sentences), size, WIDTH)
    present, allowed = torch.zeros(2, len(sentences), size, dtype=torch.bool)
    targets = torch.zeros(len(sentences), 2, dtype=torch.long)
    weights = torch.full((len(sentences),), _NO_ANSWER_WEIGHT)
    for place, sentence in enumerate(sentences):
        tokens = len(sentence.inside)
        states[place, :tokens] = torch.from_numpy(sentence.states.astype(np.float32))
        present[place, :tokens] = True
        allowed[place, :tokens] = torch.from_numpy(sentence.inside)
        if sentence.answer is not None:
            targets[place] = torch.tensor(sentence.answer)
            weights[place] = 1.0
    allowed[:, 0] = True
    logits, spans = reader(states, present)
    spans = spans.masked_fill(~allowed[..., None], _NOTHING)
    lost = functional.cross_entropy(spans, targets, reduction="none").sum(dim=1)
    return logits, (lost * weights).sum()


@click.command()
@click.option("--epochs", default=2, show_default=True)
@click.option("--limit", default=None, type=int, help="Use at most so many questions.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.argument("sets", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(sets: Sequence[Path], epochs: int, limit: int | None, output: Path | None) -> None:
    """Train on question sets with gold spans and write data/reader.npz."""
    lessons: list[ReaderExample] = []
    left_out = {case.question for folder in sets for case in load(folder).cases if split_of(case) == "odd"}
    for folder in sets:
        before = len(lessons)
        lessons += examples(folder, left_out)
        say(f"{folder.name}: {len(lessons) - before} questions", err=True)
    torch.manual_seed(0)  # before the reader is made: its additions begin by chance
    reader = UpperLayers(bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256))
    train(reader, lessons[:limit], epochs)
    save(
        reader, [folder.resolve().name for folder in sets], output or Path(__file__).parents[1] / "data" / "reader.npz"
    )


if __name__ == "__main__":
    main()
