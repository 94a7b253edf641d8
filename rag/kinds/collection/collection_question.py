"""What a question about the documents themselves asks of them: of which sort, on what, by whom, from when."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.search.analysis import analyse, words
from rag.english.word_lists import (
    ASKED_OF_DOCUMENTS,
    DO_FORMS,
    DOCUMENT_NOUNS,
    FINITE_BE,
    FUNCTION_WORDS,
    IN_FORCE,
    MENTIONING,
    NEWEST,
    NOT_ASKED_FOR,
    OLDEST,
    SHORT_PREPOSITIONS,
    WRITING,
)
from rag.english.words import without_possessive
from rag.kinds.answer_kind import Asked
from rag.kinds.collection.document_languages import NamedLanguages, named_languages
from rag.kinds.collection.document_sorts import is_format
from rag.retrieval.dates.implied_dates import ImpliedDates, implied_dates

__all__ = ["ASPECTS", "CollectionQuestion", "authors_in", "read_question"]

ASPECTS = ("count", "mentions", "by_author", "author_of", "newest", "oldest", "dated", "date_of", "all")

_QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{2,80})[”\"»“]")
_FORMATS = frozenset({"pdf", "pdfs"})
"""Nouns for documents that say of which sort they are."""

_TOLD = (
    FUNCTION_WORDS | NOT_ASKED_FOR | ASKED_OF_DOCUMENTS | (DOCUMENT_NOUNS - _FORMATS) | WRITING | NEWEST | OLDEST
) | {"format", "formats"}
_LANGUAGES = re.compile(r"\b(?:what|which|how many)\s+(?:\w+\s+)?languages?\b", re.IGNORECASE)
_FOREIGN_NOUNS = DOCUMENT_NOUNS | frozenset(
    "dokument dokumente dokumenten datei dateien unterlagen texte texten".split()
)
"""German writes its nouns for documents like names."""

_OPENING = DO_FORMS | FINITE_BE | {"where"}
_FROM_WHEN_TO_WHEN = re.compile(r"\bwhen\b.*\bwhen\b|\bdate range\b|\bperiod\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CollectionQuestion:
    """A question about the documents, read.

    Attributes:
        aspect: one of ``ASPECTS``.
        sort: words that tell which documents are meant, such as “incident reports”; empty for any.
        subject: what they are to be about, as asked; empty for anything.
        authors: by whom they are to be, as the catalogue writes it.
        dates: from when they are to be.
        languages: that they are to be in, or in none of which.
        asks_for_languages: whether it is asked which languages they are in.
        asks_for_authors: whether it is asked by whom all of them are.
        speaks_of_documents: whether one of its words is a noun for any document.
        wants_in_force: whether the one that holds now is meant.
        spans_time: whether the first and the last day of all of them are asked for.
        unread: words of a question in another language than English, of which the index has to tell what they are.
    """

    aspect: str
    sort: str = ""
    subject: str = ""
    authors: tuple[str, ...] = ()
    dates: ImpliedDates | None = None
    languages: NamedLanguages | None = None
    asks_for_languages: bool = False
    asks_for_authors: bool = False
    speaks_of_documents: bool = False
    wants_in_force: bool = False
    spans_time: bool = False
    unread: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether documents are told by something else than their sort."""
        return bool(self.subject or self.dates or self.authors or self.languages)

    @property
    def is_name(self) -> bool:
        """Whether the subject is written as a name, which nothing but itself stands for."""
        return _has_names(_telling(self.subject))


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    lower: str
    start: int
    end: int

    @property
    def tells(self) -> bool:
        """Whether it belongs to a sort or a subject."""
        return self.lower not in _TOLD and self.lower not in MENTIONING


