"""The turns before a question, each resolved so that it stands alone, and what they are about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.search.analysis import analyse
from rag.english.phrases import RELATIONAL, Phrase, phrases
from rag.english.word_lists import AUXILIARIES, FINITE_BE, QUESTION_WORDS, any_of

__all__ = [
    "AUX",
    "MOST_WORDS",
    "RELATIONAL_HEADS",
    "WH",
    "ResolvedTurn",
    "is_clause",
    "is_english",
    "topic_of",
    "with_topic",
    "without_topic",
]

WH = rf"(?:{any_of(QUESTION_WORDS - {'how'})}|how(?:\s+(?:many|much|long|old|far|often|big|tall|large|high))?)"

AUX = rf"(?:{any_of((FINITE_BE | AUXILIARIES) - {'shall'})})"

RELATIONAL_HEADS = frozenset(analyse(" ".join(RELATIONAL)))
"""Of phrases that need to be of something: “the price” of what?"""

MOST_WORDS = 40
"""A longer question says itself what it is about."""
_TOPIC = re.compile(r" \(about: [^()]*\)(?=\??$)")
_KNOWS_ENGLISH = re.compile(
    r"\b(?:the|a|an|what|who|how|when|where|why|which|is|are|was|were|do|does|did|can|of|and|about|i|my|tell)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ResolvedTurn:
    """A turn whose question stands alone, with the phrases that it is about and those of its answer."""

    question: str
    topics: tuple[Phrase, ...]
    answer: tuple[Phrase, ...]


def is_clause(text: str) -> bool:
    """Tell whether words ask or say something by themselves, as a noun does not."""
    return bool(re.search(rf"(?:^|\s){AUX}\b|^{WH}\b|^(?:i|we|you|tell|show|give|list|explain)\b", text, re.IGNORECASE))


def is_english(asked: str, turns: Sequence[ResolvedTurn]) -> bool:
    """Tell whether there are turns, and the last of them or the question is in English, which the rules know."""
    return bool(turns) and any(_KNOWS_ENGLISH.search(text) for text in (asked, turns[-1].question))


def topic_of(turns: Sequence[ResolvedTurn], known: frozenset[str] = frozenset()) -> str:
    """Return what the last turns are about, at most two phrases.

    Of what has no name that is its phrase, and a name beside it that tells which: “the trip, Mylor Bay”.
    """
    found: dict[str, None] = {}
    for turn in reversed(turns):
        of_turn = turn.topics[:1]
        if of_turn and not of_turn[0].named:
            of_turn += tuple(phrase for phrase in turn.topics[1:] if phrase.named)[:1]
        for phrase in of_turn:
            if not phrase.terms <= known and not (phrase.head in RELATIONAL_HEADS and " of " not in phrase.text):
                found.setdefault(phrase.text)
                known |= phrase.terms
    return ", ".join(list(found)[:2])


def with_topic(asked: str, turns: Sequence[ResolvedTurn]) -> str:
    """Return a question with what the conversation is about behind it."""
    topic = topic_of(turns, frozenset(analyse(asked)))
    own = phrases(asked)
    if (
        topic
        and own
        and is_clause(asked)
        and own[-1].head in RELATIONAL_HEADS
        and asked.rstrip(" ?.!").endswith(own[-1].text.split()[-1])
    ):
        topic = topic_of(turns[-1:], frozenset(analyse(asked))) or topic
        if " of " not in own[-1].text and "," not in topic:
            return f"{asked.rstrip(' ?.!')} of {topic}?"
    end = "?" if asked.endswith("?") else ""
    return f"{asked.rstrip(' ?')} (about: {topic}){end}" if topic else asked


def without_topic(text: str) -> str:
    """Return a question without what the conversation is about behind it: as it was asked."""
    return _TOPIC.sub("", text)
