"""Sections that two documents have under one heading, which is all that a question asks of both."""

from collections.abc import Sequence

import numpy as np

from index.search.analysis import analyse
from index.store import Index
from rag.english.word_lists import WRITTEN_THINGS
from rag.evidence.doubts.recency.versions import inner_heading
from rag.evidence.sentences import Evidence
from rag.investigation.found import Found
from rag.kinds.comparison.asked.sides import ASKS_TO_COMPARE
from rag.kinds.overview.asked.named import name_terms
from rag.kinds.overview.document_text import DocumentText, read_document
from rag.kinds.overview.quoting import quoted

__all__ = ["sections_compared"]

_MOST = 3
"""Sentences of each: of longer sections those that are most like one of the other."""

_SAYS_LITTLE = frozenset(
    analyse(
        " ".join(WRITTEN_THINGS | frozenset("procedure process rule practice way method detail information".split()))
    )
)
"""Terms that say no more than that a section is asked for; a fee is one of the things that it may tell."""


def sections_compared(
    index: Index, asked_for: frozenset[str], document_ids: Sequence[str], found: Found
) -> list[tuple[Evidence, ...]]:
    """Return what two documents say below the heading that both have, and that has all that is asked of them.

    Args:
        index: within one snapshot.
        asked_for: terms of the question, without those that its sides are called by.
        document_ids: of two documents.
        found: for the question.

    Returns:
        For each document its sentences, in order; empty where they have no such heading in common, or several.
    """
    rows = [list(index.chunks.get(index.chunks.ids_of([each])).values()) for each in document_ids]
    if not all(rows):
        return []
    asked = asked_for - ASKS_TO_COMPARE - frozenset[str]().union(*(name_terms(each[0]) for each in rows))
    headed = [{inner_heading(row) for row in each} - {""} for each in rows]
    named = {each: frozenset(analyse(each)) for each in headed[0] & headed[1]}
    common = [each for each, terms in named.items() if asked & terms and asked - terms <= _SAYS_LITTLE]
    if len(common) != 1:
        return []
    parts = [{row.id for row in each if inner_heading(row) == common[0]} for each in rows]
    texts = [read_document(index, each, part) for each, part in zip(document_ids, parts, strict=True)]
    if not all(text.sentences for text in texts):
        return []
    alike = texts[0].vectors @ texts[1].vectors.T
    kept = _most_alike(texts, alike)
    return [quoted(index, text.only(places), found) for text, places in zip(texts, kept, strict=True)]


def _most_alike(texts: Sequence[DocumentText], alike: np.ndarray) -> list[list[int]]:
    """Return the places of the sentences that are taken of each: those of the pairs that are most alike."""
    kept: list[list[int]] = [[], []]
    order = [divmod(int(place), alike.shape[1]) for place in np.argsort(-alike, axis=None, kind="stable")]
    for pair in order:
        if all(len(places) < _MOST for places in kept) and all(n not in kept[side] for side, n in enumerate(pair)):
            for side, place in enumerate(pair):
                kept[side].append(place)
    # What is left of a short section stands beside what has a counterpart.
    for side, text in enumerate(texts):
        others = [place for place in range(len(text.sentences)) if place not in kept[side]]
        kept[side] += others[: _MOST - len(kept[side])]
    return [sorted(places) for places in kept]
