"""The words of a sentence that says something, and what kind of word each is."""

import dataclasses
import enum
import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass

from index.hardening.disguises import RAISED
from index.search.analysis import analyse, words
from rag.english.word_lists import COORDINATING, FUNCTION_WORDS, GENERAL_VERBS, NUMBER_WORDS

__all__ = ["SAYS_LITTLE", "Role", "Word", "plain", "read_words", "with_names", "without_possessive"]

_QUOTES = str.maketrans("‘’‚‛“”„‟«»′″–—−‑", '\'\'\'\'""""""\'"----')
_FOLDED = re.compile(f"[^{RAISED}]+")
_SENTENCE_END = re.compile(r"[.!?:…]['\")\]]*\s*$|^\W*$")
_CLAUSE_END = re.compile(r"[,;:()\[\]—–]|\s-+\s|[.!?]\s")
_POSSESSIVE = re.compile(r"['’]s?$")
_CONJUNCTION = COORDINATING | {"although", "because", "though", "while", "whereas", "which", "who"}

SAYS_LITTLE = frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS)))
"""Terms of words that do not tell what is asked about."""

_NUMBERS = {word: str(value) for word, value in NUMBER_WORDS.items() if word != "one"}


class Role(enum.Enum):
    """What a word does."""

    FUNCTION = "function"
    CONTENT = "content"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        text: as written.
        term: without case, ending and accents; digits for a number word; of an unspaced script a bigram.
        role: a capitalised first word of a sentence is a name only where another capital follows it.
        clause: number of the clause that it is in; never the same in two sentences.
        opens: stands first in its sentence.
        start: first code point.
        end: one past the last.
    """

    text: str
    term: str
    role: Role
    clause: int
    opens: bool
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word without case, apostrophes made plain."""
        return plain(self.text)

    @property
    def tells(self) -> bool:
        """Whether it is more than a function word."""
        return self.role is not Role.FUNCTION


def plain(text: str) -> str:
    """Return a text without case, its quotes and dashes made plain and white space single; 10⁶ does not become 106."""
    folded = _FOLDED.sub(lambda some: unicodedata.normalize("NFKC", some[0]), text)
    return " ".join(folded.translate(_QUOTES).casefold().split())


def without_possessive(name: str) -> str:
    """Return a word or a name without the ending that says that something is its: “Ada’s”, “the twins’”."""
    return _POSSESSIVE.sub("", name)


def read_words(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    found: list[Word] = []
    spans = words(text)
    clause = 0
    for place, (start, end) in enumerate(spans):
        gap = text[spans[place - 1][1] : start] if place else ""
        opens = not place or bool(_SENTENCE_END.search(gap.rstrip() or "x"))
        surface = text[start:end]
        lower = plain(surface)
        clause += bool(place and (_CLAUSE_END.search(gap) or lower in _CONJUNCTION))
        following = text[end + 1 : end + 2] if end < len(text) and text[end] in " -" else ""
        role = _role(surface, lower, opens, following)
        terms = [_NUMBERS[lower]] if lower in _NUMBERS else analyse(surface) or [lower]
        found += [Word(surface, term, role, clause, opens, start, end) for term in terms]
    return found


def with_names(words: Sequence[Word], names: Container[str]) -> list[Word]:
    """Return words with a capitalised first word of a sentence as a name where its term is known to be one."""
    return [
        dataclasses.replace(word, role=Role.NAME)
        if word.opens and word.role is Role.CONTENT and word.text[0].isupper() and word.term in names
        else word
        for word in words
    ]


def _role(surface: str, lower: str, opens: bool, following: str) -> Role:
    if lower in _NUMBERS or any(map(str.isdigit, surface)):
        return Role.NUMBER
    shouted = len(surface) > 1 and surface.isupper() and lower in {"us", "it", "who", "may", "will"}
    if lower.split("'")[0] in FUNCTION_WORDS and not shouted:
        return Role.FUNCTION
    if sum(map(str.isupper, surface)) >= 2 or (surface[0].isupper() and (not opens or following.isupper())):
        return Role.NAME
    return Role.CONTENT
