"""Trains the reader: ``python -m rag.training.reader.fit_reader --checkpoint FILE SET…``; docs/reader.md says on what.

Hours on two cores: it stops after ``--minutes``, keeps a checkpoint, and goes on from it. Torch is imported here and
nowhere on the way to an answer.
"""

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import torch
from tokenizers import Tokenizer
from torch import nn

from index.encoding.bundled.onnx_model import bundled_file
from index.encoding.encoder import BUNDLED, Encoder
from index.encoding.load import load_encoder
from index.hardening.terminal import say
from rag.evaluation.sets.question_sets import QuestionCase, load, part_of
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256, TOKENIZER_SHA256
from rag.reading.trained_weights import HEADS
from rag.training.reader.passage_examples import ReaderExample, examples, rewritten
from rag.training.reader.reader_lessons import lesson, paired
from rag.training.reader.reader_loss import in_tokens, loss
from rag.training.reader.reader_model import PassageReader
from rag.training.reader.shipped_state import shipped_state

__all__ = ["train"]

MOST_TOKENS = 256
"""Of a question with a passage; what is longer is cut."""

_QUESTIONS_A_STEP = 8
_LEARNING_RATE = 5e-5
_HEAD_RATE = 5e-4
_WARM_UP = 0.05
_LEAST_RATE = 0.05


def train(
    reader: PassageReader,
    tokenizer: Tokenizer,
    taught: Sequence[ReaderExample],
    checkpoint: Path,
    *,
    minutes: float,
    epochs: int,
    seed: int = 0,
    half: bool = False,
    rate: float = _LEARNING_RATE,
) -> None:
    """Train in place for some time, at most; says on stderr how it goes, and keeps what it has every ten minutes.

    Args:
        reader: to be trained.
        tokenizer: its own, which cuts what is too long.
        taught: what it learns from.
        checkpoint: is written.
        minutes: to stop after.
        epochs: how often each example is read, at most.
        seed: of the order and the cuts.
        rate: the learning rate of the layers; the heads' is fixed.
        half: multiply in bfloat16, as processors with units for it do four times as fast; the weights are float32.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    heads = [value for name, value in reader.named_parameters() if name.split(".")[0] in _HEADS]
    names = {id(value) for value in heads}
    body = [value for value in reader.parameters() if value.requires_grad and id(value) not in names]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": _HEAD_RATE}],
        weight_decay=0.01,
        fused=True,
    )
    bases = [group["lr"] for group in optimiser.param_groups]
    steps = epochs * len(taught) // _QUESTIONS_A_STEP
    began = saved = time.monotonic()
    reader.train()
    lost: list[float] = []
    for number, some in enumerate(_steps(taught, epochs, chance)):
        # The end that comes first, that of the time or that of the lessons, is what the rate falls towards.
        done = max((time.monotonic() - began) / (60 * minutes), number / steps)
        if done >= 1:
            break
        for group, base in zip(optimiser.param_groups, bases, strict=True):
            group["lr"] = base * min(1.0, done / _WARM_UP + 0.01) * max(_LEAST_RATE, 1 - done)
        lessons = [[in_tokens(tokenizer, each, passage) for passage in each.passages] for each in some]
        reader.round_once(torch.bfloat16 if half else torch.float32)
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            value = loss(reader, lessons)
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        nn.utils.clip_grad_norm_([*body, *heads], 1.0)
        optimiser.step()
        lost.append(value.item())
        if (number + 1) % 25 == 0:
            seconds = time.monotonic() - began
            say(f"step {number + 1} of {steps}, {seconds:.0f} s: {sum(lost[-25:]) / 25:.3f}", err=True)
        if time.monotonic() - saved > _SAVED_EVERY_SECONDS:
            saved = time.monotonic()
            _save(reader, checkpoint)
    reader.round_once(None)
    _save(reader, checkpoint)


_HEADS = (*HEADS, "affirms")
"""They begin by chance, and learn faster than what was trained before."""

_SAVED_EVERY_SECONDS = 600


def _steps(taught: Sequence[ReaderExample], epochs: int, chance: random.Random) -> Iterator[tuple[ReaderExample, ...]]:
    for _ in range(epochs):
        lessons = (lesson(example, chance) for example in paired(taught, chance))
        while some := tuple(itertools.islice(lessons, _QUESTIONS_A_STEP)):
            yield some


def _save(reader: PassageReader, checkpoint: Path) -> None:
    partial = checkpoint.with_name(f"{checkpoint.name}.partial")
    torch.save(reader.trained_state(), partial)
    partial.replace(checkpoint)


def _taught(
    folder: Path, encoder: Encoder, most: tuple[int | None, int], *, by_document: bool, only_yes_no: bool
) -> list[ReaderExample]:
    """Return a set's examples of what the reader may learn from, taken by chance: so many questions, so many claims."""

    def may_teach(case: QuestionCase) -> bool:
        return part_of(case, by_document=by_document) == "reader"

    wanted = [case for case in load(folder).cases if may_teach(case)]
    random.Random(0).shuffle(wanted)  # noqa: S311 - no secret
    claims = [case.id for case in wanted if case.kind == "claim"][: most[1]]
    chosen = {*claims, *[case.id for case in wanted if case.kind != "claim"][: most[0]]}
    if only_yes_no:
        chosen = {case.id for case in wanted if case.affirmed is not None} & chosen
    made = examples(folder, encoder, lambda case: case.id in chosen)
    return [example for example in made if example.affirmed is not None or not only_yes_no]


