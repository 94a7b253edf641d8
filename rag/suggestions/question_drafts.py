"""Questions drafted from the documents of an index, for people to correct and to measure with."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.storage.records import ChunkRow
from index.store import Index
from rag.english.quantities import MONEY, Quantity, QuantityKind, quantities
from rag.english.word_lists import SUBORDINATING
from rag.evidence.context import refers_back

__all__ = ["QuestionDraft", "by_chance", "draft_questions"]

_FEWEST_WORDS, _MOST_WORDS = 6, 30
_VERB = r"(?:[a-z]+ed|[a-z]+s|is|was|has|had|built|won|led|wrote|became|made|took|gave|held|began|ran|drew|sold|lost)"
_LEADING_NAME = re.compile(rf"(?:The )?[A-Z][\w’'-]*(?: (?:of |de |the )?[A-Z][\w’'-]*)+(?= {_VERB} )")
_ASKED = {
    QuantityKind.CLOCK: "what time",
    QuantityKind.DATE: "what date",
    QuantityKind.YEAR: "what year",
    QuantityKind.SHARE: "what percentage",
}
_UNIT = re.compile(r" [a-z]{3,}")
_JOINS = SUBORDINATING | {"after", "before", "but", "in", "when", "where"}
"""A sentence that begins with one of these has its subject further on."""

_SMALLEST = 3
"""Fewer of anything is seldom what a sentence is about."""


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question made of one sentence, whose answer is cut out of it.

    Attributes:
        question: an echo of the sentence, such as “The museum opened in what year?”.
        answer: the words that were cut out.
        source: of the document.
        start: first code point of the answer, in the document's text.
        end: one past the last.
        sentence: that it was made of.
    """

    question: str
    answer: str
    source: str
    start: int
    end: int
    sentence: str


def draft_questions(index: Index, count: int) -> list[QuestionDraft]:
    """Return at most ``count`` questions, from as many documents as there are; the same index gives the same ones.

    Args:
        index: to draft from.
        count: at least 1.
    """
    with index.database.snapshot():
        documents = sorted(index.documents.listed(), key=lambda document: by_chance(document.id))
        of_each = [_drafts_of(index, document.id) for document in documents]
        return list(islice(_in_turn(of_each), count))


def _in_turn(of_each: Sequence[Iterator[QuestionDraft]]) -> Iterator[QuestionDraft]:
    """Yield the first draft of every document, then the second of each, none made before it is wanted."""
    pending = list(of_each)
    while pending:
        left = []
        for drafts in pending:
            if draft := next(drafts, None):
                yield draft
                left.append(drafts)
        pending = left


def _drafts_of(index: Index, document_id: str) -> Iterator[QuestionDraft]:
    ids = sorted(index.chunks.ids_of([document_id]), key=lambda identity: by_chance(str(identity)))
    for identity in ids:
        row = index.chunks.get([identity])[identity]
        text = index.chunks.text(row)
        drafts = (_draft(row, text[start - row.start : end - row.start], start) for start, end in row.sentences)
        # One of a chunk: its other sentences say more about the same.
        yield from islice(filter(None, drafts), 1)


def _draft(row: ChunkRow, sentence: str, start: int) -> QuestionDraft | None:
    words = sentence.split()
    plain = sentence.endswith(".") and not re.search(r"[\"“”|\n:;]", sentence)
    if not plain or not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or refers_back(sentence):
        return None
    found = next((quantity for quantity in quantities(sentence) if _can_be_asked(quantity, sentence)), None)
    if found:
        money = MONEY.match(sentence, found.end)
        cut = found.start, money.end() if money and found.kind is QuantityKind.AMOUNT else found.end
        question = sentence[: cut[0]] + _asked(found, sentence) + sentence[cut[1] : -1] + "?"
    elif (name := _LEADING_NAME.match(sentence)) and words[0].lower() not in _JOINS:
        cut = name.span()
        question = "Who or what" + sentence[cut[1] : -1] + "?"
    else:
        return None
    return QuestionDraft(question, sentence[cut[0] : cut[1]], row.source, start + cut[0], start + cut[1], sentence)


def _can_be_asked(quantity: Quantity, sentence: str) -> bool:
    """Tell whether a quantity is a word of its own, inside the sentence, and more than one or two of something."""
    whole = sentence[quantity.start - 1 : quantity.start] == " " and sentence[quantity.end : quantity.end + 1] in " ,."
    return whole and (quantity.kind is not QuantityKind.AMOUNT or quantity.value[0] >= _SMALLEST)


def _asked(quantity: Quantity, sentence: str) -> str:
    """Return the words that ask for a quantity, in its place."""
    if quantity.kind is not QuantityKind.AMOUNT:
        return _ASKED[quantity.kind]
    counted = _UNIT.match(sentence, quantity.end) and not MONEY.match(sentence, quantity.end)
    return "how many" if counted and sentence[quantity.start] not in "$€£" else "how much"


def by_chance(text: str) -> str:
    """Return a key that sorts texts in an order that has nothing to do with them, and is always the same."""
    return hashlib.sha256(text.encode()).hexdigest()
