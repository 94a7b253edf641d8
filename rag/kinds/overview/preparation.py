"""Decides what an overview is of, and takes the sentences that carry it."""

import dataclasses
import itertools
from collections.abc import Sequence

import numpy as np

from index.encoding.encoder import FloatArray
from index.search.analysis import analyse
from index.storage.records import ChunkRow, DocumentSummary
from index.store import Index
from index.text.dates import MONTHS
from rag.english.word_lists import WRITTEN_THINGS
from rag.evidence.doubts.injection import gives_orders
from rag.evidence.doubts.named import NameKind, names
from rag.evidence.doubts.versions import without_figures
from rag.investigation.found import Found, Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import Asked, Prepared
from rag.kinds.overview.asked.focus import focus
from rag.kinds.overview.asked.framing import without_framing, without_source
from rag.kinds.overview.asked.length import asked_length, counted_length
from rag.kinds.overview.asked.named import name_terms, named_documents, section_of, versions_of
from rag.kinds.overview.asked.scope import Wording, asks_for_changes, names_all, points_at_one, wording
from rag.kinds.overview.asked.topic import (
    about_places,
    calls_one,
    is_covered,
    said_about,
    says_about,
    topic_sentences,
    unknown_name,
)
from rag.kinds.overview.changes import new_in, section_in_versions
from rag.kinds.overview.document_text import DocumentText, is_prose, read_document
from rag.kinds.overview.quoting import investigated, quoted
from rag.kinds.overview.salience import salience
from rag.kinds.overview.selection import ALIKE, LONGEST, SPREAD, chosen, wanted_of
from rag.kinds.overview.turns import is_conversation, speakers, spoken
from rag.reading.close_reading import MOST_READ
from rag.retrieval.filters import documents_in

__all__ = ["prepare"]

_DOCUMENT = "document"
_TOPIC = "topic"
"""The aspect of a question about one thing, which may be but a field of a table."""

_MOST_DOCUMENTS = 12
"""Of a collection, a line each for so many."""

_OF_COLLECTION, _MOST_EACH = 20, 3
"""Sentences on a collection, and of each document where there are few: minutes are about more than one thing."""

_OPENING = 2.5
"""What the beginning counts where one sentence stands for a document: what it is about is said first."""

_LONG = 30
"""Sentences from which an overview of a document stands under its sections."""

_REST = 0.25
"""The share of a question's weight from which what does not name the document counts."""

_TITLED = 0.8
"""The share of a topic's weight in a document's title from which it is about that as a whole."""

_OF_TOPIC = 6
"""Sentences on a topic where nobody says how many are wanted."""

_ALIKE_IN_FOCUS = 0.5
"""What a sentence on what is asked about loses that is just like one that was taken: they are alike in that."""

_CHANGES = 10
"""Sentences on what changed where nobody says how many: one left out is a change that a reader never hears of."""

_LONGEST_OPENING = 300
"""Characters in which the lines stand that a document opens with."""

_EDGE = " | "
_LOOKED_AT = 20
"""Passages whose headings may be the section that is meant."""

