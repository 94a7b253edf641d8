"""The graph that is written for the bundled encoder beside the one in its file, and both beside products of floats.

python tests/benchmarks/asking/graphs.py CORPUS.jsonl [--texts N]

Each line of a corpus is ``{text, …}``; the first 650 characters of N texts run through both, one at a time in one
thread, in turns. Prints one JSON object: milliseconds of processor time to load and a text, and how far the last states
stray from those of floats, as a share of their size (medians).
"""

import itertools
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from index.encoding.bundled.bert_graph import INPUTS, bert_graph
from index.encoding.bundled.int8_weights import Int8Bert
from index.encoding.bundled.onnx_model import bundled_file
from index.encoding.encoders.onnx import FOLDER, MODEL_SHA256, TOKENIZER_SHA256
from index.hardening.terminal import say
from tests.support.float_bert import float_states

LOADS = 5


class Graph:
    """A graph, loaded for one thread, and what was measured of it.

    Args:
        model: the file.
        level: how much the runtime makes of it by itself.
    """

    def __init__(self, model: bytes, level: onnxruntime.GraphOptimizationLevel) -> None:
        self._model, self._level = model, level
        self.load_ms = statistics.median(milliseconds(self._loaded)[0] for _ in range(LOADS))
        self._session = self._loaded()
        self._inputs = [each.name for each in self._session.get_inputs()]
        self.text_ms: list[float] = []
        self.strayed: list[float] = []

    def measure(self, inputs: dict[str, np.ndarray], exact: np.ndarray) -> None:
        """Run one text."""
        wanted = {name: inputs[name] for name in self._inputs}
        took, outputs = milliseconds(lambda: self._session.run(None, wanted))
        self.text_ms.append(took)
        self.strayed.append(float(np.linalg.norm(outputs[0][0] - exact) / np.linalg.norm(exact)))

    def figures(self) -> dict[str, float]:
        """Return the medians."""
        medians = {"text_ms": self.text_ms, "strayed": self.strayed}
        return {"load_ms": self.load_ms} | {name: statistics.median(values) for name, values in medians.items()}

    def _loaded(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.graph_optimization_level = self._level
        return onnxruntime.InferenceSession(self._model, options, providers=["CPUExecutionProvider"])


def milliseconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return what some work takes of a processor, and what it gives."""
    start = time.process_time()
    found = work()
    return 1000 * (time.process_time() - start), found


@click.command(help=__doc__)
@click.argument("corpus", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--texts", default=60, show_default=True)
def main(corpus: Path, texts: int) -> None:
    file = bundled_file(f"{FOLDER}/model.onnx", MODEL_SHA256)
    tokenizer = Tokenizer.from_buffer(bundled_file(f"{FOLDER}/tokenizer.json", TOKENIZER_SHA256))
    tokenizer.no_padding()
    bert, levels = Int8Bert(file), onnxruntime.GraphOptimizationLevel
    graphs = {
        "file": Graph(file, levels.ORT_ENABLE_ALL),
        "written": Graph(bert_graph(bert), levels.ORT_DISABLE_ALL),
    }
    counts = []
    with corpus.open(encoding="utf-8") as lines:
        for line in itertools.islice(lines, texts):
            ids = np.array([tokenizer.encode(json.loads(line)["text"][:650]).ids])
            counts.append(ids.size)
            exact = float_states(bert, ids[0], np.zeros_like(ids[0]))
            inputs = {**dict.fromkeys(INPUTS, np.zeros_like(ids)), INPUTS[0]: ids, "attention_mask": np.ones_like(ids)}
            for graph in graphs.values():
                graph.measure(inputs, exact)
    result = {"texts": len(counts), "tokens_a_text": statistics.median(counts)}
    say(json.dumps(result | {name: graph.figures() for name, graph in graphs.items()}, indent=1))


if __name__ == "__main__":
    main()
