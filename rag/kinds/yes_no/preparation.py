"""Yes or no, where the evidence says so and is sure."""

import dataclasses
import re
from collections.abc import Sequence

from index.store import Index
from index.text.headings import innermost
from rag.evidence.plain.answers import LEAST_CONFIDENCE
from rag.evidence.sentences import CONSIDERED, Evidence, choose, quotes
from rag.follow_ups.sub_questions import split_question
from rag.investigation.found import Investigation
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared
from rag.kinds.yes_no.asked_others import is_row_on_something_else, is_unmentioned, is_unseen, names_others
from rag.kinds.yes_no.days_and_months import EDGE, excepts, lies_outside
from rag.kinds.yes_no.denials import (
    denies,
    denies_within_bounds,
    forbids,
    is_named_as_denied,
    is_of_denied,
    of_nobody,
    says_none,
)
from rag.reading.close_reading import chunk_text
from rag.reading.passage_text import cited_text
from rag.reading.yes_or_no import loaded_yes_no

__all__ = ["prepare", "verdict"]

YES, NO = "Yes.", "No."
_WORD_FIRST = re.compile(r"\W*(yes|no)\s*[.,;:!—–-]", re.IGNORECASE)

_SURE = 2.0
"""The logit, of the cited words, from which the word is said; their passage must say the same (docs/decisions/20)."""

_PASSAGE_SURE = 1.0
"""The least logit of the passage for a Yes: below it, the passage is as often about something else."""

_DENIED = 1.0
_DENIED_CONFIDENCE = 0.85
"""The logit of the cited words from which No is said where the best of them denies, as “may not” does, and the
confidence that they answer from which it is: below it, half of these words are of something else."""

_SHOWN = 3
_BEHIND = 3.0
"""How far behind the best logit of the reader a sentence may be that stands beside it, ``_SHOWN`` in all: yes or no is
said in more words than a name or a figure, or in the exception to them. Of those answered, the sentence that says so is
then among the cited for 69 of 87 and 91 of 139 (natural_a, _b and _c; natural_twins), in place of 65 and 83."""


def prepare(asked: Asked, investigator: Investigator) -> Prepared | None:
    """Return the evidence behind Yes or No, without the word where neither is sure; None where nothing answers."""
    found = investigator.investigate(asked.query)
    text = found.found.question.text
    near = found.evidence[:CONSIDERED]
    denied = [piece for piece in near if is_named_as_denied(investigator.index, text, piece)]
    if denied and denied[0] is near[0]:
        sure = dataclasses.replace(found, confidence=max(found.confidence, LEAST_CONFIDENCE))
        return Prepared(sure, tuple(denied), tuple(innermost(piece.row.heading) for piece in denied), lead=NO)
    if found.confidence < asked.threshold or not found.evidence or not investigator.reads(found.found.question):
        return None
    conflicts = investigator.conflicts(found)
    disagreeing = [conflict for conflict in conflicts if not conflict.of_versions]
    sides = [conflict.sides[1] for conflict in disagreeing]
    chosen = choose(found.found.question, found.evidence, sides)
    beside = [piece for piece in _near(found.evidence) if piece not in chosen]
    word = _word(found, chosen, beside, investigator, disagree=bool(disagreeing))
    if not word and len(split_question(text)) > 1:
        return None  # each part is answered by itself
    shown = tuple([*chosen, *beside][: max(_SHOWN, len(chosen))])
    return Prepared(found, shown, lead=word, conflicts=tuple(conflicts))


def _word(
    found: Investigation,
    chosen: Sequence[Evidence],
    beside: Sequence[Evidence],
    investigator: Investigator,
    *,
    disagree: bool,
) -> str:
    """Return “Yes.” or “No.”, or nothing: what the reader is sure of, unless the words take it back.

    Args:
        found: what was found for the question.
        chosen: what answers.
        beside: what stands beside it.
        investigator: within one snapshot.
        disagree: whether sources do.
    """
    index, text, best = investigator.index, found.found.question.text, found.evidence[0]
    [first] = quotes(index, [best])
    words = " ".join(quotes(index, chosen))
    all_shown = EDGE.join(quotes(index, [*chosen, *beside]))
    is_denied = found.confidence >= _DENIED_CONFIDENCE and denies(first)
    word = _said_below(index, found.plain) or verdict(*_logits(text, chosen, best, investigator), is_denied=is_denied)
    is_other = word == YES and (names_others(text, words) or excepts(text, all_shown) or says_none(text, all_shown))
    if word:
        elsewhere = (is_unmentioned, is_unseen, is_row_on_something_else)
        is_other = is_other or any(tells(index, text, best) for tells in elsewhere)
    if (word == YES and forbids(text, words)) or (word == NO and denies_within_bounds(text, first)):
        return ""
    if is_other and not disagree and lies_outside(text, all_shown):
        return "" if is_of_denied(index, best) else NO
    if disagree or is_other or is_of_denied(index, best):
        return ""
    if word == YES and not denies(text) and of_nobody(first):
        return NO if is_denied else ""
    return word


def _said_below(index: Index, plain: Sequence[Evidence]) -> str:
    """Return the word that the text below the question itself begins with, as in lists of questions and answers."""
    for piece in plain:
        if piece.row.heading.rstrip().endswith("?") and (word := _WORD_FIRST.match(index.chunks.text(piece.row))):
            return YES if word[1].lower() == "yes" else NO
    return ""


def _near(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what answers about as well as the best, best first."""
    best = evidence[0].relevance
    read = [(piece, piece.relevance) for piece in evidence[:CONSIDERED] if piece.relevance is not None]
    return [piece for piece, logit in read if best is not None and logit >= best - _BEHIND]


def verdict(of_passage: float, of_words: float, *, is_denied: bool = False) -> str:
    """Return “Yes.” or “No.”, or nothing where the reader is not sure.

    Args:
        of_passage: logit that the passage says yes.
        of_words: the same of the cited words alone.
        is_denied: whether the best of them denies something, and surely answers.
    """
    if of_words >= _SURE and of_passage >= _PASSAGE_SURE:
        return YES
    return NO if of_words <= -(_DENIED if is_denied else _SURE) and of_passage < 0 else ""


def _logits(question: str, chosen: Sequence[Evidence], best: Evidence, investigator: Investigator) -> list[float]:
    """Return how far the passage, and the words that the answer cites, say yes."""
    index = investigator.index
    cited = cited_text([best.row.title, *quotes(index, chosen)])
    return loaded_yes_no().affirm(question, [chunk_text(index, best.row).text, cited.text])
