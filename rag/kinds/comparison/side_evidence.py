"""The best sentences of each side of a comparison: a quota a side, whatever the others have."""

import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from index.store import Index
from rag.evidence.sentences import Evidence, quotes
from rag.evidence.support import overlaps
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.kinds.comparison.asked.named_sides import SideAsked
from rag.kinds.comparison.likely_sentences import likely_sentences

__all__ = [
    "LOOKED_AT",
    "MOST_SHOWN",
    "SideFound",
    "best_apart",
    "given_out",
    "in_order",
    "of_sides",
    "ranked_sides",
    "told_together",
]

LOOKED_AT = 12
_BEHIND = 1.0
"""How far behind the best logit of its side a second sentence may be."""

_MENTIONED = 2.0
_TITLED = 3.0
"""What is added to a sentence's logit that has its side's words, and to one below a title or heading with them: the
reader sees one half of a question, and takes a sentence on the other side for its answer."""

_NAMED_ABOVE = 0.5
"""The share of a side's words in the lines above a sentence from which they name the side."""

_ENOUGH = 1.0
"""What is added where a sentence has half of its side's words, or the lines above it a third."""

_SURE = 0.5
"""The logit of a sentence on all sides from which it stands alone."""

_AHEAD = 0.5
"""How much counts by how much a sentence answers for one side better than for another."""

_TRIED = 4
"""Sentences of each side that may be its first, where the best is another side's."""

_NOTHING = -100.0
"""What a side that goes without counts beside logits of -12 to 12: none does that need not."""

_MOST_OF_ONE_SIDE = 1
MOST_SHOWN = 6
"""Sentences: a reader compares what fits on a screen."""


@dataclass(frozen=True, slots=True, eq=False)
class SideFound:
    """A side with what there is for it.

    Attributes:
        name: what its evidence stands under; may be empty.
        evidence: in reading order.
        is_met: it has a name that its evidence, or a line above, has too.
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
    parts, ranked = ranked_sides(query, sides, whole, investigator)
    shared = [pieces[0] if pieces else None for pieces in _shared_out(ranked)]
    likely = likely_sentences(whole.evidence, ranked, MOST_SHOWN)
    given = given_out(ranked, shared, [*_elsewhere(shared, likely), *likely])
    found = [
        SideFound(side.name, in_order(pieces), is_met=side.is_named and _about(side, first, investigator) >= _ENOUGH)
        for side, first, pieces in zip(sides, shared, given, strict=True)
        if first
    ]
    return parts, found


def told_together(sides: Sequence[SideAsked], whole: Investigation, index: Index) -> Evidence | None:
    """Return the best sentence, where it has the words of all sides and surely answers; else None.

    It stands for all of them then: what else was looked up for one side is of less use.

    Args:
        sides: of the question.
        whole: what was found for it as it is.
        index: within one snapshot.
    """
    if len(sides) < 2 or any(side.is_clause for side in sides) or not whole.evidence:
        return None
    best = whole.evidence[0]
    said = set(analyse(quotes(index, [best])[0]))
    is_sure = best.relevance is not None and best.relevance >= _SURE
    return best if is_sure and all(side.terms <= said for side in sides) else None


def ranked_sides(
    query: Query, sides: Sequence[SideAsked], whole: Investigation, investigator: Investigator
) -> tuple[list[Investigation], list[list[Evidence]]]:
    """Return what was looked up for the sides that a question names, and what was read for each, best first.

    Arguments as of ``of_sides``.
    """
    parts = [investigator.investigate(query.reworded(side.question)) for side in sides]
    ranked = []
    for place, (side, part) in enumerate(zip(sides, parts, strict=True)):
        others = [other for number, other in enumerate(parts) if number != place]
        # What answers another side's question better is that side's, wherever words do not tell.
        rivals = {
            (p.row.id, p.start): p.relevance for other in others for p in other.evidence if p.relevance is not None
        }
        ranked.append(_ranked(side, part.evidence[:LOOKED_AT], whole.evidence[:LOOKED_AT], rivals, investigator))
    return parts, ranked


def _elsewhere(shared: Sequence[Evidence | None], likely: Sequence[Evidence]) -> list[Evidence]:
    """Return the best of the sides that stands in another document than what is likeliest: there nothing else tells."""
    return [each for each in shared if each and likely and each.row.document_id != likely[0].row.document_id]


def given_out(
    ranked: Sequence[Sequence[Evidence]], shared: Sequence[Evidence | None], pieces: Sequence[Evidence]
) -> list[list[Evidence]]:
    """Return which sentences each side has: its best, where it is among them, and those likeliest of it.

    What is none of any side's is left out, and what overlaps with one before. Where there are more than an answer
    shows, the last are left out, of whichever side.

    Args:
        ranked: what was read for each side, best first.
        shared: the best of each side; None of one that has nothing.
        pieces: to be given out, the likeliest first.
    """
    given: list[list[Evidence]] = [[] for _ in ranked]
    for piece in pieces:
        if sum(map(len, given)) == MOST_SHOWN:
            break
        if any(overlaps(piece, piece.start, other) for other in itertools.chain(*given)):
            continue
        worth = [_worth_of(piece, some) if first else _NOTHING for some, first in zip(ranked, shared, strict=True)]
        of = next((n for n, first in enumerate(shared) if first and _is_same(first, piece)), worth.index(max(worth)))
        if worth[of] > _NOTHING:
            given[of].append(piece)
    return given


def _is_same(one: Evidence, other: Evidence) -> bool:
    return (one.row.id, one.start) == (other.row.id, other.start)


def _worth_of(piece: Evidence, ranked: Sequence[Evidence]) -> float:
    """Return what a sentence is worth to a side; ``_NOTHING`` where it is none of that side's."""
    same = (each for each in ranked if _is_same(each, piece))
    return next((each.relevance or 0.0 for each in same), _NOTHING)


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
        chosen.append(best_apart(from_first, taken, _MOST_OF_ONE_SIDE))
    return chosen


