"""Sentences of a text as the evidence that an answer quotes."""

import dataclasses

from index.store import Index
from rag.evidence.context import with_antecedent
from rag.evidence.sentences import Evidence, unscored
from rag.evidence.tables.heads import header_of
from rag.investigation.found import Found, Investigation
from rag.kinds.overview.document_text import DocumentText, TextSentence

__all__ = ["investigated", "quoted"]


def quoted(index: Index, text: DocumentText, found: Found) -> tuple[Evidence, ...]:
    """Return sentences as evidence with its context: the head of a table's row, what a pronoun refers to.

    Args:
        index: within one snapshot.
        text: the sentences, in the order in which they are quoted.
        found: for the question that they answer.
    """
    return tuple(_piece(index, sentence, found) for sentence in text.sentences)


def investigated(found: Found, text: DocumentText | None = None) -> Investigation:
    """Return what was looked up where nobody doubts that it answers: the document that was asked for is there.

    Args:
        found: the passages; shown are those of the documents that are quoted, where there are some.
        text: what is quoted; nothing where no document is.
    """
    if text is None:
        return Investigation(found, (), (), 0.0)
    documents = {sentence.row.document_id for sentence in text.sentences}
    kept = [place for place, each in enumerate(found.candidates) if each.row.document_id in documents]
    candidates = tuple(found.candidates[place] for place in kept)
    texts = tuple(found.texts[place] for place in kept if place < len(found.texts))
    return Investigation(dataclasses.replace(found, candidates=candidates, texts=texts), (), (), 1.0)


def _piece(index: Index, sentence: TextSentence, found: Found) -> Evidence:
    row = sentence.row
    piece = unscored(row, sentence.start, sentence.end, found.question)
    chunk = index.chunks.text(row)
    head = header_of(row, sentence.start, sentence.end, chunk)
    return dataclasses.replace(piece, header=head) if head else with_antecedent(piece, chunk)
