"""A question about days that its documents were published on, and do not speak of themselves: “… in August?”."""

import datetime
import re
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet

from index.text.forms.dates import dates as all_dates
from index.text.languages import asked_in
from rag.english.word_lists import FUNCTION_WORDS
from rag.investigation.found import Found
from rag.investigation.investigator import Investigator
from rag.investigation.query import Query
from rag.retrieval.candidates import Candidate
from rag.retrieval.dates.implied_dates import ImpliedDates, implied_dates
from rag.retrieval.filters import searched_in

__all__ = ["about_days"]

_WORD = re.compile(r"[^\W_]+")


def about_days(query: Query, investigator: Investigator, today: datetime.date) -> tuple[Query, ImpliedDates] | None:
    """Return a query about the documents of the days that its question names, without the words that name them.

    None where it names none, no document is of these days, other days were chosen, or the passages found speak of them:
    a report of 2025 tells what was earned in 2024.

    Args:
        query: with its question as it stands alone.
        investigator: within one snapshot of its index.
        today: what “last week” is counted from.

    Raises:
        EncoderMismatch: the encoder is not the index's.
    """
    index, filters = investigator.index, query.filters
    dates = implied_dates(query.text, today, asked_in(query.text, index.documents.languages()))
    if dates is None:
        return None
    are_chosen = bool(filters.after or filters.before)
    if are_chosen and (filters.after, filters.before) != (dates.after, dates.before):
        return None
    rest = " ".join(f"{query.text[: dates.start]} {query.text[dates.end :]}".split())
    narrowed = query.narrowed(dates)
    documents, _ = searched_in(index, narrowed.filters)
    if not documents or not _WORD.search(rest) or (not are_chosen and _are_told(query, dates, documents, investigator)):
        return None
    return narrowed.reworded(re.sub(r"\s+(?=[?.!,;])", "", rest)), dates


def _are_told(query: Query, dates: ImpliedDates, of_days: Collection[str], investigator: Investigator) -> bool:
    """Tell whether one of the passages found speaks of the days that a question names.

    Documents of these days that are named by their day do not count: minutes say when the meeting was.
    """
    wanted = {word.casefold() for word in _WORD.findall(dates.said)} - FUNCTION_WORDS - _RELATIVE
    found = investigator.passages(query)
    shown = [(c, text) for c, text in _shown(found) if not (c.row.document_id in of_days and _is_named_by_day(c))]
    return any(_tells(f"{c.row.title}\n{c.row.heading}\n{text}", wanted, dates) for c, text in shown)


def _is_named_by_day(candidate: Candidate) -> bool:
    """Tell whether a document's name is the day that it is from: “minutes-2026-03-12.txt”."""
    day = (candidate.row.published_at or "")[:10]
    return bool(day) and day in re.sub(r"[_. ]", "-", candidate.row.source)


def _shown(found: Found) -> Iterator[tuple[Candidate, str]]:
    return zip(found.candidates, found.texts, strict=False)


def _tells(text: str, wanted: AbstractSet[str], dates: ImpliedDates) -> bool:
    """Tell whether a text has the words for the days, or a date among them."""
    if wanted and wanted <= {word.casefold() for word in _WORD.findall(text)}:
        return True
    first, last = dates.after or "0", dates.before or "9"
    return any(first <= terms[0] <= last for _, _, terms in all_dates(text) if not terms[0].startswith("-"))


_RELATIVE = frozenset({"last", "year"})
"""Of “March last year” no document says more than the month."""
