"""The questions that the empty page offers: made in the background, whenever the index has changed."""

import logging
import threading

from index.errors import FootnoteError
from rag.asking.assistant import Assistant
from rag.suggestions.example_questions import example_questions
from web.work.workers import Workers

__all__ = ["ExampleQuestions"]

_logger = logging.getLogger(__name__)

_GIVE_WAY_SECONDS = 0.5


class ExampleQuestions:
    """Makes examples in a thread of its own, a question at a time, and gives way to everybody who asks.

    Args:
        assistant: that tries them.
        questions: the threads of those who ask.
    """

    def __init__(self, assistant: Assistant, questions: Workers) -> None:
        self._assistant, self._workers = assistant, questions
        self._made: tuple[int, tuple[str, ...]] = (-1, ())
        self._making = threading.Lock()
        self._ending = threading.Event()

    def current(self) -> tuple[int, tuple[str, ...]]:
        """Return the generation of the index and the examples that were made of it, at once.

        There are none when the index has changed: old ones may be about what is gone, and new ones are on their way.
        """
        generation = self._assistant.index.database.generation
        if self._made[0] == generation:
            return self._made
        if self._making.acquire(blocking=False):
            threading.Thread(target=self._make, args=(generation,), name="footnote-examples", daemon=True).start()
        return generation, ()

    def close(self) -> None:
        """Make no more."""
        self._ending.set()

    def _make(self, generation: int) -> None:
        questions: tuple[str, ...] = ()
        try:
            questions = tuple(example_questions(self._assistant, self._may_go_on))
        except FootnoteError as error:
            _logger.warning("no example questions could be made: %s", error)
        finally:
            # They are an extra: where they cannot be made, the page does without until the index changes.
            if not self._ending.is_set():
                self._made = generation, questions
            self._making.release()

    def _may_go_on(self) -> bool:
        while self._workers.busy and not self._ending.is_set():
            self._ending.wait(_GIVE_WAY_SECONDS)
        return not self._ending.is_set()
