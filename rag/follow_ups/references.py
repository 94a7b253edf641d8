"""Whether a question without pronouns leans on what was said before it."""

import re
from collections.abc import Sequence

from rag.english.phrases import WORD, Phrase, phrases
from rag.follow_ups.antecedents import MOST_WORDS, RELATIONAL_HEADS, ResolvedTurn, is_clause, is_english

__all__ = ["DEPENDENT", "depends_on_history", "says_nothing"]

DEPENDENT = re.compile(
    r"\b(?:the\s+(?:same|other|others|former|latter|previous|first|second|third|last|next|new|newer|old|older|rest|two|"
    r"above|remaining|best|worst|main|following)\b(?!\s+(?:of|in)\b)"
    r"|(?:any|some|an|what|which|are\s+there)\s+(?:other|another|others|alternatives?)\b|another|anything\s+else|what\s+else|who\s+else"
    r"|where\s+else|else|instead|as\s+well|(?:which|that|this|other|\w+er|\w+est|first|last|new|old)\s+ones?|otherwise)\b|\b(?:too|either)\W*$",
    re.IGNORECASE,
)
_SUCH = re.compile(r"\b(?:this|that|these|those)\s+(?!\w+(?:ed|es)\b)([a-z]\w{2,})\b|\bsuch\s+(?!as\b)", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:any|some|every|no)(?:one|body)\b", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:better|worse|cheaper|faster|slower|safer|easier|bigger|larger|smaller|higher|lower|older|younger|stronger|more|less|fewer)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:than|that|or|vs|versus|between|compared|about|from|of|to)\b", re.IGNORECASE)


def says_nothing(asked: str) -> bool:
    """Tell whether a question has no noun of its own, or only one that needs to be of something."""
    own, count = phrases(asked), len(WORD.findall(asked))
    if any(phrase.named for phrase in own):
        return False
    if not own or _SOMEBODY.search(asked):
        return count <= 8
    if all(phrase.head in RELATIONAL_HEADS and " of " not in phrase.text for phrase in own):
        return True
    return not is_clause(asked) and count <= 3 and "?" not in asked


def depends_on_history(asked: str, turns: Sequence[ResolvedTurn]) -> bool:
    """Tell whether a question without pronouns is likely to be about what the last ones were about."""
    if not turns or not is_english(asked, turns) or len(WORD.findall(asked)) > MOST_WORDS:
        return False
    if DEPENDENT.search(asked) or (_COMPARES.search(asked) and not _COMPARED.search(asked)):
        return True
    if (such := _SUCH.search(asked)) and not any(phrase.named for phrase in phrases(asked[: such.start()])):
        return True
    own = phrases(asked)
    vague = bool(own) and all(phrase.head in RELATIONAL_HEADS and not phrase.named for phrase in own)
    return vague and _spoken_of(own, turns)


def _spoken_of(own: Sequence[Phrase], turns: Sequence[ResolvedTurn]) -> bool:
    terms = {term for phrase in own for term in phrase.terms} - RELATIONAL_HEADS
    return bool(terms) and any(terms & phrase.terms for turn in turns for phrase in turn.topics)
