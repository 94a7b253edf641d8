"""A comparison: the evidence of each side, the sides that the question names or else the documents that answer it."""

import dataclasses
from collections.abc import Sequence

from index.search.lexical import analyse
from index.store import Index
from rag.evidence.doubts.conflicts import EvidenceConflict
from rag.evidence.sentences import Evidence
from rag.investigation.found import Investigation, combined
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared
from rag.kinds.comparison.extremes import asks_for_extremes, extremes
from rag.kinds.comparison.sides import SideAsked, sides_of

__all__ = ["prepare"]

_MOST_DOCUMENTS = 3
_MOST_OF_A_SIDE = 2
_LOOKED_AT = 12
"""Sentences, best first, that the sides are looked for in."""

_BEHIND = 2.0
"""How far behind the best logit a further sentence of a side may be."""

_OTHER_BEHIND = 4.0
"""The same of the best sentence of a further document: what one source says best, another may say worse."""

_SIDES_LENIENCE, _DOCUMENTS_LENIENCE = 0.8, 0.6
"""The share of the threshold that suffices where each side, or more than one document, has evidence: no passage alone
answers a question about several things, and the confidence of passages is no more than one's."""


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return the evidence of each side, under its name; None where no two sides have any."""
    whole = investigator.investigate(asked.query)
    index, question = investigator.index, whole.found.question
    is_near = whole.confidence >= asked.threshold * _DOCUMENTS_LENIENCE
    if asks_for_extremes(question.text) and is_near and (rows := extremes(index, question, whole.evidence)):
        return Prepared(whole, rows)
    named = sides_of(question.text)
    if unknown := [side for side in named if side.is_named and not side.is_clause and not _is_known(index, side)]:
        told = " or ".join(f"“{side.name}”" for side in unknown)
        return Prepared(whole, (), nothing=f"Nothing in the documents is about {told}.")
    return (_of_sides(asked, named, whole, investigator) if named else None) or _of_documents(
        asked, whole, investigator
    )


def _is_known(index: Index, side: SideAsked) -> bool:
    """Tell whether any word of a side stands in a document."""
    return any(index.search.document_frequency(term) for term in side.terms)


def _of_sides(
    asked: Asked, named: Sequence[SideAsked], whole: Investigation, investigator: Investigator
) -> Prepared | None:
    """Return the evidence of the sides that a question names; None where one has none, or nothing answers."""
    found = [investigator.investigate(asked.query.reworded(side.question)) for side in named]
    least = asked.threshold * _SIDES_LENIENCE
    if max(whole.confidence, *(part.confidence for part in found)) < asked.threshold and not all(
        part.confidence >= least for part in found
    ):
        return None
    pieces: list[Evidence] = []
    groups: list[str] = []
    for side, part in zip(named, found, strict=True):
        others = frozenset[str]().union(*(other.terms for other in named if other is not side))
        evidence = [*part.evidence[:_LOOKED_AT], *whole.evidence[:_LOOKED_AT]]
        mine = _of_side(investigator.index, side, others, [piece for piece in evidence if not _among(piece, pieces)])
        if not mine:
            return None
        pieces += mine
        groups += [side.name] * len(mine)
    joined = dataclasses.replace(
        combined([whole, *found], asked.threshold),
        confidence=max(asked.threshold, whole.confidence, *(part.confidence for part in found)),
    )
    return Prepared(joined, tuple(pieces), tuple(groups))


def _of_side(index: Index, side: SideAsked, others: frozenset[str], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what stands for a side: the best sentence that speaks of it, and another that is about as good."""
    about = [piece for piece in evidence if _speaks_of(index, piece, side.terms, others)]
    if not about and side.is_clause:
        about = list(evidence)
    if not about:
        return []
    best = about[0]
    near = [
        piece
        for piece in about[1:]
        if not _overlap(piece, best)
        and piece.row.document_id == best.row.document_id
        and (best.relevance or 0.0) - (piece.relevance if piece.relevance is not None else -9.0) <= _BEHIND
    ]
    return sorted([best, *near[: _MOST_OF_A_SIDE - 1]], key=lambda piece: piece.start)


def _speaks_of(index: Index, piece: Evidence, terms: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether a sentence, or else its passage more than of the other sides, has the words of a side."""
    text = index.chunks.text(piece.row)
    sentence = set(analyse(text[piece.start - piece.row.start : piece.end - piece.row.start], piece.row.language))
    if terms & sentence:
        return True
    passage = set(analyse(index.chunks.headed_text(piece.row), piece.row.language))
    return bool(terms & passage) and not others & sentence


def _of_documents(asked: Asked, whole: Investigation, investigator: Investigator) -> Prepared | None:
    """Return the best that each of some documents says; None where fewer than two say something."""
    if whole.confidence < asked.threshold * _DOCUMENTS_LENIENCE or not whole.evidence:
        return None
    best = whole.evidence[0]
    of_each: dict[str, list[Evidence]] = {}
    for piece in whole.evidence[:_LOOKED_AT]:
        if piece.relevance is None or best.relevance is None:
            continue
        mine = of_each.setdefault(piece.row.document_id, [])
        behind = (mine[0].relevance or 0.0) - piece.relevance if mine else best.relevance - piece.relevance
        limit = _BEHIND if mine else _OTHER_BEHIND
        if behind <= limit and len(mine) < _MOST_OF_A_SIDE and not _among(piece, mine):
            mine.append(piece)
    sides = [mine for mine in of_each.values() if mine][:_MOST_DOCUMENTS]
    if len(sides) < 2:
        return None
    sides.sort(key=lambda mine: (mine[0].row.published_at or "", mine[0].row.title))
    ordered = [sorted(mine, key=lambda piece: piece.start) for mine in sides]
    raised = dataclasses.replace(whole, confidence=max(whole.confidence, asked.threshold))
    return Prepared(
        raised,
        tuple(piece for mine in ordered for piece in mine),
        tuple(_name(piece) for mine in ordered for piece in mine),
        conflicts=_apart(investigator.conflicts(whole), [piece for mine in ordered for piece in mine]),
    )


def _apart(conflicts: Sequence[EvidenceConflict], shown: Sequence[Evidence]) -> tuple[EvidenceConflict, ...]:
    """Return the conflicts that the sides do not show already."""
    places = {(piece.row.id, piece.start) for piece in shown}
    return tuple(each for each in conflicts if not all((side.row.id, side.start) in places for side in each.sides))


def _name(piece: Evidence) -> str:
    day = (piece.row.published_at or "")[:10]
    return f"{piece.row.title}, {day}" if day else piece.row.title


def _among(piece: Evidence, others: Sequence[Evidence]) -> bool:
    return any(_overlap(piece, other) for other in others)


def _overlap(piece: Evidence, other: Evidence) -> bool:
    same = piece.row.document_id == other.row.document_id
    return same and piece.quoted_from < other.end and other.quoted_from < piece.end
