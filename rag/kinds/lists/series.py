"""Counted things: a list with “Motion A”, “Motion B” and “Motion D” has “Motion C” too."""

import re
from collections import defaultdict
from collections.abc import Sequence

from index.store import Index
from index.text.forms.dates import MONTHS
from rag.english.word_lists import FUNCTION_WORDS
from rag.evidence.sentences import Evidence, quotes

__all__ = ["missing_of_series"]

_LABEL = re.compile(r"\W*([^\W\d_]{3,}) (?:(\d{1,3})|([A-Z]))(?![\w'’]|[.,]\d)")
_NO_LABELS = FUNCTION_WORDS | {month.lower() for month in MONTHS}
_FEWEST = 2

_Series = tuple[str, str, bool]


def missing_of_series(index: Index, pieces: Sequence[Evidence], known: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that lie between others of a counted series of one document, and are not among them.

    Args:
        index: within one snapshot.
        pieces: that answer.
        known: all that were read, best first.
    """
    counted: defaultdict[_Series, set[int]] = defaultdict(set)
    for _, series, number in _labelled(index, pieces):
        counted[series].add(number)
    found = []
    for piece, series, number in _labelled(index, known):
        have = counted.get(series, set())
        if len(have) >= _FEWEST and min(have) < number < max(have) and number not in have:
            have.add(number)
            found.append(piece)
    return found


def _labelled(index: Index, pieces: Sequence[Evidence]) -> list[tuple[Evidence, _Series, int]]:
    """Return the pieces that begin with a word and a number or a letter, with what they are counted among, and it."""
    found = []
    for piece, text in zip(pieces, quotes(index, pieces), strict=True):
        label = _LABEL.match(text)
        if label and label[1][0].isupper() and label[1].lower() not in _NO_LABELS:
            series = piece.row.document_id, label[1].lower(), label[3] is None
            found.append((piece, series, int(label[2]) if label[2] else ord(label[3])))
    return found
