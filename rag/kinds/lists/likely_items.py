"""Which sentences are items of what a list question asks for, by a regression on what a reader makes of them."""

from collections import defaultdict
from collections.abc import Sequence

from index.store import Index
from index.text.lines import LIST_ITEM
from rag.evidence.sentences import Evidence
from rag.evidence.support import overlaps
from rag.kinds.likelihood import by_likelihood

__all__ = ["FEATURES", "item_features", "likely_items", "share_of_likely"]

FEATURES = ("behind", "best", "is_list_item", "beside", "maxsim")
"""In the order of the weights; each is explained in ``item_features``."""

_WEIGHTS = (0.616, 0.284, 1.372, 0.120, 3.636)
_INTERCEPT = -2.980
"""As ``rag.training.kinds.fit_items`` fits them to bench/natural (423 questions for lists, 49,297 sentences)."""

_LEAST = 0.1
"""Probability from which a sentence is taken: 0.42 of all lists are whole then, cross-validated, and 0.41 of what is
cited answers; at 0.15 0.38 and 0.47, at 0.08 0.43 and 0.37 (those that are answered of 423; 0.27 before)."""

_ALONE = -5.0
"""What stands beside a sentence that has no other beside it."""

_OF_DOCUMENT = 0.3
"""What share of the likeliest document's probabilities, taken together, another's must have: a list is seldom
scattered, and what another document says a little of is about something else. Of what is cited for the questions for
lists of bench/natural (every other one) 0.417 is wanted then, 0.412 without, and as much is found."""


def item_features(index: Index, evidence: Sequence[Evidence]) -> list[tuple[Evidence, tuple[float, ...]]]:
    """Return what was read of some evidence with its features, in the order of ``FEATURES``.

    How far its logit is behind the best, which is 0 or less; the best; whether it is an item of a list; how far the
    better of its two neighbours in its chunk is behind; its weighted MaxSim.
    """
    read = [(piece, piece.relevance) for piece in evidence if piece.relevance is not None and piece.row.tokens]
    best = max((relevance for _, relevance in read), default=0.0)
    of_chunk: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for piece, relevance in read:
        of_chunk[piece.row.id][piece.start] = relevance
    found: list[tuple[Evidence, tuple[float, ...]]] = []
    for piece, relevance in read:
        starts = [start for start, _ in piece.row.sentences if start in of_chunk[piece.row.id]]
        place = starts.index(piece.start)
        beside = [
            of_chunk[piece.row.id][start]
            for start in (*starts[max(place - 1, 0) : place], *starts[place + 1 : place + 2])
        ]
        is_item = bool(LIST_ITEM.match(index.chunks.text(piece.row), piece.start - piece.row.start))
        values = (relevance - best, best, float(is_item), max(beside) - best if beside else _ALONE, piece.maxsim)
        found.append((piece, values))
    return found


def likely_items(index: Index, evidence: Sequence[Evidence], most: int) -> list[Evidence]:
    """Return the sentences that are likely items, the likeliest first, of the documents that have most of them.

    Args:
        index: within one snapshot.
        evidence: of a question that asks for several things.
        most: how many, at most.
    """
    likely = _ranked(index, evidence)[:most]
    of_document: defaultdict[str, float] = defaultdict(float)
    for chance, piece in likely:
        of_document[piece.row.document_id] += chance
    least = _OF_DOCUMENT * max(of_document.values(), default=0.0)
    return [piece for _, piece in likely if of_document[piece.row.document_id] >= least]


def share_of_likely(index: Index, evidence: Sequence[Evidence], items: Sequence[Evidence], most: int) -> float:
    """Return how much of what is likely stands in the sentences of some items, 0 to 1.

    It is little where the items are scattered over other sentences too; 1 where nothing is likely.

    Args:
        index: within one snapshot.
        evidence: of a question that asks for several things.
        items: words of its sentences.
        most: how many likely sentences are counted.
    """
    likely = _ranked(index, evidence)[:most]
    inside = [chance for chance, piece in likely if any(overlaps(item, item.start, piece) for item in items)]
    return sum(inside) / sum(chance for chance, _ in likely) if likely else 1.0


def _ranked(index: Index, evidence: Sequence[Evidence]) -> list[tuple[float, Evidence]]:
    """Return the sentences that are likely items with their probabilities, the likeliest first."""
    likely = by_likelihood(item_features(index, evidence), _WEIGHTS, _INTERCEPT)
    return [(chance, piece) for chance, piece in likely if chance >= _LEAST]
