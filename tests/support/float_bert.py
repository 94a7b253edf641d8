"""What a bundled BERT gives where its products are not rounded."""

import numpy as np
import torch
from torch.nn import functional

from index.encoding.bundled.int8_weights import EPSILON, HEADS, Int8Bert

__all__ = ["float_states"]


def float_states(bert: Int8Bert, ids: np.ndarray, types: np.ndarray) -> np.ndarray:
    """Return the last states, (tokens, width), by products of floats.

    Args:
        bert: the model.
        ids: (tokens,), the word pieces.
        types: (tokens,), which of two texts each is from.
    """
    places = bert.embeddings("position")[: len(ids)]
    first = bert.embeddings("word")[ids] + bert.embeddings("token_type")[types] + places
    states = _normalised(torch.from_numpy(first), *bert.embeddings_norm())
    for layer in bert.layers:
        states = _layer(bert, layer, states)
    found: np.ndarray = states.numpy()
    return found


def _layer(bert: Int8Bert, layer: int, states: torch.Tensor) -> torch.Tensor:
    def product(part: str, states: torch.Tensor) -> torch.Tensor:
        values = torch.from_numpy(bert.values(bert.matrix(layer, part)))
        return states @ values + torch.from_numpy(bert.file.floats(bert.bias(layer, part)))

    def added(part: str, states: torch.Tensor, change: torch.Tensor) -> torch.Tensor:
        factors, bias = bert.file.floats(bert.norm(layer, part)), bert.file.floats(bert.bias(layer, part))
        return _normalised(states + change, factors, bias)

    heads = [product(part, states).unflatten(1, (HEADS, -1)).transpose(0, 1) for part in ("query", "key", "value")]
    attended = functional.scaled_dot_product_attention(*heads).transpose(0, 1).flatten(1)
    states = added("attended_norm", states, product("attended", attended))
    return added("narrow_norm", states, product("narrow", functional.gelu(product("wide", states))))


def _normalised(states: torch.Tensor, factors: np.ndarray, bias: np.ndarray) -> torch.Tensor:
    return functional.layer_norm(
        states, (states.shape[-1],), torch.from_numpy(factors), torch.from_numpy(bias), EPSILON
    )
