"""What ships of the reader, as a training goes on from it: a checkpoint can be lost, the weights that ship cannot."""

import io
from typing import Any

import numpy as np
import torch

from index.encoding.bundled.int8_weights import MATRICES, NORMS, Int8Bert, rounded
from rag.reading.trained_weights import LAYERS, PREFIX

__all__ = ["shipped_state"]


def shipped_state(content: bytes, model: bytes) -> dict[str, torch.Tensor]:
    """Return what ``PassageReader.load_trained`` takes, out of the bytes of ``data/reader.npz``.

    Args:
        content: of the file.
        model: that it was trained from.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files if name != "learned_from"}
    bert = Int8Bert(model, PREFIX)
    state: dict[str, torch.Tensor] = {}

    def matrix(name: str, stored_name: str, matrix_name: str) -> None:
        before, steps = rounded(bert.values(matrix_name))
        values: Any = (before + arrays[f"{stored_name}.changes"]).astype(np.float32) * steps
        state[f"{name}.weight"] = torch.from_numpy(values.T.copy())
        state[f"{name}.bias"] = torch.from_numpy(arrays[f"{stored_name}.bias"])

    for place, layer in enumerate(LAYERS):
        for part in MATRICES:
            matrix(f"upper.{place}.{part}", f"{layer}.{part}", bert.matrix(layer, part))
        for part in NORMS:
            state[f"upper.{place}.{part}.weight"] = torch.from_numpy(arrays[f"{layer}.{part}.scale"])
            state[f"upper.{place}.{part}.bias"] = torch.from_numpy(arrays[f"{layer}.{part}.bias"])
    matrix("pooler", "pooler", f"{bert.pooler}.weight")
    matrix("answers", "answers", f"{bert.classifier}.weight")
    for head in {name.split(".")[0] for name in arrays if name.endswith(".weight")}:
        state[f"{head}.weight"] = torch.from_numpy(arrays[f"{head}.weight"].T.copy())
        state[f"{head}.bias"] = torch.from_numpy(arrays[f"{head}.bias"])
    return state
