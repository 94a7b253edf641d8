"""The parts of a BERT in torch, with the values of the bundled file to begin with."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.encoding.bundled.int8_weights import EPSILON, HEADS, LARGEST, MATRICES, NORMS, Int8Bert, rounded, steps_of

__all__ = ["WIDTH", "Dropout", "Embeddings", "Layer", "Rounded", "changed", "changed_layers", "pad"]

WIDTH = 384

_DROPOUT = 0.1
_NOTHING = -1e4


class Rounded(nn.Linear):
    """A linear layer whose weights are rounded to the steps in which they will ship, and are taught as they are.

    The gradient goes past the rounding to the weights behind it (Bengio et al. 2013, straight-through; Jacob et al.
    2018, section 3): without it, rounding takes back a part of what a short training changes.

    Args:
        matrix: (inputs, outputs), to begin with; its columns say how large a step is.
        bias: (outputs,).
    """

    steps: Tensor

    def __init__(self, matrix: np.ndarray, bias: np.ndarray) -> None:
        super().__init__(*matrix.shape)
        self.weight = nn.Parameter(torch.from_numpy(matrix.T.copy()))
        self.bias = nn.Parameter(torch.from_numpy(bias))
        self.register_buffer("steps", torch.from_numpy(steps_of(matrix))[:, None], persistent=False)
        self._once: Tensor | None = None

    def round_once(self, dtype: torch.dtype | None) -> None:
        """Round now, for all that is read until the next time, that is once a step; None: from now on each time."""
        self._once = None if dtype is None else self._rounded().to(dtype)

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - torch's own name
        """Return (…, outputs) of (…, inputs)."""
        return functional.linear(input, self._rounded() if self._once is None else self._once, self.bias)

    def _rounded(self) -> Tensor:
        whole = torch.clamp(torch.round(self.weight / self.steps), -LARGEST, LARGEST) * self.steps
        return self.weight + (whole - self.weight).detach()


class Dropout(nn.Module):
    """Drops values by chance (Srivastava et al. 2014); by random bytes, which come ten times as fast as torch's."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._below = round(share * 256)
        self._chance = np.random.default_rng(int(torch.randint(2**31, ()).item()))

    def forward(self, values: Tensor) -> Tensor:
        """Return values of which some are 0 while the model is trained."""
        if not self.training:
            return values
        drawn = torch.frombuffer(bytearray(self._chance.bytes(values.numel())), dtype=torch.uint8).view(values.shape)
        return values * (drawn >= self._below).to(values.dtype).mul_(256 / (256 - self._below))


class Embeddings(nn.Module):
    """The embeddings of tokens, places and types, which stay as the file has them."""

    words: Tensor
    positions: Tensor
    types: Tensor

    def __init__(self, bert: Int8Bert) -> None:
        super().__init__()
        for name, part in (("words", "word"), ("positions", "position"), ("types", "token_type")):
            self.register_buffer(name, torch.from_numpy(bert.embeddings(part)), persistent=False)
        self.norm = _norm(*bert.embeddings_norm())
        self.requires_grad_(False)

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """Return the first states, (texts, tokens, width)."""
        summed = self.words[ids] + self.types[types] + self.positions[: ids.shape[1]][None, :, :]
        states: Tensor = self.norm(summed)
        return states


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2018).

    Args:
        bert: whose values it begins with.
        number: of the layer in it.
    """

    def __init__(self, bert: Int8Bert, number: int) -> None:
        super().__init__()
        for part in MATRICES:
            matrix = bert.values(bert.matrix(number, part))
            self.add_module(part, Rounded(matrix, bert.file.floats(bert.bias(number, part))))
        for part in NORMS:
            factors, bias = bert.file.floats(bert.norm(number, part)), bert.file.floats(bert.bias(number, part))
            self.add_module(part, _norm(factors, bias))
        self.dropout = Dropout(_DROPOUT)

    def forward(self, states: Tensor, present: Tensor) -> Tensor:
        """Return the next states, (texts, tokens, width); tokens that are not present, (texts, tokens), pad."""
        texts, tokens, _ = states.shape
        part: Any = self

        def heads(values: Tensor) -> Tensor:
            return values.view(texts, tokens, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(part.query(states)), heads(part.key(states)), heads(part.value(states))
        mixed = _attention(query, key, value, present[:, None, None, :])
        mixed = mixed.transpose(1, 2).reshape(texts, tokens, WIDTH)
        states = part.attended_norm(states + self.dropout(part.attended(mixed)))
        result: Tensor = part.narrow_norm(states + self.dropout(part.narrow(functional.gelu(part.wide(states)))))
        return result


def _attention(query: Tensor, key: Tensor, value: Tensor, present: Tensor) -> Tensor:
    """Return what each token takes from others, (texts, heads, tokens, width of a head)."""
    if not torch.is_grad_enabled():
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=present)
    # Written out, because on a processor the gradient of torch's fused attention takes several times as long.
    with torch.autocast("cpu", enabled=False):
        scores = (query * (WIDTH // HEADS) ** -0.5) @ key.transpose(2, 3)
        hidden = torch.zeros_like(present, dtype=scores.dtype).masked_fill_(~present, _NOTHING)
        mixed: Tensor = (scores + hidden).softmax(dim=-1) @ value
    return mixed


def changed(bert: Int8Bert, matrix: str, weight: Tensor) -> np.ndarray:
    """Return by how many steps each value of a trained matrix differs from the file's, (inputs, outputs) int8.

    Args:
        bert: that it was trained from.
        matrix: its name in the file.
        weight: (outputs, inputs).
    """
    before, steps = rounded(bert.values(matrix))
    now = np.clip(np.rint(weight.numpy().T / steps), -LARGEST, LARGEST).astype(np.int8)
    found: np.ndarray = now - before
    return found


def changed_layers(bert: Int8Bert, layers: range, state: Mapping[str, Tensor], name: str) -> dict[str, np.ndarray]:
    """Return what training changed in some layers, as ``Int8Bert.change_layers`` takes it.

    Args:
        bert: that they were trained from.
        layers: of the file.
        state: of the model in torch.
        name: of its list of these layers, which counts from 0.
    """
    arrays: dict[str, np.ndarray] = {}
    for place, layer in enumerate(layers):
        for part in MATRICES:
            key = f"{name}.{place}.{part}"
            arrays[f"{layer}.{part}.changes"] = changed(bert, bert.matrix(layer, part), state[f"{key}.weight"])
            arrays[f"{layer}.{part}.bias"] = state[f"{key}.bias"].numpy()
        for part in NORMS:
            key = f"{name}.{place}.{part}"
            arrays[f"{layer}.{part}.scale"] = state[f"{key}.weight"].numpy()
            arrays[f"{layer}.{part}.bias"] = state[f"{key}.bias"].numpy()
    return arrays


def pad(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    """Return rows of different length as a matrix."""
    size = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (size - len(row))] for row in rows])


def _norm(factors: np.ndarray, bias: np.ndarray) -> nn.LayerNorm:
    norm = nn.LayerNorm(WIDTH, eps=EPSILON)
    norm.weight, norm.bias = nn.Parameter(torch.from_numpy(factors)), nn.Parameter(torch.from_numpy(bias))
    return norm
