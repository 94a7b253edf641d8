"""Passages that say the same in the same words: the best stands for all of them."""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from index.search.lexical import analyse
from index.storage.records import ChunkRow
from rag.retrieval.candidates import Candidate

__all__ = ["fold"]

_LOOKED_AT = 30
"""Passages further down are shown to nobody, and no evidence is taken from them."""

_SHINGLE = 3
_SAME_WORDS = 0.8
"""The share of shingles, three words in a row, that both have in common (resemblance: Broder 1997, section 2)."""

_SAME_TITLE = 0.5
_NEAR = 0.1
"""Words of the question meet both passages about equally, within this cosine, or their texts are not compared."""


def fold(candidates: Sequence[Candidate], text_of: Callable[[ChunkRow], str]) -> list[Candidate]:
    """Return the candidates without those that repeat a better one, which has them as its ``copies``.

    A copy has nearly the same words, the very same numbers and much the same title: a form that was filled in anew, or
    a report with a corrected figure, is not a copy.

    Args:
        candidates: best first.
        text_of: returns a chunk's text.
    """
    kept: list[Candidate] = []
    shapes: dict[int, _Shape] = {}

    def shape(row: ChunkRow) -> "_Shape":
        if row.id not in shapes:
            shapes[row.id] = _Shape.of(row, text_of(row))
        return shapes[row.id]

    for candidate in candidates[:_LOOKED_AT]:
        alike = (place for place, other in enumerate(kept) if _met_alike(candidate, other))
        same = next((p for p in alike if shape(kept[p].row).repeats(shape(candidate.row))), None)
        if same is None:
            kept.append(candidate)
        else:
            kept[same] = dataclasses.replace(kept[same], copies=(*kept[same].copies, candidate.row))
    return kept + list(candidates[_LOOKED_AT:])


def _met_alike(one: Candidate, other: Candidate) -> bool:
    return bool(np.abs(one.best - other.best).max() <= _NEAR)


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    title: frozenset[str]
    shingles: frozenset[tuple[str, ...]]
    numbers: frozenset[str]

    @classmethod
    def of(cls, row: ChunkRow, text: str) -> "_Shape":
        words = analyse(text, row.language)
        title = frozenset(analyse(f"{row.title} {row.heading}", row.language))
        shingles = frozenset(tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))
        numbers = frozenset(word for word in words if any(character.isdigit() for character in word))
        return cls(title, shingles, numbers)

    def repeats(self, other: "_Shape") -> bool:
        """Tell whether both say the same."""
        return (
            self.numbers == other.numbers
            and _resemblance(self.shingles, other.shingles) >= _SAME_WORDS
            and _resemblance(self.title, other.title) >= _SAME_TITLE
        )


def _resemblance(one: frozenset[object], other: frozenset[object]) -> float:
    together = one | other
    return len(one & other) / len(together) if together else 1.0
