"""What can be seen of a sentence beside the words that it cites that tells whether they support it."""

import itertools
from collections.abc import Container, Mapping, Sequence

import numpy as np

from index.encoding.encoder import FloatArray
from rag.english.words import Role, Word

__all__ = ["SUPPORT_FEATURES", "support_features"]

SUPPORT_FEATURES = (
    "alignment",
    "repeated",
    "weakest",
    "weakest_new",
    "new_words",
    "asked_only",
    "longest_unsupported",
    "worst_clause",
    "order_kept",
    "opens_unknown",
)
"""In the order of the model's coefficients; each is explained in ``support_features``."""

_WEIGHTS = {Role.FUNCTION: 0.1, Role.CONTENT: 1.0, Role.NAME: 1.5, Role.NUMBER: 1.5}
_SUPPORTED = 0.62
_FEWEST = 2


def support_features(
    ours: Sequence[Word], known: Container[str], asked: Container[str], cosines: FloatArray, places: Mapping[int, int]
) -> tuple[float, ...]:
    """Return the features of a sentence and what it cites, in the order of ``SUPPORT_FEATURES``.

    The weighted mean over its words of the best cosine in the cited texts; the share of its telling words that the
    cited texts repeat; the least support of such a word, and of one that the question does not have either (a repeated
    word has 1, another its best cosine); the share of words that neither has; the share that only the question has; the
    longest run of telling words without support, in words over four; the mean support of the clause that has least; how
    many pairs of neighbours the cited words have in the same order, near each other; and whether an unknown word opens
    it.

    Args:
        ours: the sentence's words.
        known: terms of the cited texts.
        asked: terms of the question.
        cosines: (words, texts).
        places: which cited word each word of the sentence repeats.
    """
    best = np.clip(cosines.max(axis=1), 0.0, 1.0)
    weights = np.array([_WEIGHTS[word.role] for word in ours])
    telling = [place for place, word in enumerate(ours) if word.tells] or list(range(len(ours)))
    support = np.array([1.0 if _is_known(word, known) else best[place] for place, word in enumerate(ours)])
    new = [place for place in telling if ours[place].term not in asked]
    count = len(telling)
    unknown = [place for place in telling if not _is_known(ours[place], known)]
    return (
        float((best * weights).sum() / weights.sum()),
        1.0 - len(unknown) / count,
        float(support[telling].min()),
        float(support[new].min()) if new else 1.0,
        sum(ours[place].term not in asked for place in unknown) / count,
        sum(ours[place].term in asked for place in unknown) / count,
        _longest_run(support, telling) / 4,
        _worst_clause(ours, support, telling),
        _order_kept(places, telling),
        float(bool(telling) and telling[0] in unknown and ours[telling[0]].opens),
    )


def _is_known(word: Word, known: Container[str]) -> bool:
    """Tell whether the cited texts have a word; that they have its numbers, in whatever form, is a rule of its own."""
    return word.role is Role.NUMBER or word.term in known


def _longest_run(support: np.ndarray, telling: Sequence[int]) -> int:
    longest = run = 0
    for place in telling:
        run = run + 1 if support[place] < _SUPPORTED else 0
        longest = max(longest, run)
    return longest


def _worst_clause(ours: Sequence[Word], support: np.ndarray, telling: Sequence[int]) -> float:
    clauses: dict[int, list[float]] = {}
    for place in telling:
        clauses.setdefault(ours[place].clause, []).append(float(support[place]))
    means = [sum(values) / len(values) for values in clauses.values() if len(values) >= _FEWEST]
    return min(means, default=float(support[telling].mean()))


def _order_kept(places: Mapping[int, int], telling: Sequence[int]) -> float:
    found = [places[place] for place in telling if place in places]
    pairs = list(itertools.pairwise(found))
    return sum(0 < after - before <= 6 for before, after in pairs) / len(pairs) if pairs else 0.0
