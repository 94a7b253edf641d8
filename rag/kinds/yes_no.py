"""Yes or no, where the evidence says so and is sure."""

from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared

__all__ = ["prepare"]


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return what the answer is made of; None where it is answered as a fact is."""
    return None
