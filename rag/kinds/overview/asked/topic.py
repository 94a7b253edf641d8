"""The sentences that carry a topic, out of the passages that are about it."""

import itertools
import re
from collections import defaultdict

import numpy as np

from index.encoding.encoder import FloatArray
from index.search.analysis import analyse
from index.storage.records import ChunkRow
from index.store import Index
from index.text.headings import innermost
from rag.english.word_lists import NEWEST, OLDEST, WRITTEN_THINGS
from rag.evidence.doubts.recency.ordering import asks_for_the_latest
from rag.evidence.doubts.recency.versions import without_figures
from rag.evidence.sentences import Evidence, find
from rag.investigation.found import Found, Investigation
from rag.kinds.overview.asked.framing import without_talking
from rag.kinds.overview.asked.scope import Wording
from rag.kinds.overview.document_text import DocumentText, read_rows
from rag.kinds.overview.salience import salience
from rag.kinds.overview.selection import chosen
from rag.retrieval.question import Question

__all__ = [
    "about_places",
    "calls_one",
    "is_covered",
    "relevance",
    "said_about",
    "says_about",
    "topic_sentences",
    "unknown_name",
]

_PASSAGES = 10
_BEHIND = 0.2
"""How far behind the best a passage's score may be that is still about the topic."""

_COVERED = 0.6
"""The share of a topic's weight that the best passages of one document must have for it to be a topic of theirs."""

_WHOLE = 0.99
"""Of a topic's weight, all of it: sums of parts are not exact."""

_FEWEST_ABOUT = 2
"""Sentences with a word of a topic from which what is far from them is on something else."""

_ON_SOMETHING = re.compile(
    r"\b(?:the|this|that|my|our|his|her) (?:\w+ )?(\w+) (?:about|on|from|by|concerning|regarding)\b"
)
_ABOUT = re.compile(r"\b(?:about|on|regarding|concerning)\b")
_SAYS_ABOUT = re.compile(
    r"\b(?:says?|said|tells?|states?|writes?|mentions?)\b[^.?!]*\b(?:about|on|regarding|concerning)\b", re.IGNORECASE
)
"""“What does the manual say about frost?” calls no document a manual about frost, as “the manual about frost” does."""

_BY_DATE = NEWEST | OLDEST
_LOOKED_AT, _LOOKED_AT_IN_ONE = 5, 20
"""Passages; of one document, in which a topic is told over several."""

_RELEVANCE_WEIGHT = 1.2
_READER_WEIGHT = 1.0
_SALIENCE_WEIGHT = 0.2
"""What a deviation of the score of retrieval, a unit of the reader's logit, and a deviation of the salience count."""

_HEADED = 2.0
"""How much less than the best a sentence below a heading that is the topic counts, at most: whatever words it has,
it is on nothing else."""

_TITLED = 0.8
"""The share of a topic's weight in a document's title, or in a passage, from which that is about all of it."""

_OLDER = 1.0
"""What each older date loses where the latest is asked for."""


def is_covered(index: Index, about: Wording, found: Found) -> bool:
    """Tell whether the best passages of some document have the words of a topic, by weight."""
    terms: defaultdict[str, set[str]] = defaultdict(set)
    is_one = len({candidate.row.document_id for candidate in found.candidates}) == 1
    for row in (each.row for each in found.candidates[: _LOOKED_AT_IN_ONE if is_one else _LOOKED_AT]):
        terms[row.document_id].update(analyse(index.chunks.headed_text(row), row.language))
    return max(map(without_talking(about).share, terms.values()), default=0.0) >= _COVERED


def about_places(text: DocumentText, about: Wording) -> list[int]:
    """Return the places of the sentences that have a word of a topic, or stand beside one that has or below it.

    Beside it is what the same paragraph says: the next of the rules, or of the motions, is about something else.

    All of a document that has one where so few have that the topic must be told in other words, unless that one has
    all of several; and all of all where none has. So it is where the topic is but a day: what happened on it is told
    by sentences that do not say it.

    Args:
        text: in reading order.
        about: the topic.
    """
    about = about.without([term for terms in about.terms.values() for term in terms if _of_day(term)])
    languages = [sentence.row.language for sentence in text.sentences]
    shares = [
        about.share(analyse(f"{each.section} {each.text}", language))
        for each, language in zip(text.sentences, languages, strict=True)
    ]
    own = [share > 0 for share in shares]
    follows = [False] + [
        one.row.id == before.row.id and not one.opens for before, one in itertools.pairwise(text.sentences)
    ]
    beside = [
        own[place]
        or (place > 0 and own[place - 1] and follows[place])
        or (place + 1 < len(own) and own[place + 1] and follows[place + 1])
        for place in range(len(own))
    ]
    is_named = len(about.weight) > 1 and max(shares, default=0.0) >= _WHOLE * sum(about.weight.values())
    if sum(own) < _FEWEST_ABOUT and not is_named:
        with_one = {each.row.document_id for each, has in zip(text.sentences, own, strict=True) if has}
        return [n for n, each in enumerate(text.sentences) if not with_one or each.row.document_id in with_one]
    return [place for place, is_beside in enumerate(beside) if is_beside]


