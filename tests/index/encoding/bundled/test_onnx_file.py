"""The weights of an ONNX file are found, and others put in their place, without the library."""

import numpy as np
import pytest

from index.encoding.bundled.onnx_file import OnnxFile
from index.encoding.bundled.onnx_model import bundled_file
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256

BIAS = "encoder.layer.7.output.dense.bias"


@pytest.fixture(scope="module")
def model() -> bytes:
    return bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)


def matrix_of(file: OnnxFile) -> str:
    output = "/encoder/layer.7/intermediate/dense/MatMul_output_0_output_quantized"
    return file.input_of(output, 1).removesuffix("_quantized")


def test_a_tensor_is_found_by_the_node_that_uses_it(model: bytes) -> None:
    file = OnnxFile(model)
    name = matrix_of(file)
    assert file.int8s(f"{name}_quantized").shape == (384, 1536)
    assert np.abs(file.int8s(f"{name}_quantized")).max() == 127
    assert 0.001 < float(file.floats(f"{name}_scale")) < 0.1
    assert file.integer(f"{name}_zero_point") == 0


def test_what_is_replaced_is_there_and_all_else_is_as_it_was(model: bytes) -> None:
    file, changed = OnnxFile(model), OnnxFile(model)
    changed.replace(BIAS, np.arange(384, dtype=np.float32))
    assert changed.floats(BIAS).tolist() == list(range(384))
    assert file.floats(BIAS).tolist() != list(range(384))
    other = BIAS.replace("7", "8")
    assert (changed.floats(other) == file.floats(other)).all()


def test_a_scale_may_become_one_for_each_column(model: bytes) -> None:
    file = OnnxFile(model)
    name = f"{matrix_of(file)}_scale"
    assert file.floats(name).shape == ()
    file.replace(name, np.full(1536, 0.5, np.float32))
    assert file.floats(name).shape == (1536,)


def test_a_tensor_is_there_or_not(model: bytes) -> None:
    file = OnnxFile(model)
    assert BIAS in file
    assert "classifier.bias" not in file


def test_what_is_not_there_cannot_be_replaced(model: bytes) -> None:
    with pytest.raises(KeyError, match="nothing"):
        OnnxFile(model).replace("nothing", np.zeros(2, np.float32))


@pytest.mark.parametrize("content", [b"\x3a\xff\x01\x00", b"\x3b\x00"])
def test_what_is_no_onnx_file_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="ONNX file"):
        OnnxFile(content)
