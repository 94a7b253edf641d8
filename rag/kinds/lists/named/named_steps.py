"""The steps of what a question asks how to do, all of them, by the heading above them."""

import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.headings import innermost
from rag.english.word_lists import AUXILIARIES, BE_FORMS, any_of
from rag.english.words import SAYS_LITTLE
from rag.evidence.sentences import Evidence
from rag.kinds.lists.list_items import Item, Shape, blocks_around, words_of

__all__ = ["named_steps"]

_ASKS_HOW = re.compile(rf"\bhow\s+(?:{any_of(AUXILIARIES | BE_FORMS)}|to)\b", re.IGNORECASE)
"""Not “how long” or “how many”."""

_COUNTED = re.compile(r"\(?\d{1,3}[.)]\s")
_SEVERAL = 2


def named_steps(index: Index, question: str, cited: Sequence[Evidence]) -> tuple[Item, ...]:
    """Return the steps that the best evidence is one of, where a question asks how to do what they do together.

    It does where it has a word of what stands above them, or where two of the steps answer it. Where the step itself
    has more of the question than what stands above, it alone was asked for: “How do I close the tap?” beside “2. Close
    the tap.” under “Cleaning the filter”.

    Args:
        index: within one snapshot.
        question: its words, English.
        cited: what answers, best first; at least one.

    Returns:
        The items of a counted list, in order; empty where nothing is asked how to do, or the piece is no step.
    """
    if not _ASKS_HOW.search(question):
        return ()
    asked, piece = frozenset(analyse(question)) - SAYS_LITTLE, cited[0]
    for block in blocks_around(index, piece.row):
        words = [words_of(index, item) for item in block.items]
        steps = [word for item, word in zip(block.items, words, strict=True) if item.has(piece.row, piece.start)]
        if block.items[0].shape is not Shape.LIST or not steps or not all(map(_COUNTED.match, words)):
            continue
        announced = words_of(index, block.before) if block.before and block.announced else ""
        heading = frozenset(analyse(f"{innermost(piece.row.heading)} {announced}")) & asked
        above = heading | (frozenset(analyse(piece.row.title)) & asked)
        if heading and len(above) >= len(asked.intersection(analyse(steps[0]))):
            return block.items
        if sum(any(item.has(each.row, each.start) for each in cited) for item in block.items) >= _SEVERAL:
            return block.items
    return ()
