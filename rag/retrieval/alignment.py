"""Why a passage came: which words of a question meet which words of a text, by the vectors that order passages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.documents import StoredDocument
from index.encoding.encoded_chunks import encode_span
from index.encoding.encoder import FloatArray
from index.encoding.token_vectors import from_bytes
from index.search.analysis import words
from index.store import Index
from index.text.lines import Span
from rag.english.word_lists import BE_FORMS, NOT_ASKED_FOR, OBJECT_PRONOUNS, POSSESSIVES, SUBJECT_PRONOUNS
from rag.errors import SpanError
from rag.retrieval.candidates import Candidate
from rag.retrieval.question import MAX_CHARACTERS, Question, check, read

__all__ = ["Alignment", "AskedWord", "Match", "align", "met_words"]

MOST_CHARACTERS = 4_000
"""Of a text that is looked at."""

_NEAR = 0.65
"""Words farther apart have not met: where a question's words were judged by hand to stand in a passage or not, this is
the cosine that tells them apart best (``rag.confidence.features`` names words that nothing covers by the same)."""

_AS_NEAR = 0.04
"""Behind the nearest word of the text by no more than this, another one has been met as well."""

_MOST_MET = 2
_IN_NUMBERS = frozenset(".,")

_ONLY_JOINING = (
    NOT_ASKED_FOR
    | BE_FORMS
    | SUBJECT_PRONOUNS
    | OBJECT_PRONOUNS
    | POSSESSIVES
    | frozenset("because but if into no nor not so such than then though whether while".split())
    | {"ca", "wo"}  # of “can’t” and “won’t”
)
"""Each comes near to many words, and a reader learns nothing from what it meets."""

_CONTRACTED = re.compile(r"n't$|'.*$")

_LONGEST_WORD = 24
"""Where no spaces divide words, a token stands for itself."""


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of the question that something is asked with.

    Attributes:
        start: first code point, in the question.
        end: one past the last.
        text: the word.
        weight: its share of the passage's score, 0 to 1.
        similarity: mean over its tokens of the best cosine in the text, -1 to 1.
    """

    start: int
    end: int
    text: str
    weight: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the text that a word of the question meets.

    Attributes:
        start: first code point, in the document's text.
        end: one past the last.
        word: place of the question's word among ``Alignment.words``.
        similarity: of the two, -1 to 1.
    """

    start: int
    end: int
    word: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """What met; both in reading order."""

    words: tuple[AskedWord, ...]
    matches: tuple[Match, ...]


def align(
    index: Index,
    question: str,
    document_id: str,
    version: int,
    span: Span,
    most_characters: int = MAX_CHARACTERS,
) -> Alignment:
    """Align a question with a span of a document (MaxSim; Khattab and Zaharia 2020, section 3.3), word by word.

    Of a current version the stored vectors are compared, those that ordered the passages; of another one they are made
    again. What lies past ``MOST_CHARACTERS`` of the span is not looked at.

    Raises:
        QuestionError: the question cannot be asked.
        SpanError: the span holds nothing of the text.
        DocumentNotFound: there is no such document or version.
    """
    asked = read(index, check(question, most_characters))
    with index.database.snapshot():
        document = index.documents.get(document_id, version)
        start, end = span[0], min(span[1], span[0] + MOST_CHARACTERS, len(document.text))
        if not 0 <= start < end:
            raise SpanError(
                f"“{document.title}” has {len(document.text):,} characters, none from {span[0]:,} to {span[1]:,}",
                "Give the first character of a span and one past its last",
            )
        rows, spans = _tokens(index, document, start, end)
    units, members = _units(document.text, spans)
    similar = rows @ asked.tokens.T if len(spans) else np.zeros((0, len(asked.tokens)), np.float32)
    before = len(question) - len(question.lstrip())
    return _alignment(asked, before, similar, units, members)


def met_words(question: Question, candidate: Candidate, chunk_text: str, span: Span) -> list[Span]:
    """Return the words in a span of a candidate that words of the question meet, in reading order.

    Args:
        question: that it is a candidate for.
        candidate: found for it.
        chunk_text: of the candidate.
        span: in the document's text, as what is returned.
    """
    base = candidate.row.start
    places = [(a, b) for a, b in candidate.vectors.spans.tolist()]
    inside = [place for place, (a, b) in enumerate(places) if a + base < span[1] and b + base > span[0]]
    units, members = _units(chunk_text, [places[place] for place in inside])
    matches = _alignment(question, 0, candidate.similarity[inside], units, members).matches
    return sorted({(match.start + base, match.end + base) for match in matches})


def _tokens(index: Index, document: StoredDocument, start: int, end: int) -> tuple[FloatArray, list[Span]]:
    """Return the vectors of the tokens in a span, and their spans in the document's text."""
    if document.current:
        stored = list(index.chunks.get(index.chunks.ids_at(document.id, start, end)).values())
        chunks = [(chunk.start, own) for chunk, own in zip(stored, index.token_vectors(stored), strict=True)]
    else:
        chunks = [
            (each.chunk.start, from_bytes(each.tokens))
            for each in encode_span(index.encoder.loaded(), document, (start, end))
        ]
    rows: list[FloatArray] = []
    spans: list[Span] = []
    for first, vectors in chunks:
        places = [(first + a, first + b) for a, b in vectors.spans.tolist()]
        inside = [place for place, (a, b) in enumerate(places) if a < end and b > start]
        rows.append(vectors.rows[inside])
        spans += [places[place] for place in inside]
    return (np.concatenate(rows) if rows else np.zeros((0, 1), np.float32)), spans


