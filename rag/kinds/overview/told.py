"""Takes the sentences that carry a document, a part of it, what changed in it, or a collection."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from index.encoding.encoder import FloatArray
from index.storage.records import DocumentSummary
from index.store import Index
from index.text.headings import is_within
from rag.evidence.doubts.injection import gives_orders
from rag.investigation.found import Found, Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import Asked, Prepared, titles_apart
from rag.kinds.overview.asked.focus import focus
from rag.kinds.overview.asked.framing import without_framing, without_source
from rag.kinds.overview.asked.length import asked_length, counted_length
from rag.kinds.overview.asked.scope import Wording
from rag.kinds.overview.asked.topic import about_places, said_about
from rag.kinds.overview.changes import new_in
from rag.kinds.overview.document_text import DocumentText, read_document
from rag.kinds.overview.quoting import investigated, quoted
from rag.kinds.overview.salience import salience
from rag.kinds.overview.selection import ALIKE, LONGEST, SPREAD, chosen, wanted_of
from rag.kinds.overview.turns import is_conversation, speakers, spoken
from rag.reading.close_reading import MOST_READ

__all__ = [
    "MOST_ON_TOPIC",
    "WHICH",
    "focused",
    "of_changes",
    "of_collection",
    "of_document",
    "of_part",
    "prepared",
    "side_by_side",
    "within_document",
]

WHICH = "Several documents could be meant: choose one, or name it."
"""What is said where none of them can be told to be meant."""

MOST_ON_TOPIC = 6
"""Sentences on a topic where nobody says how many are wanted."""

_MOST_DOCUMENTS = 12
"""Of a collection, a line each for so many."""

_OF_COLLECTION, _MOST_EACH = 20, 3
"""Sentences on a collection, and of each document where there are few: minutes are about more than one thing."""

_OPENING = 2.5
"""What the beginning counts where one sentence stands for a document: what it is about is said first."""

_LONG = 30
"""Sentences from which an overview of a document stands under its sections."""

_ALIKE_IN_FOCUS = 0.5
"""What a sentence on what is asked about loses that is just like one that was taken: they are alike in that."""

_CHANGES = 10
"""Sentences on what changed where nobody says how many: one left out is a change that a reader never hears of."""


def of_document(
    investigator: Investigator, found: Found, document_id: str, heading: str, wanted: int | None
) -> Prepared | None:
    """Return an overview of a document, or of its section under a heading."""
    text = read_document(investigator.index, document_id)
    if heading:
        text = text.only([n for n, each in enumerate(text.sentences) if is_within(each.row.heading, heading)])
    if not text.sentences:
        return None
    if heading and len(text.sentences) <= LONGEST:
        # A short section is told whole: the items of a list are no prose, and are what it says.
        told = tuple(dataclasses.replace(each, is_prose=True) for each in text.sentences)
        text = DocumentText(told, text.vectors)
    prose = sum(each.is_prose for each in text.sentences)
    few = min(prose, LONGEST) if heading else wanted_of(prose)
    taken = _taken(investigator.index, text, salience(text), wanted or few or 1)
    return prepared(investigator, found, taken, is_long=prose >= _LONG and not heading)


def of_part(asked: Asked, investigator: Investigator, source: str, found: Found, about: Wording) -> Prepared | None:
    """Return what a document says of something."""
    filters = dataclasses.replace(asked.query.filters, sources=(source,))
    within = within_document(investigator, found, dataclasses.replace(asked.query, filters=filters))
    taken = focused(asked, investigator.index, within, said_about(about, found.question.text))
    return prepared(investigator, found, taken, is_long=True) if taken else None


def of_changes(
    investigator: Investigator, found: Found, versions: Sequence[DocumentSummary], wanted: int | None
) -> Prepared | None:
    """Return what the newest of several versions of a document says that the one before it does not."""
    text = new_in(investigator.index, versions)
    if text is None:
        return None
    taken = _taken(investigator.index, text, salience(text), wanted or _CHANGES)
    return prepared(investigator, found, taken, is_long=True)


def side_by_side(investigator: Investigator, found: Found, texts: Sequence[DocumentText]) -> Prepared:
    """Return what documents say, each under its title."""
    index = investigator.index
    taken = [_taken(index, text, salience(text), _CHANGES) for text in texts]
    evidence = tuple(piece for text in taken for piece in quoted(index, text, found))
    groups = titles_apart([each.row for text in taken for each in text.sentences])
    return Prepared(dataclasses.replace(investigated(found), confidence=1.0), evidence, groups)


def of_collection(asked: Asked, investigator: Investigator, listed: Sequence[DocumentSummary]) -> Prepared:
    """Return a sentence or a few of each of the documents, or of some that are spread over their dates."""
    index = investigator.index
    ordered = sorted(listed, key=lambda each: (each.published_at or "9", each.title))
    most = min(len(ordered), counted_length(asked.query.text) or _MOST_DOCUMENTS, _MOST_DOCUMENTS)
    places = sorted({round(place) for place in np.linspace(0, len(ordered) - 1, most)})
    texts = [read_document(index, ordered[place].id) for place in places]
    few = max(1, min(_MOST_EACH, _OF_COLLECTION // len(texts)))
    parts = [_taken(index, text, salience(text, early=_OPENING), few) for text in texts]
    found = investigator.unsearched(asked.query).found
    evidence = tuple(piece for part in parts for piece in quoted(index, part, found))
    lead = f"{len(parts)} of {len(listed)} documents." if len(parts) < len(listed) else f"{len(listed)} documents."
    groups = titles_apart([each.row for part in parts for each in part.sentences])
    return Prepared(investigated(found), evidence, groups=groups, lead=lead if evidence else "", nothing=WHICH)


def within_document(investigator: Investigator, found: Found, query: Query) -> Investigation:
    """Return what one document has on what is asked about; of a conversation, in whatever way it is talked about.

    Args:
        investigator: within one snapshot.
        found: for the question, in that document or wherever it may be.
        query: that only that document may answer.
    """
    within, question = investigator.passages(query), found.question
    rows = [candidate.row for candidate in within.candidates[:1]]
    if question.language == "en" and rows:
        text = without_source(question.text)
        is_talk = is_conversation(investigator.index, rows[0].document_id)
        query = query.reworded(without_framing(text) if is_talk else text)
    return investigator.investigate(query, at_least=MOST_READ)


def focused(asked: Asked, index: Index, within: Investigation, about: Wording | None = None) -> DocumentText | None:
    """Return the sentences of the one document that was looked into that say most of what is asked."""
    rows = {candidate.row.id for candidate in within.found.candidates}
    if not rows:
        return None
    text = read_document(index, within.found.candidates[0].row.document_id, rows)
    if not text.sentences:
        return None
    if any(speakers(index, text.sentences)):
        text = spoken(text)
    elif about is not None:
        text = text.only(about_places(text, about))
    values = focus(index, within, text)
    wanted = asked_length(asked.query.text) or MOST_ON_TOPIC
    return _taken(index, text, values, wanted, alike=_ALIKE_IN_FOCUS, spread=0.0)


def _taken(
    index: Index, text: DocumentText, values: FloatArray, wanted: int, *, alike: float = ALIKE, spread: float = SPREAD
) -> DocumentText:
    """Return the sentences that are taken, none of a chunk that gives orders to whoever answers.

    Only what is taken is looked at: to look through the whole of a document took a third of the time.
    """
    while True:
        places = chosen(text, values, wanted, alike=alike, spread=spread)
        rows = {text.sentences[place].row.id: text.sentences[place].row for place in places}
        suspect = {identity for identity, row in rows.items() if gives_orders(index, row)}
        if not suspect:
            return text.only(places)
        kept = [place for place, each in enumerate(text.sentences) if each.row.id not in suspect]
        text, values = text.only(kept), values[kept]


def prepared(investigator: Investigator, found: Found, taken: DocumentText, *, is_long: bool) -> Prepared | None:
    """Return sentences of one document as an answer, under their sections where it is long, or who says them."""
    evidence = quoted(investigator.index, taken, found)
    groups = _heads(investigator.index, taken, is_long=is_long)
    return Prepared(investigated(found, taken), evidence, groups) if evidence else None


def _heads(index: Index, taken: DocumentText, *, is_long: bool) -> tuple[str, ...]:
    """Return what each sentence of a document stands under: in a conversation who says it, else its section."""
    said_by = speakers(index, taken.sentences)
    if any(said_by):
        return tuple(said_by)
    sections = tuple(each.section for each in taken.sentences)
    return sections if is_long and len(set(sections)) > 1 else ()
