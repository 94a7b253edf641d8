"""Decides what an overview is of."""

import dataclasses
from collections.abc import Sequence

from index.storage.records import ChunkRow, DocumentSummary
from index.text.headings import innermost
from rag.evidence.doubts.named import NameKind, names
from rag.evidence.doubts.recency.versions import without_figures
from rag.investigation.found import Found
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared, titles_apart
from rag.kinds.overview.asked.calling import (
    is_called,
    is_of_its_time,
    is_opened_so,
    is_titled_after,
    is_titled_just,
    rest_of,
)
from rag.kinds.overview.asked.length import asked_length
from rag.kinds.overview.asked.named import named_documents, section_of, versions_of
from rag.kinds.overview.asked.scope import Wording, asks_for_changes, names_all, points_at_one, wording
from rag.kinds.overview.asked.topic import (
    calls_one,
    is_covered,
    says_about,
    topic_sentences,
    unknown_name,
)
from rag.kinds.overview.changes import section_in_versions
from rag.kinds.overview.quoting import investigated, quoted
from rag.kinds.overview.told import (
    MOST_ON_TOPIC,
    WHICH,
    focused,
    of_changes,
    of_collection,
    of_document,
    of_part,
    prepared,
    side_by_side,
    within_document,
)
from rag.retrieval.filters import documents_in

__all__ = ["prepare"]

_DOCUMENT = "document"
_TOPIC = "topic"
"""The aspect of a question about one thing, which may be but a field of a table."""

_LOOKED_AT = 20
"""Passages whose headings may be the section that is meant."""


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
        return of_collection(asked, investigator, listed)
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
        return of_changes(investigator, found, versions, wanted)
    if asked.aspect == _DOCUMENT and len(documents) == 1 < len(listed) and is_opened_so(index, about, documents[0]):
        return of_document(investigator, found, documents[0].id, "", wanted)
    rows = [each.row for each in found.candidates[:_LOOKED_AT]]
    own = [row for row in rows if documents and row.document_id == documents[0].id]
    section = section_of(about, found.question, own) or section_of(about, found.question, rows)
    if section and asks_for_changes(found.question.text) and (changed := section_in_versions(index, section, listed)):
        return side_by_side(investigator, found, changed)
    if section and asked.aspect == _TOPIC and not documents and _goes_on_elsewhere(section, rows):
        return None
    is_elsewhere = (
        0 < len(documents) < len(listed) and section and section.document_id not in {each.id for each in documents}
    )
    # A topic that a document is titled after is told in more than a section of another one.
    is_told_elsewhere = is_elsewhere and is_titled_after(about, documents[0])
    if section and not (is_elsewhere and (asked.aspect == "document" or is_told_elsewhere)):
        return of_document(investigator, found, section.document_id, section.heading, wanted)
    rest = rest_of(about, documents[0], found.question.text) if documents else None
    is_one = len(documents) == 1 and (bool(rest) or (len(listed) > 1 and not is_called(about, documents[0])))
    if is_one and not rest and is_titled_just(about, documents[0]):
        return of_document(investigator, found, documents[0].id, "", wanted)
    if not documents or (asked.aspect == _TOPIC and is_one and not is_of_its_time(about, documents[0])):
        return None
    if rest:
        return of_part(asked, investigator, documents[0].source, found, about)
    return of_document(investigator, found, documents[0].id, "", wanted)


def _goes_on_elsewhere(section: ChunkRow, rows: Sequence[ChunkRow]) -> bool:
    """Tell whether another document has a section under the same heading, which is no version of its document.

    What several minutes say under “Roof” is one story.

    Args:
        section: its first chunk.
        rows: where the others may be.
    """
    heading = without_figures(innermost(section.heading))
    return any(
        without_figures(innermost(row.heading)) == heading
        and without_figures(row.title) != without_figures(section.title)
        for row in rows
    )


def _of_this(
    asked: Asked, investigator: Investigator, listed: Sequence[DocumentSummary], found: Found, wanted: int | None
) -> Prepared | None:
    """Return an overview of the one document that there is, or that the conversation was about last."""
    if len(listed) == 1:
        return of_document(investigator, found, listed[0].id, "", wanted)
    if not asked.query.history:
        return Prepared(investigated(found), (), nothing=WHICH)
    last = asked.query.history[-1]
    said = investigator.passages(asked.query.reworded(f"{last.question} {last.answer}"[:1_000]))
    if not said.candidates:
        return Prepared(investigated(found), (), nothing=WHICH)
    return of_document(investigator, said, said.candidates[0].row.document_id, "", wanted)


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
            return side_by_side(investigator, investigation.found, changed)
    documents = {candidate.row.document_id for candidate in investigation.found.candidates}
    if len(documents) == 1:
        within = within_document(investigator, investigation.found, asked.query)
        alone = focused(asked, index, within)
        return prepared(investigator, investigation.found, alone, is_long=True) if alone else None
    taken = topic_sentences(index, investigation, about, wanted or MOST_ON_TOPIC)
    evidence = quoted(index, taken, investigation.found)
    titles = titles_apart([each.row for each in taken.sentences])
    return Prepared(investigation, evidence, groups=titles if len(set(titles)) > 1 else ()) if evidence else None
