"""No two sentences of an answer overlap, and none says again what another said."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from rag.evidence.sentences import Evidence
from rag.evidence.support import overlaps

__all__ = ["without_repetition"]

_SAID = 0.9
"""A sentence of whose words another has so many says nothing new."""

_WORD = re.compile(r"[^\W_]+")


def without_repetition(evidence: Sequence[Evidence], words_of: Callable[[Evidence], str]) -> list[Evidence]:
    """Return evidence without what overlaps with, or repeats, what came before it; of figures not one may be lost.

    Args:
        evidence: what matters most first.
        words_of: gives what a piece quotes.
    """
    kept: list[tuple[Evidence, Counter[str]]] = []
    for piece in evidence:
        words = Counter(_WORD.findall(words_of(piece).casefold()))
        if any(overlaps(piece, piece.start, other) or _is_said(words, before) for other, before in kept):
            continue
        kept.append((piece, words))
    return [piece for piece, _ in kept]


def _is_said(words: Counter[str], before: Counter[str]) -> bool:
    missing = words - before
    if any(character.isdigit() for word in missing for character in word):
        return False
    return words.total() - missing.total() >= _SAID * words.total()
