"""A question about what one document says, which is the newest or the oldest of its like: “in the latest minutes”."""

import dataclasses
import itertools
import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.storage.records import DocumentSummary
from index.store import Index
from index.text.forms.dates import date_in_words
from rag.answers.kind import Kind
from rag.english.word_lists import (
    COORDINATING,
    DO_FORMS,
    DOCUMENT_WORDS,
    FINITE_BE,
    FUNCTION_WORDS,
    HAVE_FORMS,
    MENTIONING,
    MODALS,
    NEWEST,
    NUMBER_WORDS,
    OLDEST,
    QUESTION_WORDS,
    WRITTEN_THINGS,
    any_of,
)
from rag.investigation.query import Query
from rag.kinds.collection.collection_question import authors_in
from rag.kinds.collection.document_sorts import of_sort
from rag.retrieval.filters import searched_in

__all__ = ["LatestDocuments", "about_latest"]

_MOST_MEANT = 5
_WORD = r"[\w'’\-]+"
_COUNT = rf"(?:(?P<count>\d|{any_of(word for word, number in NUMBER_WORDS.items() if 1 < number <= _MOST_MEANT)}) )?"
_BY_DATE = rf"(?P<date>(?:most |very )?(?:{any_of(NEWEST | OLDEST)}))"
_LATEST = re.compile(
    rf"\b(?P<article>(?:the|our|your|my|this|their) )?{_COUNT}{_BY_DATE} {_COUNT.replace('count', 'number')}"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,3}})",
    re.IGNORECASE,
)
_NEEDS_ARTICLE = frozenset({"last", "first"})
"""“Last report” may be the end of one: the others say nothing but which of several is meant."""

_FORMAT = frozenset({"pdf", "pdfs"})
_NOUNS = frozenset(
    analyse(" ".join(WRITTEN_THINGS | {"circular", "invitation", "logbook", "programme", "rota", "timetable"}))
)
_ANY = frozenset(analyse(" ".join(DOCUMENT_WORDS - _FORMAT)))
_MORE = re.compile(rf"\W+(?P<by>from|by|of|on|about|for) (?P<name>{_WORD}(?: {_WORD}){{0,3}})", re.IGNORECASE)
_GOES_ON = MENTIONING | DO_FORMS | FINITE_BE | HAVE_FORMS | MODALS | QUESTION_WORDS | COORDINATING
_WRITTEN_BY = frozenset({"from", "by"})

_SAYS = re.compile(r"\b(?:do|does|did|according to|in|inside|summar\w+)\W+$", re.IGNORECASE)
_LEADING = re.compile(r"\b(?:in|inside|according to|as per)\W+$", re.IGNORECASE)
"""What the name of a document that is looked into alone may be left out with: “How many are there in the minutes?”"""

