"""Which two versions of one document, or of a series, a question means: “the old rules and the new”, “Q1 and Q2”."""

import itertools
import re
from collections.abc import Mapping, Sequence, Set

from index.search.analysis import analyse
from index.storage.records import DocumentSummary
from index.storage.tables.documents import DocumentTable
from index.store import Index
from index.text.forms.dates import MONTHS
from rag.english.numbered_periods import numbered_periods
from rag.english.word_lists import IN_FORCE, NEWEST, OLDEST, ORDINALS, WRITTEN_THINGS, any_of
from rag.english.words import read_words
from rag.evidence.doubts.recency.editions import edition_of, is_later, newest_editions
from rag.evidence.doubts.recency.versions import are_of_versions, without_figures
from rag.investigation.found import Investigation
from rag.investigation.query import Query
from rag.kinds.comparison.asked.sides import ASKS_TO_COMPARE
from rag.kinds.overview.asked.named import name_terms
from rag.retrieval.filters import documents_in

__all__ = ["EARLIER", "NOT_OF_WHICH", "by_series", "series_name", "speaks_of_versions", "versions_meant"]

_LOOKED_AT = 30
"""Passages whose documents may be the versions that are meant."""

_SENTENCES = 6
"""The best sentences, two of which may say the same of two versions."""

EARLIER = frozenset("old older previous previously earlier former before".split())
"""Which version is spoken of beside the one that holds now; what speaks of that alone compares nothing."""

_CHANGES = re.compile(r"\b(?:chang\w+|version\w*|edition\w*|revis\w+|updat\w+|amend\w+)\b", re.IGNORECASE)
_THAN_THEN = re.compile(
    r"\bthan(?: (?:it|they|that))?(?: (?:was|were|did|used to(?: be)?))?(?: in)?"
    r" (?:\d{4}|last year|before|previously)\b",
    re.IGNORECASE,
)
"""Speaks of what was: “longer now than in 2031”, “dearer than it was before”."""

_AGES = NEWEST | OLDEST | IN_FORCE | EARLIER | frozenset("new newer after".split())
NOT_OF_WHICH = ASKS_TO_COMPARE.union(
    analyse(" ".join([*_AGES, *ORDINALS, *"version versions edition editions revised updated quarter half".split()]))
)
"""Terms that do not tell which documents are meant, nor what is asked of them."""

_MONTHS = re.compile(rf"\b(?:{any_of(month.lower() for month in MONTHS)})\b")


def versions_meant(
    index: Index, query: Query, whole: Investigation
) -> tuple[tuple[DocumentSummary, DocumentSummary], frozenset[str]] | None:
    """Return the two documents that a question means, the earlier first, with the terms by which it may name them.

    Args:
        index: within one snapshot.
        query: as asked.
        whole: what was found for it.

    Returns:
        None where it means no two of one series, nor two of one form that it tells apart by whose they are.
    """
    if named := _of_two_named(index, whole):
        return named
    series = _series(index, query, {series_name(each.row.title) for each in whole.found.candidates[:_LOOKED_AT]} - {""})
    words = {word.lower for word in read_words(query.text)}
    said = frozenset(analyse(query.text)) | numbered_periods(query.text)
    called = frozenset(analyse(" ".join(words & WRITTEN_THINGS)))
    asked = said - NOT_OF_WHICH - called
    found = []
    for key, members in series.items():
        own = frozenset(analyse(key)) - NOT_OF_WHICH
        # Below a letterhead as title, what their files are called says what they are on.
        if asked and asked <= own.union(frozenset[str].intersection(*map(name_terms, members))):
            own = asked
        is_called = own <= said or bool(called & own)
        two = _told_apart(members, said) if len(members) > 1 else None
        by_age = is_called and (not words.isdisjoint(EARLIER) or speaks_of_versions(query.text))
        if two is None and len(members) > 1 and by_age:
            two = _newest(index, members)
        if two:
            found.append((len(own & said), own <= said, two, own | _marks(two[0]) | _marks(two[1])))
    most = max((count for count, *_ in found), default=0)
    best = [each for each in found if each[0] == most]
    # “The old contract and the new” may be any contract's, also of one that is titled “Agreement”.
    is_named = any(is_whole for _, is_whole, *_ in best)
    speaks_of_age = (
        speaks_of_versions(query.text) or not words.isdisjoint(EARLIER) or _THAN_THEN.search(query.text) is not None
    )
    if not is_named and speaks_of_age and (of_place := _of_one_place(index, whole)):
        return of_place
    if not best and speaks_of_age:
        return _then_and_now(index, series, whole, said)
    if len(best) != 1:
        return None
    [(*_, (one, other), known)] = best
    return _in_time(index, one, other), known


