"""Any model of the sentence-transformers library as an encoder. Its only importer, and outside training torch's too."""

import copy
import hashlib
import json
import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import MultiVectorEncoder, SentenceTransformer
from sentence_transformers.util import batch_to_device, load_file_path

from index.encoding.encoder import Encoding, unit_rows
from index.errors import EncoderError

__all__ = ["SentenceTransformersEncoder"]

_RECIPE = "sentence-transformers 1"
"""Part of the fingerprint: changed together with anything here that changes vectors."""

_LEAST_TOKENS = 128
"""Title and heading take up to half of them (``index.encoding.encoded_chunks``); a chunk needs the rest."""

_MOST_TOKENS = 8192
"""For a model that names no limit of its own."""

_MULTI_VECTOR_TYPES = {"MultiVectorEncoder", "ColBERT"}
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")

Model = SentenceTransformer | MultiVectorEncoder


class SentenceTransformersEncoder:
    """A SentenceTransformer or MultiVectorEncoder, by its name on the hub or its folder; safe to use from any thread.

    A SentenceTransformer gives its sentence embedding and its token embeddings; a MultiVectorEncoder gives its token
    vectors, and their mean as the dense vector. The model's own prompts for questions and documents are used.

    Every text runs through the model alone: padding to a longer neighbour changes its vectors (by 1e-6 with
    all-MiniLM-L6-v2), and the result for a text must not depend on others. One text a thread is as
    fast as a batch (the same model, 2 cores: 55 chunks/s, 53 in batches of 32), and does not fall to 1 chunk/s as
    torch's own threads do when they wait for each other on a busy machine.

    Raises:
        EncoderError: the model cannot be loaded, gives no vectors of tokens, or sees too few tokens.
    """

    def __init__(self, model: str) -> None:
        self.name = f"sentence-transformers:{model}"
        self._model = _load(model).eval()
        self._dense_dim: int | None = getattr(self._model, "truncate_dim", None)
        # The model's own tokenizer is changed by every call; ours is a copy that any thread may read.
        self._preparing = threading.Lock()
        self._tokenizer = copy.deepcopy(_fast_tokenizer(self._model, self.name))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        prompts: dict[str, str] = {name: prompt for name, prompt in self._model.prompts.items() if prompt}
        self._query_prompt = prompts.get("query", "")
        self._document_prompt = next((prompts[name] for name in _DOCUMENT_PROMPTS if name in prompts), "")
        self.max_tokens = self._room()
        self.languages = _languages(self._model)
        self.fingerprint = self._hash()
        probe = self.encode_passages(["probe"])[0]
        self.dim, self.token_dim = len(probe.vector), probe.tokens.shape[1]

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode texts to be found; tokens past ``max_tokens`` are ignored."""
        if len(texts) == 1:
            return [self._encode(texts[0], self._document_prompt, "document")]
        with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="encode") as pool:
            return list(pool.map(lambda text: self._encode(text, self._document_prompt, "document"), texts))

    def encode_query(self, text: str) -> Encoding:
        """Encode a question; tokens past the model's limit for questions are ignored."""
        return self._encode(text, self._query_prompt, "query")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of the model's tokens in each text."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encoded]

    def _encode(self, text: str, prompt: str, task: str) -> Encoding:
        with self._preparing:
            prepared = self._model.preprocess([text], prompt=prompt, task=task)
        with torch.inference_mode():
            features = self._model(batch_to_device(prepared, self._model.device), task=task)
        if "token_embeddings" not in features or "input_ids" not in features:
            raise EncoderError(
                f"{self.name} gives no vectors of tokens", "Use a transformer model, or the encoder “bundled”"
            )
        features = {name: value[0] for name, value in features.items() if isinstance(value, torch.Tensor)}
        rows = _array(features["token_embeddings"])
        kept, spans = self._spans(text, prompt, features)
        if len(rows) != len(_array(features["input_ids"])):
            raise EncoderError(
                f"{self.name} pools its token vectors, so that none stands for certain words",
                "Use a model without token pooling, or the encoder “bundled”",
            )
        if not len(kept):  # a text of white space: let one row be the first special token's, for no words
            kept, spans = np.zeros(1, np.intp), np.zeros((1, 2), np.int32)
        tokens = unit_rows(rows[kept])
        sentence = features.get("sentence_embedding")
        vector = tokens.mean(axis=0) if sentence is None else _array(sentence)[: self._dense_dim]
        return Encoding(unit_rows(vector[None])[0], tokens, spans)

    def _spans(
        self, text: str, prompt: str, features: Mapping[str, Any]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32]]:
        """Return which of the model's tokens stand for words of the text, and those words' (n, 2) code points."""
        tokens = self._tokenizer.encode(prompt + text)
        ids, mask = _array(features["input_ids"]), _array(features["attention_mask"])
        kept: list[int] = []
        spans: list[tuple[int, int]] = []
        for place, (seen, expected, special) in enumerate(
            zip(ids, tokens.ids, tokens.special_tokens_mask, strict=False)
        ):
            if seen != expected:  # here the model cut the text off
                break
            start, end = _trimmed(text, *(position - len(prompt) for position in tokens.offsets[place]))
            if not special and mask[place] and start < end:
                kept.append(place)
                spans.append((start, end))
        return np.array(kept, np.intp), np.array(spans, np.int32).reshape(-1, 2)

    def _room(self) -> int:
        """Return how many tokens of a passage the model sees."""
        limits = [self._model.max_seq_length, getattr(self._model[0], "document_length", None), _MOST_TOKENS]
        room = min(limit for limit in limits if limit) - len(self._tokenizer.encode(self._document_prompt).ids)
        if room < _LEAST_TOKENS:
            raise EncoderError(
                f"{self.name} sees {room} tokens of a text, and {_LEAST_TOKENS} are needed",
                "Use a model for longer texts, or the encoder “bundled”",
            )
        return room

    def _hash(self) -> str:
        """Return the hash of weights, tokenizer, prompts, limits and what the modules do with them."""
        modules = [(type(module).__name__, _settings(module)) for module in self._model]
        recipe = [_RECIPE, modules, self._query_prompt, self._document_prompt, self.max_tokens, self._dense_dim]
        digest = hashlib.sha256(json.dumps(recipe, sort_keys=True, default=str).encode())
        for name, tensor in sorted(self._model.state_dict().items()):
            digest.update(f"\0{name} {tensor.dtype} {tuple(tensor.shape)}\0".encode())
            digest.update(np.ascontiguousarray(_array(tensor)).data)
        digest.update(self._tokenizer.to_str().encode())
        return digest.hexdigest()


