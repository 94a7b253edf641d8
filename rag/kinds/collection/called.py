"""Whether a document is what a question calls it: “the contract”, “the mail”, “the pump manual”."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from rag.english.word_lists import (
    ARTICLES,
    DEMONSTRATIVES,
    FUNCTION_WORDS,
    HONORIFICS,
    POSSESSIVES,
    PREPOSITIONS,
    WRITTEN_THINGS,
)
from rag.english.words import Role, Word, read_words
from rag.kinds.collection.document_languages import named_languages
from rag.kinds.collection.document_sorts import formats_called

__all__ = ["NamedThing", "is_called", "named_things", "up_to_noun"]

_PARTS = re.compile(r"[,;:(|–—]| - ")
_ENDS = PREPOSITIONS | frozenset("across against along around beyond into onto round through towards".split())
_NOUN = re.compile(r"[^\W\d_]{3,}")
_MOST_BEFORE = 3
_LEADS_TO_OWNER = frozenset("of by from".split())
_ANSWERED = re.compile(r"\b(?:to|re)\b", re.IGNORECASE)
"""Between what answers and what that answers, in the name of a file: “answer to complaint”."""

_POINTS = (ARTICLES - {"a", "an"}) | DEMONSTRATIVES | POSSESSIVES


@dataclass(frozen=True, slots=True)
class NamedThing:
    """Something written that a question speaks of.

    Attributes:
        words: the noun for it, and those right before that say which: “grant proposal”, “quist's complaint”; in front
            of them the names behind it that do: “Quist complaint” of “complaint by Mr Quist”.
        is_pointed_at: whether an article or the like stands before them: “proposal” alone may be any.
    """

    words: tuple[str, ...]
    is_pointed_at: bool


def named_things(text: str) -> list[NamedThing]:
    """Return what a question speaks of that is something written, in its order."""
    words = read_words(text)
    found = []
    for place, word in enumerate(words):
        if word.lower not in WRITTEN_THINGS:
            continue
        first = place
        while first and place - first < _MOST_BEFORE and words[first - 1].clause == word.clause:
            if words[first - 1].lower in FUNCTION_WORDS:
                break
            first -= 1
        is_pointed_at = first > 0 and words[first - 1].lower in _POINTS
        called = (*_whose(words, place + 1), *words[first : place + 1])
        found.append(NamedThing(tuple(each.text for each in called), is_pointed_at))
    return found


def _whose(words: Sequence[Word], place: int) -> list[Word]:
    """Return the names behind a noun that say whose it is: “Quist” of “complaint by Mr Quist”."""
    behind = words[place : place + 1 + _MOST_BEFORE]
    if not behind or behind[0].lower not in _LEADS_TO_OWNER:
        return []
    rest = itertools.dropwhile(lambda word: word.lower in ARTICLES, behind[1:])
    names = list(itertools.takewhile(lambda word: word.role is Role.NAME, rest))
    return [word for word in names if word.lower not in HONORIFICS]


def up_to_noun(name: str) -> list[str]:
    """Return words up to the last that something written is called by, names behind it in front; none where none is."""
    words = name.split()
    last = max((place for place, word in enumerate(words) if word.lower() in WRITTEN_THINGS), default=-1)
    behind = [] if last < 0 else _whose(read_words(" ".join(words[last:])), 1)
    return [*(word.text for word in behind), *words[: last + 1]]


def is_called(words: Sequence[str], row: ChunkRow) -> bool:
    """Tell whether words are what a document is: the last a noun for it, the others from its title, name or authors.

    “The German letter” is whatever is written in German: what it calls itself, it says in German.
    """
    named = named_languages(" ".join(words), "en")
    if named and len(words) == len(named.codes) + 1:
        return row.language in named.codes
    language = row.language or "en"
    head, terms = set(analyse(words[-1], language)), set(analyse(" ".join(words), language))
    if not head:
        return False
    stem, suffix = _name_of(row.source)
    if len(terms) == 1 and suffix in formats_called(*terms):
        return True
    # The subject of a mail is what it is about, and seldom what it is.
    title = "" if suffix in formats_called("mail") else row.title
    nouns = set(analyse(" ".join(_nouns(title, stem)), language))
    return head <= nouns and terms <= set(analyse(" ".join([row.title, stem, *row.authors]), language))


def _nouns(title: str, stem: str) -> Iterator[str]:
    """Yield the nouns that say what a document is: “Minutes” of “Minutes of the committee”, “letter” of “letter-ada”.

    Of each part of a title between commas and the like it is the last noun before a preposition; of its file's name the
    last, and any for something written, as such names follow no grammar. What answers a complaint is none.
    """
    stem = _ANSWERED.split(stem, maxsplit=1)[0].strip() or stem
    yield from (word for word in stem.split() if word.lower() in WRITTEN_THINGS)
    for part in (*_PARTS.split(title), stem):
        before = itertools.takewhile(lambda word: word.lower() not in _ENDS, part.split())
        if found := _NOUN.findall(" ".join(before)):
            yield found[-1]


def _name_of(source: str) -> tuple[str, str]:
    """Return a source's name in words, without what stands behind the last dot, and that."""
    path = PurePath(source.partition("#")[0])
    return re.sub(r"[-_.]+", " ", path.stem), path.suffix.removeprefix(".").lower()
