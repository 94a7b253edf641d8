"""What there is to say of the documents themselves: how many, which, from when, by whom."""

from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared

__all__ = ["prepare"]


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return what the answer is made of; None where it is answered as a fact is."""
    return None
