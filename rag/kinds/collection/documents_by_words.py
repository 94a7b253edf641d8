"""Which of all documents have words where they are called by them: found in one look, however many there are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from index.search.analysis import analyse
from index.search.term_places import TermPlaces
from index.storage.records import DocumentSummary

__all__ = ["DocumentsByWords", "by_language", "documents_by_words"]


@dataclass(frozen=True, slots=True, eq=False)
class DocumentsByWords:
    """The documents of an index by the words of one short text of each.

    Attributes:
        parts: of each language, the ids of its documents, and the places of their texts by their terms.
    """

    parts: Mapping[str, tuple[list[str], TermPlaces]]

    def with_all(self, words: str) -> set[str]:
        """Return the ids of the documents whose texts have all of some words; all where there is no word."""
        found: set[str] = set()
        for language, (ids, places) in self.parts.items():
            found.update(ids[place] for place in places.with_all(set(analyse(words, language))))
        return found


def documents_by_words(
    documents: Iterable[DocumentSummary], text_of: Callable[[DocumentSummary], str]
) -> DocumentsByWords:
    """Return documents by the words of a text of each, which is in the document's language."""
    parts = {}
    for language, some in by_language(documents).items():
        parts[language] = [each.id for each in some], TermPlaces(list(map(text_of, some)), language)
    return DocumentsByWords(parts)


def by_language(documents: Iterable[DocumentSummary]) -> dict[str, list[DocumentSummary]]:
    """Return documents by their language, an ISO 639 code; English where nobody knows it."""
    found: dict[str, list[DocumentSummary]] = {}
    for each in documents:
        found.setdefault(each.language or "en", []).append(each)
    return found
