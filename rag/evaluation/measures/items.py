"""How well a list's items are those that were wanted: alike, or overlapping (MultiSpanQA; Li et al. 2022)."""

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["ItemCounts", "alike", "f1", "overlapping"]

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """What one question adds to precision and recall; of items that overlap, each counts by its share.

    Attributes:
        given_right: of the items given, how much is wanted.
        given: how many were given; 1 where none was.
        wanted_met: of the items wanted, how much was given.
        wanted: how many are wanted; 1 where none is.
    """

    given_right: float
    given: int
    wanted_met: float
    wanted: int


def alike(given: Iterable[str], wanted: Iterable[str]) -> ItemCounts:
    """Count the items that are the same words, whatever their case, punctuation and English articles."""
    some, gold = _plain(given), _plain(wanted)
    both = len(set(some) & set(gold))
    return ItemCounts(both, max(len(some), 1), both, max(len(gold), 1))


def overlapping(given: Iterable[str], wanted: Iterable[str]) -> ItemCounts:
    """Count each item by the longest run of characters that it has in common with one of the other side.

    An item given counts by the share of it that such a run is, and so does an item wanted.
    """
    some, gold = _plain(given), _plain(wanted)
    if not (some and gold):
        neither = float(not some and not gold)
        return ItemCounts(neither, max(len(some), 1), neither, max(len(gold), 1))
    runs = [[_longest_run(theirs, ours) for ours in some] for theirs in gold]
    right = sum(max(row[place] for row in runs) / len(ours) for place, ours in enumerate(some))
    met = sum(max(row) / len(theirs) for row, theirs in zip(runs, gold, strict=True))
    return ItemCounts(right, len(some), met, len(gold))


def f1(counts: Sequence[ItemCounts]) -> float:
    """Return the harmonic mean of precision and recall over the items of all questions together, 0 to 1."""
    precision = sum(each.given_right for each in counts) / sum(each.given for each in counts)
    recall = sum(each.wanted_met for each in counts) / sum(each.wanted for each in counts)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _longest_run(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other).find_longest_match().size


def _plain(items: Iterable[str]) -> list[str]:
    """Return the items as SQuAD compares answers, each once; what is nothing but punctuation is no item."""
    bare = (_ARTICLES.sub(" ", item.lower().translate(_NO_PUNCTUATION)) for item in items)
    return [item for item in dict.fromkeys(" ".join(each.split()) for each in bare) if item]
