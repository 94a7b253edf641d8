"""The sentences of an answer as they come."""

import dataclasses
from collections.abc import Iterable, Iterator

from rag.answers.answer import AnswerSentence, Waiting, Writing

__all__ = ["Composition", "after_lead"]

_Step = AnswerSentence | Waiting | Writing


class Composition:
    """Gives each sentence of an answer as soon as it is there, and remembers those that came; to be used once.

    While a language model writes, ``Waiting`` comes between the sentences: who goes away then can end its work.

    Attributes:
        sentences: that have come.
        writing: how the language model did, once it has ended; None when none writes.
    """

    def __init__(self, steps: Iterable[_Step]) -> None:
        """Give what comes of steps, which are taken one at a time, when they are asked for."""
        self.sentences: list[AnswerSentence] = []
        self.writing: Writing | None = None
        self._steps = iter(steps)

    def __iter__(self) -> Iterator[AnswerSentence | Waiting]:
        """Give what has not been given yet."""
        for step in self._steps:
            if isinstance(step, Writing):
                self.writing = step
                continue
            if isinstance(step, AnswerSentence):
                self.sentences.append(step)
            yield step

    def end(self) -> tuple[AnswerSentence, ...]:
        """Return all sentences; those that have not come yet are waited for."""
        for _ in self:
            pass
        return tuple(self.sentences)


def after_lead(lead: str, steps: Iterable[_Step]) -> Iterator[_Step]:
    """Yield what is composed, each sentence where it stands in an answer that begins with a lead."""
    by = len(lead) + 1 if lead else 0
    for step in steps:
        if isinstance(step, AnswerSentence):
            step = dataclasses.replace(step, start=step.start + by, end=step.end + by)
        yield step
