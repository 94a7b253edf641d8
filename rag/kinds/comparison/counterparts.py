"""Sentences that say the same of two things, with other figures: what one side is told of, the other is too."""

from collections.abc import Mapping, Sequence

import numpy as np

from index.encoding.encoder import FloatArray, unit_rows
from index.encoding.token_vectors import from_bytes
from index.store import Index
from rag.english.quantities import QuantityKind, quantities
from rag.evidence.doubts.values import differing_values
from rag.evidence.sentences import Evidence, quotes

__all__ = ["pairs_alike", "pairs_that_differ", "said_of_both"]

_MOST = 60
"""Sentences of each side that are compared: the first of a document's, as they answer."""

_KINDS = tuple(QuantityKind)

_LEAST_ALIKE = 0.6
"""Cosine from which two sentences speak of the same."""


def pairs_alike(index: Index, one: Sequence[Evidence], other: Sequence[Evidence]) -> list[tuple[Evidence, Evidence]]:
    """Return the pairs of sentences of two sides that are alike but for their figures, as ``pairs_that_differ`` first.

    Of both sorts the most alike come first; no sentence is of two pairs.

    Args:
        index: within one snapshot.
        one: sentences of a side, best first.
        other: sentences of the other.
    """
    return _paired(index, one, other)[1]


def pairs_that_differ(
    index: Index, one: Sequence[Evidence], other: Sequence[Evidence]
) -> list[tuple[Evidence, Evidence]]:
    """Return the pairs that are alike and give different values of one kind and unit: 12 boats, and 31 boats.

    Arguments as of ``pairs_alike``.
    """
    return _paired(index, one, other)[0]


def _paired(
    index: Index, one: Sequence[Evidence], other: Sequence[Evidence]
) -> tuple[list[tuple[Evidence, Evidence]], list[tuple[Evidence, Evidence]]]:
    """Return the pairs that give different values of one kind and unit, and with those all that have other figures."""
    ours, theirs = _with_figures(index, one), _with_figures(index, other)
    if not ours or not theirs:
        return [], []
    alike = _vectors([piece for piece, _ in ours]) @ _vectors([piece for piece, _ in theirs]).T
    near = [divmod(int(place), len(theirs)) for place in np.argsort(-alike, axis=None, kind="stable")]
    near = [(row, column) for row, column in near if alike[row, column] >= _LEAST_ALIKE]
    words = [quotes(index, [piece for piece, _ in side]) for side in (ours, theirs)]
    differing = [(row, column) for row, column in near if differing_values(words[0][row], words[1][column], _KINDS)]
    others = [(row, column) for row, column in near if ours[row][1] != theirs[column][1]]
    found: list[tuple[Evidence, Evidence]] = []
    counts = []
    for places in (differing, others):
        for row, column in places:
            mine, their = ours[row][0], theirs[column][0]
            if not any(mine is a or their is b for a, b in found):
                found.append((mine, their))
        counts.append(len(found))
    return found[: counts[0]], found


def said_of_both(
    one: Sequence[Evidence], other: Sequence[Evidence], asked: Mapping[tuple[int, int], float]
) -> tuple[Evidence, Evidence] | None:
    """Return a sentence of each of two sides that say the same of both, with whatever figures; None where none do.

    Of several such pairs it is the one that is most alike, where it has most of what is asked too: profits and not
    incomes; else nobody knows which is meant. Where each side has one sentence alone, nobody need choose.

    Args:
        one: sentences of a side.
        other: sentences of the other.
        asked: how much each has of what is asked, by its chunk's id and where it starts; 0 where it is missing.
    """
    if len(one) == len(other) == 1:
        return one[0], other[0]
    ours, theirs = ([piece for piece in side if piece.row.tokens] for side in (one, other))
    if not ours or not theirs:
        return None
    alike = _vectors(ours) @ _vectors(theirs).T
    mine, their = (np.array([asked.get((p.row.id, p.start), 0.0) for p in side]) for side in (ours, theirs))
    asked_for = np.where(alike >= _LEAST_ALIKE, mine[:, None] + their[None, :], -np.inf)
    place = int(asked_for.argmax())
    row, column = divmod(place, len(theirs))
    is_meant = place == int(alike.argmax()) and np.isfinite(asked_for[row, column])
    return (ours[row], theirs[column]) if is_meant else None


def _with_figures(index: Index, pieces: Sequence[Evidence]) -> list[tuple[Evidence, frozenset[tuple[float, ...]]]]:
    some = [piece for piece in pieces if piece.row.tokens][:_MOST]
    figures = map(_figures, quotes(index, some))
    return [(piece, each) for piece, each in zip(some, figures, strict=True) if each]


def _figures(text: str) -> frozenset[tuple[float, ...]]:
    return frozenset(quantity.value for quantity in quantities(text))


def _vectors(pieces: Sequence[Evidence]) -> FloatArray:
    """Return the mean of the stored token vectors of each piece, (pieces, token_dim), of unit norm or zero."""
    stored = {piece.row.id: from_bytes(piece.row.tokens) for piece in pieces}
    means = []
    for piece in pieces:
        vectors = stored[piece.row.id]
        places = vectors.spans[:, 0].astype(np.int64) + piece.row.start
        first, last = np.searchsorted(places, (piece.start, piece.end))
        rows = vectors.rows
        means.append(rows[first:last].mean(axis=0) if first < last else np.zeros(rows.shape[1], np.float32))
    return unit_rows(np.array(means))
