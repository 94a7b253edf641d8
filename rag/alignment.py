"""Why a passage came: which words of a question meet which words of a text, by the vectors that order passages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.encoders import FloatArray
from index.lexical import words
from index.records import StoredDocument
from index.sentences import Span
from index.store import Index
from index.token_vectors import from_bytes
from rag.confidence import NOT_ASKED_FOR
from rag.questions import MAX_CHARACTERS, Question, check, read

__all__ = ["Alignment", "AskedWord", "Match", "align"]

MOST_CHARACTERS = 4_000
"""Of a text that is looked at."""

_NEAR = 0.65
"""Words farther apart have not met: where a question's words were judged by hand to stand in a passage or not, this is
the cosine that tells them apart best (``rag.confidence`` names words that nothing covers by the same)."""

_AS_NEAR = 0.04
"""Behind the nearest word of the text by no more than this, another one has been met as well."""

_MOST_MET = 2
_SAYING_NOTHING = NOT_ASKED_FOR | frozenset("he him his she her they them their who not no than then into".split())
"""Each comes near to many words, and a reader learns nothing from it."""

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

    Of a current version the stored vectors are compared, those that ordered the passages; of another one the span is
    encoded. What lies outside the text, or past ``MOST_CHARACTERS`` of the span, is not looked at.

    Raises:
        QuestionError: the question cannot be asked.
        DocumentNotFound: there is no such document or version.
    """
    asked = read(index, check(question, most_characters))
    with index.snapshot():
        document = index.document(document_id, version)
        start, end = max(span[0], 0), min(span[1], span[0] + MOST_CHARACTERS, len(document.text))
        rows, spans = _tokens(index, document, start, end) if start < end else (np.zeros((0, 1), np.float32), [])
    units, members = _units(document.text, spans)
    similar = rows @ asked.tokens.T if len(spans) else np.zeros((0, len(asked.tokens)), np.float32)
    return _alignment(asked, similar, units, members)


def _tokens(index: Index, document: StoredDocument, start: int, end: int) -> tuple[FloatArray, list[Span]]:
    """Return the vectors of the tokens in a span, and their spans in the document's text."""
    if not document.current:
        encoding = index.encoder.encode_passages([document.text[start:end]])[0]
        return encoding.tokens, [(start + a, start + b) for a, b in encoding.spans.tolist()]
    rows: list[FloatArray] = []
    spans: list[Span] = []
    for chunk in index.chunks(index.chunk_ids_at(document.id, start, end)).values():
        vectors = from_bytes(chunk.tokens)
        places = [(chunk.start + a, chunk.start + b) for a, b in vectors.spans.tolist()]
        inside = [place for place, (a, b) in enumerate(places) if a < end and b > start]
        rows.append(vectors.rows()[inside])
        spans += [places[place] for place in inside]
    return (np.concatenate(rows) if rows else np.zeros((0, 1), np.float32)), spans


def _units(text: str, spans: Sequence[Span]) -> tuple[list[Span], list[list[int]]]:
    """Return the words that tokens lie in, each once, and the tokens of each; words that say nothing are left out."""
    first, stop = min((a for a, _ in spans), default=0), max((b for _, b in spans), default=0)
    found = [(first + a, first + b) for a, b in words(text[first:stop])]
    tokens_of: dict[Span, list[int]] = {}
    for place, (a, b) in enumerate(spans):
        word = next((w for w in found if w[0] <= a < w[1] and w[1] - w[0] <= _LONGEST_WORD), (a, b))
        tokens_of.setdefault(word, []).append(place)
    ordered = sorted(span for span in tokens_of if text[span[0] : span[1]].lower() not in _SAYING_NOTHING)
    return ordered, [tokens_of[word] for word in ordered]


def _alignment(
    asked: Question, similar: FloatArray, units: Sequence[Span], members: Sequence[Sequence[int]]
) -> Alignment:
    """Return the words that count, and for each the units that come as near as the nearest.

    Args:
        asked: the question.
        similar: (tokens of the text, tokens of the question), cosines.
        units: words of the text.
        members: the tokens of each.
    """
    found: list[AskedWord] = []
    matches: list[Match] = []
    for (start, end), word in zip(words(asked.text), asked.words, strict=True):
        if word.text.lower() in NOT_ASKED_FOR or not word.tokens:
            continue
        columns = similar[:, list(word.tokens)]
        nearness = [float(columns[list(rows)].max(axis=0).mean()) for rows in members]
        best = max(nearness, default=-1.0)
        near = [place for place, value in enumerate(nearness) if value >= max(_NEAR, best - _AS_NEAR)]
        nearest = sorted(near, key=lambda place: -nearness[place])[:_MOST_MET]
        matches += [Match(*units[place], len(found), round(nearness[place], 4)) for place in nearest]
        whole = float(columns.max(axis=0).mean()) if len(columns) else -1.0
        weight = float(asked.weights[list(word.tokens)].sum())
        found.append(AskedWord(start, end, word.text, round(weight, 4), round(whole, 4)))
    return Alignment(tuple(found), tuple(sorted(matches, key=lambda match: (match.start, match.word))))
