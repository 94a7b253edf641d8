"""The sentences of an answer as they come."""

from collections.abc import Iterable, Iterator

from rag.answers.answer import AnswerSentence, Waiting, Writing

__all__ = ["Composition"]


class Composition:
    """Gives each sentence of an answer as soon as it is there, and remembers those that came; to be used once.

    While a language model writes, ``Waiting`` comes between the sentences: who goes away then can end its work.

    Attributes:
        sentences: that have come.
        writing: how the language model did, once it has ended; None when none writes.
    """

    def __init__(self, steps: Iterable[AnswerSentence | Waiting | Writing]) -> None:
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
