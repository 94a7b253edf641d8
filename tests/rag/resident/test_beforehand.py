"""What is loaded while the rest is imported: it returns at once, and says nothing of what cannot be loaded."""

import subprocess
import sys
import threading

import pytest

from index.errors import EncoderError
from rag.kinds import telling
from rag.reading import cross_encoder
from rag.resident.beforehand import load_beforehand


def _waited_for() -> None:
    for thread in threading.enumerate():
        if thread.name == "footnote-beforehand":
            thread.join()


def test_the_models_that_every_index_needs_are_there_before_what_answers_is_imported() -> None:
    code = (
        "import sys, threading; from rag.resident.beforehand import load_beforehand\n"
        "print('numpy' in sys.modules); load_beforehand()\n"
        "[each.join() for each in threading.enumerate() if each.name == 'footnote-beforehand']\n"
        "from rag.kinds import telling; from rag.reading import cross_encoder\n"
        "print(telling._model.cache_info().currsize, cross_encoder._reader.cache_info().currsize)\n"
        "print('rag.asking.assistant' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1", "1", "False"]


def test_what_cannot_be_loaded_is_told_to_who_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def _missing(*_: object) -> None:
        tried.append("once")
        raise EncoderError("The bundled model's weights are not installed", "Reinstall Footnote")

    monkeypatch.setattr(cross_encoder, "_reader", _missing)
    monkeypatch.setattr(telling, "_model", _missing)
    load_beforehand()  # an exception in a thread would fail this test
    _waited_for()
    assert tried == ["once", "once"]
    with pytest.raises(EncoderError, match="not installed"):
        cross_encoder.loaded_reader()
