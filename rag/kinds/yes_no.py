"""Yes or no, where the evidence says so and is sure."""

import re
from collections.abc import Sequence

from index.search.analysis import analyse
from index.store import Index
from index.text.dates import MONTHS
from index.text.lines import LIST_ITEM
from rag.english.quantities import quantities
from rag.english.word_lists import WEEKDAYS, any_of
from rag.english.words import Role, read_words
from rag.evidence.sentences import CONSIDERED, Evidence, choose, quotes
from rag.follow_ups.sub_questions import split_question
from rag.investigation.investigator import Investigator
from rag.kinds.answer_kind import Asked, Prepared
from rag.kinds.lists.list_items import announcing, blocks_around
from rag.reading.close_reading import chunk_text
from rag.reading.passage_text import cited_text
from rag.reading.yes_or_no import loaded_yes_no
from rag.verification.polarity import NEGATIONS, OPPOSITES

__all__ = [
    "denies_within_bounds",
    "excepts",
    "forbids",
    "lies_outside",
    "names_others",
    "of_nobody",
    "prepare",
    "says_none",
    "verdict",
]

YES, NO = "Yes.", "No."

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
    if found.confidence < asked.threshold or not found.evidence or not investigator.reads(found.found.question):
        return None
    conflicts = investigator.conflicts(found)
    disagreeing = [conflict for conflict in conflicts if not conflict.of_versions]
    sides = [conflict.sides[1] for conflict in disagreeing]
    chosen = choose(found.found.question, found.evidence, sides)
    beside = [piece for piece in _near(found.evidence) if piece not in chosen]
    text = found.found.question.text
    is_denied = found.confidence >= _DENIED_CONFIDENCE and _denies(quotes(investigator.index, found.evidence[:1])[0])
    word = _said_below(investigator.index, found.plain) or verdict(
        *_logits(text, chosen, found.evidence[0], investigator), is_denied=is_denied
    )
    words = " ".join(quotes(investigator.index, chosen))
    all_shown = _EDGE.join(quotes(investigator.index, [*chosen, *beside]))
    is_other = word == YES and (names_others(text, words) or excepts(text, all_shown) or says_none(text, all_shown))
    is_other = is_other or bool(word and _is_unmentioned(investigator.index, text, found.evidence[0]))
    is_bounded = word == NO and denies_within_bounds(text, quotes(investigator.index, found.evidence[:1])[0])
    if word == YES and forbids(text, words):
        word = ""
    elif is_other and not disagreeing and lies_outside(text, all_shown):
        word, is_other = NO, False
    if disagreeing or is_other or is_bounded or _is_of_denied(investigator.index, found.evidence[0]):
        word = ""
    elif word == YES and not _denies(text) and of_nobody(quotes(investigator.index, found.evidence[:1])[0]):
        word = NO if is_denied else ""
    if not word and len(split_question(text)) > 1:
        return None  # each part is answered by itself
    shown = tuple([*chosen, *beside][: max(_SHOWN, len(chosen))])
    return Prepared(found, shown, lead=word, conflicts=tuple(conflicts))


def _said_below(index: Index, plain: Sequence[Evidence]) -> str:
    """Return the word that the text below the question itself begins with, as in lists of questions and answers."""
    for piece in plain:
        if piece.row.heading.rstrip().endswith("?") and (word := _WORD_FIRST.match(index.chunks.text(piece.row))):
            return YES if word[1].lower() == "yes" else NO
    return ""


def _is_of_denied(index: Index, piece: Evidence) -> bool:
    """Tell whether a piece is an item of a list whose heading, or what announces it, denies: “What you must not do”."""
    text = index.chunks.text(piece.row)
    if not LIST_ITEM.match(text, max(piece.start - piece.row.start, 0)):
        return False
    announced = announcing(index, blocks_around(index, piece.row), piece.start)
    above = (piece.row.heading.rpartition(" › ")[2], announced)
    return any(map(_denies, above))


def _denies(words: str) -> bool:
    return any(word.lower in NEGATIONS or word.lower.endswith("n't") for word in read_words(words))


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


def names_others(question: str, words: str) -> bool:
    """Tell whether words name other days, months or quantities than a question asks about: no reader counts them.

    Who asks for the whole of something is not answered by words that do not say how much of it.

    Args:
        question: as asked.
        words: that are cited.
    """
    for names, order in _CALENDARS:
        asked, told = _named(question, names), _named(words, names)
        if told and not asked <= told.union(*_spans(words, order)):
            return True
    if _WHOLE.search(question) and not _WHOLE.search(words):
        return True
    told_of = {(each.kind, each.value) for each in quantities(words)}
    kinds = {kind for kind, _ in told_of}
    return any(each.kind in kinds and (each.kind, each.value) not in told_of for each in quantities(question))


def lies_outside(question: str, words: str) -> bool:
    """Tell whether all days, or months, that a question asks about lie outside of the only span that words name.

    “Open from Tuesday to Sunday” says of Monday what it does not say.

    Args:
        question: as asked.
        words: of what answers, and of what stands beside it, with edges as of a table between them.
    """
    for names, order in _CALENDARS:
        asked = _named(question, names)
        spans = [(part, span) for part in words.split(_EDGE) for span in _spans(part, order)]
        if asked and len(spans) == 1:
            [(part, span)] = spans
            is_turned = _denies(part) or forbids(question, part) or _are_opposite(question, part)
            return asked.isdisjoint(span | _named(words, names)) and not is_turned
    return False


def _are_opposite(question: str, words: str) -> bool:
    """Tell whether words have the opposite of a word of a question: “closed” where it is asked what is open."""
    said = {word.lower for word in read_words(words)}
    return any(not said.isdisjoint(OPPOSITES.get(word.lower, ())) for word in read_words(question))


