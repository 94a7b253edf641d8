"""The best sentences of each side of a comparison: a quota a side, whatever the others have."""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.search.lexical import analyse
from rag.evidence.sentences import Evidence, quotes
from rag.evidence.support import overlaps
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.answer_kind import dated_title
from rag.kinds.comparison.sides import SideAsked
from rag.reading.cross_encoder import QUESTION_READ

__all__ = ["SideFound", "of_documents", "of_sides"]

_LOOKED_AT = 12
_DOCUMENTS = 4
"""How many documents are looked into for a comparison that names no sides."""

_BEHIND = 1.0
"""How far behind the best logit of its side a second sentence may be."""

_BEHIND_DOCUMENTS = 4.0
"""How far behind the best logit of all documents the best of one may be."""

_MENTIONED = 2.0
_TITLED = 3.0
"""What is added to a sentence's logit that has its side's words, and to one below a title or heading with them: the
reader sees one half of a question, and takes a sentence on the other side for its answer."""

_NAMED_ABOVE = 0.5
"""The share of a side's words in the lines above a sentence from which they name the side."""

_ENOUGH = 1.0
"""What is added where a sentence has half of its side's words, or the lines above it a third."""

_AHEAD = 0.5
"""How much counts by how much a sentence answers for one side better than for another."""

_TRIED = 4
"""Sentences of each side that may be its first, where the best is another side's."""

_NOTHING = -100.0
"""What a side that goes without counts beside logits of -12 to 12: none does that need not."""

_MOST_OF_ONE = 2
_MOST_OF_ALL = 3


@dataclass(frozen=True, slots=True, eq=False)
class SideFound:
    """A side with what there is for it.

    Attributes:
        name: what its evidence stands under; may be empty.
        evidence: in reading order.
        is_met: the sentence, or a line above it, has the words that the question has for the side.
    """

    name: str
    evidence: tuple[Evidence, ...]
    is_met: bool = False


def of_sides(
    query: Query, sides: Sequence[SideAsked], whole: Investigation, investigator: Investigator
) -> tuple[list[Investigation], list[SideFound]]:
    """Return what was looked up for the sides that a question names, and those of them for which there is something.

    Args:
        query: as asked.
        sides: of its question.
        whole: what was found for it as it is.
        investigator: within one snapshot of its index.
    """
    parts = [investigator.investigate(query.reworded(side.question)) for side in sides]
    ranked = []
    for place, (side, part) in enumerate(zip(sides, parts, strict=True)):
        others = [other for number, other in enumerate(parts) if number != place]
        # What answers another side's question better is that side's, wherever words do not tell.
        rivals = {
            (p.row.id, p.start): p.relevance for other in others for p in other.evidence if p.relevance is not None
        }
        everything = [*part.evidence[:_LOOKED_AT], *whole.evidence[:_LOOKED_AT]]
        ranked.append(_ranked(side, everything, rivals, investigator))
    found: list[SideFound] = []
    for side, chosen in zip(sides, _shared_out(ranked), strict=True):
        if chosen:
            met = not side.is_clause and _about(side, chosen[0], investigator) >= _ENOUGH
            found.append(SideFound(side.name, _in_order(chosen), met))
    return parts, found


def _shared_out(ranked: Sequence[Sequence[Evidence]]) -> list[list[Evidence]]:
    """Return the best sentences of each side, none for two: shared out so that together they answer best.

    Args:
        ranked: of each side, best first.
    """
    ways = itertools.product(*([*pieces[:_TRIED], None] for pieces in ranked))
    best = max((way for way in ways if _is_apart(way)), key=lambda way: sum(map(_worth, way)))
    firsts = [piece for piece in best if piece]
    chosen: list[list[Evidence]] = []
    for pieces, first in zip(ranked, best, strict=True):
        taken = [*(piece for piece in firsts if piece is not first), *itertools.chain(*chosen)]
        from_first = pieces[pieces.index(first) :] if first else []
        chosen.append(_best(from_first, taken, _MOST_OF_ONE))
    return chosen


def _is_apart(way: Sequence[Evidence | None]) -> bool:
    pairs = itertools.combinations([piece for piece in way if piece], 2)
    return not any(overlaps(one, one.start, other) for one, other in pairs)


def _worth(piece: Evidence | None) -> float:
    return _NOTHING if piece is None else piece.relevance or 0.0


