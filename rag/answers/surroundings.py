"""The words around a quote, for a footnote whose quote is read already: where in the document it stands."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from rag.answers.place import Citation

__all__ = ["Excerpt", "Surroundings", "surroundings"]

Excerpt = Callable[[str, int, int, int], str]
"""Returns some code points of a version of a document, by its id, the version, the first and one past the last."""

_REACH = 90
"""Code points to each side: about a line of a footnote."""

_LONGEST_QUOTE = 48
"""Of which more than this is cut in the middle: enough of both ends to know the sentence by."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quote, shortened, between what stands before and after it.

    Attributes:
        before: ends where the quote begins.
        quote: its first and its last words.
        after: begins where it ends.
    """

    before: str
    quote: str
    after: str


def surroundings(citation: Citation, excerpt: Excerpt) -> Surroundings | None:
    """Return what stands around a quote; None where nothing does, or the document is gone.

    Args:
        citation: of the quote.
        excerpt: of its document.
    """
    start = max(0, citation.start - _REACH)
    text = excerpt(citation.document_id, citation.version, start, citation.end + _REACH)
    before, after = text[: citation.start - start], text[citation.end - start :]
    if not (before.strip() or after.strip()):
        return None
    # A cut falls between words, and is shown; where the document begins or ends nothing is cut.
    if start:
        before = f"… {before[len(_first_word(before)) :].lstrip()}"
    if len(after) == _REACH:
        after = f"{after[: len(after) - len(_first_word(after[::-1]))].rstrip()} …"
    return Surroundings(_tidy(before), _shortened(citation.quote), _tidy(after))


def _shortened(quote: str) -> str:
    words = " ".join(quote.split())
    if len(words) <= _LONGEST_QUOTE:
        return words
    half = _LONGEST_QUOTE // 2
    head, tail = words[:half], words[-half:]
    return f"{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}"


def _first_word(text: str) -> str:
    """Return the part of a word that a text begins with; nothing where its words are not divided by spaces."""
    part = re.match(r"\S*", text)
    return part[0] if part and len(part[0]) < len(text) else ""


def _tidy(text: str) -> str:
    """Return text with one line break where there are several; white space at its ends parts it from the quote."""
    return re.sub(r"[^\S\n]+", " ", re.sub(r"\s*\n\s*", "\n", text))
