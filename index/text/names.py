"""Names of people and files: whether one that is given means one that is written."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["composed", "is_by"]

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


def _words(name: str) -> set[str]:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return set(_WORD.findall("".join(each for each in decomposed if not unicodedata.combining(each))))