_SET = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--checkpoint", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Write there.")
@click.option(
    "--start",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Go on from a checkpoint, or from an .npz that ships.",
)
@click.option("--minutes", default=60.0, show_default=True, help="Stop then; the learning rate falls towards it.")
@click.option("--epochs", default=1, show_default=True)
@click.option("--most", default=10_000, show_default=True, help="Use at most so many questions of each SET.")
@click.option("--most-claims", default=1_500, show_default=True, help="Use at most so many claims of a set.")
@click.option("--encoder", "encoder_name", default=BUNDLED, show_default=True, help="That passages are retrieved with.")
@click.option("--most-encoder", default="hash", show_default=True, help="The same, for each SET: by words, it is fast.")
@click.option(
    "--by-document", "whole", multiple=True, type=_SET, help="Use all of this set too; it is divided by document."
)
@click.option("--rewrite", "reworded", multiple=True, type=_SET, help="Reword and falsify sentences of this set, too.")
@click.option("--most-rewritten", default=150, show_default=True, help="Those of so many questions of each.")
@click.option("--seed", default=0, show_default=True)
@click.option("--bfloat16", "half", is_flag=True, help="Multiply in bfloat16: faster where the processor knows it.")
@click.option("--rate", default=_LEARNING_RATE, show_default=True, help="The learning rate of the layers.")
@click.option("--only-yes-no", is_flag=True, help="Teach only whether a passage says yes or no.")
@click.argument("sets", nargs=-1, type=_SET)
def main(
    sets: Sequence[Path],
    checkpoint: Path,
    start: Path | None,
    minutes: float,
    epochs: int,
    most: int,
    most_claims: int,
    encoder_name: str,
    most_encoder: str,
    whole: Sequence[Path],
    reworded: Sequence[Path],
    most_rewritten: int,
    seed: int,
    half: bool,
    rate: float,
    only_yes_no: bool,
) -> None:
    """Train on question sets with gold spans, and keep what was learned in a checkpoint."""
    encoders = {False: load_encoder(most_encoder), True: load_encoder(encoder_name)}
    taught: list[ReaderExample] = []
    for folder in [*sets, *whole]:
        before = len(taught)
        by_document = folder in whole
        limits = (None if by_document else most, most_claims)
        taught += _taught(folder, encoders[by_document], limits, by_document=by_document, only_yes_no=only_yes_no)
        say(f"{folder.name}: {len(taught) - before} questions", err=True)
    for folder in reworded:
        made = list(rewritten(folder, most_rewritten, lambda case: part_of(case, by_document=False) == "reader"))
        taught += made
        say(f"{folder.name}: {len(made)} reworded and falsified sentences", err=True)
    torch.manual_seed(seed)  # before the reader is made: its heads begin by chance
    model = bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)
    reader = PassageReader(model)
    if start:
        is_shipped = start.suffix == ".npz"
        reader.load_trained(
            shipped_state(start.read_bytes(), model) if is_shipped else torch.load(start, weights_only=True)
        )
    tokenizer = Tokenizer.from_buffer(bundled_file(f"{FOLDER}/tokenizer.json", TOKENIZER_SHA256))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS, strategy="only_second")
    train(reader, tokenizer, taught, checkpoint, minutes=minutes, epochs=epochs, seed=seed, half=half, rate=rate)


if __name__ == "__main__":
    main()
