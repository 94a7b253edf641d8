"""Trained weights take the place of a file's, in whole steps of its columns."""

import numpy as np
import onnxruntime
import pytest

from index.encoding.bundled.bert_graph import bert_graph
from index.encoding.bundled.int8_weights import LARGEST, Int8Bert, rounded
from index.encoding.bundled.onnx_model import bundled_file
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256

pytestmark = pytest.mark.slow

LAYERS = range(11, 12)


@pytest.fixture(scope="module")
def model() -> bytes:
    return bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)


def states(bert: Int8Bert) -> np.ndarray:
    """Return the states of a few tokens."""
    session = onnxruntime.InferenceSession(bert_graph(bert), providers=["CPUExecutionProvider"])
    ids = np.array([[101, 2040, 5656, 1996, 10437, 102]])
    found: np.ndarray = session.run(None, {"input_ids": ids, "token_type_ids": np.zeros_like(ids)})[0][0]
    return found


def unchanged(bert: Int8Bert) -> dict[str, np.ndarray]:
    """Return what a training that changed nothing would have left."""
    arrays: dict[str, np.ndarray] = {}
    for name, matrix, bias in bert.trained(LAYERS):
        arrays[f"{name}.changes"] = np.zeros(bert.values(matrix).shape, np.int8)
        arrays[f"{name}.bias"] = bert.file.floats(bias)
    for layer in LAYERS:
        for part in ("attended_norm", "narrow_norm"):
            arrays[f"{layer}.{part}.scale"] = bert.file.floats(bert.norm(layer, part))
            arrays[f"{layer}.{part}.bias"] = bert.file.floats(bert.bias(layer, part))
    return arrays


def test_a_column_is_rounded_to_steps_of_its_own() -> None:
    matrix = np.random.default_rng(3).normal(0, 0.01, (128, 6)).astype(np.float32)
    matrix[:, 2] *= 100
    whole, steps = rounded(matrix)
    assert np.abs(whole).max(axis=0).tolist() == [LARGEST] * 6
    assert (np.abs(whole * steps - matrix) <= 0.501 * steps).all()


def test_a_column_of_zeros_stays_one() -> None:
    whole, steps = rounded(np.zeros((8, 2), np.float32))
    assert not whole.any()
    assert (steps > 0).all()


def test_a_training_that_changes_nothing_changes_next_to_nothing(model: bytes) -> None:
    bert = Int8Bert(model)
    before = states(bert)
    bert.change_layers(LAYERS, unchanged(bert))
    after = states(bert)
    assert np.abs(after - before).max() < 0.15 * np.abs(before).max()


def test_what_training_changed_is_in_the_file(model: bytes) -> None:
    bert = Int8Bert(model)
    arrays = unchanged(bert)
    arrays["11.wide.changes"] = arrays["11.wide.changes"] + np.int8(1)
    arrays["11.narrow_norm.bias"] = arrays["11.narrow_norm.bias"] + 1
    matrix, name = bert.matrix(11, "wide"), bert.bias(11, "narrow_norm")
    (before, steps), bias = rounded(bert.values(matrix)), bert.file.floats(name)
    bert.change_layers(LAYERS, arrays)
    whole, changed = bert.steps(matrix)
    assert (whole == before + 1).all()
    assert np.allclose(changed, steps)
    assert np.allclose(bert.file.floats(name), bias + 1)


def test_embeddings_are_around_their_zero_point(model: bytes) -> None:
    bert = Int8Bert(model)
    words = bert.embeddings("word")
    assert words.shape == (30522, 384)
    assert abs(float(words.mean())) < 0.1 * float(words.std())


def test_its_layers_and_its_classifier_are_those_of_the_file(model: bytes) -> None:
    bert = Int8Bert(model)
    assert bert.layers == range(12)
    assert not bert.classifies