_SAID = re.compile(
    rf"\W+(?:(?!that\b|which\b|who\b){_WORD} ){{0,6}}?(?:(?:says?|said|tells?|states?|mentions?|writes?|contains?"
    r"|covers?|decides?)\b|about\W*$)",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class LatestDocuments:
    """The documents that a question calls by their date among their like.

    Attributes:
        query: about them alone, and without the words for their date.
        said: which they are, in words that an answer begins with: “the newest, “Minutes”, 3 May 2024”.
    """

    query: Query
    said: str


def about_latest(query: Query, kind: Kind, index: Index) -> LatestDocuments | None:
    """Return the documents that a question calls the newest or the oldest of their like.

    None where it calls none so, where no document of that name has a date, where sources were chosen, and where it asks
    which document that is, and not what it says. It is asked which where whoever asks chose the kind.

    Args:
        query: with its question as it stands alone, in English.
        kind: of the question.
        index: within one snapshot.
    """
    if query.filters.sources or query.kind is Kind.COLLECTION:
        return None
    for match in _LATEST.finditer(query.text):
        by_date = match["date"].lower().split()[-1]
        words = _up_to_noun(match["name"])
        is_meant = bool(match["article"]) if by_date in _NEEDS_ARTICLE else match["date"].lower() != "recent"
        if not words or not is_meant:
            continue
        end = match.start("name") + len(words)
        if kind is Kind.COLLECTION and not _asks_what_it_says(query.text, match.start(), end):
            continue
        like = _like(index, query, words, query.text[end:])
        number = match["count"] or match["number"] or "1"
        meant = _by_date(like, int(number) if number.isdigit() else NUMBER_WORDS[number.lower()], by_date in OLDEST)
        if meant:
            filters = dataclasses.replace(query.filters, sources=tuple(each.source for each in meant))
            # “What do the latest minutes say?” keeps its verb.
            noun = "documents" if words.endswith("s") else "document"
            before = query.text[: match.start()]
            leading = _LEADING.search(before)
            text = (
                f"{before[: leading.start()]}{query.text[end:]}" if leading else f"{before}the {noun}{query.text[end:]}"
            )
            text = text.strip(" ,;:") or query.text
            alone = dataclasses.replace(query.reworded(text), filters=filters)
            return LatestDocuments(alone, _said(meant, by_date in OLDEST, is_alone=len(like) == 1))
    return None


def _up_to_noun(name: str) -> str:
    """Return words up to the first that something written is called by; empty where none is before a preposition."""
    for word in re.finditer(_WORD, name):
        if word[0].lower() in FUNCTION_WORDS:
            break
        if not _NOUNS.isdisjoint(analyse(word[0])):
            return name[: word.end()]
    return ""


def _asks_what_it_says(text: str, start: int, end: int) -> bool:
    """Tell whether a question asks what a document says, and not which one it is."""
    return _SAYS.search(text[:start]) is not None or _SAID.match(text[end:]) is not None


def _like(index: Index, query: Query, words: str, behind: str) -> list[DocumentSummary]:
    """Return the documents with a date that are called by some words, and by what right behind says more of them."""
    allowed, _ = searched_in(index, query.filters)
    dated = [each for each in index.documents.listed() if each.published_at and (allowed is None or each.id in allowed)]
    if not dated:
        return []
    sort = " ".join(word for word in words.split() if _ANY.isdisjoint(analyse(word)))
    called = of_sort(index, sort, dated) if sort else {each.id for each in dated}
    like = [each for each in dated if each.id in called]
    more = _MORE.match(behind)
    if more is None:
        return like
    named = " ".join(itertools.takewhile(lambda word: word.lower() not in _GOES_ON, more["name"].split()))
    authors = authors_in(named, (author for each in like for author in each.authors))
    called = of_sort(index, " ".join(word for word in named.split() if word.lower() not in FUNCTION_WORDS), like)
    fit = [each for each in like if each.id in called or not set(authors).isdisjoint(each.authors)]
    return fit if fit or more["by"].lower() in _WRITTEN_BY else like


def _by_date(like: Sequence[DocumentSummary], number: int, is_oldest: bool) -> list[DocumentSummary]:
    """Return so many documents from one end of their dates, and what is of the same day as the last of them."""
    ordered = sorted(like, key=lambda each: each.published_at or "", reverse=not is_oldest)
    if not ordered:
        return []
    last = _day(ordered[min(number, len(ordered)) - 1])
    taken = [each for each in ordered if (_day(each) <= last if is_oldest else _day(each) >= last)]
    return taken if len(taken) <= max(number, _MOST_MEANT) else []


def _day(document: DocumentSummary) -> str:
    return (document.published_at or "")[:10]


def _said(meant: Sequence[DocumentSummary], is_oldest: bool, *, is_alone: bool) -> str:
    listed = " and ".join(f"“{each.title}”, {date_in_words(_day(each))}" for each in meant)
    return listed if is_alone else f"the {'oldest' if is_oldest else 'newest'}, {listed}"
