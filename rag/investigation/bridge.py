"""Two passages that answer together: “Where was the composer of ‘Anthem’ born?” needs who it is, and where he was."""

import dataclasses
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.store import Index
from rag.english.words import Role, read_words
from rag.evidence.sentences import Evidence, find, quotes
from rag.reading.close_reading import chunk_text
from rag.reading.cross_encoder import PassageScore, Reader
from rag.reading.passage_text import PassageText, passage_text
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import Question

__all__ = ["Bridge", "bridged"]

_FIRST = 4
"""Sentences that may be the first step, the likeliest answers; of 90 questions 0.53 have a right pair among them."""

_SECOND = 30
_PAIRS = 8
"""Passages that may be the second step, and how many pairs are read, at most."""

_LEAST = -1.0
_AHEAD = 0.5
"""The logit that a pair answers at least, and how far it is ahead of every passage alone: of 90 questions that need two
33 have such a pair, 31 of these the answer; of 250 that need one (natural_a and _b, CLAPnq) two have (even halves)."""

_SURE_ALONE = 3.0
"""The logit of a passage from which no pair is looked for: of the 90 questions none was ahead of such a one."""

_FEWEST_WORDS = 2
"""Of a question beside names: what leads from who is named to somebody else, and what is asked of them."""

_PASSAGE_SHARE = 0.5
"""As ``close_reading`` counts a passage's logit beside its sentence's."""

_WORD = re.compile(r"\w+")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """Two sentences of two documents that answer together.

    Attributes:
        first: names the other's document, or is of the one that the other names.
        second: as it was read behind the first.
    """

    first: Evidence
    second: Evidence


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """A sentence, and a passage of another document that it leads to."""

    first: Evidence
    said: str
    candidate: Candidate


def bridged(
    index: Index,
    reader: Reader,
    question: Question,
    candidates: Sequence[Candidate],
    evidence: Sequence[Evidence],
    alone: float,
) -> Bridge | None:
    """Return the two sentences that answer together where no passage does alone; None where there are none.

    “When was Ann Lowe born?” leads to nobody else: a list of who was present names others too.

    Args:
        index: within one snapshot.
        reader: that knows the question's language.
        question: as read.
        candidates: passages, best first.
        evidence: sentences, best first.
        alone: the largest logit that a passage answers alone.
    """
    pairs = _pairs(index, candidates, evidence) if alone < _SURE_ALONE and _leads_on(question) else []
    scores = reader.read(question.text, [_text(index, pair) for pair in pairs])
    read = list(zip(pairs, scores, strict=True))
    if not read:
        return None
    pair, score = max(read, key=lambda each: each[1].answers + max(_of_sentences(*each)))
    if score.answers < max(_LEAST, alone + _AHEAD):
        return None
    logits = _of_sentences(pair, score)
    start, _ = pair.candidate.row.sentences[logits.index(max(logits))]
    second = next((piece for piece in find(question, [pair.candidate]) if piece.start == start), None)
    if second is None:
        return None
    return Bridge(pair.first, dataclasses.replace(second, relevance=max(logits) + _PASSAGE_SHARE * score.answers))


def _leads_on(question: Question) -> bool:
    """Tell whether a question names several, or says enough beside a name to ask of who stands in relation to it."""
    words = read_words(question.text)
    told = {word.term for word in words if word.tells and word.role is not Role.NAME}
    names = [is_name for is_name, _ in itertools.groupby(words, lambda word: word.role is Role.NAME) if is_name]
    return len(told) >= _FEWEST_WORDS or len(names) > 1


def _pairs(index: Index, candidates: Sequence[Candidate], evidence: Sequence[Evidence]) -> list[_Pair]:
    """Return the sentences with the passages that they lead to, by name: one is titled with words of the other."""
    firsts = [piece for piece in evidence if piece.row.start <= piece.start][:_FIRST]
    found = []
    for first, said in zip(firsts, quotes(index, firsts), strict=True):
        for candidate in candidates[:_SECOND]:
            row = candidate.row
            if row.document_id != first.row.document_id and (
                _names(said, row.title) or _names(index.chunks.text(row), first.row.title)
            ):
                found.append(_Pair(first, said, candidate))
    return found[:_PAIRS]


def _names(text: str, title: str) -> bool:
    """Tell whether a text has a title as a name: its words in order and case, a single one not at the beginning."""
    words, said = _WORD.findall(_IN_BRACKETS.sub("", title)), _WORD.findall(text)
    if not any(word[0].isupper() or word[0].isdigit() for word in words):
        return False
    size = len(words)
    return any(
        (place or size > 1) and said[place : place + size] == words
        for place, word in enumerate(said)
        if word == words[0]
    )


def _text(index: Index, pair: _Pair) -> PassageText:
    """Return the second passage as it is read: behind the first sentence, with its own title and headings."""
    own = chunk_text(index, pair.candidate.row)
    leads = [own.text[first:last] for first, last in own.units[: own.leads]]
    sentences = [(first - own.start, last - own.start) for first, last in own.units[own.leads :]]
    return passage_text([f"{pair.first.row.title}: {pair.said}", *leads], own.text[own.start :], sentences)


def _of_sentences(pair: _Pair, score: PassageScore) -> tuple[float, ...]:
    return score.units[len(score.units) - len(pair.candidate.row.sentences) :]
