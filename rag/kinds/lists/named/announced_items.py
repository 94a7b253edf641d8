"""All items of the list that a line above it begins to say: “A permit is needed”, and below it for what."""

import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from rag.english.word_lists import FUNCTION_WORDS, GENERAL_VERBS
from rag.evidence.sentences import Evidence
from rag.kinds.lists.list_items import Item, Shape, blocks_around, words_of

__all__ = ["announced_items"]

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_OF_ONE = re.compile(r"\bhow (?:many|much|long|far|often|old|high|big|heavy)\b", re.IGNORECASE)
_SAYS_LITTLE = frozenset(analyse(" ".join(FUNCTION_WORDS | GENERAL_VERBS)))
_BETWEEN = " › "
_FEWEST, _MOST = 2, 12
_SEVERAL = 2


def announced_items(index: Index, question: str, piece: Evidence) -> Sequence[Item]:
    """Return what announces the list that a piece of evidence is an item of, and all its items, where that was asked.

    “When do I need a permit?” is answered by all items below “A permit is needed”: that line has most of what is asked,
    and the item none of it. It ends in a colon, or without a stop, or is a heading.

    Args:
        index: within one snapshot.
        question: its words, English.
        piece: that answers best.

    Returns:
        Empty where the piece is no such item, and where one figure is asked for.
    """
    asked = frozenset(analyse(question)) - _SAYS_LITTLE
    if _OF_ONE.search(question):
        return ()
    for block in blocks_around(index, piece.row):
        own = [item for item in block.items if _is_of(piece, item)]
        if not own or block.items[0].shape is not Shape.LIST:
            continue
        said = words_of(index, block.before) if block.before else piece.row.heading.rpartition(_BETWEEN)[2]
        announced = asked.intersection(analyse(said))
        is_asked = len(announced) >= _SEVERAL and 2 * len(announced) >= len(asked)
        is_open = not _ENDS.search(said) and _FEWEST <= len(block.items) <= _MOST
        if is_open and is_asked and asked.isdisjoint(analyse(words_of(index, own[0]))):
            return (block.before, *block.items) if block.before else block.items
    return ()


def _is_of(piece: Evidence, item: Item) -> bool:
    return piece.row.document_id == item.row.document_id and item.start <= piece.start < item.end
