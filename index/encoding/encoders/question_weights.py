"""What a training changed in the bundled encoder, for questions: passages are encoded as before."""

import io
from collections.abc import Mapping
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.int8_weights import Int8Bert

__all__ = ["LAYERS", "teach"]

LAYERS = range(12)
"""All that there are."""


def teach(bert: Int8Bert, arrays: Mapping[str, npt.NDArray[np.generic]] | None = None) -> None:
    """Give the encoder the weights that questions are encoded with.

    Args:
        bert: the encoder, which is changed.
        arrays: what training changed, as ``Int8Bert.change_layers`` takes it; what ships when None, which
            ``rag/training/question/ship_question.py`` made.
    """
    if arrays is None:
        content = files("index").joinpath("data/question.npz").read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    bert.change_layers(LAYERS, arrays)
