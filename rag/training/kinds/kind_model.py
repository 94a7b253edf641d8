"""The bundled encoder in torch, its upper half to be trained to tell the kinds of questions."""

import torch
from torch import Tensor, nn

from index.encoding.bundled.int8_weights import Int8Bert
from rag.kinds.kind_weights import LAYERS
from rag.training.bert.bert_model import WIDTH, Dropout, Embeddings, Layer

__all__ = ["KindModel"]

_DROPOUT = 0.1


class KindModel(nn.Module):
    """Tells the label of a question from the mean of its tokens' last states; the lower layers stay as they are."""

    def __init__(self, model: bytes, labels: int) -> None:
        super().__init__()
        bert = Int8Bert(model)
        self.embeddings = Embeddings(bert)
        self.lower = nn.ModuleList(Layer(bert, number) for number in range(LAYERS[0])).requires_grad_(False)
        self.upper = nn.ModuleList(Layer(bert, number) for number in LAYERS)
        self.dropout = Dropout(_DROPOUT)
        self.label = nn.Linear(WIDTH, labels)

    def begun(self, ids: Tensor) -> Tensor:
        """Return what the lower layers make of one question, (tokens, width), which no training changes.

        Args:
            ids: (tokens,), the special ones among them.
        """
        with torch.no_grad():
            states = self.embeddings(ids[None], torch.zeros_like(ids[None]))
            for layer in self.lower.eval():
                states = layer(states, torch.ones_like(ids[None]).bool())
        begun: Tensor = states[0]
        return begun

    def forward(self, states: Tensor, present: Tensor) -> Tensor:
        """Return logits, (texts, labels).

        Args:
            states: (texts, tokens, width), as ``begun`` gives them.
            present: (texts, tokens), which of them do not pad.
        """
        for layer in self.upper:
            states = layer(states, present)
        means = (states * present[..., None]).sum(dim=1) / present.sum(dim=1, keepdim=True)
        logits: Tensor = self.label(self.dropout(means))
        return logits

    def trained_state(self) -> dict[str, Tensor]:
        """Return what training changes, by name."""
        return {
            name: value.detach() for name, value in self.state_dict().items() if name.startswith(("upper.", "label."))
        }
