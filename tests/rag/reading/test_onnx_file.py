import numpy as np
import pytest

from index.encoding.encoders.onnx_model import bundled_file
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256
from rag.reading.lora import dequantised, matrix_of
from rag.reading.onnx_file import OnnxFile

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def model() -> bytes:
    return bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)


def test_a_tensor_is_found_by_the_node_that_uses_it(model: bytes) -> None:
    file = OnnxFile(model)
    name = matrix_of(file, 7, "intermediate/dense")
    assert file.int8s(f"{name}_quantized").shape == (384, 1536)
    assert np.abs(file.int8s(f"{name}_quantized")).max() == 127
    assert 0.1 < np.abs(dequantised(file, name)).max() < 2


def test_what_is_replaced_is_there_and_all_else_is_as_it_was(model: bytes) -> None:
    name = "bert.encoder.layer.7.output.dense.bias"
    file = OnnxFile(model)
    file.replace({name: np.arange(384, dtype=np.float32)})
    changed = file.with_output("logits")
    assert OnnxFile(changed).floats(name).tolist() == list(range(384))
    differing = sum(a != b for a, b in zip(model, changed, strict=False))
    assert 0 < differing <= 384 * 4


def test_a_value_of_another_size_is_refused(model: bytes) -> None:
    with pytest.raises(ValueError, match="1536 bytes, not 8"):
        OnnxFile(model).replace({"bert.encoder.layer.7.output.dense.bias": np.zeros(2, np.float32)})


@pytest.mark.parametrize("content", [b"\x3a\xff\x01\x00", b"\x3b\x00"])
def test_what_is_no_onnx_file_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="ONNX file"):
        OnnxFile(content)
