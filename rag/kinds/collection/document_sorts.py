"""Which documents are of a sort that a question names: “incident reports”, “minutes”, “emails”."""

import re
from collections.abc import Sequence

from index.search.analysis import analyse, words
from index.storage.records import DocumentSummary
from index.storage.tables.documents import DocumentTable
from index.store import Index
from rag.kinds.collection.documents_by_words import DocumentsByWords, by_language, documents_by_words, with_all

__all__ = ["by_tops", "formats_called", "is_format", "of_sort", "sort_among"]

_TOP = 160
"""Characters at the top of a document that may say what it is: “Minutes of the committee meeting”."""

_REACH = 600
"""Characters from its start within which a letter says whom it is to."""

_ADDRESSED = re.compile(r"\n\n[^\W\d_a-z][^\n,.;:]{1,80},\n\n")
"""Whom a letter is to, “Dear Ms Brun,” in a paragraph of its own: no letter need say that it is one."""

_LETTER = "letter"
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
    "photo": ("png", "jpg", "jpeg"),
    "scan": ("png", "jpg", "jpeg", "tiff", "tif"),
    "word": ("docx", "doc", "docm"),
    "excel": ("xlsx", "xls", "xlsm", "xlsb"),
    "powerpoint": ("pptx", "ppt"),
    "markdown": ("md", "markdown"),
    "web": ("html", "htm"),
}
"""What people call the documents of some formats, as ``analyse`` writes it; a format's own name is known anyway."""

_ENTRY = re.compile(r"\W*[^:|]*\d[^:|]{0,40}:\s+\w")
"""A line of a calendar or the like."""

_FORMATS = frozenset(
    "pdf csv txt md docx xlsx pptx eml html epub odt ods rtf json xml word excel powerpoint markdown"
    " spreadsheet".split()
)
"""Words that are called nothing but a format, as ``analyse`` writes them."""


def of_sort(index: Index, sort: str, documents: Sequence[DocumentSummary]) -> set[str]:
    """Return the ids of the documents that have all words of a sort at their top, or are of a format called so.

    Args:
        index: within one snapshot.
        sort: words.
        documents: to choose from.
    """
    if not words(sort):
        return set()
    found = with_all(index, sort, by_tops).intersection(each.id for each in documents)
    is_on_paper = bool(found)
    for language, some in by_language(documents).items():
        terms = set(analyse(sort, language))
        # Where nothing is written on paper, mails are the letters.
        if len(terms) == 1 and not (is_on_paper and terms == {_LETTER}):
            formats = formats_called(*terms)
            found.update(each.id for each in some if each.type in formats)
    return found


def sort_among(index: Index, unread: Sequence[str], documents: Sequence[DocumentSummary]) -> str:
    """Return the word that tells best of which sort documents are: some, and the fewest, have it at their top.

    Args:
        index: within one snapshot.
        unread: words of a question in any language.
        documents: to choose from.
    """
    found = {word: len(of_sort(index, word, documents)) for word in unread if len(word) > _SHORTEST}
    fit = [word for word, number in found.items() if 0 < number < len(documents)]
    return min(fit, key=lambda word: found[word], default="")


def by_tops(table: DocumentTable, documents: Sequence[DocumentSummary]) -> DocumentsByWords:
    """Return documents by what they are called, and what stands at their top, for ``DocumentTable.derived``."""
    openings = table.openings(_REACH, [each.id for each in documents])

    def top(document: DocumentSummary) -> str:
        opening = openings.get(document.id, "")
        is_letter = document.type not in _TYPES["mail"] and _ADDRESSED.search(opening)
        return f"{_called(document)} {_headlines(opening[:_TOP])} {_LETTER if is_letter else ''}"

    return documents_by_words(documents, top)


def _called(document: DocumentSummary) -> str:
    return f"{document.title} {document.name} {' '.join(document.tags)}"


def _headlines(opening: str) -> str:
    """Return the lines at the top of a document that are no sentences: what it says there is not what it is.

    A last line that was cut off may be one; and “3 May: flea market” is an entry of a calendar.
    """
    lines = opening.splitlines()
    whole = lines[:-1] if len(opening) >= _TOP and len(lines) > 1 else lines
    return "\n".join(line for line in whole if not (line.rstrip().endswith(_ENDS) or _ENTRY.match(line)))


def is_format(sort: str) -> bool:
    """Tell whether a sort is a format and nothing else: “PDFs” is one, and “letters” may be written on paper."""
    terms = set(map(_singular, analyse(sort)))
    return len(terms) == 1 and terms <= _FORMATS


def formats_called(term: str) -> tuple[str, ...]:
    """Return the formats that people call so, lower case and without a dot.

    Args:
        term: a word as ``analyse`` writes it.
    """
    name = _singular(term)
    return name, *_TYPES.get(name, ())


def _singular(term: str) -> str:
    """Return a term without the plural's ending of an abbreviation, “PDFs”, which no stemmer takes off."""
    return term[:-1] if term[:-1] in _FORMATS else term
