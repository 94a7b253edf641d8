"""Whether a document is what a question calls it: “the contract”, “the mail”, “the pump manual”."""

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from index.search.analysis import analyse
from index.storage.records import ChunkRow
from rag.english.word_lists import PREPOSITIONS, WRITTEN_THINGS
from rag.kinds.collection.document_languages import named_languages
from rag.kinds.collection.document_sorts import formats_called

__all__ = ["is_called", "up_to_noun"]

_PARTS = re.compile(r"[,;:(|–—]| - ")
_ENDS = PREPOSITIONS | frozenset("across against along around beyond into onto round through towards".split())
_NOUN = re.compile(r"[^\W\d_]{3,}")


def up_to_noun(name: str) -> list[str]:
    """Return words up to the last that something written is called by; none where none is."""
    words = name.split()
    last = max((place for place, word in enumerate(words) if word.lower() in WRITTEN_THINGS), default=-1)
    return words[: last + 1]


def is_called(words: Sequence[str], row: ChunkRow) -> bool:
    """Tell whether words are what a document is: the last a noun for it, the others from its title or name.

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
    return head <= nouns and terms <= set(analyse(f"{row.title} {stem}", language))


def _nouns(title: str, stem: str) -> Iterator[str]:
    """Yield the nouns that say what a document is: “Minutes” of “Minutes of the committee”, and its name's last word.

    Of each part of a title between commas and the like it is the last noun before a preposition.
    """
    for part in (*_PARTS.split(title), stem):
        before = itertools.takewhile(lambda word: word.lower() not in _ENDS, part.split())
        if found := _NOUN.findall(" ".join(before)):
            yield found[-1]


def _name_of(source: str) -> tuple[str, str]:
    """Return a source's name in words, without what stands behind the last dot, and that."""
    path = PurePath(source.partition("#")[0])
    return re.sub(r"[-_.]+", " ", path.stem), path.suffix.removeprefix(".").lower()
