"""The items that one sentence enumerates: “Anna, Ben and Carla sang” has three who sang."""

import re
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.text.lines import Span
from rag.english.word_lists import COORDINATING, SUBJECT_PRONOUNS
from rag.reading.cross_encoder import LONGEST_ANSWER, Reader

__all__ = ["enumerated"]

_AND = "|".join(sorted(COORDINATING - {"but"}))
_BETWEEN = re.compile(rf"\s*(?:[,;、，；]\s*(?:(?:{_AND})\b\s*)?|\b(?:{_AND})\b\s*)")
_COORDINATOR = re.compile(rf"\b(?:{_AND})\b")
"""What stands between two items: a comma, “and”, or both."""

_COMMA_IN_NUMBER = re.compile(r"\d,\d")
_AROUND = " \t\n.:()[]\"'“”`"
_BEHIND = 5.0
"""How far behind the likeliest answer another may be that is an item too: of items F1 is 0.45 word for word then, 0.43
at 3, 0.41 at 7 (kind_multispanqa_dev, even half, 60 questions)."""

_MOST_WORDS = 5
"""Of an item that says something without its sentence: at 8, F1 of items is 0.44, at 5 0.40, but facts that are taken
for lists lose words that matter (15 of 35 right, and 17: the collections to develop on and the seeds)."""


def enumerated(reader: Reader, question: str, text: str, sentence: Span) -> list[Span]:
    """Return the items of an enumeration that answers a question, in order; empty where none does.

    Args:
        reader: that knows the question's language.
        question: that asks for several things.
        text: that the sentence stands in.
        sentence: its span, in code points of the text.
    """
    places, scores = reader.word_pieces(question, text, sentence)
    parts = _parts(text, sentence)
    if len(parts) < 2 or not len(scores):
        return []
    likeliest, best = _in_part(places, scores, sentence)
    found: list[Span | None] = []
    for part in parts:
        inside = max(part[0], best[0]), min(part[1], best[1])
        score, span = _in_part(places, scores, part)
        answers = inside[0] < inside[1] or score >= likeliest - _BEHIND
        found.append((inside if inside[0] < inside[1] else span) if answers else None)
    taken = [place for place, span in enumerate(found) if span]
    # What stands between two items of an enumeration is one, though nothing of it looks like an answer alone.
    between = [found[place] or parts[place] for place in range(taken[0], taken[-1] + 1)]
    items = [item for item in (_trimmed(text, each) for each in between) if item[0] < item[1]]
    words = [text[first:last].split() for first, last in items]
    # “A fund and no fish, he said” goes on with a clause.
    short = all(len(some) <= _MOST_WORDS and some[0].lower() not in SUBJECT_PRONOUNS for some in words)
    return items if len(items) > 1 and short and _is_coordinated(text, items) else []


def _is_coordinated(text: str, items: list[Span]) -> bool:
    """Tell whether “and” or “or” stands between two items: in “Lisbon, Portugal” one place is meant, not two."""
    gaps = (text[before[1] : after[0]] for before, after in pairwise(items))
    return any(_COORDINATOR.search(gap) for gap in gaps)


def _parts(text: str, sentence: Span) -> list[Span]:
    """Return what lies between the commas and the coordinators of a sentence."""
    found, start = [], sentence[0]
    for match in _BETWEEN.finditer(text, *sentence):
        if _COMMA_IN_NUMBER.match(text, match.start() - 1):
            continue
        found.append((start, match.start()))
        start = match.end()
    return [part for part in [*found, (start, sentence[1])] if part[0] < part[1]]


def _in_part(places: npt.NDArray[np.int64], scores: npt.NDArray[np.float32], part: Span) -> tuple[float, Span]:
    """Return the score and the span of the likeliest answer in a part of a sentence."""
    chosen = (places[:, 0] >= part[0]) & (places[:, 1] <= part[1])
    if not chosen.any():
        return -np.inf, part
    where, values = places[chosen], scores[chosen]
    together = values[:, 0][:, None] + values[:, 1][None, :]
    size = len(values)
    allowed = np.triu(np.ones((size, size), bool)) & ~np.triu(np.ones((size, size), bool), LONGEST_ANSWER)
    first, last = np.unravel_index(np.where(allowed, together, -np.inf).argmax(), together.shape)
    return float(together[first, last]), (int(where[first, 0]), int(where[last, 1]))


def _trimmed(text: str, span: Span) -> Span:
    """Return a span without the white space and marks around it."""
    first, last = span
    while first < last and text[first] in _AROUND:
        first += 1
    while first < last and text[last - 1] in _AROUND:
        last -= 1
    return first, last
