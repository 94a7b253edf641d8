"""The items that are words within sentences, such as names and days: wherever in the sentences that answer."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from index.store import Index
from index.text.lines import LIST_ITEM, Span
from rag.english.word_lists import ARTICLES, POSSESSIVES
from rag.evidence.sentences import Evidence, quotes
from rag.kinds.lists.answer_words import AnswerWords, answer_words, trimmed
from rag.kinds.lists.enumeration import enumerated, enumerates
from rag.reading.cross_encoder import Reader

__all__ = ["are_names", "enumerated_in", "named_in"]

_CUT = 3
"""How many sentences are looked at for enumerations in them: of items F1 is 0.45 then, with two 0.43, with one 0.38."""

_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_MOST_OF_ONE = 6
_BEHIND = 2.0
"""How far behind the likeliest words of all others may be that are an item too: of items F1 is 0.45 word for word then,
and 0.42 at 1 and at 3 (kind_multispanqa_dev, even half, 160 questions)."""

_BEHIND_ENUMERATED = 4.0
"""The same of the likeliest words of an enumeration."""

_RELEVANCE = 0.5
"""What the logit of their sentence counts beside that of words."""

_MOST_WORDS = 6
"""Of items that say something without their sentences; where one is longer, sentences are what answers."""


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A sentence whose words were read.

    Attributes:
        piece: the sentence.
        text: of its chunk.
        likeliest: the words in it that may answer, with how likely, best first.
        items: of the enumeration in it; empty where it has none.
    """

    piece: Evidence
    text: str
    likeliest: list[tuple[float, Span]]
    items: list[Span]


def named_in(index: Index, reader: Reader, question: str, pieces: Sequence[Evidence]) -> list[Evidence]:
    """Return the items that are named in sentences; empty where sentences themselves are the items.

    Args:
        index: within one snapshot.
        reader: that knows the question's language.
        question: that asks for several things, and for nothing about each.
        pieces: the sentences that answer, best first.
    """
    if any(_is_whole(index, piece) for piece in pieces[:_CUT]):
        return []
    read = _read(index, reader, question, pieces)
    best = max((each.likeliest[0][0] for each in read), default=0.0)
    found: list[Evidence] = []
    for each in read:
        is_enumeration = each.items and each.likeliest[0][0] >= best - _BEHIND_ENUMERATED
        near = [trimmed(each.text, span) for score, span in each.likeliest if score >= best - _BEHIND]
        found += _cut(each.piece, each.items if is_enumeration else near)
        if not is_enumeration and any(len(each.text[a:b].split()) > _MOST_WORDS for a, b in near):
            return []
    return _telling(index, question, found) if len(found) > 1 and _are_alike(quotes(index, found)) else []


def _telling(index: Index, question: str, items: Sequence[Evidence]) -> list[Evidence]:
    """Return items without those that only repeat words of the question; all of them where one at most is left.

    Who is named in a question may answer it: “Who wrote the songs of Ann Lee?”
    """
    asked: set[str] = set() if _WHO.search(question) else set(analyse(question))
    told = [item for item, words in zip(items, quotes(index, items), strict=True) if not set(analyse(words)) <= asked]
    return told if len(told) > 1 else list(items)


def enumerated_in(index: Index, reader: Reader, question: str, pieces: Sequence[Evidence]) -> list[Evidence]:
    """Return the items that the first sentences enumerate; empty where none does. Arguments as of ``named_in``.

    Beside such items a sentence that enumerates what is too long to stand alone is one whole.
    """
    read = _read(index, reader, question, pieces[:_CUT])
    if not any(each.items for each in read):
        return []
    found = [item for each in read for item in (_cut(each.piece, each.items) or _whole(each))]
    return _telling(index, question, found)


def _are_alike(items: Sequence[str]) -> bool:
    """Tell whether items have one form: all of them names, or all with figures, or neither; else they answer apart."""
    return len({_form(item) for item in items}) <= 1


def are_names(items: Sequence[str]) -> bool:
    """Tell whether all items are names."""
    return all(_form(item) == "name" for item in items)


def _form(item: str) -> str:
    if any(map(str.isdigit, item)):
        return "figures"
    words = [word for word in item.split() if word.lower() not in ARTICLES | POSSESSIVES]
    return "name" if words and words[0][:1].isupper() else "words"


def _read(index: Index, reader: Reader, question: str, pieces: Sequence[Evidence]) -> list[_Read]:
    """Return the sentences of prose with what the reader makes of their words; each chunk is read once."""
    words: dict[int, AnswerWords] = {}
    found = []
    for place, piece in enumerate(pieces):
        if piece.start < piece.row.start or _is_whole(index, piece):
            continue
        text = index.chunks.text(piece.row)
        if piece.row.id not in words:
            words[piece.row.id] = answer_words(reader, question, text)
        span = piece.start - piece.row.start, piece.end - piece.row.start
        scored = words[piece.row.id].likeliest(span, _MOST_OF_ONE)
        items = enumerated(words[piece.row.id], text, span) if place < _CUT else []
        weight = _RELEVANCE * (piece.relevance or 0.0)
        if scored:
            found.append(_Read(piece, text, [(score + weight, each) for score, each in scored], items))
    return found


def _whole(read: _Read) -> list[Evidence]:
    base = read.piece.row.start
    span = read.piece.start - base, read.piece.end - base
    return [read.piece] if enumerates(read.text, span) else []


def _is_whole(index: Index, piece: Evidence) -> bool:
    """Tell whether a piece is an item already, whatever words are in it: a row of a table, or an item of a list."""
    text = index.chunks.text(piece.row)
    return piece.header is not None or bool(LIST_ITEM.match(text, max(piece.start - piece.row.start, 0)))


def _cut(piece: Evidence, spans: Sequence[Span]) -> list[Evidence]:
    base = piece.row.start
    return [
        dataclasses.replace(piece, start=base + first, end=base + last, antecedent=None)
        for first, last in spans
        if first < last
    ]
