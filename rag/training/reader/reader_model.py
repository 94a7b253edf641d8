"""The cross-encoder in torch, its upper half to be trained, with heads for sentences, words, support and yes or no."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.encoding.bundled.int8_weights import Int8Bert
from rag.reading.trained_weights import LAYERS, PREFIX
from rag.training.bert.bert_model import WIDTH, Dropout, Embeddings, Layer, Rounded

__all__ = ["PassageReader"]

_DROPOUT = 0.1
_FROZEN = ("lower.", "embeddings.")
_LATER = ("affirms.",)


class PassageReader(nn.Module):
    """Reads a question beside a passage: does it answer, which of its sentences do, and with which words?

    The embeddings and the lower layers stay as the file has them.
    """

    def __init__(self, model: bytes) -> None:
        super().__init__()
        bert = Int8Bert(model, PREFIX)
        self.embeddings = Embeddings(bert)
        self.lower = nn.ModuleList(Layer(bert, number) for number in range(LAYERS[0]))
        self.upper = nn.ModuleList(Layer(bert, number) for number in LAYERS)
        self.pooler = Rounded(bert.values(f"{bert.pooler}.weight"), bert.file.floats(f"{bert.pooler}.bias"))
        self.answers = Rounded(bert.values(f"{bert.classifier}.weight"), bert.file.floats(f"{bert.classifier}.bias"))
        self.sentence, self.span = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 2)
        self.supports, self.affirms = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1)
        for head in (self.sentence, self.span, self.supports, self.affirms):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        self.dropout = Dropout(_DROPOUT)
        self.lower.requires_grad_(False)

    def trained_state(self) -> dict[str, Tensor]:
        """Return what training changes, by name."""
        return {name: value for name, value in self.state_dict().items() if not name.startswith(_FROZEN)}

    def load_trained(self, state: Mapping[str, Tensor]) -> None:
        """Take over what an earlier training changed; a head that it did not have yet stays as it begins."""
        missing = self.load_state_dict(state, strict=False)
        unknown = [name for name in missing.missing_keys if not name.startswith((*_FROZEN, *_LATER))]
        if unknown or missing.unexpected_keys:
            raise ValueError(f"The checkpoint is of another reader: {unknown or missing.unexpected_keys}")

    def round_once(self, dtype: torch.dtype | None) -> None:
        """Round the weights now, for all that is read until the next time; None: from now on each time."""
        for module in self.modules():
            if isinstance(module, Rounded):
                module.round_once(dtype)

    def forward(self, ids: Tensor, types: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Return the pooled states, (texts, width), and the last layer's, (texts, tokens, width)."""
        with torch.no_grad():
            states = self.embeddings(ids, types)
            for layer in self.lower:
                states = layer(states, present)
        for layer in self.upper:
            states = layer(states, present)
        return torch.tanh(self.pooler(states[:, 0])), states

    def unit_logits(self, states: Tensor, units: Tensor, most: int) -> Tensor:
        """Return how likely each unit answers, (texts, units), from the mean of its tokens' states.

        Args:
            states: of the last layer.
            units: (texts, tokens), the unit of each token; -1 for none.
            most: units of a text.
        """
        inside = functional.one_hot(units + 1, most + 1)[..., 1:].to(states.dtype)
        means = inside.transpose(1, 2) @ states / inside.sum(dim=1).clamp(min=1)[..., None]
        logits: Tensor = self.sentence(self.dropout(means))[..., 0]
        return logits
