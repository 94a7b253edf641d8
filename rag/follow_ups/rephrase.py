"""A question that leans on what was said before, put by a language model so that it stands alone."""

from collections.abc import Sequence

from index.search.analysis import analyse
from rag.answers.turns import Turn
from rag.errors import LanguageModelError
from rag.retrieval.question import MAX_CHARACTERS
from rag.writing.language_model import LanguageModel
from rag.writing.prompts import question_messages

__all__ = ["rephrase"]

_TURNS_READ = 4
_CHARACTERS_READ = 400
_MOST_TOKENS = 80
_SECONDS = 20.0
_LONGER = 3


def rephrase(model: LanguageModel, question: str, history: Sequence[Turn]) -> str | None:
    """Return a question that stands alone; None when the model fails, or writes what was not said.

    A language model likes to answer, or to ask something else. What it writes counts only if it is one line, no longer
    than a question, and brings in no word that is not in the conversation.

    Args:
        model: that writes.
        question: the last.
        history: what was said before it, oldest first.
    """
    turns = [(turn.question, turn.answer[:_CHARACTERS_READ]) for turn in history[-_TURNS_READ:]]
    messages = question_messages(question, turns)
    try:
        written = "".join(model.write(messages, most_tokens=_MOST_TOKENS, seconds=_SECONDS)).strip().strip('"“”')
    except LanguageModelError:
        return None
    said = {term for text in (question, *(part for turn in turns for part in turn)) for term in analyse(text)}
    words = analyse(written)
    is_short = len(words) <= _LONGER * (len(analyse(question)) + 5)
    if not words or "\n" in written or len(written) > MAX_CHARACTERS or not is_short or not set(words) <= said:
        return None
    return written
