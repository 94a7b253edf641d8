"""Reads a passage beside a question that wants yes or no: which of the two does it say?"""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files

from index.encoding.bundled.onnx_model import OnnxModel, cpu_count
from rag.reading.cross_encoder import FOLDER, MODEL_SHA256, QUESTION_READ, TOKENIZER_SHA256
from rag.reading.trained_weights import PREFIX, load_yes_no

__all__ = ["YesNoReader", "loaded_yes_no"]


class YesNoReader:
    """The reader of passages, trained further to tell yes from no, and nothing else (docs/reader.md).

    Args:
        content: of the file of its weights; those that ship when None.

    Raises:
        EncoderError: the weights are missing, or are not the expected file.
    """

    def __init__(self, content: bytes | None = None) -> None:
        shipped = files("rag").joinpath("data/yes_no.npz").read_bytes() if content is None else content
        self._weights = load_yes_no(shipped)
        self._model = OnnxModel(FOLDER, MODEL_SHA256, TOKENIZER_SHA256, prefix=PREFIX, change=self._weights.apply)
        self._pool = ThreadPoolExecutor(cpu_count(), thread_name_prefix="yes-no")

    def affirm(self, question: str, passages: Sequence[str]) -> list[float]:
        """Return for each passage the logit that it answers the question with yes; that it answers is taken for given.

        Args:
            question: that wants yes or no.
            passages: each is read alone, behind its title and headings.
        """

        def affirm(passage: str) -> float:
            (_, _, pooled), _ = self._model.run(question[:QUESTION_READ], passage)
            return float(self._weights.affirms(pooled)[0])

        return list(self._pool.map(affirm, passages))


def loaded_yes_no() -> YesNoReader:
    """Return the reader of yes and no, loaded when it is first wanted, and once a process; raises as it does."""
    with _loading:
        return _reader()


_loading = threading.Lock()


@cache
def _reader() -> YesNoReader:
    return YesNoReader()
