"""What makes training faster changes nothing of what is computed."""

import numpy as np
import pytest
import torch

from index.encoding.bundled.int8_weights import Int8Bert
from index.encoding.bundled.onnx_model import bundled_file
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256
from rag.reading.trained_weights import PREFIX
from rag.training.bert.bert_model import WIDTH, Dropout, Layer, Rounded

STATES = torch.from_numpy(np.random.default_rng(0).normal(size=(2, 5, WIDTH)).astype(np.float32))
PRESENT = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], dtype=torch.bool)


@pytest.fixture(scope="module")
def layer() -> Layer:
    return Layer(Int8Bert(bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256), PREFIX), 6).eval()


def test_a_layer_computes_the_same_with_and_without_a_gradient(layer: Layer) -> None:
    with torch.no_grad():
        fused = layer(STATES, PRESENT)
    written_out = layer(STATES, PRESENT)
    assert written_out.requires_grad
    assert torch.allclose(fused[PRESENT], written_out[PRESENT], atol=1e-4)


def test_what_is_not_present_changes_nothing(layer: Layer) -> None:
    others = STATES.clone()
    others[1, 3:] = 9.0
    assert torch.allclose(layer(STATES, PRESENT)[1, :3], layer(others, PRESENT)[1, :3], atol=1e-5)


def test_weights_rounded_once_give_the_same_and_the_gradient_reaches_what_is_behind_them() -> None:
    chance = np.random.default_rng(1)
    linear = Rounded(chance.normal(size=(8, 4)).astype(np.float32), np.zeros(4, np.float32))
    values = torch.from_numpy(chance.normal(size=(3, 8)).astype(np.float32))
    each_time = linear(values)
    linear.round_once(torch.float32)
    once = linear(values)
    assert torch.equal(each_time, once)
    once.sum().backward()
    assert linear.weight.grad is not None
    assert torch.allclose(linear.weight.grad, values.sum(dim=0).expand(4, 8))


def test_weights_that_were_taught_count_from_the_next_rounding_on() -> None:
    linear = Rounded(np.eye(4, dtype=np.float32), np.zeros(4, np.float32))
    linear.round_once(torch.float32)
    with torch.no_grad():
        linear.weight.mul_(-1)
    assert torch.allclose(linear(torch.eye(4)), torch.eye(4), atol=0.02)
    linear.round_once(None)
    assert torch.allclose(linear(torch.eye(4)), -torch.eye(4), atol=0.02)


def test_dropout_drops_its_share_keeps_the_mean_and_rests_when_nothing_is_taught() -> None:
    torch.manual_seed(0)
    dropout = Dropout(0.1)
    dropped = dropout(torch.ones(200, 500))
    assert abs(float((dropped == 0).float().mean()) - 0.1) < 0.01
    assert abs(float(dropped.mean()) - 1) < 0.01
    assert not torch.equal(dropped, dropout(torch.ones(200, 500)))
    assert torch.equal(dropout.eval()(torch.ones(3)), torch.ones(3))
