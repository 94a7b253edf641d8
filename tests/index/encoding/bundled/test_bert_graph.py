"""The model that is written computes what the file's own graph does."""

import numpy as np
import onnxruntime
import pytest

from index.encoding.bundled.bert_graph import bert_graph, massive_neurons
from index.encoding.bundled.int8_weights import Int8Bert
from index.encoding.bundled.onnx_model import bundled_file
from index.encoding.encoders import onnx
from rag.reading import cross_encoder
from rag.reading.trained_weights import PREFIX
from tests.support.float_bert import float_states

pytestmark = pytest.mark.slow

IDS = np.array([[101, 2040, 5656, 1996, 10437, 102, 2198, 2985, 2048, 2086, 2006, 1996, 4231, 1012, 102]])
TYPES = np.array([[0] * 6 + [1] * 9])


def computed(model: bytes, **inputs: np.ndarray) -> list[np.ndarray]:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return [np.asarray(each) for each in session.run(None, {"input_ids": IDS, "token_type_ids": TYPES, **inputs})]


def cosines(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    found: np.ndarray = (some * others).sum(-1) / np.linalg.norm(some, axis=-1) / np.linalg.norm(others, axis=-1)
    return found


def test_the_states_of_the_encoder_are_those_of_its_file() -> None:
    file = bundled_file(f"{onnx.FOLDER}/model.onnx", onnx.MODEL_SHA256)
    [written] = computed(bert_graph(Int8Bert(file)))
    own = computed(file, attention_mask=np.ones_like(IDS))[0]
    assert written.shape == own.shape == (1, 15, 384)
    # A sum that rounds otherwise may fall on the next of 255 steps, and so through twelve layers.
    assert cosines(written, own).min() > 0.98


def test_the_logit_of_the_cross_encoder_is_that_of_its_file() -> None:
    file = bundled_file(f"{cross_encoder.FOLDER}/model.onnx", cross_encoder.MODEL_SHA256)
    logit, states, pooled = computed(bert_graph(Int8Bert(file, PREFIX)))
    own = computed(file, attention_mask=np.ones_like(IDS))[0]
    assert logit.shape == (1, 1)
    assert states.shape == (1, 15, 384)
    assert pooled.shape == (1, 384)
    assert float(logit[0, 0]) == pytest.approx(float(own.ravel()[0]), abs=0.5)


def test_what_a_training_changed_is_computed() -> None:
    file = bundled_file(f"{onnx.FOLDER}/model.onnx", onnx.MODEL_SHA256)
    bert = Int8Bert(file)
    [before] = computed(bert_graph(bert))
    name = bert.bias(11, "narrow_norm")
    bert.file.replace(name, bert.file.floats(name) + 1)
    [after] = computed(bert_graph(bert))
    assert after - before == pytest.approx(1, abs=1e-4)


def test_a_neuron_that_goes_on_by_a_weight_unlike_all_others_is_found() -> None:
    narrow = np.random.default_rng(5).normal(0, 0.05, (1536, 384)).astype(np.float32)
    assert massive_neurons(narrow) == []
    narrow[[7, 900], 99] = 5, -4
    assert massive_neurons(narrow) == [7, 900]


def test_what_few_neurons_say_loudly_leaves_the_others_their_steps() -> None:
    bert = Int8Bert(bundled_file(f"{cross_encoder.FOLDER}/model.onnx", cross_encoder.MODEL_SHA256), PREFIX)
    assert all(1 <= len(massive_neurons(bert.values(bert.matrix(layer, "narrow")))) <= 3 for layer in range(7))
    exact = float_states(bert, IDS[0], TYPES[0])

    def strayed() -> float:
        [_, states, _] = computed(bert_graph(bert))
        return float(np.sqrt(np.square(states[0] - exact).mean()))

    apart = strayed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.encoding.bundled.bert_graph.massive_neurons", lambda _: [])
        assert apart < strayed()
