"""The sentences that carry a document, a section, a topic, or all that there is."""

from rag.kinds.overview.preparation import prepare

__all__ = ["prepare"]
