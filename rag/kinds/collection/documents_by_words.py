"""Which of all documents have words where they are called by them: found in one look, however many there are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from index.search.term_places import TermPlaces
from index.storage.records import DocumentSummary
from index.storage.tables.documents import DocumentTable
from index.store import Index

__all__ = ["DocumentsByWords", "by_language", "by_names", "documents_by_words", "with_all"]


@dataclass(frozen=True, slots=True, eq=False)
class DocumentsByWords:
    """Some documents by the words of one short text of each.

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


def with_all(
    index: Index, words: str, make: Callable[[DocumentTable, Sequence[DocumentSummary]], DocumentsByWords]
) -> set[str]:
    """Return the ids of the current documents whose texts have all of some words; all where there is no word.

    Args:
        index: within one snapshot.
        words: in any order.
        make: returns documents by these texts; always the same for the same texts.
    """
    layers = index.documents.derived(make)
    return set[str]().union(*(layer.made.with_all(words) - layer.hidden for layer in layers))


def documents_by_words(
    documents: Iterable[DocumentSummary], text_of: Callable[[DocumentSummary], str]
) -> DocumentsByWords:
    """Return documents by the words of a text of each, which is in the document's language."""
    parts = {}
    for language, some in by_language(documents).items():
        parts[language] = [each.id for each in some], TermPlaces(list(map(text_of, some)), language)
    return DocumentsByWords(parts)


def by_names(_: DocumentTable, documents: Sequence[DocumentSummary]) -> DocumentsByWords:
    """Return documents by their titles and the names of their files, for ``DocumentTable.derived``."""
    return documents_by_words(documents, lambda each: f"{each.title} {each.name}")


def by_language(documents: Iterable[DocumentSummary]) -> dict[str, list[DocumentSummary]]:
    """Return documents by their language, an ISO 639 code; English where nobody knows it."""
    found: dict[str, list[DocumentSummary]] = {}
    for each in documents:
        found.setdefault(each.language or "en", []).append(each)
    return found