def unknown_name(index: Index, question: Question, about: Wording) -> str:
    """Return what a document is called of whose words no document has half; else nothing.

    Args:
        index: within one snapshot.
        question: that asks for it.
        about: what it asks about; words for anything written or for its date do not count, nor what it is to be about.
    """
    behind = said_about(about, question.text).terms if says_about(question.text) else {}
    name = [word for word in about.terms if word not in behind and word not in _BY_DATE]
    called = {word: about.terms[word] for word in name if word not in WRITTEN_THINGS}
    unknown = [word for word, terms in called.items() if not any(map(index.search.document_frequency, terms))]
    if not called or 2 * len(unknown) < len(called):
        return ""
    places = [question.text.lower().find(word) for word in name]
    last = max(zip(places, name, strict=True))
    return question.text[max(min(places), 0) : last[0] + len(last[1])]


def says_about(text: str) -> bool:
    """Tell whether a question asks what something or somebody says about something."""
    return _SAYS_ABOUT.search(text) is not None


def calls_one(text: str) -> bool:
    """Tell whether a question speaks of one thing written, on something or by somebody: “the mail about the lamps”.

    Args:
        text: of the question, in English.
    """
    return any(match[1] in WRITTEN_THINGS for match in _ON_SOMETHING.finditer(text.lower()))


def said_about(about: Wording, text: str) -> Wording:
    """Return the words of a question that stand behind “about” and the like: what one document says of something.

    The others call the document: “the foundation's letter”.

    Args:
        about: what the question asks about.
        text: of the question.
    """
    behind = _ABOUT.split(text.lower())
    said = {word: terms for word, terms in about.terms.items() if len(behind) > 1 and word in behind[-1]}
    return Wording({word: about.weight[word] for word in said}, said)


def _of_day(term: str) -> bool:
    """Tell whether a term is a number or a month."""
    return any(map(str.isdigit, term))


def topic_sentences(index: Index, investigation: Investigation, about: Wording, wanted: int) -> DocumentText:
    """Return the sentences for a topic, by date, then as they are read.

    Args:
        index: within one snapshot.
        investigation: of the question.
        about: its topic.
        wanted: how many.
    """
    candidates = investigation.found.candidates
    near = [each.row for each in candidates[:_PASSAGES] if each.score >= candidates[0].score - _BEHIND]
    headed = {each.row.id: each.row for each in candidates if _is_headed(each.row, about)}
    text = read_rows(index, _in_order([*(row for row in near if row.id not in headed), *headed.values()]))
    if not text.sentences:
        return text
    text = text.only(about_places(text, about))
    text = _with_titled(index, text, about)
    values = relevance(text, investigation.found, investigation.evidence)
    below = np.array([sentence.row.id in headed for sentence in text.sentences])
    values = np.where(below, np.maximum(values, values.max() - _HEADED), values) + _SALIENCE_WEIGHT * _within(text)
    if asks_for_the_latest(investigation.found.question.text):
        values -= _OLDER * _age(text)
    return text.only(chosen(text, values.astype(np.float32), wanted))


def _with_titled(index: Index, text: DocumentText, about: Wording) -> DocumentText:
    """Return sentences without those of passages that have but a part of a topic that another document is titled after.

    Beside “Parental leave” what is said of annual leave is about something else.
    """
    rows = {each.row.id: each.row for each in text.sentences}
    titled = {row.document_id for row in rows.values() if about.share(analyse(row.title, row.language)) >= _TITLED}
    kept = {
        identity
        for identity, row in rows.items()
        if not titled
        or row.document_id in titled
        or about.share(analyse(index.chunks.headed_text(row), row.language)) >= _TITLED
    }
    return text.only([place for place, each in enumerate(text.sentences) if each.row.id in kept])


def _is_headed(row: ChunkRow, about: Wording) -> bool:
    """Tell whether a passage stands under a heading of its own that has all of a topic, and little else."""
    inner = innermost(row.heading)
    terms = frozenset(analyse(without_figures(inner), row.language))
    return inner != row.title and not about.without(terms).weight and len(terms) <= 2 * len(about.weight)


def relevance(text: DocumentText, found: Found, read: tuple[Evidence, ...] = ()) -> FloatArray:
    """Return how much each sentence is about the question, (sentences,), in standard deviations of them.

    Args:
        text: whose sentences; those of no passage of the question are as far from it as the farthest.
        found: the passages.
        read: evidence with the reader's logits, where there is any.
    """
    of = {(each.row.id, each.start): each.score for each in find(found.question, found.candidates)}
    logits = {(each.row.id, each.start): each.relevance for each in read if each.relevance is not None}
    places = [(sentence.row.id, sentence.start) for sentence in text.sentences]
    lowest = min(of.values(), default=0.0)
    scores = np.array([of.get(place, lowest) for place in places])
    deviation = float(scores.std()) or 1.0
    least = min(logits.values(), default=0.0)
    answers = np.array([logits.get(place, least) - least for place in places])
    weighed: FloatArray = _RELEVANCE_WEIGHT * (scores - scores.mean()) / deviation + _READER_WEIGHT * answers
    return weighed.astype(np.float32)


def _within(text: DocumentText) -> FloatArray:
    """Return the salience of sentences among those of all passages together."""
    found: FloatArray = np.maximum(salience(text), -3).astype(np.float32)
    return found


def _age(text: DocumentText) -> FloatArray:
    """Return how many of the dates are newer than that of each sentence's document."""
    days = [sentence.row.published_at or "" for sentence in text.sentences]
    newest = sorted(set(days), reverse=True)
    found: FloatArray = np.array([newest.index(day) for day in days], np.float32)
    return found


def _in_order(rows: list[ChunkRow]) -> list[ChunkRow]:
    return sorted(rows, key=lambda row: (row.published_at or "", row.document_id, row.start))
