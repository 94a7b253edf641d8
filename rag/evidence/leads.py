"""Lines above a passage as evidence: its document's title and its headings, where they stand in the document's text."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.encoding.encoder import FloatArray
from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.store import Index
from index.text.headings import innermost
from index.text.lines import Span
from rag.english.word_lists import NOT_ASKED_FOR
from rag.evidence.sentences import PASSAGE_WEIGHT, Evidence
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["LeadSpans", "lead_evidence", "lead_row", "lead_spans"]

_LOOKED_AT = 5
"""Passages whose leads may be evidence."""

_MOST = 2
"""Leads that are evidence: more would be read instead of sentences."""

_REACH = 50_000
_REACH_OF_TITLE = 2_000
"""How far above a chunk its heading is looked for, and how far below the top of the document its title."""

_TITLE, _HEADING = range(2)
_LEADS = 2

_DISADVANTAGE = 0.1
"""Taken from a lead's score: of a title and a sentence that say as much, the sentence is the one to quote."""

_HEADING_LINE = re.compile(r"[^|:\n]{2,60}(?<![.!?;,…。！？])")


@dataclass(frozen=True, slots=True)
class LeadSpans:
    """Where the lines above a chunk stand in its document's text; None for what is not in it as such a line.

    Attributes:
        title: of the document.
        heading: the innermost of the chunk's section.
        head: of the table that the chunk goes on with.
    """

    title: Span | None = None
    heading: Span | None = None
    head: Span | None = None


def lead_spans(index: Index, row: ChunkRow) -> LeadSpans:
    """Return where the title, heading and table's head of a chunk stand: lines above it, none of its own sentences.

    Args:
        index: within one snapshot.
        row: the chunk.
    """
    first = max(0, row.start - _REACH)
    above = index.documents.excerpt(row.document_id, row.version, first, row.start)
    top = (
        above[:_REACH_OF_TITLE]
        if not first
        else index.documents.excerpt(row.document_id, row.version, 0, _REACH_OF_TITLE)
    )
    titles = _lines(top, row.title, 0)
    headings = _lines(above, innermost(row.heading), first)
    return LeadSpans(titles[0] if titles else None, headings[-1] if headings else None, row.head)


def lead_row(row: ChunkRow, span: Span, place: int) -> ChunkRow:
    """Return a row for a line above a chunk, as if it were a chunk of one sentence; its id is negative, and its own.

    Args:
        row: of the chunk.
        span: of the line.
        place: 0 for the title, 1 for the heading.
    """
    identity = -(row.id * _LEADS + place)
    return dataclasses.replace(
        row, id=identity, start=span[0], end=span[1], heading="", sentences=(span,), tokens=b"", head=None, head_text=""
    )


def lead_evidence(index: Index, question: Question, candidates: Sequence[Candidate]) -> list[Evidence]:
    """Return the best of the titles and headings of the first passages that share a word with the question, each once.

    Those that ask, as in lists of questions and answers, are no evidence.

    Args:
        index: within one snapshot.
        question: as read.
        candidates: best first.
    """
    found: dict[tuple[str, Span], tuple[ChunkRow, float]] = {}
    for candidate in candidates[:_LOOKED_AT]:
        row = candidate.row
        if not _is_asked_about(question, f"{row.title} {row.heading}"):
            continue
        leads = lead_spans(index, row)
        for place, span in ((_HEADING, leads.heading), (_TITLE, leads.title)):
            if span:
                found.setdefault((row.document_id, span), (lead_row(row, span, place), candidate.score))
    texts = [index.chunks.text(row) for row, _ in found.values()]
    kept = [
        (row, score, text)
        for (row, score), text in zip(found.values(), texts, strict=True)
        if not text.endswith("?") and _is_asked_about(question, text)
    ]
    best = _similarities(index, question, [text for _, _, text in kept])
    pieces = [_evidence(question, row, score, values) for (row, score, _), values in zip(kept, best, strict=True)]
    return sorted(pieces, key=lambda piece: -piece.score)[:_MOST]


def _evidence(question: Question, row: ChunkRow, passage_score: float, best: FloatArray) -> Evidence:
    maxsim = float(best @ question.weights)
    score = (maxsim + PASSAGE_WEIGHT * passage_score) / (1 + PASSAGE_WEIGHT) - _DISADVANTAGE
    return Evidence(row, row.start, row.end, best, maxsim, score)


def _similarities(index: Index, question: Question, texts: Sequence[str]) -> list[FloatArray]:
    """Return for each text the largest cosine of each of the question's tokens with one of its own."""
    encoded = index.encoder.loaded().encode_passages(list(texts)) if texts else []
    return [
        (each.tokens @ question.tokens.T).max(axis=0).astype(np.float32)
        if len(each.tokens)
        else np.full(len(question.weights), -1, np.float32)
        for each in encoded
    ]


def _is_asked_about(question: Question, text: str) -> bool:
    terms = set(analyse(text, question.language))
    words = [word for word in question.words if word.text.lower() not in NOT_ASKED_FOR]
    return any(terms.intersection(word.terms) for word in words)


def _lines(text: str, words: str, base: int) -> list[Span]:
    """Return the lines that consist of some words, in a text that begins at ``base`` of its document."""
    if not words:
        return []
    found = re.finditer(rf"^{re.escape(words)}$", text, re.MULTILINE)
    return [(base + match.start(), base + match.end()) for match in found]
