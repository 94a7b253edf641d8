"""Both sides of a comparison, with the evidence of each."""

from rag.kinds.comparison.preparation import prepare

__all__ = ["prepare"]