def read_question(asked: Asked, language: str, authors: Iterable[str], today: datetime.date) -> CollectionQuestion:
    """Return what is asked of the documents.

    Args:
        asked: the question, with its aspect where that is known.
        language: ISO 639 code of the question's. Of other languages than English only names, quotes and dates are read.
        authors: that the catalogue has.
        today: what “last week” is counted from.
    """
    text = asked.query.text
    dates = implied_dates(text, today, language)
    rest = _without(text, dates.start, dates.end) if dates else text
    languages = named_languages(rest, language)
    rest = _without(rest, languages.start, languages.end) if languages else rest
    wrote = authors_in(rest, authors)
    tokens = _tokens(rest)
    lower = {token.lower for token in tokens}
    by = wrote if _is_by(lower, asked.aspect) else ()
    for name in by:
        rest = _without_name(rest, name)
    sort, subject = _divided(rest, language)
    if not sort and is_format(subject) and lower & {"in", "as"}:
        sort, subject = subject, ""  # “Which documents are in PDF?”
    aspect = _aspect(asked.aspect, text, lower, by, dates, subject)
    if subject and not by and not sort and lower & WRITING and _has_names(_telling(subject)) and aspect != "author_of":
        aspect = "by_author"
    if aspect not in ("newest", "oldest") and not sort and not subject and lower & IN_FORCE & (NEWEST | OLDEST):
        aspect = "newest"
    return CollectionQuestion(
        aspect=aspect,
        sort=sort,
        subject=subject,
        authors=by,
        dates=dates,
        languages=languages,
        asks_for_languages=bool(_LANGUAGES.search(text)),
        asks_for_authors=not (by or sort or subject) and _asks_for_all_authors(lower, aspect),
        speaks_of_documents=bool(lower & DOCUMENT_NOUNS),
        wants_in_force=bool(lower & IN_FORCE),
        spans_time=bool(_FROM_WHEN_TO_WHEN.search(text)),
        unread=() if language == "en" else tuple(token.text for token in _tokens(rest) if token.text not in subject),
    )


def _aspect(
    told: str, text: str, lower: set[str], authors: Sequence[str], dates: ImpliedDates | None, subject: str
) -> str:
    """Return the aspect that was told, unless the question holds what speaks against it."""
    asks_who = bool(lower & {"who", "whose", "whom"}) or ("author" in lower and not authors)
    by_words = [
        ("by_author", bool(authors)),
        ("author_of", asks_who and (bool(lower & WRITING) or "whose" in lower)),
        ("date_of", bool(re.match(r"\s*(?:since |from )?(?:when|what (?:date|day|year))\b", text, re.IGNORECASE))),
        ("newest", bool(lower & (NEWEST - {"last"})) or "last" in lower),
        ("oldest", bool(lower & (OLDEST - {"first"}))),
        ("count", bool(re.search(r"\bhow many\b|\bnumber of\b", text, re.IGNORECASE))),
        ("dated", dates is not None),
        ("mentions", bool(subject)),
    ]
    found = next((aspect for aspect, holds in by_words if holds), "all")
    if _FROM_WHEN_TO_WHEN.search(text):
        return "all"
    kept = {
        "by_author": bool(authors) or (found not in ("newest", "oldest", "count") and _asks_by_whom(text, lower)),
        "dated": dates is not None,
        "mentions": bool(subject) and found not in ("by_author", "author_of", "newest", "oldest", "count"),
        "all": found in ("all", "mentions"),
        "count": not asks_who,
    }
    return told if told in ASPECTS and kept.get(told, True) else found


def _asks_by_whom(text: str, lower: set[str]) -> bool:
    """Tell whether a word leads to somebody who wrote: “by”, “from”, “sent”, or “Jessop’s”."""
    return bool(lower & (WRITING | {"from"})) or bool(re.search(r"['’]s\b|s['’]", text))


def _asks_for_all_authors(lower: set[str], aspect: str) -> bool:
    """Tell whether a question asks who the authors are, or who wrote several documents."""
    speaks_of_several = any(word.endswith("s") for word in lower & DOCUMENT_NOUNS)
    return bool(lower & {"authors", "writers"}) or (aspect == "author_of" and speaks_of_several)