_WHICH = "Several documents could be meant: choose one, or name it."


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return the sentences that carry what is asked about; None where nothing here is about it.

    Args:
        asked: the question; its aspect is ``document``, ``topic``, ``collection``, or empty where nobody knows.
        investigator: within one snapshot of its index.
    """
    listed = documents_in(investigator.index, asked.query.filters)
    if not listed:
        return None
    question = investigator.question(asked.query)
    about = wording(investigator.index, question)
    if asked.aspect == _TOPIC and calls_one(question.text):
        asked = dataclasses.replace(asked, aspect=_DOCUMENT)
    wanted = asked_length(question.text)
    if len(listed) > 1 and (
        asked.aspect == "collection" or names_all(question) or (not about.weight and not points_at_one(question))
    ):
        return _of_collection(asked, investigator, listed)
    found = investigator.passages(asked.query)
    if not about.weight:
        return _of_this(asked, investigator, listed, found, wanted)
    if _asks_for_a_clause(about, found):
        return None
    if asked.aspect == _TOPIC:
        plain = investigator.investigate(asked.query).plain
        if plain and plain[0].header:
            return None  # the status of one thing is a cell of its row
    unknown = unknown_name(investigator.index, question, about) if asked.aspect == _DOCUMENT else ""
    # What is said about a document by somebody whom no document knows is not what it says itself.
    is_by_another = bool(unknown) and says_about(question.text)
    named = None if is_by_another else _of_named(asked, investigator, listed, found, about)
    if named is None and unknown:
        return Prepared(investigated(found), (), nothing=f"No document is called “{unknown}”.")
    return named or _of_topic(asked, investigator, about, wanted)


def _asks_for_a_clause(about: Wording, found: Found) -> bool:
    """Tell whether a numbered part is asked about that is no section with a heading: a sentence says what it says."""
    if not any(name.kind is NameKind.PART for name in names(found.question.text)):
        return False
    return section_of(about, found.question, [each.row for each in found.candidates[:_LOOKED_AT]]) is None


def _rest(about: Wording, document: DocumentSummary, text: str) -> Wording | None:
    """Return what is asked about beyond the name of a document, where that is much.

    What documents are called by is no part of it, unless that is what it says something on: a “contract” may be titled
    “Agreement”.

    Args:
        about: what the question asks about.
        document: that it names.
        text: of the question.
    """
    rest, said = about.without(name_terms(document)), said_about(about, text).weight
    weights = (weight for word, weight in rest.weight.items() if word not in WRITTEN_THINGS or word in said)
    return rest if sum(weights) >= _REST else None


def _is_called(about: Wording, document: DocumentSummary) -> bool:
    """Tell whether nearly all that is asked about calls a document, and says what it is: “the club rules”."""
    name = name_terms(document)
    calling = any(word in WRITTEN_THINGS and not name.isdisjoint(terms) for word, terms in about.terms.items())
    return calling and about.share(name) >= _TITLED


def _is_of_its_month(about: Wording, document: DocumentSummary) -> bool:
    """Tell whether a question names a document by its month and by more: “What did the council decide in May?”."""
    name = name_terms(document)
    months = {word: terms for word, terms in about.terms.items() if word.capitalize() in MONTHS}
    beyond = name.difference(*months.values())
    return any(not name.isdisjoint(terms) for terms in months.values()) and about.share(beyond) > 0.0


def _is_opened_so(index: Index, about: Wording, document: DocumentSummary) -> bool:
    """Tell whether the lines that a document opens with, beside its name, have all that is asked about.

    “Minutes of the meeting of 14 November” may stand below the name of a club; what opens with a sentence has no such
    lines.
    """
    text = index.documents.get(document.id).text.lstrip()[:_LONGEST_OPENING]
    lines = list(
        itertools.takewhile(lambda line: line.strip() and not is_prose(line) and _EDGE not in line, text.splitlines())
    )
    name = name_terms(document)
    return (
        about.share(name) >= _REST and not about.without(name | set(analyse(" ".join(lines), document.language))).weight
    )


def _of_named(
    asked: Asked, investigator: Investigator, listed: Sequence[DocumentSummary], found: Found, about: Wording
) -> Prepared | None:
    """Return an overview of the document or section that a question names; None where it names none."""
    wanted, index = asked_length(found.question.text), investigator.index
    documents = list(listed)
    if len(listed) > 1:
        by_passages = asked.aspect == "document"
        documents = named_documents(index, about, listed, found.candidates, by_passages=by_passages)
    versions = versions_of(index, documents[0], listed) if documents and asks_for_changes(found.question.text) else []
    if len(versions) > 1:
        return _of_changes(investigator, found, versions, wanted)
    if asked.aspect == _DOCUMENT and len(documents) == 1 < len(listed) and _is_opened_so(index, about, documents[0]):
        return _of_document(investigator, found, documents[0].id, "", wanted)
    rows = [each.row for each in found.candidates[:_LOOKED_AT]]
    own = [row for row in rows if documents and row.document_id == documents[0].id]
    section = section_of(about, found.question, own) or section_of(about, found.question, rows)
    if section and asks_for_changes(found.question.text) and (changed := section_in_versions(index, section, listed)):
        return _side_by_side(investigator, found, changed)
    if section and asked.aspect == _TOPIC and not documents and _goes_on_elsewhere(section, rows):
        return None
    is_elsewhere = len(documents) == 1 < len(listed) and section and documents[0].id != section.document_id
    # A topic that a document is titled after is told in more than a section of another one.
    is_told_elsewhere = is_elsewhere and about.share(name_terms(documents[0])) >= _TITLED
    if section and not (is_elsewhere and (asked.aspect == "document" or is_told_elsewhere)):
        return _of_document(investigator, found, section.document_id, section.heading, wanted)
    rest = _rest(about, documents[0], found.question.text) if documents else None
    is_one = len(documents) == 1 and (bool(rest) or (len(listed) > 1 and not _is_called(about, documents[0])))
    if not documents or (asked.aspect == _TOPIC and is_one and not _is_of_its_month(about, documents[0])):
        return None
    if rest:
        return _of_part(asked, investigator, documents[0].source, found, about)
    return _of_document(investigator, found, documents[0].id, "", wanted)


def _goes_on_elsewhere(section: ChunkRow, rows: Sequence[ChunkRow]) -> bool:
    """Tell whether another document has a section under the same heading, which is no version of its document.

    What several minutes say under “Roof” is one story.

    Args:
        section: its first chunk.
        rows: where the others may be.
    """
    heading = without_figures(section.heading.rpartition(" › ")[2])
    return any(
        without_figures(row.heading.rpartition(" › ")[2]) == heading
        and without_figures(row.title) != without_figures(section.title)
        for row in rows
    )


def _of_changes(
    investigator: Investigator, found: Found, versions: Sequence[DocumentSummary], wanted: int | None
) -> Prepared | None:
    """Return what the newest of several versions of a document says that the one before it does not."""
    text = new_in(investigator.index, versions)
    if text is None:
        return None
    taken = _taken(investigator.index, text, salience(text), wanted or _CHANGES)
    return _prepared(investigator, found, taken, is_long=True)


def _side_by_side(investigator: Investigator, found: Found, texts: Sequence[DocumentText]) -> Prepared:
    """Return what documents say, each under its title."""
    index = investigator.index
    taken = [_taken(index, text, salience(text), _CHANGES) for text in texts]
    evidence = tuple(piece for text in taken for piece in quoted(index, text, found))
    groups = tuple(each.row.title for text in taken for each in text.sentences)
    return Prepared(dataclasses.replace(investigated(found), confidence=1.0), evidence, groups)


def _of_this(
    asked: Asked, investigator: Investigator, listed: Sequence[DocumentSummary], found: Found, wanted: int | None
) -> Prepared | None:
    """Return an overview of the one document that there is, or that the conversation was about last."""
    if len(listed) == 1:
        return _of_document(investigator, found, listed[0].id, "", wanted)
    if not asked.query.history:
        return Prepared(investigated(found), (), nothing=_WHICH)
    last = asked.query.history[-1]
    said = investigator.passages(asked.query.reworded(f"{last.question} {last.answer}"[:1_000]))
    if not said.candidates:
        return Prepared(investigated(found), (), nothing=_WHICH)
    return _of_document(investigator, said, said.candidates[0].row.document_id, "", wanted)


def _of_part(asked: Asked, investigator: Investigator, source: str, found: Found, about: Wording) -> Prepared | None:
    """Return what a document says of something."""
    filters = dataclasses.replace(asked.query.filters, sources=(source,))
    within = _within(investigator, found, dataclasses.replace(asked.query, filters=filters))
    taken = _focused(asked, investigator.index, within, said_about(about, found.question.text))
    return _prepared(investigator, found, taken, is_long=True) if taken else None


def _within(investigator: Investigator, found: Found, query: Query) -> Investigation:
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


def _focused(asked: Asked, index: Index, within: Investigation, about: Wording | None = None) -> DocumentText | None:
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
    wanted = asked_length(asked.query.text) or _OF_TOPIC
    return _taken(index, text, values, wanted, alike=_ALIKE_IN_FOCUS, spread=0.0)


def _of_document(
    investigator: Investigator, found: Found, document_id: str, heading: str, wanted: int | None
) -> Prepared | None:
    """Return an overview of a document, or of its section under a heading."""
    text = read_document(investigator.index, document_id)
    if heading:
        below = f"{heading} › "
        text = text.only([n for n, each in enumerate(text.sentences) if f"{each.row.heading} › ".startswith(below)])
    if not text.sentences:
        return None
    if heading and len(text.sentences) <= LONGEST:
        # A short section is told whole: the items of a list are no prose, and are what it says.
        told = tuple(dataclasses.replace(each, is_prose=True) for each in text.sentences)
        text = DocumentText(told, text.vectors)
    prose = sum(each.is_prose for each in text.sentences)
    few = min(prose, LONGEST) if heading else wanted_of(prose)
    taken = _taken(investigator.index, text, salience(text), wanted or few or 1)
    return _prepared(investigator, found, taken, is_long=prose >= _LONG and not heading)


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


def _prepared(investigator: Investigator, found: Found, taken: DocumentText, *, is_long: bool) -> Prepared | None:
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


def _of_topic(asked: Asked, investigator: Investigator, about: Wording, wanted: int | None) -> Prepared | None:
    """Return an overview of a topic over all documents; None where none of them is about it."""
    index = investigator.index
    investigation = investigator.investigate(asked.query)
    if any(not each.title for each in investigation.missing):
        return None  # what is named stands nowhere, whatever the other words are in
    if investigation.confidence < asked.threshold and not is_covered(index, about, investigation.found):
        return None
    if asks_for_changes(investigation.found.question.text):
        nearest, listed = investigation.found.candidates[0].row, documents_in(index, asked.query.filters)
        if changed := section_in_versions(index, nearest, listed):
            return _side_by_side(investigator, investigation.found, changed)
    documents = {candidate.row.document_id for candidate in investigation.found.candidates}
    if len(documents) == 1:
        within = _within(investigator, investigation.found, asked.query)
        alone = _focused(asked, index, within)
        return _prepared(investigator, investigation.found, alone, is_long=True) if alone else None
    taken = topic_sentences(index, investigation, about, wanted or _OF_TOPIC)
    evidence = quoted(index, taken, investigation.found)
    titles = tuple(each.row.title for each in taken.sentences)
    return Prepared(investigation, evidence, groups=titles if len(set(titles)) > 1 else ()) if evidence else None


def _of_collection(asked: Asked, investigator: Investigator, listed: Sequence[DocumentSummary]) -> Prepared:
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
    groups = tuple(each.row.title for part in parts for each in part.sentences)
    return Prepared(investigated(found), evidence, groups=groups, lead=lead if evidence else "", nothing=_WHICH)
