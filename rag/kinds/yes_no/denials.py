"""What words deny or forbid, and to whom: what a reader of yes and no takes for more, or less, than it is."""

import re

from index.search.analysis import analyse
from index.store import Index
from index.text.headings import innermost
from index.text.lines import LIST_ITEM
from rag.english.quantities import quantities
from rag.english.words import SAYS_LITTLE, read_words
from rag.evidence.sentences import Evidence, quotes
from rag.kinds.lists.list_items import announcing, blocks_around
from rag.verification.problems.polarity import NEGATIONS, OPPOSITES

__all__ = ["denies", "denies_within_bounds", "forbids", "is_named_as_denied", "is_of_denied", "of_nobody", "says_none"]

_FORBIDS = frozenset(analyse(" ".join(OPPOSITES["allow"])))
_LISTED = re.compile(r"[,;]|\band\b|\bor\b")
_NOBODY = re.compile(r"\W*(?:nobody|no ?one|none of)\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|except|unless|other than|not)\b|n't\b", re.IGNORECASE)
_ANY = re.compile(r"\bany(?:one|body|thing|where)?\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:nobody|no one|nothing|none|nowhere)\b", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:more|longer|later|less|fewer|higher|lower|larger|further|faster|earlier) than\b"
    r"|\b(?:unless|without|except|until|only)\b",
    re.IGNORECASE,
)
"""What says how far something is forbidden, or on which condition."""


def denies(words: str) -> bool:
    """Tell whether words have a negation, whatever it denies."""
    return any(word.lower in NEGATIONS or word.lower.endswith("n't") for word in read_words(words))


def is_of_denied(index: Index, piece: Evidence) -> bool:
    """Tell whether a piece is an item of a list whose heading, or what announces it, denies: “What you must not do”."""
    return any(map(denies, _above(index, piece)))


def is_named_as_denied(index: Index, question: str, piece: Evidence) -> bool:
    """Tell whether a question asks for what a piece is, an item of a list whose heading denies just that.

    “Are towels included?” beside “Towels, sheets” below “What is not included”: nothing is asked that heading, title
    and one of the things in the item do not say, that thing has nothing more, as “lost towels” has, and the question
    itself denies nothing.

    Args:
        index: within one snapshot.
        question: as asked.
        piece: of evidence.
    """
    asked = frozenset(analyse(question)) - SAYS_LITTLE
    if denies(question) or not (above := [words for words in _above(index, piece) if denies(words)]):
        return False
    denied = frozenset(analyse(" ".join(above)))
    beside = denied | frozenset(analyse(piece.row.title))
    things = (frozenset(analyse(thing)) - SAYS_LITTLE for thing in _LISTED.split(quotes(index, [piece])[0]))
    return bool(asked & denied) and any(asked - beside <= thing <= asked for thing in things if thing - beside)


def _above(index: Index, piece: Evidence) -> tuple[str, ...]:
    """Return the heading that an item of a list stands under, and what announces it; nothing of what is no item."""
    text = index.chunks.text(piece.row)
    if not LIST_ITEM.match(text, max(piece.start - piece.row.start, 0)):
        return ()
    announced = announcing(index, blocks_around(index, piece.row), piece.start)
    return innermost(piece.row.heading), announced


def forbids(question: str, words: str) -> bool:
    """Tell whether words forbid or refuse, and the question does not ask whether something is.

    Args:
        question: as asked.
        words: that are cited.
    """
    return not _FORBIDS.isdisjoint(analyse(words)) and _FORBIDS.isdisjoint(analyse(question))


def says_none(question: str, words: str) -> bool:
    """Tell whether a question asks for any at all, and “nobody”, “nothing” or “none” is among the words that are shown.

    Args:
        question: as asked: “Was anybody hurt?”.
        words: of what answers, and of what stands beside it.
    """
    return _ANY.search(question) is not None and _NONE.search(words) is not None


def of_nobody(words: str) -> bool:
    """Tell whether a sentence says of nobody, and of no one else, what it says: a reader takes it for the opposite."""
    return _NOBODY.match(words) is not None and not _BUT.search(words)


def denies_within_bounds(question: str, words: str) -> bool:
    """Tell whether words forbid only what goes beyond a bound, or fails a condition, of which a question says nothing.

    “Do not lower it by more than two degrees” and “may not be kept without consent” are no No to whether it may be
    lowered, or kept, at all; a question with a figure asks for one side of the bound.

    Args:
        question: as asked.
        words: that answer best.
    """
    if quantities(question) or _BOUND.search(question):
        return False
    clauses = re.split(r"[;:]|\.\s", words)
    return any(_BOUND.search(clause) and denies(re.sub(r"\bwithout\b", "", clause)) for clause in clauses)
