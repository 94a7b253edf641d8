"""What is asked, whole: the question, and everything else that decides how it is answered."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from rag.answers.kind import Kind
from rag.answers.turns import Turn
from rag.retrieval.dates.implied_dates import ImpliedDates
from rag.retrieval.filters import EVERYTHING, Filters
from rag.retrieval.question import check

__all__ = ["LONGEST_EARLIER_ANSWER", "MOST_TURNS", "Query"]

MOST_TURNS = 20
LONGEST_EARLIER_ANSWER = 20_000
"""Of what was said before, so many turns count, the last; and so many characters of each of their answers."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. It is made where a question comes in, and passed on whole.

    Attributes:
        text: the question in words, as asked.
        top_k: how many passages the answer shows, from 1.
        filters: which documents may answer.
        history: what was said before, oldest first; the question may lean on it.
        llm: whether a language model writes the answer; when None it does if there is one.
        kind: what sort of answer is wanted; told from the question when None.
    """

    text: str
    top_k: int = 5
    filters: Filters = EVERYTHING
    history: tuple[Turn, ...] = ()
    llm: bool | None = None
    kind: Kind | None = None

    def __post_init__(self) -> None:
        """Check the question.

        Raises:
            QuestionError: it is empty, has no words, is too long for any Footnote, or is not Unicode text.
        """
        check(self.text)

    def reworded(self, text: str) -> "Query":
        """Return the same with another text, such as one of its parts."""
        return dataclasses.replace(self, text=text)

    def narrowed(self, dates: ImpliedDates | None) -> "Query":
        """Return the same about documents of some days alone; dates that were chosen stay as they are."""
        if dates is None or self.filters.after or self.filters.before:
            return self
        return dataclasses.replace(
            self, filters=dataclasses.replace(self.filters, after=dates.after, before=dates.before)
        )

    def after(self, history: Iterable[Turn]) -> "Query":
        """Return the same asked after what was said before."""
        return dataclasses.replace(self, history=tuple(history))
