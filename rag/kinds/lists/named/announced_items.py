"""The items of a list that what announces them says all of a question about: “Wash your hands” and when to do it."""

import re

from index.search.analysis import analyse
from index.store import Index
from rag.english.word_lists import FUNCTION_WORDS, GENERAL_VERBS
from rag.evidence.sentences import Evidence
from rag.kinds.lists.list_items import Item, Shape, blocks_around, words_of

__all__ = ["announced_items"]

_ASKS_WHICH = re.compile(
    r"\W*(?:(?:and|so)\s+)?(?:(?:in|on|at|under|by|of)\s+)?(?:what|when|which|where|who)\b", re.IGNORECASE
)
"""Not “how much”, and not yes or no: one item answers those."""

_SAYS_LITTLE = frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS)))


def announced_items(index: Index, question: str, best: Evidence) -> tuple[Item, ...]:
    """Return what announces a list, and its items, where the best evidence is one of these and none is singled out.

    “When do I have to wash my hands?” is answered by all that stands below “Wash your hands”: that has all of the
    question, so that no item of itself is asked for.

    Args:
        index: within one snapshot.
        question: its words, English.
        best: that answers best.
    """
    asked = frozenset(analyse(question)) - _SAYS_LITTLE
    if not _ASKS_WHICH.match(question) or not asked:
        return ()
    for block in blocks_around(index, best.row):
        before = block.before if block.announced and block.items[0].shape is Shape.LIST else None
        is_of = any(
            best.row.document_id == item.row.document_id and item.start <= best.start < item.end
            for item in (before, *block.items)
            if item
        )
        if before and is_of and asked <= frozenset(analyse(f"{words_of(index, before)} {best.row.title}")):
            return (before, *block.items)
    return ()
