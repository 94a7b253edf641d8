"""Yes or no, where the evidence says so and is sure."""

from rag.kinds.yes_no.preparation import prepare

__all__ = ["prepare"]
