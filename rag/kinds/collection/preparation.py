"""What there is to say of the documents themselves: how many, which, from when, by whom."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence

from index.search.analysis import analyse
from index.storage.records import DocumentSummary
from index.store import Index
from index.text.forms.dates import date_in_words
from index.text.languages import asked_in
from rag.english.word_lists import DOCUMENT_NOUNS, HAVE_FORMS, MENTIONING, WRITING, WRITTEN_THINGS
from rag.evidence.doubts.recency.editions import day_of, days_of
from rag.evidence.plain.answers import plain_answers
from rag.evidence.sentences import Evidence, find
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared, dated_title
from rag.kinds.collection.collection_question import CollectionQuestion, read_question
from rag.kinds.collection.document_sorts import is_format, of_sort, sort_among
from rag.kinds.collection.documents_by_words import by_names, with_all
from rag.kinds.collection.first_sentences import byline, date_line, opening
from rag.kinds.collection.lead import authors_of, lead_of, nothing_of
from rag.kinds.collection.mentioning import mentioning, near_in_meaning
from rag.retrieval.filters import searched_in

__all__ = ["prepare"]

_MOST_LISTED = 100
"""Documents that are listed; a lead says how many there are."""

_NARROW = frozenset({"mentions", "by_author"})
"""Aspects of a question that cannot be about all documents."""

_FEWEST_OF_A_SORT = 2
"""Documents that something counted has to be what they are called, where no word of the question is for documents."""

_HERE = HAVE_FORMS | DOCUMENT_NOUNS | {"there", "exist"}
_WRITTEN = frozenset(analyse(" ".join(WRITTEN_THINGS)))
_SURE = 0.95
"""The confidence of what was looked up in the catalogue and word by word, not judged."""

_MOST_MEANT = 3
"""Documents whose author or date is told where one was asked for."""


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return what the answer is made of; None where it is answered as a fact is."""
    index = investigator.index
    documents = _filtered(index, asked)
    if not documents:
        return None
    language = asked_in(asked.query.text, index.documents.languages())
    authors = [author for each in documents for author in each.authors]
    question = read_question(asked, language, authors, datetime.datetime.now().astimezone().date())
    if question.unread:
        question = dataclasses.replace(question, sort=sort_among(index, question.unread, documents))
    question = _in_last_year(index, question, documents)
    if question.asks_for_authors:
        return _of_authors(asked, question, documents, investigator)
    if question.aspect in ("author_of", "date_of"):
        of_one = _of_one(asked, question, documents, investigator)
        # A field of that name answers before the catalogue: the date of an invoice is what it says, not its file's.
        return None if of_one is None or _is_said(asked, investigator) else of_one
    return _selected(asked, question, documents, investigator)


def _in_last_year(
    index: Index, question: CollectionQuestion, documents: Sequence[DocumentSummary]
) -> CollectionQuestion:
    """Return a question that says a month without a year with the last year of which there are such documents."""
    dates = question.dates
    if not dates or not dates.said or any(map(str.isdigit, dates.said)) or not dates.after or not dates.before:
        return question
    of = of_sort(index, question.sort, documents) if question.sort else set()
    some = [each for each in documents if not of or each.id in of]
    last = dates.after[:4]
    for year in sorted({day[:4] for each in some if last >= (day := day_of(each))[:4] > ""}, reverse=True):
        shifted = dataclasses.replace(dates, after=year + dates.after[4:], before=year + dates.before[4:])
        meant = dataclasses.replace(question, dates=shifted)
        if any(_is_dated(each, meant) for each in some):
            return meant
    return question


def _of_authors(
    asked: Asked, question: CollectionQuestion, documents: Sequence[DocumentSummary], investigator: Investigator
) -> Prepared:
    """Return by whom the documents are, of those that say it, each with where it does."""
    some = [each for each in documents if _is_dated(each, question) and _is_in(each, question)]
    signed = [each for each in some if each.authors]
    picked = _picked(dataclasses.replace(question, aspect="all"), signed)[:_MOST_LISTED]
    pieces = [byline(investigator.index, each, each.authors[0]) for each in picked]
    made = _prepared(asked, investigator, picked, pieces, authors_of(some)) if picked else None
    return made or Prepared(investigator.unsearched(asked.query), (), nothing="No document says who wrote it.")


def _is_said(asked: Asked, investigator: Investigator) -> bool:
    """Tell whether a passage says plainly what is asked."""
    found = investigator.passages(asked.query)
    return bool(plain_answers(investigator.index, found.question, find(found.question, found.candidates)))


def _filtered(index: Index, asked: Asked) -> list[DocumentSummary]:
    allowed, _ = searched_in(index, asked.query.filters)
    listed = index.documents.listed()
    if allowed is None:
        return listed
    kept = set(allowed)
    return [each for each in listed if each.id in kept]


