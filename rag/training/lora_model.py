"""The upper half of the cross-encoder in torch, to be trained."""

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.encoding.bundled.onnx_file import OnnxFile
from rag.reading.lora import LAYERS, MATRICES, NORMS, bias_of, dequantised, matrix_of, scale_of

__all__ = ["WIDTH", "UpperLayers"]

RANK = 16
WIDTH, HEADS = 384, 12
_DROPOUT = 0.1


class LoraLinear(nn.Module):
    """A frozen matrix of the file with a low-rank addition (Hu et al. 2021, section 4.1)."""

    matrix: Tensor

    def __init__(self, matrix: np.ndarray, bias: np.ndarray) -> None:
        super().__init__()
        self.register_buffer("matrix", torch.from_numpy(matrix))
        self.bias = nn.Parameter(torch.from_numpy(bias))
        inputs, outputs = matrix.shape
        self.down = nn.Parameter(torch.randn(inputs, RANK) / math.sqrt(inputs))
        self.up = nn.Parameter(torch.zeros(RANK, outputs))

    def forward(self, states: Tensor) -> Tensor:
        """Map (…, inputs) to (…, outputs)."""
        return states @ self.matrix + self.bias + (states @ self.down) @ self.up


class LayerNorm(nn.Module):
    """Layer normalisation with the file's values to begin with."""

    def __init__(self, scale: np.ndarray, bias: np.ndarray) -> None:
        super().__init__()
        self.scale, self.bias = nn.Parameter(torch.from_numpy(scale)), nn.Parameter(torch.from_numpy(bias))

    def forward(self, states: Tensor) -> Tensor:
        """Normalise the last dimension."""
        return functional.layer_norm(states, (WIDTH,), self.scale, self.bias, 1e-12)


class BertLayer(nn.Module):
    """A layer of BERT (Devlin et al. 2018) whose parts are those of ``rag.reading.lora``."""

    def __init__(self, file: OnnxFile, number: int) -> None:
        super().__init__()
        self.parts = nn.ModuleDict()
        for part, path in MATRICES.items():
            matrix = dequantised(file, matrix_of(file, number, path))
            self.parts[part] = LoraLinear(matrix, file.floats(bias_of(number, path)))
        for part, path in NORMS.items():
            self.parts[part] = LayerNorm(file.floats(scale_of(number, path)), file.floats(bias_of(number, path)))
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, states: Tensor, present: Tensor) -> Tensor:
        """Return the next states, (texts, tokens, width); tokens that are not present, (texts, tokens), pad."""
        texts, tokens, _ = states.shape
        part = self.parts

        def heads(values: Tensor) -> Tensor:
            return values.view(texts, tokens, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = (heads(part[name](states)) for name in ("query", "key", "value"))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=present[:, None, None, :])
        mixed = mixed.transpose(1, 2).reshape(texts, tokens, WIDTH)
        states = part["attended_norm"](states + self.dropout(part["attended"](mixed)))
        narrow = part["narrow"](functional.gelu(part["wide"](states)))
        result: Tensor = part["narrow_norm"](states + self.dropout(narrow))
        return result


class UpperLayers(nn.Module):
    """The upper half of the cross-encoder, with a head for the first and last token of an answer."""

    pooler: Tensor

    def __init__(self, model: bytes) -> None:
        super().__init__()
        file = OnnxFile(model)
        self.layers = nn.ModuleList(BertLayer(file, number) for number in LAYERS)
        self.register_buffer("pooler", torch.from_numpy(dequantised(file, "bert.pooler.dense.weight")))
        self.pooler_bias = nn.Parameter(torch.from_numpy(file.floats("bert.pooler.dense.bias")))
        self.classifier = nn.Parameter(torch.from_numpy(dequantised(file, "classifier.weight")))
        self.classifier_bias = nn.Parameter(torch.from_numpy(file.floats("classifier.bias")))
        self.span = nn.Linear(WIDTH, 2)
        nn.init.normal_(self.span.weight, std=0.02)
        nn.init.zeros_(self.span.bias)
        self.no_answer = nn.Parameter(torch.zeros(()))
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, states: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits that a text answers, (texts,), and those of first and last token, (texts, tokens, 2)."""
        for layer in self.layers:
            states = layer(states, present)
        pooled = torch.tanh(states[:, 0] @ self.pooler + self.pooler_bias)
        return (pooled @ self.classifier + self.classifier_bias)[:, 0], self.span(self.dropout(states))