def _is_apart(way: Sequence[Evidence | None]) -> bool:
    pairs = itertools.combinations([piece for piece in way if piece], 2)
    return not any(overlaps(one, one.start, other) for one, other in pairs)


def _worth(piece: Evidence | None) -> float:
    return _NOTHING if piece is None else piece.relevance or 0.0


def _ranked(
    side: SideAsked,
    own: Sequence[Evidence],
    whole: Sequence[Evidence],
    rivals: Mapping[tuple[int, int], float],
    investigator: Investigator,
) -> list[Evidence]:
    """Return what was read for a side and for the whole question, that which answers for the side first.

    Of a thing with a proper name only passages count that have a word of it. A sentence has the larger of its logits,
    raised where it is about the side, and where it answers for it better than for others.
    """
    of_whole = {(p.row.id, p.start): p.relevance for p in whole if p.relevance is not None and not side.is_clause}
    best: dict[tuple[int, int], Evidence] = {}
    for piece in (*own, *whole):
        place = piece.row.id, piece.start
        if piece.relevance is None or place in best:
            continue
        if side.is_named and not _has(side, investigator.index.chunks.headed_text(piece.row)):
            continue
        ahead = piece.relevance - rivals.get(place, piece.relevance)
        about = _about(side, piece, investigator)
        relevance = max(piece.relevance, of_whole.get(place, piece.relevance))
        best[place] = dataclasses.replace(piece, relevance=relevance + _AHEAD * ahead + about)
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


def best_apart(ranked: Sequence[Evidence], taken: Sequence[Evidence], most: int) -> list[Evidence]:
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


def in_order(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return pieces by document, then as they stand in it."""
    order = {piece.row.document_id: place for place, piece in reversed(list(enumerate(pieces)))}
    return tuple(sorted(pieces, key=lambda piece: (order[piece.row.document_id], piece.start)))
