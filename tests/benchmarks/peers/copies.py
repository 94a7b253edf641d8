"""Passages without end: copies of real ones, with words exchanged and the vector turned a little.

A copy of a passage has some of its words exchanged for others of the same length that the corpus has as often as it has
them. Sentences begin and end where they did, so that an index that keeps such places can be given the copy, too.
"""

import collections
import random
import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from tests.benchmarks.peers.systems.system import FloatArray, Passage, place_of

__all__ = ["TURNED", "WordExchange", "copied", "origins", "turned"]

EXCHANGED = 0.3
"""Share of the words of a copy that are others."""

TURNED = 0.35
"""Length of what is added to a vector of length 1, about at right angles to it."""

WORD = re.compile(r"[^\W\d_]{3,}")
_POOL = 20_000


class WordExchange:
    """Exchanges some words of a text for others of the same length.

    Args:
        texts: whose words are taken, each as often as it occurs in them.
        seed: the same gives the same copies.
    """

    def __init__(self, texts: Iterable[str], seed: int = 7) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - nothing is to be kept secret
        counted = collections.Counter(word for text in texts for word in WORD.findall(text))
        by_length: dict[int, list[str]] = collections.defaultdict(list)
        for word in counted:
            by_length[len(word)].append(word)
        self._pools = {
            length: self._chance.choices(words, [counted[word] for word in words], k=_POOL)
            for length, words in by_length.items()
        }

    def __call__(self, text: str) -> str:
        """Return a copy, as long as the text."""
        return WORD.sub(self._other, text)

    def _other(self, word: re.Match[str]) -> str:
        pool = self._pools.get(len(word[0]))
        return self._chance.choice(pool) if pool and self._chance.random() < EXCHANGED else word[0]


def origins(count: int, originals: int, seed: int = 7) -> list[int]:
    """Return which original each of so many passages is made of; the first are the originals themselves."""
    chance = random.Random(seed)  # noqa: S311 - nothing is to be kept secret
    return [place if place < originals else chance.randrange(originals) for place in range(count)]


def copied(originals: Sequence[Passage], made_of: Sequence[int], seed: int = 7) -> Iterator[Passage]:
    """Yield the originals, and then a copy of each that is named."""
    exchange = WordExchange((passage.text for passage in originals), seed)
    for number, place in enumerate(made_of):
        original = originals[place]
        if number < len(originals):
            yield original
            continue
        document, start, end = place_of(original.id)
        identity = f"copy-{number}-of-{document}|{start}|{end}"
        yield Passage(identity, original.title, exchange(original.text))


def turned(vectors: FloatArray, made_of: Sequence[int], seed: int = 7) -> FloatArray:
    """Return a vector a passage: an original's own, and a copy's turned away from it, of unit norm."""
    numbers = np.random.default_rng(seed)
    found: FloatArray = vectors[np.asarray(made_of)]
    copies = found[len(vectors) :]
    for first in range(0, len(copies), _POOL):
        some = copies[first : first + _POOL]
        some += TURNED * numbers.normal(size=some.shape).astype(np.float32) / np.sqrt(some.shape[1])
        some /= np.linalg.norm(some, axis=1, keepdims=True)
    return found
