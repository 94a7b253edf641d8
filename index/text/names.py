"""Names of people and files: whether one that is given means one that is written."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

__all__ = ["composed", "folded", "is_by", "people"]

_WORD = re.compile(r"[^\W_]+")


def composed(name: str) -> str:
    """Return a name in the one form that names are compared in (UAX #15, form C): “ä” is one letter, and not two signs.

    What a file is called stays as its folder has it: some systems write names in form D, and open no others.
    """
    return unicodedata.normalize("NFC", name)


def is_by(authors: Iterable[str], wanted: Sequence[str]) -> bool:
    """Tell whether one of some authors is meant by one of some names: has all its words, whatever case and accents.

    Args:
        authors: as a document has them.
        wanted: names or parts of names; one without words means nobody.
    """
    given = [words for name in wanted if (words := _words(name))]
    return any(words <= _words(author) for author in authors for words in given)


def people(names: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return who is meant by names that are counted, by name, and how often each is.

    Names of the same words are one person's, as it is written most often: “NÚÑEZ, José” and “Jose Nunez”. What has no
    words is nobody's.
    """
    spellings: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for name, count in names:
        spellings[frozenset(_words(name))][composed(name)] += count
    found = [(_usual(each), each.total()) for words, each in spellings.items() if words]
    return sorted(found, key=lambda item: (folded(item[0]), item[0]))


def _usual(spellings: Counter[str]) -> str:
    """Return how a name is written most often, of equals one that is not in capitals throughout."""
    return min(spellings, key=lambda name: (-spellings[name], name.isupper(), name))


def _words(name: str) -> set[str]:
    return set(_WORD.findall(folded(name)))


def folded(text: str) -> str:
    """Return a text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))
