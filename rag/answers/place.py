"""Places in documents: what a citation, a passage and a copy of one have in common, and what each has of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["MOST_PASSAGES", "Citation", "Copy", "Passage", "PassageScores", "Place", "Stretch", "json_object"]

MOST_PASSAGES = 50
"""That an answer shows where people or programs ask; retrieval finds no more for a question."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a text.

    Attributes:
        start: first code point.
        end: one past the last.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A span of the text of one version of a document, with what a reader is told of the document.

    Attributes:
        document_id: 16 hex digits.
        version: of the document, from 1; its text never changes.
        title: of the document.
        source: of the document.
        start: first code point, in the document's text.
        end: one past the last code point.
        published_at: ISO 8601, where the document says so.
        language: ISO 639 code of the document's; empty when unknown.
        authors: of the document, where it says so.
    """

    document_id: str
    version: int
    title: str
    source: str
    start: int
    end: int
    published_at: str | None = field(default=None, kw_only=True)
    language: str = field(default="", kw_only=True)
    authors: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def key(self) -> tuple[str, int, int, int]:
        """What tells the place from every other: document, version, first code point and one past the last."""
        return self.document_id, self.version, self.start, self.end


@dataclass(frozen=True, slots=True)
class Citation(Place):
    """A place that supports a sentence of an answer.

    Attributes:
        quote: ``document.text[start:end]``, for this version for ever.
        page: that most of it stands on, counted from 1, where the format has pages.
    """

    quote: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Copy(Place):
    """A chunk further down that says what a passage says in the same words, and is not shown beside it.

    Attributes:
        chunk_id: within the index.
    """

    chunk_id: int


@dataclass(frozen=True, slots=True)
class PassageScores:
    """How near a passage is by each measure; None of a search that did not find it.

    Attributes:
        dense: cosine of the question's and the passage's vector, -1 to 1.
        lexical: BM25, from 0, no upper bound.
        maxsim: weighted mean, over the question's tokens, of the best cosine in the passage, -1 to 1.
    """

    dense: float | None
    lexical: float | None
    maxsim: float


@dataclass(frozen=True, slots=True)
class Passage(Place):
    """A chunk retrieved for a question.

    Attributes:
        chunk_id: within the index.
        heading: of the section that the chunk lies in, outermost first; empty outside of sections.
        text: ``document.text[start:end]``.
        score: what passages are ordered by, higher first.
        scores: of each search, and MaxSim.
        copies: chunks that say the same, as they would have come after it.
        best: the sentence in it that comes nearest to the question, in the document's text; None where none was found.
    """

    chunk_id: int
    heading: str
    text: str
    score: float
    scores: PassageScores
    copies: tuple[Copy, ...] = ()
    best: Stretch | None = None

    @property
    def excerpt(self) -> str:
        """The words to show of it where there is no room for all: its best sentence."""
        return self.text[self.best.start - self.start : self.best.end - self.start] if self.best else self.text


_KEYS = (
    "document_id version chunk_id title source heading start end quote page text score scores published_at copies"
    " language authors"
).split()
"""Of a place in JSON. A dataclass has its base's fields first; answers that were given before have them in this order,
and are compared with new ones byte by byte."""


def json_object(fields: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return names and values as an object, for ``dataclasses.asdict``; those of a place in the order of ``_KEYS``."""
    values = dict(fields)
    return {key: values[key] for key in _KEYS if key in values} | values if "document_id" in values else values
