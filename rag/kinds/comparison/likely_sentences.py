"""Which sentences a comparison needs: a regression on what a reader makes of them, for the whole and for each side."""

from collections.abc import Sequence

from rag.evidence.sentences import Evidence
from rag.kinds.likelihood import by_likelihood

__all__ = ["FEATURES", "likely_sentences", "sentence_features"]

FEATURES = ("behind", "best", "behind_side", "beside_best", "maxsim")
"""In the order of the weights; each is explained in ``sentence_features``."""

_WEIGHTS = (-0.530, 0.148, -0.074, 0.780, 13.300)
_INTERCEPT = -9.907
"""As ``rag.training.kinds.fit_comparisons`` fits them to every second comparison of bench/natural (121 questions)."""

_LEAST = 0.08
"""Probability from which a sentence is taken: of the comparisons of bench/natural that were not fitted to, 77 of 124
are whole then, and 0.34 of what is cited answers; at 0.12 71 and 0.36, at 0.06 81 and 0.33. With the first four for the
whole, one a side and a counterpart with other figures it was 78 and 0.32."""

_IN_ANY_CASE = 2
"""Sentences without which nothing is compared."""

_OF_WHOLE, _OF_SIDE = 8, 6
"""Sentences that are looked at: the first for the whole, and for each side."""

_FAR, _FAR_SIDE = 12.0, 8.0
"""How far behind is what was not read for the whole, or for no side."""

_BESIDE = 3
"""Characters between two sentences that follow one another."""

Values = tuple[float, ...]
_Place = tuple[int, int]


def sentence_features(whole: Sequence[Evidence], ranked: Sequence[Sequence[Evidence]]) -> list[tuple[Evidence, Values]]:
    """Return what may be needed with its features, in the order of ``FEATURES``.

    How far its logit is behind the best for the whole; the best; how far behind it is for the side that it is nearest
    to the best of; whether it stands right beside the best; its weighted MaxSim. A distance is 0 or more.

    Args:
        whole: what was found for the question as a whole, best first.
        ranked: what was read of each side, best first.
    """
    read = [(piece, piece.relevance) for piece in whole if piece.relevance is not None]
    if not read:
        return []
    top, best = max(read, key=lambda pair: pair[1])
    of_whole = {_place(piece): (piece, best - relevance) for piece, relevance in read}
    of_side: dict[_Place, float] = {}
    pieces = {_place(piece): piece for piece, _ in read[:_OF_WHOLE]}
    for side in ranked:
        for piece in side[:_OF_SIDE]:
            behind = (side[0].relevance or 0.0) - (piece.relevance or 0.0)
            of_side[_place(piece)] = min(of_side.get(_place(piece), _FAR_SIDE), behind)
            pieces.setdefault(_place(piece), of_whole.get(_place(piece), (piece, 0.0))[0])
    return [
        (
            piece,
            (
                min(of_whole[place][1], _FAR) if place in of_whole else _FAR,
                best,
                of_side.get(place, _FAR_SIDE),
                float(_is_beside(piece, top)),
                piece.maxsim,
            ),
        )
        for place, piece in pieces.items()
    ]


def likely_sentences(whole: Sequence[Evidence], ranked: Sequence[Sequence[Evidence]], most: int) -> list[Evidence]:
    """Return the sentences that are likely needed, the likeliest first, two in any case; arguments as above.

    Args:
        whole: what was found for the question as a whole, best first.
        ranked: what was read of each side, best first.
        most: how many, at most.
    """
    likely = by_likelihood(sentence_features(whole, ranked), _WEIGHTS, _INTERCEPT)
    return [piece for place, (chance, piece) in enumerate(likely[:most]) if chance >= _LEAST or place < _IN_ANY_CASE]


def _place(piece: Evidence) -> _Place:
    return piece.row.id, piece.start


def _is_beside(piece: Evidence, top: Evidence) -> bool:
    if piece is top or piece.row.document_id != top.row.document_id:
        return False
    return min(abs(piece.start - top.end), abs(top.start - piece.end)) <= _BESIDE