def _ranked(
    side: SideAsked, evidence: Iterable[Evidence], rivals: Mapping[tuple[int, int], float], investigator: Investigator
) -> list[Evidence]:
    """Return what was read of the evidence, that which answers for a side first.

    Of a thing with a proper name only passages count that have a word of it. A sentence keeps the logit of the question
    that it comes first for, raised where it is about the side, and where it answers for it better than for others.
    """
    best: dict[tuple[int, int], Evidence] = {}
    for piece in evidence:
        if piece.relevance is None:
            continue
        ahead = piece.relevance - rivals.get((piece.row.id, piece.start), piece.relevance)
        about = _about(side, piece, investigator)
        raised = dataclasses.replace(piece, relevance=piece.relevance + _AHEAD * ahead + about)
        if side.is_named and not _has(side, investigator.index.chunks.headed_text(piece.row)):
            continue
        best.setdefault((piece.row.id, piece.start), raised)
    return sorted(best.values(), key=lambda piece: -(piece.relevance or 0.0))


def _about(side: SideAsked, piece: Evidence, investigator: Investigator) -> float:
    """Return what is added to the logit of a sentence for what it and the lines above it share with a side."""
    [quote] = quotes(investigator.index, [piece]) if piece.row.start <= piece.start else [""]
    words = _share(side, quote)
    leads = _share(side, f"{piece.row.title} {piece.row.heading}")
    # All below a title that names the side is about it: what repeats the name answers no better for that.
    return _MENTIONED * (1.0 if leads >= _NAMED_ABOVE else words) + _TITLED * leads


def _share(side: SideAsked, text: str) -> float:
    return len(side.terms.intersection(analyse(text))) / len(side.terms) if side.terms else 0.0


def _has(side: SideAsked, text: str) -> bool:
    return not side.terms or not side.terms.isdisjoint(analyse(text))


def _best(ranked: Sequence[Evidence], taken: Sequence[Evidence], most: int) -> list[Evidence]:
    """Return the best sentence that no other side has, and what is about as good."""
    chosen: list[Evidence] = []
    for piece in ranked:
        if any(overlaps(piece, piece.start, other) for other in (*taken, *chosen)):
            continue
        if chosen and (chosen[0].relevance or 0.0) - (piece.relevance or 0.0) > _BEHIND:
            break
        chosen.append(piece)
        if len(chosen) == most:
            break
    return chosen


def of_documents(
    query: Query, whole: Investigation, investigator: Investigator
) -> tuple[list[Investigation], list[SideFound]]:
    """Return what was looked up in each of the first documents, and those that have something, the earlier first.

    Of a single document its sections are the sides. A question of which the reader sees a part only is looked up once.

    Args:
        query: as asked.
        whole: what was found for it.
        investigator: within one snapshot of its index.
    """
    if len(query.text) > QUESTION_READ:
        return [], []
    sources = list(dict.fromkeys(candidate.row.source for candidate in whole.found.candidates[:_LOOKED_AT]))
    parts = [_within(query, source, investigator) for source in sources[:_DOCUMENTS]]
    read = [[piece for piece in part.evidence if piece.relevance is not None] for part in parts]
    best = max((pieces[0].relevance or 0.0 for pieces in read if pieces), default=0.0)
    near = [pieces for pieces in read if pieces and best - (pieces[0].relevance or 0.0) <= _BEHIND_DOCUMENTS]
    if len(near) == 1:
        return parts, _sections(_best(near[0], [], _MOST_OF_ALL))
    near.sort(key=lambda pieces: (pieces[0].row.published_at or "", pieces[0].row.title))
    return parts, [SideFound(dated_title(pieces[0].row), _in_order(_best(pieces, [], _MOST_OF_ONE))) for pieces in near]


def _within(query: Query, source: str, investigator: Investigator) -> Investigation:
    filters = dataclasses.replace(query.filters, sources=(source,))
    return investigator.investigate(dataclasses.replace(query, filters=filters))


def _sections(chosen: Sequence[Evidence]) -> list[SideFound]:
    """Return sentences of one document under the headings that they stand below."""
    headings: dict[str, list[Evidence]] = {}
    for piece in _in_order(chosen):
        headings.setdefault(piece.row.heading.rpartition(" › ")[2], []).append(piece)
    several = len(headings) > 1
    return [SideFound(heading if several else "", tuple(pieces)) for heading, pieces in headings.items()]


def _in_order(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return pieces by document, then as they stand in it."""
    order = {piece.row.document_id: place for place, piece in reversed(list(enumerate(pieces)))}
    return tuple(sorted(pieces, key=lambda piece: (order[piece.row.document_id], piece.start)))