def _divided(text: str, language: str) -> tuple[str, str]:
    """Return the sort of the documents that are meant, and their subject, as they stand in a question."""
    if quoted := _QUOTED.search(text):
        return "", quoted[1].strip()
    tokens = _tokens(text)
    if language != "en":
        names = [token for token in tokens[1:] if _is_capital(token.text) and token.lower not in _FOREIGN_NOUNS]
        return "", _said(text, names)
    split = _split(tokens)
    before = [token for token in tokens[:split] if token.tells]
    behind = [token for token in tokens[split:] if token.tells]
    are_named = any(token.lower in DOCUMENT_NOUNS for token in tokens[:split])
    asks_where = bool(tokens) and tokens[0].lower == "where"
    if not behind and before and split < len(tokens) and tokens[split].lower in MENTIONING:
        # What is asked about stands between its verb's two parts: “in which letters does Jessop appear”.
        verb = next((token.end for token in tokens[1:split] if token.lower in _OPENING), 0)
        before, behind = [each for each in before if each.end < verb], [each for each in before if each.start > verb]
        if are_named or asks_where or not behind:
            return "", _said(text, [*before, *behind])
    if asks_where:
        return "", _said(text, [*before, *behind])
    if any(token.lower not in IN_FORCE for token in behind):
        behind = [token for token in behind if token.lower not in IN_FORCE]
    before = [token for token in before if token.lower not in IN_FORCE]
    sort = " ".join(without_possessive(token.text) for token in before)
    if before and not behind and _has_names(before) and any(token.lower in WRITING for token in tokens):
        return "", sort  # by somebody whom the catalogue does not know
    return sort, _said(text, behind)


def _split(tokens: Sequence[_Token]) -> int:
    """Return the place of the first word that leads to a subject; a sort stands before it."""
    nouns = False
    for place, token in enumerate(tokens):
        if token.lower in MENTIONING and (nouns or place):
            return place
        if nouns and (token.lower in SHORT_PREPOSITIONS or token.lower in {"that", "which", "with"}):
            return place
        nouns = nouns or token.tells or token.lower in DOCUMENT_NOUNS
    return len(tokens)


def _said(text: str, some: Sequence[_Token]) -> str:
    """Return what stands from the first to the last of some words, without what asks at its ends."""
    if not some:
        return ""
    start, end = some[0].start, some[-1].end
    return " ".join(without_possessive(text[start:end]).split())


def _telling(text: str) -> list[_Token]:
    return [token for token in _tokens(text) if token.tells]


def _has_names(some: Sequence[_Token]) -> bool:
    """Tell whether words are all written as names or codes."""
    return bool(some) and all(_is_capital(token.text) for token in some)


def _is_capital(word: str) -> bool:
    return word[0].isupper() or any(map(str.isdigit, word))


def _is_by(lower: set[str], aspect: str) -> bool:
    """Tell whether a question that holds a name asks for what they wrote."""
    return aspect == "by_author" or bool(lower & WRITING) or ("from" in lower and aspect != "author_of")


def authors_in(text: str, authors: Iterable[str]) -> tuple[str, ...]:
    """Return the authors that a question names, by their whole name, else by a last name that only one of them has."""
    known = tuple(dict.fromkeys(authors))
    said = set(analyse(text, ""))
    whole = tuple(name for name in known if (terms := analyse(name, "")) and said.issuperset(terms))
    if whole:
        return whole
    by_last: dict[str, list[str]] = {}
    for name in known:
        for term in analyse(name, ""):
            by_last.setdefault(term, []).append(name)
    capitals = {term for token in _tokens(text) if token.text[0].isupper() for term in analyse(token.text, "")}
    return tuple(names[0] for term, names in by_last.items() if term in capitals and len(names) == 1)


def _without_name(text: str, name: str) -> str:
    terms = set(analyse(name, ""))
    for token in _tokens(text):
        if terms.issuperset(analyse(token.text, "")):
            text = _without(text, token.start, token.end)
    return text


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _tokens(text: str) -> list[_Token]:
    return [_Token(text[a:b], text[a:b].lower().replace("’", "'").removesuffix("'s"), a, b) for a, b in words(text)]
