"""A question about what one document says, which it calls by what that is: “in the contract”, “does the mail say”."""

import dataclasses
import re

from index.search.analysis import analyse
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.collection.called import is_called, up_to_noun
from rag.kinds.collection.document_sorts import formats_called

__all__ = ["MeantDocuments", "about_document"]

_THE = r"(?:the|my|our|your|their|this)"
_WORD = r"[\w'’\-]+"
_NAME = rf"(?P<name>{_WORD}(?: {_WORD}){{0,4}})"
_SAYS = re.compile(
    rf"\b(?:according to|as per) {_THE} {_NAME}"
    rf"|\b(?:do|does|did) {_THE} {_NAME.replace('name', 'who')} (?:say|tell|state|mention|write|read)\b",
    re.IGNORECASE,
)
_IN = re.compile(rf"\b(?:in|by) {_THE} {_NAME}", re.IGNORECASE)
_MOST_MEANT = 3
"""Documents that may be meant together, such as the versions of one, or a mail and its answer."""


@dataclasses.dataclass(frozen=True, slots=True)
class MeantDocuments:
    """The documents that a question calls by what they are.

    Attributes:
        query: the same about them alone.
        titles: of them, each once.
        is_certain: whether they are meant and no other: “in the review” may speak of one that is no document at all.
    """

    query: Query
    titles: tuple[str, ...]
    is_certain: bool


def about_document(query: Query, investigator: Investigator) -> MeantDocuments | None:
    """Return the documents that a question calls by what they are.

    None where it calls none so, where so many are called so that none is meant, and where sources were chosen.

    Args:
        query: with its question as it stands alone.
        investigator: within one snapshot of its index.

    Raises:
        EncoderMismatch: the encoder is not the index's.
    """
    said = [up_to_noun(match["name"] or match["who"]) for match in _SAYS.finditer(query.text)]
    names = [*said, *(up_to_noun(match["name"]) for match in _IN.finditer(query.text))]
    if not any(names) or query.filters.sources:
        return None
    rows = {candidate.row.document_id: candidate.row for candidate in investigator.passages(query).candidates}
    for place, name in enumerate(names):
        meant = [row for row in rows.values() if name and is_called(name, row)]
        if 0 < len(meant) <= min(_MOST_MEANT, len(rows) - 1):
            filters = dataclasses.replace(query.filters, sources=tuple(row.source for row in meant))
            titles = tuple(dict.fromkeys(row.title for row in meant))
            is_certain = place < len(said) or len(name) > 1 or len(formats_called(*analyse(name[-1]))) > 1
            return MeantDocuments(dataclasses.replace(query, filters=filters), titles, is_certain)
    return None
