"""A question about what one document says, which it calls by what that is: “in the contract”, “does the mail say”."""

import dataclasses
import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.storage.records import ChunkRow, DocumentSummary
from index.store import Index
from rag.answers.kind import Kind
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.collection.called import NamedThing, is_called, named_things, up_to_noun
from rag.kinds.collection.document_sorts import formats_called
from rag.kinds.overview.asked.named import versions_of
from rag.kinds.overview.asked.scope import asks_for_changes
from rag.retrieval.filters import documents_in

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
_PROPER = r"(?P<proper>[A-Z][\w'’\-]*(?: [A-Z][\w'’\-]*)*)"
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


def about_document(query: Query, kind: Kind, investigator: Investigator) -> MeantDocuments | None:
    """Return the documents that a question calls by what they are.

    None where it calls none so, where so many are called so that none is meant, and where sources were chosen.

    Args:
        query: with its question as it stands alone.
        kind: of the question.
        investigator: within one snapshot of its index.

    Raises:
        EncoderMismatch: the encoder is not the index's.
    """
    said = [up_to_noun(match["name"] or match["who"]) for match in _SAYS.finditer(query.text)]
    names = [*said, *(up_to_noun(match["name"]) for match in _IN.finditer(query.text))]
    # Of documents themselves it is asked who wrote one and when, which they need not say.
    things = [] if kind is Kind.COLLECTION else named_things(query.text)
    if query.filters.sources or not (any(names) or things):
        return None
    rows = {candidate.row.document_id: candidate.row for candidate in investigator.passages(query).candidates}
    for place, name in enumerate(names):
        meant = [row for row in rows.values() if name and is_called(name, row)]
        if 0 < len(meant) <= _MOST_MEANT:
            meant = _of_whom(query, name[-1], meant, investigator.index)
        if 0 < len(meant) <= min(_MOST_MEANT, len(rows) - 1):
            is_certain = place < len(said) or len(name) > 1 or len(formats_called(*analyse(name[-1]))) > 1
            return _meant(query, _with_versions(query, kind, meant, investigator.index), is_certain=is_certain)
    for thing in things:
        meant = _of_whom(query, thing.words[-1], _called(thing, list(rows.values())), investigator.index)
        if meant and len(meant) < len(rows):
            return _meant(query, _with_versions(query, kind, meant, investigator.index), is_certain=False)
    return None


def _of_whom(query: Query, noun: str, rows: Sequence[ChunkRow], index: Index) -> list[ChunkRow]:
    """Return those of some documents that have the name which a question gives right behind their noun.

    “The letter from Orlo” is no letter in which Orlo is nowhere.
    """
    behind = re.search(rf"\b{re.escape(noun)}\s+(?:from|by|to|of|about)\s+(?:the\s+)?{_PROPER}", query.text)
    if behind is None:
        return list(rows)
    kept = []
    for row in rows:
        known = analyse(" ".join([row.title, *row.authors, index.documents.get(row.document_id).text]), row.language)
        if set(analyse(behind["proper"], row.language)) <= set(known):
            kept.append(row)
    return kept


def _called(thing: NamedThing, rows: Sequence[ChunkRow]) -> list[ChunkRow]:
    """Return the documents that are called what a question speaks of: by most of its words, or one by its noun."""
    for first in range(len(thing.words) - 1):
        meant = [row for row in rows if is_called(thing.words[first:], row)]
        if 0 < len(meant) <= _MOST_MEANT:
            return meant
    alone = [row for row in rows if thing.is_pointed_at and is_called(thing.words[-1:], row)]
    return alone if len(alone) == 1 else []


def _with_versions(
    query: Query, kind: Kind, rows: Sequence[ChunkRow], index: Index
) -> Sequence[ChunkRow | DocumentSummary]:
    """Return documents with the other versions of the first, where it is asked what is new in it."""
    if kind is not Kind.OVERVIEW or not asks_for_changes(query.text):
        return rows
    meant = {row.source for row in rows}
    return [
        *rows,
        *(each for each in versions_of(index, rows[0], documents_in(index, query.filters)) if each.source not in meant),
    ]


def _meant(query: Query, rows: Sequence[ChunkRow | DocumentSummary], *, is_certain: bool) -> MeantDocuments:
    filters = dataclasses.replace(query.filters, sources=tuple(row.source for row in rows))
    titles = tuple(dict.fromkeys(row.title for row in rows))
    return MeantDocuments(dataclasses.replace(query, filters=filters), titles, is_certain)
