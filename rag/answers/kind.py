"""Kinds of questions: what sort of answer one wants."""

from enum import StrEnum

__all__ = ["Kind"]


class Kind(StrEnum):
    """What sort of answer a question wants: one fact, every item of a list, the gist, both sides, yes or no, documents.

    ``not_for_us`` wants nothing that documents could give: a greeting, a poem, another program's prompt.
    """

    FACT = "fact"
    LIST = "list"
    OVERVIEW = "overview"
    COMPARISON = "comparison"
    YES_NO = "yes_no"
    COLLECTION = "collection"
    NOT_FOR_US = "not_for_us"

    @property
    def told(self) -> str:
        """The kind in a word or two, for readers."""
        return _TOLD[self]


_TOLD = {
    Kind.FACT: "Fact",
    Kind.LIST: "List",
    Kind.OVERVIEW: "Overview",
    Kind.COMPARISON: "Comparison",
    Kind.YES_NO: "Yes or no",
    Kind.COLLECTION: "About the documents",
    Kind.NOT_FOR_US: "Not about the documents",
}
