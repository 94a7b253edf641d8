"""What was said before in a conversation."""

from dataclasses import dataclass

__all__ = ["Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked and what was answered.

    Attributes:
        question: as it was asked.
        answer: as it was shown; empty when no answer was given.
    """

    question: str
    answer: str = ""
