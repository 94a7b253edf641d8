"""The items that one sentence enumerates: “Anna, Ben and Carla sang” has three who sang."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.text.lines import Span
from rag.english.word_lists import ARTICLES, BE_FORMS, COORDINATING, PREPOSITIONS, SUBJECT_PRONOUNS
from rag.kinds.lists.answer_words import AnswerWords, trimmed

__all__ = ["enumerated", "enumerates"]

_AND = "|".join(sorted(COORDINATING - {"but"}))
_BETWEEN = re.compile(rf"\s*(?:[,;、，；]\s*(?:(?:{_AND})\b\s*)?|\b(?:{_AND})\b\s*)")
_COORDINATOR = re.compile(rf"\b(?:{_AND})\b")
"""What stands between two items: a comma, “and”, or both."""

_COMMA_IN_NUMBER = re.compile(r"\d,\d")
_BEHIND = 7.0
"""How far behind the likeliest answer another may be, beside one that is an item, that is an item too: of items F1 is
0.44 word for word then, 0.42 at 5 and at 3 (kind_multispanqa_dev, even half, 160 questions)."""

_MOST_WORDS = 5
"""Of an item that says something without its sentence: at 8, F1 of items is 0.44, at 5 0.40, but facts that are taken
for lists lose words that matter (15 of 35 right, and 17: the collections to develop on and the seeds)."""

_LABEL = re.compile(r"\W{0,3}[^\W\d_][^:,;.\n]{1,40}:\s+")
_SEVERAL_NAMES = 3
_SEMICOLONS = ";；"
_MOST_JOINED = 2
"""Words beside a semicolon between two items, such as “; and the”: with more of them, another clause begins there."""


def enumerated(words: AnswerWords, text: str, sentence: Span) -> list[Span]:
    """Return the items of an enumeration that answers a question, in order; empty where none does.

    Args:
        words: what a reader makes of those of the text, beside a question that asks for several things.
        text: that the sentence stands in.
        sentence: its span, in code points of the text.
    """
    parts = _parts(text, sentence)
    likeliest = words.likeliest(sentence)
    if len(parts) < 2 or not likeliest:
        return []
    [(best, answer)] = likeliest
    if listed := _behind_label(text, sentence, parts):
        return listed if listed[0][0] < answer[1] else []
    found = [_item(words, part, answer, best - _BEHIND) for part in parts]
    if enumerates(text, sentence):  # what lies between two others is an item whole
        found[1:-1] = [part if item else None for part, item in zip(parts[1:-1], found[1:-1], strict=True)]
    if found[-1] and len(parts) >= _SEVERAL_NAMES:  # “and all rooms of the inn”: only where it ends need be told
        found[-1] = parts[-1][0], found[-1][1]
    for place in _leading(text, parts):
        found[place] = None
    core = [place for place, part in enumerate(parts) if max(part[0], answer[0]) < min(part[1], answer[1])]
    answered = [item for item in (found[place] for place in core) if item]
    for run in (_run(found, core), answered):  # a clause may follow what the likeliest answer enumerates
        items = [item for item in (trimmed(text, each) for each in run) if item[0] < item[1]]
        if len(items) > 1 and all(_is_short(text, item) for item in items) and _is_coordinated(text, items):
            return items
    return []


def _leading(text: str, parts: Sequence[Span]) -> list[int]:
    """Return the places of the parts that lead to the items: “The prizes are, in this order, a boat, a rope and …”."""
    said = [text[first:last].lower().split() for first, last in parts]
    found = [place for place, words in enumerate(said) if words and words[-1] in BE_FORMS]
    asides = (place + 1 for place in found if place + 1 < len(said))
    return [*found, *(place for place in asides if said[place] and said[place][0] in PREPOSITIONS)]


def _behind_label(text: str, sentence: Span, parts: Sequence[Span]) -> list[Span]:
    """Return the names behind a label, of which all that is there consists: “Present: Ann Lowe, Ben Orr, Cy Poe”."""
    label = _LABEL.match(text, *sentence)
    if label is None or len(parts) < _SEVERAL_NAMES:
        return []
    items = [trimmed(text, (max(first, label.end()), last)) for first, last in parts]
    are_names = all(first < last and text[first].isupper() and _is_short(text, (first, last)) for first, last in items)
    return items if are_names else []


def enumerates(text: str, sentence: Span) -> bool:
    """Tell whether commas divide a sentence, and “and” stands behind the last of them.

    Args:
        text: that it stands in.
        sentence: its span, in code points of the text.
    """
    return bool(_marked(list(_BETWEEN.finditer(text, *sentence))))


def _is_short(text: str, item: Span) -> bool:
    """Tell whether an item says something alone: “A fund and no fish, he said” goes on with a clause.

    An article in front is no word of it.
    """
    said = text[item[0] : item[1]].split()
    said = said[1:] if said and said[0].lower() in ARTICLES else said
    return len(said) <= _MOST_WORDS and not (said and said[0].lower() in SUBJECT_PRONOUNS)


def _item(words: AnswerWords, part: Span, answer: Span, least: float) -> Span | None:
    """Return what of a part is an item: as much as the likeliest answer has of it, else an answer of its own."""
    inside = max(part[0], answer[0]), min(part[1], answer[1])
    if inside[0] < inside[1]:
        return inside
    return next((span for score, span in words.likeliest(part) if score >= least), None)


def _run(found: Sequence[Span | None], core: Sequence[int]) -> list[Span]:
    """Return the items that stand beside one another around those of the likeliest answer."""
    if not core:
        return []
    first, last = core[0], core[-1] + 1
    while first and found[first - 1]:
        first -= 1
    while last < len(found) and found[last]:
        last += 1
    return [item for item in found[first:last] if item]


def _is_coordinated(text: str, items: list[Span]) -> bool:
    """Tell whether “and” stands between two items of one clause: in “Lisbon, Portugal” one place is meant, not two."""
    gaps = [text[before[1] : after[0]] for before, after in pairwise(items)]
    return any(_COORDINATOR.search(gap) for gap in gaps) and not any(map(_parts_clauses, gaps))


def _parts_clauses(gap: str) -> bool:
    return not set(gap).isdisjoint(_SEMICOLONS) and len(re.findall(r"\w+", gap)) > _MOST_JOINED


def _parts(text: str, sentence: Span) -> list[Span]:
    """Return what lies between the commas and the coordinators of a sentence.

    Where commas divide it, and the last of them has an “and”, one without a comma joins words of one item: “take out
    the oil and the gas, drain the water, and lock the door”.
    """
    found, start = [], sentence[0]
    between = [
        match for match in _BETWEEN.finditer(text, *sentence) if not _COMMA_IN_NUMBER.match(text, match.start() - 1)
    ]
    for match in _marked(between) or between:
        found.append((start, match.start()))
        start = match.end()
    return [part for part in [*found, (start, sentence[1])] if part[0] < part[1]]


def _marked(between: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return the commas and the like between parts, where the last of several has an “and” behind it; else none."""
    marked = [match for match in between if not match[0].strip().isalpha()]
    return marked if len(marked) > 1 and _COORDINATOR.search(marked[-1][0]) else []
