"""All items of the list that a line above it begins to say: “A permit is needed”, and below it for what."""

import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.headings import innermost
from rag.english.words import SAYS_LITTLE
from rag.evidence.sentences import Evidence
from rag.kinds.lists.list_items import Item, ListBlock, Shape, blocks_around, words_of

__all__ = ["announced_items"]

_ASKS_WHICH = re.compile(
    r"\W*(?:(?:and|so)\s+)?(?:(?:in|on|at|under|by|of|for)\s+)?(?:what|when|which|where|who)\b", re.IGNORECASE
)
"""Not “how much”, and not yes or no: one item answers those."""

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_FEWEST, _MOST = 2, 12
_SEVERAL = 2


def announced_items(index: Index, question: str, best: Evidence) -> Sequence[Item]:
    """Return what announces the list that the best evidence is an item of, and all its items, where that was asked.

    “When do I need a permit?” is answered by all items below “A permit is needed”: that line has all that is asked, or
    most of it and the item nothing. It ends in a colon, or without a stop, or is a heading.

    Args:
        index: within one snapshot.
        question: its words, English.
        best: that answers best.

    Returns:
        Empty where the best is neither such an item nor the line, where the line has too little of the question, and
        where one item is asked for.
    """
    asked = frozenset(analyse(question)) - SAYS_LITTLE
    if not _ASKS_WHICH.match(question) or not asked:
        return ()
    for block in blocks_around(index, best.row):
        of_block = (block.before, *block.items) if block.before else block.items
        own = [item for item in of_block if item.has(best.row, best.start)]
        if own and block.items[0].shape is Shape.LIST and _is_asked(index, asked, best, own[0], block):
            return of_block
    return ()


def _is_asked(index: Index, asked: frozenset[str], best: Evidence, own: Item, block: ListBlock) -> bool:
    """Tell whether what stands above a list, and not the item that was found, has what is asked."""
    said = words_of(index, block.before) if block.before else innermost(best.row.heading)
    if block.announced and asked <= frozenset(analyse(f"{said} {best.row.title}")):
        return True
    if _ENDS.search(said) or not _FEWEST <= len(block.items) <= _MOST:
        return False
    announced = asked.intersection(analyse(said))
    has_most = len(announced) >= _SEVERAL and 2 * len(announced) >= len(asked)
    return has_most and (own is block.before or asked.isdisjoint(analyse(words_of(index, own))))
