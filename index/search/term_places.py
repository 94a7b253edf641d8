"""Which of many short texts, such as names, have a word in whatever form: they are taken apart once."""

from array import array
from collections import defaultdict
from collections.abc import Sequence, Set

from index.search.analysis import folded_words, terms_of_word

__all__ = ["TermPlaces"]


class TermPlaces:
    """The places of texts by their terms.

    Args:
        texts: at most 4,294,967,295 of them; a place is a text's number, from 0.
        language: ISO 639 code that they are all in, as ``analyse`` takes it.
    """

    def __init__(self, texts: Sequence[str], language: str = "en") -> None:
        of_word: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, text in enumerate(texts):
            for word in set(folded_words(text)):
                of_word[word].append(place)
        self._count = len(texts)
        self._of_term: dict[str, list[array[int]]] = {}
        for word, places in of_word.items():
            # Numbers are most of the words of many names, and stay as they are.
            is_number = word.isascii() and word.isdecimal()
            for term in set((word,) if is_number else terms_of_word(word, language)):
                self._of_term.setdefault(term, []).append(places)

    def of(self, term: str) -> set[int]:
        """Return the places of the texts that have a term of ``analyse``."""
        return set().union(*self._of_term.get(term, ()))

    def with_all(self, terms: Set[str]) -> set[int]:
        """Return the places of the texts that have every one of some terms; all texts where there are no terms."""
        if not terms:
            return set(range(self._count))
        return set.intersection(*map(self.of, terms))