def _series(index: Index, query: Query, names: Set[str]) -> dict[str, list[DocumentSummary]]:
    """Return the documents of some series that a question may be answered from, by ``series_name``."""
    layers = index.documents.derived(by_series)
    name_of = {
        identity: name
        for layer in layers
        for name in names
        for identity in layer.made.get(name, ())
        if identity not in layer.hidden
    }
    series: dict[str, list[DocumentSummary]] = {}
    for each in documents_in(index, query.filters):
        if each.id in name_of:
            series.setdefault(name_of[each.id], []).append(each)
    return series


def by_series(_: DocumentTable, documents: Sequence[DocumentSummary]) -> Mapping[str, list[str]]:
    """Return the ids of documents by the series that their titles are of, for ``DocumentTable.derived``."""
    found: dict[str, list[str]] = {}
    for each in documents:
        found.setdefault(series_name(each.title), []).append(each.id)
    return found


def _of_two_named(
    index: Index, whole: Investigation
) -> tuple[tuple[DocumentSummary, DocumentSummary], frozenset[str]] | None:
    """Return the two documents of one form that a question names by whose they are: “Ada's leave and Ben's”."""
    own = {document: terms for document, terms in whole.found.namesakes.items() if terms}
    if len(own) != 2 or len(set(own.values())) != len(own):
        return None
    one, other = index.documents.summaries(list(own))
    return _in_time(index, one, other), frozenset[str]().union(*own.values())


def speaks_of_versions(text: str) -> bool:
    """Tell whether a question speaks of changes, or of versions."""
    return _CHANGES.search(text) is not None


def _of_one_place(
    index: Index, whole: Investigation
) -> tuple[tuple[DocumentSummary, DocumentSummary], frozenset[str]] | None:
    """Return the two versions that say what is asked in one place: “the old fee and the new”, “how did it change?”."""
    rows = [each.row for each in (*whole.evidence[:_SENTENCES], *whole.earlier[:_SENTENCES])]
    pair = next((two for two in itertools.combinations(rows, 2) if are_of_versions(*two)), None)
    if pair is None:
        return None
    one, two = index.documents.summaries([row.document_id for row in pair])
    return _in_time(index, one, two), _marks(one) | _marks(two)


def _then_and_now(
    index: Index, series: Mapping[str, Sequence[DocumentSummary]], whole: Investigation, said: Set[str]
) -> tuple[tuple[DocumentSummary, DocumentSummary], frozenset[str]] | None:
    """Return the version that a question names, and the newest of its series: “Is rent higher now than in 2031?”.

    The series is that of the document which answers best.
    """
    first = whole.evidence[0].row.title if whole.evidence else ""
    members = series.get(series_name(first), ())
    then = [each for each in members if _marks(each) & said]
    newest = _newest(index, members) if len(members) > 1 else None
    if newest is None or len(then) != 1 or then[0].id == newest[0].id:
        return None
    return (then[0], newest[0]), _marks(then[0]) | _marks(newest[0])


def series_name(title: str) -> str:
    """Return a title without its figures and months: “Report Q1, May 2024” is “report q”."""
    return without_figures(_MONTHS.sub(" ", title.casefold()))


def _marks(document: DocumentSummary) -> frozenset[str]:
    """Return the terms of a document's name that may tell it from others of its series."""
    return frozenset(term for term in name_terms(document) if any(map(str.isdigit, term))) | numbered_periods(
        document.title
    )


def _told_apart(members: Sequence[DocumentSummary], said: Set[str]) -> tuple[DocumentSummary, DocumentSummary] | None:
    """Return the only two documents of which the question names a mark that no other has; None where they are not two.

    Marks are years, days, numbers, and months.
    """
    months = {f"month {n}" for n, month in enumerate(MONTHS, start=1) if not said.isdisjoint(analyse(month))}
    own = [_marks(each) & (said | months) for each in members]
    told = [
        member
        for place, member in enumerate(members)
        if own[place].difference(*(some for other, some in enumerate(own) if other != place))
    ]
    return (told[0], told[1]) if len(told) == 2 else None


def _newest(index: Index, members: Sequence[DocumentSummary]) -> tuple[DocumentSummary, DocumentSummary] | None:
    """Return the newest two documents of a series; None where nothing tells which they are."""
    ordered = newest_editions(index, members)
    known = [edition_of(index, each) for each in ordered]
    is_told = all(is_later(one, other) for one, other in itertools.pairwise(known))
    return (ordered[0], ordered[1]) if is_told else None


def _in_time(index: Index, one: DocumentSummary, other: DocumentSummary) -> tuple[DocumentSummary, DocumentSummary]:
    return (other, one) if is_later(edition_of(index, one), edition_of(index, other)) else (one, other)
