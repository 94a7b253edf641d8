"""Which documents are of a sort that a question names: “incident reports”, “minutes”, “emails”."""

from collections.abc import Iterable, Sequence

from index.search.analysis import analyse, places_with
from index.storage.records import DocumentSummary
from index.store import Index

__all__ = ["by_language", "formats_called", "of_sort", "sort_among"]

_TOP = 160
"""Characters at the top of a document that may say what it is: “Minutes of the committee meeting”."""

_SHORTEST = 3
"""Letters of the longest words that are no sort in any language: articles, prepositions."""

_ENDS = (".", "!", "?", ":", "。")

_TYPES = {
    "email": ("eml", "msg"),
    "mail": ("eml", "msg"),
    "messag": ("eml", "msg"),
    "letter": ("eml", "msg"),
    "spreadsheet": ("xlsx", "xls", "ods", "csv"),
    "tabl": ("xlsx", "xls", "ods", "csv"),
    "present": ("pptx", "odp"),
    "slide": ("pptx", "odp"),
    "pictur": ("png", "jpg", "jpeg"),
}
"""What people call the documents of some formats, as ``analyse`` writes it; a format's own name is known anyway."""


def of_sort(index: Index, sort: str, documents: Sequence[DocumentSummary]) -> set[str]:
    """Return the ids of the documents that have all words of a sort at their top, or are of a format called so.

    Args:
        index: within one snapshot.
        sort: words.
        documents: to choose from.
    """
    openings = index.documents.openings(_TOP)
    found: set[str] = set()
    for language, some in by_language(documents).items():
        terms = set(analyse(sort, language))
        if len(terms) == 1:
            formats = formats_called(*terms)
            found.update(each.id for each in some if each.type in formats)
        if terms:
            called = [f"{_called(each)} {_headlines(openings.get(each.id, ''))}" for each in some]
            places = set.intersection(*places_with(called, terms, language).values())
            found.update(some[place].id for place in places)
    return found


def by_language(documents: Iterable[DocumentSummary]) -> dict[str, list[DocumentSummary]]:
    """Return documents by their language, an ISO 639 code; English where nobody knows it."""
    found: dict[str, list[DocumentSummary]] = {}
    for each in documents:
        found.setdefault(each.language or "en", []).append(each)
    return found


def sort_among(index: Index, words: Sequence[str], documents: Sequence[DocumentSummary]) -> str:
    """Return the word that tells best of which sort documents are: some, and the fewest, have it at their top.

    Args:
        index: within one snapshot.
        words: of a question in any language.
        documents: to choose from.
    """
    found = {word: len(of_sort(index, word, documents)) for word in words if len(word) > _SHORTEST}
    fit = [word for word, number in found.items() if 0 < number < len(documents)]
    return min(fit, key=lambda word: found[word], default="")


def _called(document: DocumentSummary) -> str:
    return f"{document.title} {document.source.rpartition('/')[2]} {' '.join(document.tags)}"


def _headlines(opening: str) -> str:
    """Return the lines at the top of a document that are no sentences: what it says there is not what it is.

    A last line that was cut off may be one.
    """
    lines = opening.splitlines()
    whole = lines[:-1] if len(opening) >= _TOP and len(lines) > 1 else lines
    return "\n".join(line for line in whole if not line.rstrip().endswith(_ENDS))


def formats_called(term: str) -> tuple[str, ...]:
    """Return the formats that people call so, lower case and without a dot.

    Args:
        term: a word as ``analyse`` writes it.
    """
    return term, *_TYPES.get(term, ())
