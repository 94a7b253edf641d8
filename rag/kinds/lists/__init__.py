"""Every item of what is asked for, once, in order."""

from rag.kinds.lists.preparation import prepare

__all__ = ["prepare"]
