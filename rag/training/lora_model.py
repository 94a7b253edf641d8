"""The upper half of the cross-encoder in torch, to be trained."""

import math

import numpy as np
import torch
from torch import Tensor, nn

from index.encoding.bundled.int8_weights import Int8Bert
from rag.reading.lora import LAYERS, PREFIX
from rag.training.bert.bert_model import WIDTH, Layer

__all__ = ["UpperLayers"]

RANK = 16
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


class UpperLayers(nn.Module):
    """The upper half of the cross-encoder, with a head for the first and last token of an answer."""

    pooler: Tensor

    def __init__(self, model: bytes) -> None:
        super().__init__()
        bert = Int8Bert(model, PREFIX)
        self.layers = nn.ModuleList(Layer(bert, number, LoraLinear) for number in LAYERS)
        self.register_buffer("pooler", torch.from_numpy(bert.values(f"{PREFIX}.pooler.dense.weight")))
        self.pooler_bias = nn.Parameter(torch.from_numpy(bert.file.floats(f"{PREFIX}.pooler.dense.bias")))
        self.classifier = nn.Parameter(torch.from_numpy(bert.values("classifier.weight")))
        self.classifier_bias = nn.Parameter(torch.from_numpy(bert.file.floats("classifier.bias")))
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
