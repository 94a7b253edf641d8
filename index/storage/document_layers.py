"""What is made of all documents, and follows them as they change: most of it stays, and what is new lies on top."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from index.storage.records import DocumentSummary

__all__ = ["DocumentLayer", "DocumentLayers", "Make", "made_of"]

Made = TypeVar("Made")
Make = Callable[[Sequence[DocumentSummary]], Made]
"""Makes something of documents, of each by itself."""

_MOST_CHANGED = 0.1
"""Of more of the documents than this share everything is made anew: what changed is made anew after each commit."""


@dataclass(frozen=True, slots=True, eq=False)
class DocumentLayer(Generic[Made]):
    """What was made of some of the documents of an index.

    Attributes:
        made: of them.
        hidden: ids of those that changed or went since; what ``made`` says of them is no more so.
    """

    made: Made
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class DocumentLayers(Generic[Made]):
    """What was made of the documents of an index: of all there were at some time, and of what came since.

    Attributes:
        layers: that of all, with one of what came on top of it; a document is in one of them, or hidden.
        documents: those of the first layer by their ids, as they were.
    """

    layers: tuple[DocumentLayer[Made], ...]
    documents: Mapping[str, DocumentSummary]

    def following(self, current: Sequence[DocumentSummary], make: Make[Made]) -> "DocumentLayers[Made]":
        """Return what is made of the documents that there are now.

        Args:
            current: all of them.
            make: that these layers were made with.
        """
        changed = [each for each in current if self.documents.get(each.id) != each]
        new = {each.id for each in changed}
        gone = self.documents.keys() - {each.id for each in current}
        if len(changed) + len(gone) > _MOST_CHANGED * len(self.documents):
            return made_of(current, make)
        base = DocumentLayer(self.layers[0].made, frozenset((new & self.documents.keys()) | gone))
        on_top = (DocumentLayer(make(changed), frozenset()),) if changed else ()
        return DocumentLayers((base, *on_top), self.documents)


def made_of(documents: Sequence[DocumentSummary], make: Make[Made]) -> DocumentLayers[Made]:
    """Return what is made of all documents of an index."""
    return DocumentLayers((DocumentLayer(make(documents), frozenset()),), {each.id: each for each in documents})
