"""Who speaks, and what is said, in a transcript, an interview or a chat, whose lines begin with a name and a colon."""

import dataclasses
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from index.store import Index
from rag.kinds.overview.document_text import DocumentText, TextSentence

__all__ = ["is_conversation", "speakers", "spoken"]

_TURN = re.compile(r"^[ \t]*([^\W\d_][^:：|\n]{0,40}?)[ \t]?[:：](?=\s)", re.MULTILINE)
_MOST_WORDS = 4
_FEWEST_TURNS = 3
"""Of one name: a label that comes once, such as “Note:”, is nobody who speaks."""

_FEWEST_SAID = 6
"""Words: with fewer, somebody agrees, or begins."""

_FEWEST_SPEAKERS = 2
_SHARE = 0.3
"""Of a document's lines that say something, so many at least begin a turn in one that is a conversation."""


def is_conversation(index: Index, document_id: str) -> bool:
    """Tell whether a document is a conversation, whose lines name who speaks.

    Args:
        index: within one snapshot.
        document_id: of a document that is there.
    """
    return bool(_turns(index.documents.get(document_id).text))


def speakers(index: Index, sentences: Sequence[TextSentence]) -> list[str]:
    """Return who says each sentence of one document, as its lines name them; empty where nobody is named.

    Args:
        index: within one snapshot.
        sentences: of a single document, in any order.
    """
    if not sentences:
        return []
    row = sentences[0].row
    turns = _turns(index.documents.get(row.document_id).text)
    starts = [start for start, _ in turns]
    places = [bisect_right(starts, sentence.start) - 1 for sentence in sentences]
    return [turns[place][1] if place >= 0 else "" for place in places]


def spoken(text: DocumentText) -> DocumentText:
    """Return a conversation in which what is said counts as prose: it need not end as what is written does."""
    said = (
        dataclasses.replace(each, is_prose=each.words >= _FEWEST_SAID and not each.text.rstrip().endswith(("?", "？")))
        for each in text.sentences
    )
    return DocumentText(tuple(said), text.vectors)


def _turns(text: str) -> list[tuple[int, str]]:
    """Return where each turn of a conversation begins, and whose it is; none of a text that is no conversation."""
    found = [(match.start(1), match[1]) for match in _TURN.finditer(text) if len(match[1].split()) <= _MOST_WORDS]
    often = {name for name, count in Counter(name for _, name in found).items() if count >= _FEWEST_TURNS}
    turns = [(start, name) for start, name in found if name in often]
    lines = sum(bool(line.strip()) for line in text.splitlines())
    return turns if len(often) >= _FEWEST_SPEAKERS and len(turns) >= _SHARE * lines else []
