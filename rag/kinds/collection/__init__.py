"""What there is to say of the documents themselves: how many, which, from when, by whom."""

from rag.kinds.collection.preparation import prepare

__all__ = ["prepare"]
