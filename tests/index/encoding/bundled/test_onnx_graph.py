"""A model that is written operator by operator is one that the runtime loads and computes."""

import numpy as np
import onnxruntime
import pytest

from index.encoding.bundled.onnx_graph import OnnxGraph


def run(graph: OnnxGraph, *outputs: str, **inputs: np.ndarray) -> list[np.ndarray]:
    """Return what a model gives."""
    session = onnxruntime.InferenceSession(graph.model(outputs), providers=["CPUExecutionProvider"])
    return [np.asarray(each) for each in session.run(None, inputs)]


def test_a_table_is_looked_up_and_several_values_are_given_in_their_order() -> None:
    graph = OnnxGraph(["rows"])
    table = graph.tensor(np.arange(12, dtype=np.float32).reshape(4, 3))
    found = graph.node("Gather", table, "rows")
    doubled = graph.node("Add", found, found)
    [second, first] = run(graph, doubled, found, rows=np.array([[3, 0]]))
    assert first.tolist() == [[[9, 10, 11], [0, 1, 2]]]
    assert (second == 2 * first).all()


def test_an_operator_gives_several_values_by_a_whole_number() -> None:
    graph = OnnxGraph(["rows"])
    table = graph.tensor(np.arange(12, dtype=np.float32).reshape(2, 6))
    left, right = graph.split_node("Split", 2, graph.node("Gather", table, "rows"), axis=1)
    assert [each.tolist() for each in run(graph, right, left, rows=np.array([1]))] == [[[9, 10, 11]], [[6, 7, 8]]]


@pytest.mark.parametrize(("epsilon", "expected"), [(1e-12, 1.0), (3.0, 0.5)])
def test_an_operator_takes_numbers_that_are_not_whole(epsilon: float, expected: float) -> None:
    graph = OnnxGraph(["rows"])
    states = graph.node("Gather", graph.tensor(np.array([[-1, 1]], np.float32)), "rows")
    one, zero = graph.tensor(np.ones(2, np.float32)), graph.tensor(np.zeros(2, np.float32))
    normalised = graph.node("LayerNormalization", states, one, zero, epsilon=epsilon)
    [found] = run(graph, normalised, rows=np.array([0]))
    assert found.ravel().tolist() == pytest.approx([-expected, expected])


def test_an_input_that_an_operator_can_do_without_is_left_out() -> None:
    graph = OnnxGraph(["rows"])
    states = graph.node("Gather", graph.tensor(np.array([[2.0, 4.0]], np.float32)), "rows")
    whole = graph.tensor(np.array([[1], [1]], np.int8))
    step, bias = graph.tensor(np.array([0.5], np.float32)), graph.tensor(np.array([10], np.float32))
    product = graph.node("DynamicQuantizeMatMul", states, whole, step, None, bias, domain="com.microsoft")
    [found] = run(graph, product, rows=np.array([0]))
    assert found.ravel().tolist() == pytest.approx([13], abs=0.05)
