"""Sentences of a text as the evidence that an answer quotes."""

import dataclasses
import re

from index.store import Index
from index.text.lines import LIST_ITEM
from rag.evidence.context import with_antecedent
from rag.evidence.sentences import Evidence, unscored
from rag.evidence.tables.heads import header_of
from rag.investigation.found import Found, Investigation
from rag.kinds.overview.document_text import DocumentText, TextSentence
from rag.retrieval.dates.periods import ANY_DAY, periods

__all__ = ["investigated", "quoted", "said_from"]

_MARK = re.compile(r"\s*(?:[•‣▪◦*+–-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\(?[A-Z]\))\s+(?:\[[ xX]\]\s+|[☐☑☒✓✔]\s*)?(?=\S)")
"""What stands before an item of a list; a capital with a full stop may be somebody's first name."""

_DAY = 30
"""Characters behind a number in which a month and a year may make a day of it: “12. Mai 2024 …”."""

"""What “last week” would be counted from, which no mark of a list is."""


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
    row, chunk = sentence.row, index.chunks.text(sentence.row)
    head = header_of(row, sentence.start, sentence.end, chunk)
    if head:
        return unscored(row, sentence.start, sentence.end, found.question, head)
    piece = with_antecedent(unscored(row, sentence.start, sentence.end, found.question), chunk)
    # What it refers to stands before it, and its own mark between both.
    start = row.start + said_from(chunk, piece.quoted_from - row.start, row.language)
    if piece.antecedent is None:
        return dataclasses.replace(piece, start=start)
    return dataclasses.replace(piece, antecedent=start)


def said_from(text: str, start: int, language: str) -> int:
    """Return where a sentence that stands alone begins to say something: behind the number or mark of its list.

    Args:
        text: that it stands in.
        start: of the sentence, in code points of the text.
        language: ISO 639 code of the text's, whose months are known beside the English ones.
    """
    line = text[text.rfind("\n", 0, start) + 1 : start]
    mark = _MARK.match(text, start)
    if line.strip() or mark is None or LIST_ITEM.match(text, start) is None:
        return start
    days = periods(text[start : mark.end() + _DAY], ANY_DAY, language)
    return start if any(day.start < mark.end() - start < day.end for day in days) else mark.end()
