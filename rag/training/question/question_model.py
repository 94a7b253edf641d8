"""The bundled encoder in torch, all of its layers to be trained, for questions alone."""

import io
from importlib.resources import files

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.encoding.bundled.int8_weights import Int8Bert
from index.encoding.encoders.question_weights import LAYERS
from rag.training.bert.bert_model import Embeddings, Layer

__all__ = ["QuestionEncoder"]


class QuestionEncoder(nn.Module):
    """Encodes questions as ``index.encoding.encoders.onnx.OnnxEncoder`` does; the embeddings stay as they are."""

    projection: Tensor

    def __init__(self, model: bytes) -> None:
        super().__init__()
        bert = Int8Bert(model)
        self.embeddings = Embeddings(bert)
        self.layers = nn.ModuleList(Layer(bert, number) for number in LAYERS)
        stored = np.load(io.BytesIO(files("index").joinpath("data/projection.npy").read_bytes()), allow_pickle=False)
        self.register_buffer("projection", torch.from_numpy(stored.astype(np.float32)), persistent=False)

    def forward(self, ids: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Return unit vectors, (texts, width), and unit rows of their tokens, (texts, tokens, token width).

        Args:
            ids: (texts, tokens), the special ones among them.
            present: (texts, tokens), which of them do not pad.
        """
        with torch.no_grad():
            states = self.embeddings(ids, torch.zeros_like(ids))
        for layer in self.layers:
            states = layer(states, present)
        states = functional.normalize(states, dim=-1)
        of_words = present.clone()
        of_words[:, 0] = False
        of_words[torch.arange(len(ids)), present.sum(dim=1) - 1] = False
        summed = (states * of_words[..., None]).sum(dim=1)
        return functional.normalize(summed, dim=-1), functional.normalize(states @ self.projection, dim=-1)
