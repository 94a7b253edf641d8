"""A question that leans on what was said before, made one that stands alone; by rules, for English.

What does not lean is left as it is: a new topic is worth more unchanged than with an old one tied to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answers.turns import Turn
from rag.english.phrases import WORD, best, phrases
from rag.follow_ups.antecedents import MOST_WORDS, ResolvedTurn, is_english, with_topic
from rag.follow_ups.ellipsis import resolve_ellipsis
from rag.follow_ups.pronouns import resolve_pronouns
from rag.follow_ups.references import depends_on_history
from rag.retrieval.question import MAX_CHARACTERS

__all__ = ["QuestionReading", "readings"]

_TURNS_READ = 6
_CHARACTERS_READ = 400
_DOUBT = 0.1
"""A question that seems to stand alone is left so unless its topic makes it answered by so much more confidence."""


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A way that a question may be meant.

    Attributes:
        text: that stands alone.
        doubt: by how much more confidence, 0 to 1, it has to be answered than as it was asked.
    """

    text: str
    doubt: float = 0.0


def readings(question: str, history: Sequence[Turn]) -> tuple[QuestionReading, ...]:
    """Return the ways that a question may be meant; the documents tell which, where the words alone do not.

    One where a pronoun or an ellipsis shows that it leans on what was said; else the question as it is, and with what
    the conversation is about behind it.

    Args:
        question: the last of a conversation.
        history: the turns before it, oldest first; the last few are read.
    """
    asked = _one_line(question)
    if len(WORD.findall(asked)) > MOST_WORDS:
        return (QuestionReading(question),)
    turns = _resolved(history)
    rewritten = _resolve(asked, turns)
    if rewritten != asked:
        return (QuestionReading(rewritten if len(rewritten) <= MAX_CHARACTERS else question),)
    topical = with_topic(asked, turns)
    if topical == asked or len(topical) > MAX_CHARACTERS or not is_english(asked, turns):
        return (QuestionReading(question),)
    return QuestionReading(question), QuestionReading(topical, 0.0 if depends_on_history(asked, turns) else _DOUBT)


def _resolved(history: Sequence[Turn]) -> list[ResolvedTurn]:
    turns: list[ResolvedTurn] = []
    for turn in history[-_TURNS_READ:]:
        question = _resolve(_one_line(turn.question[:_CHARACTERS_READ]), turns)
        topics = tuple(best(phrases(question)))
        answer = tuple(phrases(turn.answer[:_CHARACTERS_READ]))
        if len(turn.answer.split()) <= 5:
            topics += tuple(phrase for phrase in answer if phrase.named)
        turns.append(ResolvedTurn(question, topics, answer))
    return turns


def _resolve(asked: str, turns: Sequence[ResolvedTurn]) -> str:
    """Return a question on one line with what it leaves to the turns before."""
    if not turns or not 0 < len(WORD.findall(asked)) <= MOST_WORDS:
        return asked
    if not is_english(asked, turns):
        return asked
    return resolve_ellipsis(asked, turns) or resolve_pronouns(asked, turns)


def _one_line(text: str) -> str:
    return " ".join(text.split())