def _selected(
    asked: Asked, question: CollectionQuestion, documents: Sequence[DocumentSummary], investigator: Investigator
) -> Prepared | None:
    """Return the documents that fit everything that the question says of them."""
    index = investigator.index
    if question.asks_for_languages:
        question = dataclasses.replace(question, aspect="all", sort="", subject="")
    elif question.aspect in _NARROW and not any(
        (question.subject, question.sort, question.authors, question.languages)
    ):
        return None  # they speak of some documents, and nothing of what they say was understood
    some = [
        each for each in documents if _is_dated(each, question) and _is_by(each, question) and _is_in(each, question)
    ]
    of = of_sort(index, question.sort, documents) if question.sort else set()
    if len(of) < _FEWEST_OF_A_SORT and _counts_things(question):
        return None
    is_of_things = bool(question.sort) and not of and not question.speaks_of_documents
    if of:
        some = [each for each in some if each.id in of]
    elif is_format(question.sort) and question.speaks_of_documents:
        return Prepared(investigator.unsearched(asked.query), (), nothing=nothing_of(question))
    elif question.sort:
        # Words of whoever asks for documents that are told by something else too; or what the documents are about.
        is_told = question.is_told
        if question.subject and _is_thing(question) and not _speaks_of_saying(asked):
            return None
        if question.aspect in ("newest", "oldest") and (not is_told or _is_thing(question)):
            return None
        question = dataclasses.replace(question, sort="", subject=question.subject if is_told else question.sort)
    said, is_near = _said(asked, question, some, investigator)
    fit = [each for each in some if not question.subject or each.id in said]
    picked = _picked(question, fit)
    if not picked:
        # “What events are there in May?” asks for what documents of another month may say, and “how many letters came
        # in?” for what one may say that is no letter.
        is_counted = question.aspect == "count" and not (_speaks_of_saying(asked) or _asks_what_is_here(asked))
        if fit or is_of_things or (of and _names_no_writing(question)) or is_counted:
            return None
        return Prepared(investigator.unsearched(asked.query), (), nothing=nothing_of(question))
    pieces = [said.get(each.id) or _piece(index, each, question) for each in picked[:_MOST_LISTED]]
    lead = lead_of(question, picked, fit, is_near=is_near)
    return _prepared(asked, investigator, picked, pieces, lead, asked.threshold if is_near else _SURE)


def _counts_things(question: CollectionQuestion) -> bool:
    """Tell whether it is the documents' things that are to be counted, as in “How many hives are there?”."""
    is_told = question.speaks_of_documents or question.is_told or is_format(question.sort)
    return question.aspect == "count" and bool(question.sort) and not is_told


def _speaks_of_saying(asked: Asked) -> bool:
    return not _words(asked).isdisjoint(MENTIONING | WRITING | {"from"})


def _asks_what_is_here(asked: Asked) -> bool:
    """Tell whether a question asks how many there are, or we have, among the documents."""
    return not _words(asked).isdisjoint(_HERE)


def _words(asked: Asked) -> set[str]:
    return {word.lower() for word in asked.query.text.strip(" ?.!").split()}


def _is_thing(question: CollectionQuestion) -> bool:
    """Tell whether what is asked for is nothing written: “the newest member of staff”."""
    return not question.speaks_of_documents and WRITTEN_THINGS.isdisjoint(question.sort.lower().split())


def _names_no_writing(question: CollectionQuestion) -> bool:
    """Tell whether what a question calls documents is nothing written, as “4C” is, and “emails” are not."""
    return not question.speaks_of_documents and _WRITTEN.isdisjoint(analyse(question.sort))


def _said(
    asked: Asked, question: CollectionQuestion, documents: Sequence[DocumentSummary], investigator: Investigator
) -> tuple[Mapping[str, Evidence | None], bool]:
    """Return what documents say of the subject, by their ids, and whether in other words than it is asked for in."""
    if not question.subject:
        return {}, False
    # What a file is called says what it is about, whether or not its text has the word.
    named = dict.fromkeys(each.id for each in _titled(investigator.index, question.subject, documents))
    said = named | mentioning(investigator.index, question.subject, documents)
    if said or question.is_name:
        return said, False
    return near_in_meaning(investigator, asked.query, question.subject, documents), True


