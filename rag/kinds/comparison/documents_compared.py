"""Sides that are the documents which answer, or the sections of one, where a question says no sides."""

import dataclasses
import itertools
from collections.abc import Iterable, Sequence

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.text.headings import innermost
from rag.evidence.sentences import Evidence
from rag.evidence.support import overlaps
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import dated_title
from rag.kinds.comparison.asked.sides import ASKS_TO_COMPARE, called_two, speaks_of_two
from rag.kinds.comparison.counterparts import pairs_alike, pairs_that_differ
from rag.kinds.comparison.likely_sentences import likely_sentences
from rag.kinds.comparison.sections_compared import sections_compared
from rag.kinds.comparison.side_evidence import LOOKED_AT, MOST_SHOWN, SideFound, best_apart, in_order
from rag.reading.cross_encoder import QUESTION_READ

__all__ = ["of_documents", "read_documents"]

_DOCUMENTS = 4
"""How many documents are looked into."""

_BEHIND_DOCUMENTS = 4.0
"""How far behind the best logit of all documents the best of one may be."""

_MOST_OF_ONE = 2
_MOST_OF_ALL = 3
_TWO = 2
_OF_TWO = frozenset(analyse("two both"))
_DIFFERING = 3
"""Of sentences that give other values, where nothing is asked but how two documents differ."""

_PAIRS = 2
"""Of sentences that are alike but for their figures, where the question says of two documents that they are two."""


def of_documents(
    query: Query, whole: Investigation, investigator: Investigator
) -> tuple[list[Investigation], list[SideFound]]:
    """Return what was looked up in each of the first documents, and those that have something, the earlier first.

    What answers the question as a whole is among it. Of a single document its sections are the sides. A question of
    which the reader sees a part only is looked up once.

    Args:
        query: as asked.
        whole: what was found for it.
        investigator: within one snapshot of its index.
    """
    if len(query.text) > QUESTION_READ:
        return [], []
    parts, read = read_documents(query, whole, investigator)
    if sections := _of_sections(query, parts, whole, investigator):
        return parts, sections
    best = max((pieces[0].relevance or 0.0 for pieces in read if pieces), default=0.0)
    near = [pieces for pieces in read if pieces and best - (pieces[0].relevance or 0.0) <= _BEHIND_DOCUMENTS]
    own = [best_apart(pieces, [], _MOST_OF_ONE if len(near) > 1 else _MOST_OF_ALL) for pieces in near]
    first = [piece for pieces in itertools.zip_longest(*own) for piece in pieces if piece]
    differing = list[tuple[Evidence, Evidence]]()
    if is_called := _are_called_two(query, parts):
        differing = pairs_that_differ(investigator.index, parts[0].evidence, parts[1].evidence)[:_DIFFERING]
    if len(differing) > 1:
        chosen = _first_apart(itertools.chain(*differing))
    elif speaks_of_two(query.text) and len(parts) == _TWO:
        pairs = pairs_alike(investigator.index, parts[0].evidence, parts[1].evidence)[:_PAIRS]
        chosen = _first_apart([*first[:_TWO], *itertools.chain(*pairs), *first])
    else:
        likely = likely_sentences(whole.evidence, read, MOST_SHOWN)
        known = {piece.row.document_id for piece in likely}
        elsewhere = [pieces[0] for pieces in own if pieces and pieces[0].row.document_id not in known]
        chosen = _first_apart([*elsewhere, *likely])
    if len({piece.row.document_id for piece in chosen}) < 2:
        return parts, _sections(chosen)
    chosen.sort(key=lambda piece: (piece.row.published_at or "", piece.row.title, piece.start))
    documents = {piece.row.document_id: dated_title(piece.row) for piece in chosen}
    return parts, [
        SideFound(title, tuple(piece for piece in chosen if piece.row.document_id == document), is_met=is_called)
        for document, title in documents.items()
    ]


def _of_sections(
    query: Query, parts: Sequence[Investigation], whole: Investigation, investigator: Investigator
) -> list[SideFound]:
    """Return what two documents say below a heading that has all that is asked of “both”; nothing where none has."""
    rows = [part.found.candidates[0].row for part in parts if part.found.candidates]
    if not speaks_of_two(query.text) or len(rows) != _TWO or len(parts) != _TWO:
        return []
    ids = [row.document_id for row in rows]
    sections = sections_compared(investigator.index, _asked_beside(query), ids, whole.found)
    named = zip(rows, sections, strict=False)
    return [SideFound(dated_title(row), pieces, is_met=True) for row, pieces in named]


def read_documents(
    query: Query, whole: Investigation, investigator: Investigator
) -> tuple[list[Investigation], list[list[Evidence]]]:
    """Return what was looked up in each of the first documents, and what was read of it, best first.

    Arguments as of ``of_documents``.
    """
    parts = [_within(query, source, investigator) for source in _sources(query, whole)]
    return parts, [[piece for piece in part.evidence if piece.relevance is not None] for part in parts]


def _sources(query: Query, whole: Investigation) -> list[str]:
    """Return the sources of the first documents; of two, where a question speaks of so many, named as it names them.

    They have what they are called in their names, else all that is asked beside: “the two reports on the storm”.
    """
    candidates = whole.found.candidates
    sources = list(dict.fromkeys(candidate.row.source for candidate in candidates[:LOOKED_AT]))
    if not speaks_of_two(query.text):
        return sources[:_DOCUMENTS]
    rows = {candidate.row.source: candidate.row for candidate in candidates}
    called, beside = called_two(query.text), _asked_beside(query)
    for named in (
        [source for source, row in rows.items() if not called.isdisjoint(_name(row))],
        [source for source, row in rows.items() if beside and beside <= _name(row)],
    ):
        if len(named) == _TWO:
            return named
    return sources[:_TWO]


def _are_called_two(query: Query, parts: Sequence[Investigation]) -> bool:
    """Tell whether a question asks nothing but how two documents differ, and both have in their names what on."""
    if not speaks_of_two(query.text) or len(parts) != _TWO or not (beside := _asked_beside(query)):
        return False
    names = [_name(part.found.candidates[0].row) for part in parts if part.found.candidates]
    return len(names) == _TWO and all(beside <= name for name in names)


def _asked_beside(query: Query) -> frozenset[str]:
    """Return the terms of a question beside those that ask to compare two of something."""
    return frozenset(analyse(query.text)) - ASKS_TO_COMPARE - called_two(query.text) - _OF_TWO


def _name(row: ChunkRow) -> frozenset[str]:
    return frozenset(analyse(f"{row.title} {row.source}"))


def _first_apart(pieces: Iterable[Evidence]) -> list[Evidence]:
    """Return the first pieces that do not overlap, as many as an answer shows."""
    chosen: list[Evidence] = []
    for piece in pieces:
        if len(chosen) < MOST_SHOWN and not any(overlaps(piece, piece.start, other) for other in chosen):
            chosen.append(piece)
    return chosen


def _within(query: Query, source: str, investigator: Investigator) -> Investigation:
    filters = dataclasses.replace(query.filters, sources=(source,))
    return investigator.investigate(dataclasses.replace(query, filters=filters))


def _sections(chosen: Sequence[Evidence]) -> list[SideFound]:
    """Return sentences of one document under the headings that they stand below."""
    headings: dict[str, list[Evidence]] = {}
    for piece in in_order(chosen):
        headings.setdefault(innermost(piece.row.heading), []).append(piece)
    several = len(headings) > 1
    return [SideFound(heading if several else "", tuple(pieces)) for heading, pieces in headings.items()]