def _units(text: str, spans: Sequence[Span]) -> tuple[list[Span], list[list[int]]]:
    """Return the words that tokens lie in, each once, and the tokens of each; words that say nothing are left out."""
    first, stop = min((a for a, _ in spans), default=0), max((b for _, b in spans), default=0)
    spelt = [(first + a, first + b) for a, b in words(text[first:stop])]
    found = [(run[0][0], run[-1][1]) for run in _whole_numbers(text, spelt)]
    tokens_of: dict[Span, list[int]] = {}
    for place, (a, b) in enumerate(spans):
        word = next((w for w in found if w[0] <= a < w[1] and w[1] - w[0] <= _LONGEST_WORD), (a, b))
        tokens_of.setdefault(word, []).append(place)
    ordered = sorted(span for span in tokens_of if not _says_nothing(text[span[0] : span[1]]))
    return ordered, [tokens_of[word] for word in ordered]


def _says_nothing(word: str) -> bool:
    """Tell whether a word, or what it is contracted of, is one of those that only ask and join."""
    return _CONTRACTED.sub("", word.lower().replace("’", "'")) in _ONLY_JOINING


def _whole_numbers(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """Return words in runs: parts of a number that a point or a comma divides are one, other words stand alone."""
    runs: list[list[Span]] = []
    for start, end in spans:
        last = runs[-1][-1] if runs else (0, 0)
        between = text[last[1] : start]
        if runs and between in _IN_NUMBERS and text[last[0] : last[1]].isdecimal() and text[start:end].isdecimal():
            runs[-1].append((start, end))
        else:
            runs.append([(start, end)])
    return runs


def _alignment(
    asked: Question, before: int, similar: FloatArray, units: Sequence[Span], members: Sequence[Sequence[int]]
) -> Alignment:
    """Return the words that count, and for each the units that come as near as the nearest.

    Args:
        asked: the question.
        before: code points in front of it, as it was given.
        similar: (tokens of the text, tokens of the question), cosines.
        units: words of the text.
        members: the tokens of each.
    """
    tokens_at = dict(zip(words(asked.text), (word.tokens for word in asked.words), strict=True))
    found: list[AskedWord] = []
    matches: list[Match] = []
    for run in _whole_numbers(asked.text, words(asked.text)):
        start, end = run[0][0], run[-1][1]
        tokens = [token for place in run for token in tokens_at[place]]
        if _says_nothing(asked.text[start:end]) or not tokens:
            continue
        columns = similar[:, tokens]
        nearness = [float(columns[list(rows)].max(axis=0).mean()) for rows in members]
        best = max(nearness, default=-1.0)
        near = [place for place, value in enumerate(nearness) if value >= max(_NEAR, best - _AS_NEAR)]
        nearest = sorted(near, key=lambda place: -nearness[place])[:_MOST_MET]
        matches += [Match(*units[place], len(found), round(nearness[place], 4)) for place in nearest]
        whole = float(columns.max(axis=0).mean()) if len(columns) else -1.0
        weight = float(asked.weights[tokens].sum())
        text = asked.text[start:end]
        found.append(AskedWord(before + start, before + end, text, round(weight, 4), round(whole, 4)))
    return Alignment(tuple(found), tuple(sorted(matches, key=lambda match: (match.start, match.word))))