def _picked(question: CollectionQuestion, fit: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """Return the documents to list of those that fit, by date: the newest, the oldest, both, or all."""
    days = {each.id: day_of(each) for each in fit}
    dated = sorted((each for each in fit if days[each.id]), key=lambda each: (days[each.id], each.title))
    if question.aspect not in ("newest", "oldest") and not question.spans_time:
        return [*dated, *(each for each in fit if not days[each.id])]
    if not dated:
        return []
    first, last = days[dated[0].id], days[dated[-1].id]
    wanted = {first, last} if question.spans_time else {first if question.aspect == "oldest" else last}
    return [each for each in dated if days[each.id] in wanted]


def _piece(index: Index, document: DocumentSummary, question: CollectionQuestion) -> Evidence | None:
    if question.authors:
        return byline(index, document, next(name for name in document.authors if name in question.authors))
    if question.dates or question.aspect in ("newest", "oldest"):
        return date_line(index, document)
    return opening(index, document)


def _of_one(
    asked: Asked, question: CollectionQuestion, documents: Sequence[DocumentSummary], investigator: Investigator
) -> Prepared | None:
    """Return who wrote the document that is meant, or when; None where none is, or the catalogue does not know."""
    meant = _meant(asked, question, documents, investigator)
    index = investigator.index
    asks_who = question.aspect == "author_of"
    known = [each for each in meant if (each.authors if asks_who else day_of(each))]
    if not known:
        return None
    if asks_who:
        told = " · ".join(dict.fromkeys(" and ".join(each.authors) for each in known))
        pieces = [byline(index, each, each.authors[0]) for each in known]
        return _prepared(asked, investigator, known, pieces, f"By {told}.")
    told = " · ".join(dict.fromkeys(date_in_words(day_of(each)) for each in known))
    return _prepared(asked, investigator, known, [date_line(index, each) for each in known], f"{told}.")


def _meant(
    asked: Asked, question: CollectionQuestion, documents: Sequence[DocumentSummary], investigator: Investigator
) -> list[DocumentSummary]:
    """Return the documents that a question means which speaks of one: by its title, else by what it is about."""
    some = [each for each in documents if _is_dated(each, question)]
    of = of_sort(investigator.index, question.sort, some) if question.sort else set()
    narrowed = [each for each in some if each.id in of]
    if _is_thing(question):
        # Of what is nothing written a document only says something.
        narrowed = _titled(investigator.index, question.sort, narrowed)
    pool = narrowed or some
    by_title = _titled(investigator.index, question.subject, pool) if question.subject else []
    if by_title or (narrowed and not question.subject):
        return _best(by_title or narrowed, question, asked, investigator)
    if not question.subject or not (narrowed or question.speaks_of_documents):
        return []
    # What is a letter need not call itself one.
    said = mentioning(investigator.index, question.subject, some)
    fit = [each for each in pool if each.id in said] or [each for each in some if each.id in said]
    if not fit:
        nearest = next((each.row.document_id for each in investigator.passages(asked.query).candidates), "")
        fit = [each for each in pool if each.id == nearest]
    return _best(fit, question, asked, investigator)[:1]


def _best(
    some: Sequence[DocumentSummary], question: CollectionQuestion, asked: Asked, investigator: Investigator
) -> list[DocumentSummary]:
    """Return those that are meant of documents that fit: the one in force, all where they are few, else the nearest."""
    if question.wants_in_force and any(each.published_at for each in some):
        return [max(some, key=lambda each: each.published_at or "")]
    found = investigator.passages(asked.query)
    order = list(dict.fromkeys(candidate.row.document_id for candidate in found.candidates))
    place = {identity: n for n, identity in enumerate(order)}
    ranked = sorted(some, key=lambda each: place.get(each.id, len(order)))
    return ranked if len(ranked) <= _MOST_MEANT else ranked[:1]


def _titled(index: Index, subject: str, documents: Sequence[DocumentSummary]) -> list[DocumentSummary]:
    """Return the documents whose titles, or whose sources' names, have all words of a subject."""
    found = with_all(index, subject, by_names)
    return [each for each in documents if each.id in found]


def _prepared(
    asked: Asked,
    investigator: Investigator,
    documents: Sequence[DocumentSummary],
    pieces: Iterable[Evidence | None],
    lead: str,
    confidence: float = _SURE,
) -> Prepared | None:
    """Return an answer of a sentence for each document; None where none of them has a sentence."""
    listed = [(each, piece) for each, piece in zip(documents, pieces, strict=False) if piece is not None]
    if not listed:
        return None
    evidence = tuple(piece for _, piece in listed)
    found = dataclasses.replace(investigator.unsearched(asked.query), evidence=evidence, confidence=confidence)
    return Prepared(found, evidence, groups=tuple(dated_title(each) for each, _ in listed), lead=lead)


def _is_dated(document: DocumentSummary, question: CollectionQuestion) -> bool:
    """Tell whether a document is of the days that a question names; where it has no date, a year in its name tells."""
    dates = question.dates
    if dates is None:
        return True
    spans = days_of(document)
    return any((dates.after or "") <= first and (dates.before is None or last <= dates.before) for first, last in spans)


def _is_in(document: DocumentSummary, question: CollectionQuestion) -> bool:
    named = question.languages
    return named is None or (document.language in named.codes) is not named.are_excluded


def _is_by(document: DocumentSummary, question: CollectionQuestion) -> bool:
    return not question.authors or not set(question.authors).isdisjoint(document.authors)
