"""Lists in prose: a sentence says how many of something there are, and the sentences behind it tell of one each."""

import re
from collections.abc import Sequence
from itertools import islice

from index.search.analysis import analyse
from index.store import Index
from index.text.lines import Span
from rag.english.word_lists import FUNCTION_WORDS, NUMBER_WORDS, ORDINALS
from rag.english.words import SAYS_LITTLE
from rag.evidence.sentences import Evidence, quotes, unscored

__all__ = ["counted_sentences"]

_LOOKED_AT = 12
"""Sentences among which the one is that counts."""

_FEWEST, _MOST = 2, 9
_BEFORE_NOUN = 2
"""Words that may stand between a number and what it counts: “three new kinds”."""

_OPENING = 4
"""Words with which a sentence says of what it tells."""

_WORD = re.compile(r"[^\W_]+")
_SORTS = frozenset(analyse("kinds sorts types ways"))
_NONE = frozenset[str]()
_FUNCTION_WORDS = frozenset(analyse(" ".join(FUNCTION_WORDS)))
_ORDINALS = frozenset(analyse(" ".join(ORDINALS)))


def counted_sentences(index: Index, question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the first sentence that counts what is asked for, and as many behind it as it counts; empty if none does.

    “Which kinds of berth are there?” is answered by “There are two kinds of berth. A day berth … A year berth …”. All
    that is asked stands in the sentence that counts, or above it; those behind it begin with a word of it, or with
    “first” and the like.

    Args:
        index: within one snapshot.
        question: its words, English.
        evidence: best first.
    """
    asked = frozenset(analyse(question)) - SAYS_LITTLE - _SORTS
    some = evidence[:_LOOKED_AT]
    for piece, words in zip(some, quotes(index, some), strict=True):
        if piece.header is not None or piece.start < piece.row.start:
            continue
        said = frozenset(analyse(words)) - SAYS_LITTLE - _SORTS
        above = frozenset(analyse(f"{piece.row.title} {piece.row.heading}"))
        count = _counted(words, asked)
        if count and asked <= said | above and (behind := _behind(index, piece, count, said)):
            return [unscored(piece.row, *span) for span in ((piece.start, piece.end), *behind)]
    return []


def _counted(words: str, asked: frozenset[str]) -> int:
    """Return the number right before a word that is asked about; 0 where none is."""
    said = [word.lower() for word in _WORD.findall(words)]
    for place, word in enumerate(said):
        number = NUMBER_WORDS.get(word, int(word) if word.isdecimal() and len(word) == 1 else 0)
        counted = analyse(" ".join(said[place + 1 : place + 2 + _BEFORE_NOUN]))
        if _FEWEST <= number <= _MOST and not asked.isdisjoint(counted):
            return number
    return 0


def _behind(index: Index, piece: Evidence, count: int, said: frozenset[str]) -> list[Span]:
    """Return as many sentences behind one as it counts, where they are alike; else nothing.

    Each begins with what is counted, or with “first” and the like, or all say the same of theirs: how many it takes.
    """
    text, start = index.chunks.text(piece.row), piece.row.start
    spans = list(islice((span for span in piece.row.sentences if span[0] >= piece.end), count))
    words = [_WORD.findall(text[first - start : last - start]) for first, last in spans]
    openings = [frozenset(analyse(" ".join(each[:_OPENING]))) for each in words]
    shared = frozenset[str].intersection(*(frozenset(analyse(" ".join(each))) for each in words)) if words else _NONE
    begin_alike = all(not opening.isdisjoint(said | _ORDINALS) for opening in openings)
    return spans if len(spans) == count and (begin_alike or shared - _FUNCTION_WORDS) else []
