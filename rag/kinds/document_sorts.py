"""Which documents are of a sort that a question names: “incident reports”, “minutes”, “emails”."""

from collections.abc import Sequence

from index.search.lexical import analyse
from index.storage.records import DocumentSummary
from index.store import Index

__all__ = ["of_sort"]

_TOP = 160
"""Characters at the top of a document that may say what it is: “Minutes of the committee meeting”."""

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
    found = set()
    for each in documents:
        language = each.language or "en"
        terms = set(analyse(sort, language))
        called = f"{each.title} {each.source.rpartition('/')[2]} {' '.join(each.tags)} {openings.get(each.id, '')}"
        if (terms and terms.issubset(analyse(called, language))) or (len(terms) == 1 and each.type in _formats(*terms)):
            found.add(each.id)
    return found


def _formats(term: str) -> tuple[str, ...]:
    return term, *_TYPES.get(term, ())
