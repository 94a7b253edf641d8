"""Makes a checkpoint of the reader what ships: ``python -m rag.training.reader.ship_reader CHECKPOINT``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from index.encoding.bundled.int8_weights import Int8Bert
from index.encoding.bundled.onnx_model import bundled_file
from index.hardening.terminal import say
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256
from rag.reading.trained_weights import HEADS, LAYERS, PREFIX
from rag.training.bert.bert_model import changed, changed_layers

__all__ = ["shipped"]


def shipped(
    trained: Mapping[str, torch.Tensor], model: bytes, learned_from: tuple[str, ...], heads: Sequence[str] = HEADS
) -> dict[str, Any]:
    """Return the arrays of ``data/reader.npz``, as ``rag.reading.trained_weights`` reads them.

    Args:
        trained: of ``PassageReader.trained_state``.
        model: the file that it was trained from.
        learned_from: names of the question sets.
        heads: that are to ship.
    """
    bert = Int8Bert(model, PREFIX)
    arrays: dict[str, Any] = {"learned_from": np.array(learned_from), **changed_layers(bert, LAYERS, trained, "upper")}
    for name, part in (("pooler", bert.pooler), ("answers", bert.classifier)):
        arrays[f"{name}.changes"] = changed(bert, f"{part}.weight", trained[f"{name}.weight"])
        arrays[f"{name}.bias"] = trained[f"{name}.bias"].numpy()
    for head in heads:
        arrays[f"{head}.weight"] = trained[f"{head}.weight"].numpy().T.copy()
        arrays[f"{head}.bias"] = trained[f"{head}.bias"].numpy()
    return arrays


@click.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead.")
@click.option("--learned-from", multiple=True, required=True, help="The name of a set that it was trained on.")
@click.option("--only-yes-no", is_flag=True, help="It was taught to tell yes from no, and nothing else.")
@click.argument("checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(checkpoint: Path, learned_from: tuple[str, ...], output: Path | None, *, only_yes_no: bool) -> None:
    """Write what training changed to data/reader.npz, or yes_no.npz, in whole steps of the weights in int8."""
    model = bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)
    name, heads = ("yes_no.npz", ("affirms",)) if only_yes_no else ("reader.npz", HEADS)
    target = output or Path(__file__).parents[2] / "data" / name
    np.savez_compressed(target, **shipped(torch.load(checkpoint, weights_only=True), model, learned_from, heads))
    say(f"{target}: {target.stat().st_size:,} bytes", err=True)


if __name__ == "__main__":
    main()
