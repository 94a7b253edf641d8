"""A question that wants the last answer otherwise: in more detail, shorter, of some year, one of its items."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.sentences import sentence_spans
from rag.answers.kind import Kind
from rag.answers.turns import Turn
from rag.english.word_lists import (
    ANSWER_FORMS,
    DO_FORMS,
    FINITE_BE,
    FUNCTION_WORDS,
    HAVE_FORMS,
    NUMBER_WORDS,
    ORDINALS,
    QUESTION_WORDS,
)
from rag.kinds.telling import told
from rag.retrieval.dates.implied_dates import ImpliedDates, implied_dates

__all__ = ["Continued", "continued"]

_WORD = re.compile(r"[^\W_]+")
_OPENING = re.compile(r"^(?:(?:and|but|ok|okay|now|please|thanks)\b[\s,]*)+", re.IGNORECASE)
_MOST_WORDS = 10
_LEAD_WORDS = 3
"""Sentences of an answer of so few words at its beginning lead to the rest: “Yes.”, “4 items.”."""


@dataclass(frozen=True, slots=True)
class Continued:
    """A question put so that it stands alone.

    Attributes:
        text: the last question with what is wanted otherwise, or a question for one of its items.
        dates: of the documents that it is now about; None where it does not say.
    """

    text: str
    dates: ImpliedDates | None = None


def continued(asked: str, history: Sequence[Turn], today: datetime.date) -> Continued | None:
    """Return a question that wants the last answer otherwise; None of one that asks something itself.

    What follows a question for a fact is left to ``rag.follow_ups``.

    Args:
        asked: the question, in English.
        history: the turns before it, oldest first.
        today: what “last week” is counted from.
    """
    if not history or len(_WORD.findall(asked)) > _MOST_WORDS:
        return None
    last = history[-1]
    if item := _item(asked, last.answer):
        return Continued(f"Tell me more about this: {item}")
    dates = implied_dates(asked, today)
    if not _is_form(asked, dates):
        return None
    before = continued(last.question, history[:-1], today)
    whole = before.text if before else last.question
    if told(whole, "en").kind in (Kind.FACT, Kind.NOT_FOR_US):
        return None
    wish = _OPENING.sub("", asked).strip(" ?.!")
    return Continued(f"{whole.rstrip(' ?.!')}, {wish}", dates or (before.dates if before else None))


def _is_form(asked: str, dates: ImpliedDates | None) -> bool:
    """Tell whether a question speaks of nothing but the form of an answer, and the dates of its documents."""
    rest = asked if dates is None else f"{asked[: dates.start]} {asked[dates.end :]}"
    words = [word.lower() for word in _WORD.findall(_OPENING.sub("", rest))]
    if not words or words[0] in _ASKING:
        return bool(dates) and not words
    said = [word for word in words if word not in FUNCTION_WORDS and word not in NUMBER_WORDS and not word.isdigit()]
    return all(word in ANSWER_FORMS for word in said) and (bool(said) or dates is not None)


_ASKING = FINITE_BE | DO_FORMS | HAVE_FORMS | (QUESTION_WORDS - {"what"})
"""What begins so asks something: “Is it short?”; “what about those from 2025?” does not."""


def _item(asked: str, answer: str) -> str | None:
    """Return the item of an answer that a question names by its number, such as “what about the second one?”."""
    words = [word.lower() for word in _WORD.findall(asked)]
    named = [word for word in words if word in (*ORDINALS, "last")]
    others = [word for word in words if word not in FUNCTION_WORDS and word not in named]
    if len(named) != 1 or others or "one" not in words:
        return None
    sentences = [answer[start:end].strip() for start, end in sentence_spans(answer)]
    items = [each for place, each in enumerate(sentences) if place or len(_WORD.findall(each)) > _LEAD_WORDS]
    place = len(items) - 1 if named == ["last"] else ORDINALS.index(named[0])
    return items[place] if 0 <= place < len(items) else None
