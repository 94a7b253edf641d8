"""A question: its words, what each weighs, and its vectors."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from index.encoding.encoder import FloatArray
from index.search.analysis import analyse, words
from index.store import Index
from index.text.forms.normal_forms import NormalForm, normal_forms
from index.text.languages import asked_in, likeliest
from rag.errors import QuestionError
from rag.retrieval.spelling import as_written

__all__ = ["MAX_CHARACTERS", "Question", "QuestionWord", "check", "covered_idf", "read"]

MAX_CHARACTERS = 2_000
"""A longer question would be cut by the encoder without a word."""

_IDF_POWER = 0.5
"""Token weights are idf to this power: 0.5 gave passage hit@1 0.875 and evidence@1 0.79, against 0.868 and 0.76 without
weights and 0.867 and 0.785 at 1 (squad2, even half, 600 questions)."""


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word of the question.

    Attributes:
        text: as asked.
        terms: those that BM25 looks up for it; the whole code, date or amount that it belongs to among
            them, where the index has that.
        idf: of its rarest term, from 0.
        tokens: which of the question's tokens lie in it.
    """

    text: str
    terms: tuple[str, ...]
    idf: float
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question as retrieval sees it.

    Attributes:
        text: without white space around it, codes as the documents write them.
        vector: (dim,) of unit norm.
        tokens: (n, token_dim), one row a token that is part of a word, as a passage has it: what tells whether a text
            has something like it.
        asked: (n, token_dim), the same with the encoder's weights for questions: what tells which passage answers.
        weights: (n,) of sum 1, the rarer the word the larger.
        words: in order.
        language: ISO 639 code, one of the documents' languages, or another that it is in and no encoder knows.
    """

    text: str
    vector: FloatArray
    tokens: FloatArray
    asked: FloatArray
    weights: FloatArray
    words: tuple[QuestionWord, ...]
    language: str = "en"

    @property
    def terms(self) -> list[str]:
        """The terms of all words, as BM25 looks them up."""
        return [term for word in self.words for term in word.terms]


def check(text: str, max_characters: int = MAX_CHARACTERS) -> str:
    """Return a question without the white space around it.

    Raises:
        QuestionError: it is empty, has no words, is too long, or is not Unicode text.
    """
    stripped = text.strip()
    if any("\ud800" <= character <= "\udfff" for character in stripped):
        raise QuestionError("The question holds bytes that are not UTF-8", "Set the terminal to UTF-8, and ask again")
    if not stripped:
        raise QuestionError("The question is empty", "Ask something, such as “When was the museum opened?”")
    if len(stripped) > max_characters:
        raise QuestionError(
            f"The question has {len(stripped):,} characters, and {max_characters:,} are read",
            "Ask a shorter question; longer texts belong among the documents",
        )
    if not words(stripped):
        raise QuestionError("The question has no words in it", "Ask with at least one word")
    return stripped


def read(index: Index, text: str) -> Question:
    """Encode a checked question and weigh its words by how rare they are in the index.

    Raises:
        EncoderError: the encoder cannot be used.
    """
    text = as_written(index, text)
    encoder = index.encoder.loaded()
    language = _language(text, index.documents.languages() or {"en"}, encoder.languages)
    encoding = encoder.encode_query(text)
    plain = encoding.as_passage or encoding
    if encoder.languages and language not in encoder.languages:
        encoding = plain  # all that is seen of it is the spelling, which questions and passages share
    spans = words(text)
    word_of = [_word_at(spans, int(start)) for start in encoding.spans[:, 0]]
    kept = [token for token, word in enumerate(word_of) if word is not None]
    if not kept:  # an encoder may see no word where BM25 does
        kept, word_of = list(range(len(word_of))), [0] * len(word_of)
    total = index.chunks.count()
    known = _known_forms(index, text)
    terms_of: list[tuple[str, ...]] = []
    for start, end in spans:
        whole = [form.terms[0] for form in known if form.start < end and start < form.end]
        terms_of.append(tuple(dict.fromkeys([*analyse(text[start:end], language), *whole])))
    frequency = index.search.document_frequencies({term for terms in terms_of for term in terms})
    found: list[QuestionWord] = []
    for place, ((start, end), terms) in enumerate(zip(spans, terms_of, strict=True)):
        idf = max((_idf(frequency[term], total) for term in terms), default=0.0)
        tokens = tuple(row for row, token in enumerate(kept) if word_of[token] == place)
        found.append(QuestionWord(text[start:end], terms, idf, tokens))
    weights = np.zeros(len(kept), np.float32)
    for word in found:
        weights[list(word.tokens)] = max(word.idf, 0.01) ** _IDF_POWER
    shares = weights / weights.sum()
    return Question(text, encoding.vector, plain.tokens[kept], encoding.tokens[kept], shares, tuple(found), language)


def _language(text: str, among: Collection[str], encoded: Collection[str]) -> str:
    """Return the language that a question is read in: its own where no encoder knows it, else one of the documents'.

    An encoder of English would take a French question for English among English documents, and be sure of nonsense;
    vectors that languages share find what answers it.

    Args:
        text: of the question.
        among: ISO 639 codes of the documents' languages, at least one.
        encoded: of those that the encoder knows; empty where it says nothing of them.
    """
    own = asked_in(text, among)
    return own if encoded and own not in encoded else likeliest(text, among)


def covered_idf(words: Iterable[QuestionWord], terms: set[str]) -> float:
    """Return the idf of the words that stand among the terms of a text."""
    return sum(word.idf for word in words if terms.intersection(word.terms))


def _known_forms(index: Index, text: str) -> list[NormalForm]:
    """Return the codes, dates and amounts of a question that the index has as a whole."""
    forms = normal_forms(text)
    frequency = index.search.document_frequencies({form.terms[0] for form in forms})
    return [form for form in forms if frequency[form.terms[0]]]


def _word_at(spans: list[tuple[int, int]], position: int) -> int | None:
    return next((place for place, (start, end) in enumerate(spans) if start <= position < end), None)


def _idf(frequency: int, total: int) -> float:
    """Return the idf that BM25 uses (Robertson and Zaragoza 2009, section 3.3), kept above zero."""
    frequency = min(frequency, total)
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