def _load(model: str) -> Model:
    try:
        torch.set_num_threads(1)
        return MultiVectorEncoder(model) if _is_multi_vector(model) else SentenceTransformer(model)
    except Exception as error:  # the errors of hub, transformers, torch and safetensors have no common root
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise EncoderError(
            f"The model “{model}” cannot be loaded ({reason})",
            "Check its name or path; a model by name is downloaded once, so that has to be done with a connection",
        ) from error


def _is_multi_vector(model: str) -> bool:
    """Tell from the files whether token vectors are what the model was made for."""
    path = load_file_path(model, "config_sentence_transformers.json")
    if path and json.loads(Path(path).read_bytes()).get("model_type") in _MULTI_VECTOR_TYPES:
        return True
    return load_file_path(model, "artifact.metadata") is not None  # how ColBERT's authors save theirs


def _fast_tokenizer(model: Model, name: str) -> Any:
    """Return the tokenizers.Tokenizer, which only ``index.encoding.bundled.onnx_model`` may import."""
    found = getattr(model.tokenizer, "backend_tokenizer", None)
    if found is None:
        raise EncoderError(
            f"{name} has no fast tokenizer, so that its tokens have no places in the text",
            "Use a model with a tokenizer.json, or the encoder “bundled”",
        )
    return found


def _settings(module: Any) -> dict[str, Any]:
    """Return what the library saves of a module beside its weights; the transformer's is in weights and tokenizer."""
    has_tokenizer = hasattr(module, "tokenizer")
    return {} if has_tokenizer or not hasattr(module, "get_config_dict") else dict(module.get_config_dict())


def _array(tensor: torch.Tensor) -> npt.NDArray[Any]:
    # NumPy has no bfloat16; every value of it is one of float32.
    tensor = tensor.float() if tensor.dtype == torch.bfloat16 else tensor
    return np.asarray(tensor.detach().cpu().numpy())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the white space that some tokenizers count to a word, and what lies before the text."""
    start = max(start, 0)
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _languages(model: Any) -> tuple[str, ...]:
    """Return the languages that the model's card names; none when it names none."""
    named = getattr(getattr(model, "model_card_data", None), "language", None) or ()
    return (named,) if isinstance(named, str) else tuple(named)
