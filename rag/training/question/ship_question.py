"""Makes a checkpoint of the question's encoder what ships: ``python -m rag.training.question.ship_question``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

import index
from index.encoding.bundled.int8_weights import Int8Bert
from index.encoding.bundled.onnx_model import bundled_file
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256
from index.encoding.encoders.question_weights import LAYERS
from index.hardening.terminal import say
from rag.training.bert.bert_model import changed_layers

__all__ = ["shipped"]


def shipped(trained: Mapping[str, torch.Tensor], model: bytes) -> dict[str, Any]:
    """Return the arrays of ``index/data/question.npz``.

    Args:
        trained: state of ``QuestionEncoder``.
        model: the file that it was trained from.
    """
    return changed_layers(Int8Bert(model), LAYERS, trained, "layers")


@click.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.argument("checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(checkpoint: Path, output: Path | None) -> None:
    """Write what training changed, in whole steps of the weights in int8."""
    target = output or Path(index.__file__).parent / "data" / "question.npz"
    model = bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)
    np.savez_compressed(target, **shipped(torch.load(checkpoint, weights_only=True), model))
    say(f"{target}: {target.stat().st_size:,} bytes", err=True)


if __name__ == "__main__":
    main()
