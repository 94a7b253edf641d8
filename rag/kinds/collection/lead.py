"""What is said before documents are listed: how many there are of what was asked for."""

from collections import Counter
from collections.abc import Sequence

from index.storage.records import DocumentSummary
from index.text.forms.dates import date_in_words
from rag.evidence.doubts.recency.editions import day_of
from rag.kinds.collection.collection_question import CollectionQuestion
from rag.kinds.collection.document_languages import language_name, languages_in_words
from rag.kinds.collection.document_sorts import is_format
from rag.retrieval.dates.implied_dates import days_in_words

__all__ = ["authors_of", "lead_of", "nothing_of"]


def lead_of(
    question: CollectionQuestion, listed: Sequence[DocumentSummary], fit: Sequence[DocumentSummary], *, is_near: bool
) -> str:
    """Return how many documents fit, and what they were chosen by, in one sentence or two.

    Args:
        question: as read.
        listed: the documents that are listed, or the first of them.
        fit: all that fit.
        is_near: whether none of them has the words of the subject, and they were chosen by their meaning.
    """
    if question.spans_time and listed:
        first, *_, last = sorted(map(day_of, listed)) * 2
        return f"{_counted(len(fit))}{_described(question)}, from {date_in_words(first)} to {date_in_words(last)}."
    if question.aspect in ("newest", "oldest"):
        of = f" that mention{'s' if len(listed) == 1 else ''} {_subject(question)}" if question.subject else ""
        one, verb = ("document", "is") if len(listed) == 1 else ("documents", "are")
        day = date_in_words(day_of(listed[0]))
        return f"The {question.aspect} {one}{_described(question)}{of} {verb} from {day}."
    many = _counted(len(fit)) + _described(question)
    if question.asks_for_languages:
        counts = Counter(each.language for each in fit).most_common()
        return f"{many}: {languages_in_words(sorted(counts, key=lambda pair: (-pair[1], not pair[0], pair[0])))}."
    subject = _subject(question)
    if is_near:
        return f"No document mentions {subject} in these words. {many} {_verb(len(fit), 'come')} near."
    if not subject:
        return f"{many}."
    unknown = f"No document says that it is by {subject}. " if question.aspect == "by_author" else ""
    return f"{unknown}{many} {_verb(len(fit), 'mention')} {subject}."


def authors_of(documents: Sequence[DocumentSummary]) -> str:
    """Return who wrote documents, how many each of them, most first, and how many documents do not say by whom."""
    counts = Counter(name for each in documents for name in each.authors)
    told = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    names = ", ".join(f"{name} ({count})" for name, count in told)
    unsigned = sum(not each.authors for each in documents)
    rest = f" {_counted(unsigned)} {_verb(unsigned, 'name')} none." if unsigned else ""
    return f"{len(told):,} author{'' if len(told) == 1 else 's'}: {names}.{rest}"


def nothing_of(question: CollectionQuestion) -> str:
    """Return that there is no such document, in one sentence."""
    subject = _subject(question)
    said = f"No document{_described(question)}"
    return f"{said} mentions {subject}." if subject else f"{said} was found."


def _counted(number: int) -> str:
    return f"{number:,} document{'' if number == 1 else 's'}"


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def _described(question: CollectionQuestion) -> str:
    """Return what documents were chosen by beside their subject."""
    by = f" by {' or '.join(question.authors)}" if question.authors else ""
    sort = f" called “{question.sort}”" if question.sort else ""
    if is_format(question.sort):
        sort = f" saved as {question.sort}"
    return f"{sort}{_in_languages(question)}{by}{' ' + days_in_words(question.dates) if question.dates else ''}"


def _in_languages(question: CollectionQuestion) -> str:
    if question.languages is None:
        return ""
    named = " or ".join(map(language_name, question.languages.codes))
    return f" in another language than {named}" if question.languages.are_excluded else f" in {named}"


def _subject(question: CollectionQuestion) -> str:
    return question.subject if question.is_name or not question.subject else f"“{question.subject}”"
