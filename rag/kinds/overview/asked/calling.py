"""How a question calls a document, and whether it asks for all of it or for what it says of something."""

import itertools

from index.search.analysis import analyse
from index.storage.records import DocumentSummary
from index.store import Index
from index.text.forms.dates import MONTHS
from rag.english.word_lists import WRITTEN_THINGS
from rag.kinds.overview.asked.named import name_terms
from rag.kinds.overview.asked.scope import Wording
from rag.kinds.overview.asked.topic import said_about
from rag.kinds.overview.document_text import is_prose

__all__ = ["is_called", "is_of_its_time", "is_opened_so", "is_titled_after", "is_titled_just", "rest_of"]

_REST = 0.25
"""The share of a question's weight from which what does not name the document counts."""

_TITLED = 0.8
"""The share of a topic's weight in a document's title from which it is about that as a whole."""

_LONGEST_OPENING = 300
"""Characters in which the lines stand that a document opens with."""

_EDGE = " | "


def is_titled_after(about: Wording, document: DocumentSummary) -> bool:
    """Tell whether a document's name has nearly all that is asked about."""
    return about.share(name_terms(document)) >= _TITLED


def is_titled_just(about: Wording, document: DocumentSummary) -> bool:
    """Tell whether a document is titled as what is asked about, and says no more in its title: “Ann Lowe”."""
    title = frozenset(analyse(document.title))
    asked = frozenset[str]().union(*about.terms.values())
    return bool(title) and title <= asked and all(not title.isdisjoint(terms) for terms in about.terms.values())


def rest_of(about: Wording, document: DocumentSummary, text: str) -> Wording | None:
    """Return what is asked about beyond the name of a document, where that is much.

    What documents are called by is no part of it, unless that is what it says something on: a “contract” may be titled
    “Agreement”.

    Args:
        about: what the question asks about.
        document: that it names.
        text: of the question.
    """
    rest, said = about.without(name_terms(document)), said_about(about, text).weight
    weights = (weight for word, weight in rest.weight.items() if word not in WRITTEN_THINGS or word in said)
    return rest if sum(weights) >= _REST else None


def is_called(about: Wording, document: DocumentSummary) -> bool:
    """Tell whether nearly all that is asked about calls a document, and says what it is: “the club rules”."""
    name = name_terms(document)
    calling = any(word in WRITTEN_THINGS and not name.isdisjoint(terms) for word, terms in about.terms.items())
    return calling and is_titled_after(about, document)


def is_of_its_time(about: Wording, document: DocumentSummary) -> bool:
    """Tell whether a question names a document by its month, or by all figures of its title, and by more.

    “What did the council decide in May?”, “How did the club do in 2030/31?”.
    """
    name, title = name_terms(document), frozenset(analyse(document.title))
    months = {word: terms for word, terms in about.terms.items() if word.capitalize() in MONTHS}
    figures = {term for term in title if term.isdigit()}
    by_figures = {word: terms for word, terms in about.terms.items() if not figures.isdisjoint(terms)}
    is_called_so = bool(figures) and figures <= frozenset[str]().union(*by_figures.values())
    beyond = name.difference(*months.values(), *by_figures.values())
    is_of_month = any(not name.isdisjoint(terms) for terms in months.values())
    return (is_of_month or is_called_so) and about.share(beyond) > 0.0


def is_opened_so(index: Index, about: Wording, document: DocumentSummary) -> bool:
    """Tell whether the lines that a document opens with, beside its name, have all that is asked about.

    “Minutes of the meeting of 14 November” may stand below the name of a club; what opens with a sentence has no such
    lines.
    """
    text = index.documents.opening(document.id, document.version, _LONGEST_OPENING)
    lines = list(
        itertools.takewhile(lambda line: line.strip() and not is_prose(line) and _EDGE not in line, text.splitlines())
    )
    name = name_terms(document)
    return (
        about.share(name) >= _REST and not about.without(name | set(analyse(" ".join(lines), document.language))).weight
    )
