"""A training goes on from what ships as if its checkpoint had been kept."""

from importlib.resources import files

import numpy as np

from index.encoding.bundled.onnx_model import bundled_file
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256
from rag.reading.trained_weights import load_weights
from rag.training.reader.ship_reader import shipped
from rag.training.reader.shipped_state import shipped_state


def test_what_ships_ships_again_as_it_was() -> None:
    content = files("rag").joinpath("data/reader.npz").read_bytes()
    model = bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)
    again = shipped(shipped_state(content, model), model, ("itself",))
    before = load_weights(content)
    for name, values in before.arrays.items():
        np.testing.assert_array_equal(again[name], values, err_msg=name)
    np.testing.assert_array_equal(again["sentence.weight"], before.sentence.weight)
