"""Tells which kind of answer a question wants."""

from dataclasses import dataclass

from index.encoding.encoder import Encoder
from rag.answers.kind import Kind

__all__ = ["Telling", "told"]


@dataclass(frozen=True, slots=True)
class Telling:
    """What kind a question was found to be of.

    Attributes:
        kind: the likeliest; ``fact`` where none is likely enough.
        probability: of it, 0 to 1.
        aspect: what of that kind is wanted; empty where nobody knows.
    """

    kind: Kind
    probability: float
    aspect: str = ""


def told(text: str, encoder: Encoder) -> Telling:
    """Return the kind of a question.

    Args:
        text: of the question, as it stands alone.
        encoder: of the index.
    """
    return Telling(Kind.FACT, 1.0)