def forbids(question: str, words: str) -> bool:
    """Tell whether words forbid or refuse, and the question does not ask whether something is.

    Args:
        question: as asked.
        words: that are cited.
    """
    return not _FORBIDS.isdisjoint(analyse(words)) and _FORBIDS.isdisjoint(analyse(question))


def _spans(words: str, order: Sequence[str]) -> list[set[str]]:
    """Return the days or months of each span that words name by its ends: “from Friday to Monday” has four."""
    found = []
    for match in _SPAN.finditer(words):
        first, last = (end.lower() for end in match.groups() if end)
        if first in order and last in order:
            length = (order.index(last) - order.index(first)) % len(order)
            found.append({order[(order.index(first) + place) % len(order)] for place in range(length + 1)})
    return found


def excepts(question: str, words: str) -> bool:
    """Tell whether words except a day or a month that a question asks about: “not on Fridays”, “on Fridays until 5”.

    Args:
        question: as asked.
        words: of what answers, and of what stands beside it.
    """
    asked_figures = set(_FIGURE.findall(question))
    for names in (_DAYS, _MONTHS):
        asked = _named(question, names)
        for clause in _CLAUSES.split(words):
            told = _named(clause, names)
            if told.isdisjoint(asked):
                continue
            figures = set(_FIGURE.findall(clause))
            if _denies(clause) or (asked_figures and figures and asked_figures.isdisjoint(figures)):
                return True
    return False


def says_none(question: str, words: str) -> bool:
    """Tell whether a question asks for any at all, and “nobody”, “nothing” or “none” is among the words that are shown.

    Args:
        question: as asked: “Was anybody hurt?”.
        words: of what answers, and of what stands beside it.
    """
    return _ANY.search(question) is not None and _NONE.search(words) is not None


def denies_within_bounds(question: str, words: str) -> bool:
    """Tell whether words forbid only what goes beyond a bound, or fails a condition, of which a question says nothing.

    “Do not lower it by more than two degrees” and “may not be kept without consent” are no No to whether it may be
    lowered, or kept, at all; a question with a figure asks for one side of the bound.

    Args:
        question: as asked.
        words: that answer best.
    """
    if quantities(question) or _BOUND.search(question):
        return False
    clauses = re.split(r"[;:]|\.\s", words)
    return any(_BOUND.search(clause) and _denies(re.sub(r"\bwithout\b", "", clause)) for clause in clauses)


_BOUND = re.compile(
    r"\b(?:more|longer|later|less|fewer|higher|lower|larger|further|faster|earlier) than\b"
    r"|\b(?:unless|without|except|until|only)\b",
    re.IGNORECASE,
)
"""What says how far something is forbidden, or on which condition."""
_EDGE = " | "
_FORBIDS = frozenset(analyse(" ".join(OPPOSITES["allow"])))
_NAMES = any_of([*WEEKDAYS, *map(str.lower, MONTHS)])
_SPAN = re.compile(
    rf"\b(?:({_NAMES})s?(?: ?[-–—] ?| (?:to|till|until|through) )({_NAMES})|between ({_NAMES}) and ({_NAMES}))s?\b",
    re.IGNORECASE,
)
"""“From Tuesday to Sunday”, “between May and July”."""


def of_nobody(words: str) -> bool:
    """Tell whether a sentence says of nobody, and of no one else, what it says: a reader takes it for the opposite."""
    return _NOBODY.match(words) is not None and not _BUT.search(words)


def _is_unmentioned(index: Index, question: str, best: Evidence) -> bool:
    """Tell whether a question names what the document of the best evidence does not: what it says may not hold there.

    Whether a telephone that may be used in Germany may be used in Italy has to be worked out.
    """
    named = [word for word in read_words(question) if word.role is Role.NAME and word.tells]
    if not named:
        return False
    row = best.row
    known = f"{row.title} {' '.join(row.authors)} {index.documents.get(row.document_id, row.version).text}"
    return not all(word.term in frozenset(analyse(known, row.language)) for word in named)


_NOBODY = re.compile(r"\W*(?:nobody|no ?one|none of)\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|except|unless|other than|not)\b|n't\b", re.IGNORECASE)
_ANY = re.compile(r"\bany(?:one|body|thing|where)?\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:nobody|no one|nothing|none|nowhere)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"[,;|()–—]|\.\s|\b(?:but|and|except)\b")
_FIGURE = re.compile(r"\d+(?:[.:,]\d+)*")
_WORD_FIRST = re.compile(r"\W*(yes|no)\s*[.,;:!—–-]", re.IGNORECASE)
_DAYS = re.compile(rf"\b({any_of(WEEKDAYS)})s?\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:all|whole|entire(?:ly)?|every\w*|each|complete(?:ly)?|fully?|always)\b", re.IGNORECASE)
_MONTHS = re.compile(rf"\b({'|'.join(month for month in MONTHS if month != 'May')})\b")

_CALENDARS = ((_DAYS, WEEKDAYS), (_MONTHS, tuple(map(str.lower, MONTHS))))


def _named(text: str, names: re.Pattern[str]) -> set[str]:
    return {match[1].lower() for match in names.finditer(text)}


def _logits(question: str, chosen: Sequence[Evidence], best: Evidence, investigator: Investigator) -> list[float]:
    """Return how far the passage, and the words that the answer cites, say yes."""
    index = investigator.index
    cited = cited_text([best.row.title, *quotes(index, chosen)])
    return loaded_yes_no().affirm(question, [chunk_text(index, best.row).text, cited.text])
