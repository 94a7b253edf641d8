"""How a name becomes an encoder."""

from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from index.encoding.encoder import BUNDLED, Encoder
from index.errors import EncoderError

__all__ = ["ENTRY_POINTS", "OWN_ENCODERS", "load_encoder", "load_for_questions"]

OWN_ENCODERS = (BUNDLED, "hash")
"""Those that come with Footnote; any other loads a model that somebody else has named."""

ENTRY_POINTS = "footnote.encoders"
"""The group in which other distributions offer encoders, each as a callable that takes what stands behind the colon of
a name, or the empty string, and returns an ``Encoder`` whose ``name`` is the whole name."""

_SENTENCE_TRANSFORMERS = "sentence-transformers"


def load_encoder(name: str = BUNDLED) -> Encoder:
    """Return the encoder of that name, importing its runtime only now; the bundled one is loaded once a process.

    Footnote's own names come first, so that nothing that is installed beside it can take their place.

    Args:
        name: ``bundled``; ``sentence-transformers:NAME_OR_PATH`` for any model of that library; ``hash`` for the
            deterministic encoder without meaning, for tests and trials; or ``OFFERED`` or ``OFFERED:MODEL``, where
            another distribution offers an encoder (``ENTRY_POINTS``).

    Raises:
        EncoderError: the name is unknown, or the model cannot be loaded.
    """
    kind, _, model = name.partition(":")
    if name == BUNDLED:
        return _bundled()
    if kind == _SENTENCE_TRANSFORMERS and model:
        from index.encoding.encoders.sentence_transformers import SentenceTransformersEncoder

        return SentenceTransformersEncoder(model)
    if name == "hash":
        from index.encoding.encoders.hash import HashEncoder

        return HashEncoder()
    offered = {} if kind in (*OWN_ENCODERS, _SENTENCE_TRANSFORMERS) else _offered()
    if kind in offered:
        return _factory(offered[kind])(model)
    raise EncoderError(f"There is no encoder named “{name}”", f"Use {_choice()}")


def load_for_questions(name: str) -> None:
    """Load what an encoder has for questions alone, which can be done beside ``load_encoder``; few have any.

    Raises:
        EncoderError: it cannot be loaded.
    """
    if name == BUNDLED:
        from index.encoding.encoders.onnx import question_model

        _ = question_model()


@cache
def _bundled() -> Encoder:
    from index.encoding.encoders.onnx import OnnxEncoder

    return OnnxEncoder()


def _offered() -> dict[str, EntryPoint]:
    """Return what other distributions offer, by name."""
    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


def _factory(point: EntryPoint) -> Callable[[str], Encoder]:
    """Import what an entry point names.

    Raises:
        EncoderError: it cannot be imported.
    """
    try:
        factory: Callable[[str], Encoder] = point.load()
    except (ImportError, AttributeError) as error:
        giver = point.dist.name if point.dist else point.value
        raise EncoderError(
            f"The encoder “{point.name}” of {giver} cannot be imported: {error}", f"Update {giver}, or remove it"
        ) from error
    return factory


def _choice() -> str:
    """Return the names that there are, as a sentence has them."""
    own = (BUNDLED, f"{_SENTENCE_TRANSFORMERS}:NAME_OR_PATH")
    others = sorted(_offered().keys() - {*OWN_ENCODERS, _SENTENCE_TRANSFORMERS})
    return ", ".join(f"“{name}”" for name in (*own, *others)) + " or “hash”"
