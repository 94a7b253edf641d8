"""How a name becomes an encoder."""

from functools import cache

from index.encoding.encoder import BUNDLED, Encoder
from index.errors import EncoderError

__all__ = ["OWN_ENCODERS", "load_encoder"]

OWN_ENCODERS = (BUNDLED, "hash")
"""Those that come with Footnote; any other loads a model that somebody else has named."""


def load_encoder(name: str = BUNDLED) -> Encoder:
    """Return the encoder of that name, importing its runtime only now; the bundled one is loaded once a process.

    Args:
        name: ``bundled``; ``sentence-transformers:NAME_OR_PATH`` for any model of that library; ``hash`` for the
            deterministic encoder without meaning, for tests and trials.

    Raises:
        EncoderError: the name is none of these, or the model cannot be loaded.
    """
    kind, _, model = name.partition(":")
    if name == BUNDLED:
        return _bundled()
    if kind == "sentence-transformers" and model:
        from index.encoding.sentence_transformers import SentenceTransformersEncoder

        return SentenceTransformersEncoder(model)
    if name == "hash":
        from index.encoding.hash import HashEncoder

        return HashEncoder()
    raise EncoderError(
        f"There is no encoder named “{name}”",
        "Use “bundled”, “sentence-transformers:NAME_OR_PATH” or “hash”",
    )


@cache
def _bundled() -> Encoder:
    from index.encoding.onnx import OnnxEncoder

    return OnnxEncoder()
