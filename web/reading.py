"""What the pages show of answers and documents: numbered footnotes, marked text, dates in words."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from index.documents import Section
from rag.answers import Answer, Citation, Passage

__all__ = ["AnswerView", "Footnote", "Numbering", "Piece", "date_in_words", "link_to", "pieces", "source_name", "view"]


# Not strftime, which speaks the language of the server's locale.
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A citation with its number in the answer, from 1."""

    number: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as the page runs it.

    Attributes:
        answer: the answer.
        sentences: each with the white space before it, its text, and the footnotes that its marks stand for.
        footnotes: in the order of their numbers.
    """

    answer: Answer
    sentences: tuple[tuple[str, str, tuple[Footnote, ...]], ...]
    footnotes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a document's text that is shown in one way."""

    text: str
    heading: bool
    cited: bool


class Numbering:
    """Numbers the citations of one answer: each span once, in the order in which they come."""

    def __init__(self) -> None:
        self._numbered: dict[tuple[str, int, int, int], Footnote] = {}

    def footnote(self, citation: Citation) -> Footnote:
        """Return the footnote of a citation, which is that of an earlier one of the same span."""
        key = (citation.document_id, citation.version, citation.start, citation.end)
        return self._numbered.setdefault(key, Footnote(len(self._numbered) + 1, citation))

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """All so far, in the order of their numbers."""
        return tuple(self._numbered.values())


def view(answer: Answer) -> AnswerView:
    """Number the citations of an answer in the order in which the sentences cite them."""
    numbering = Numbering()
    sentences = []
    position = 0
    for sentence in answer.sentences:
        marks = tuple(numbering.footnote(citation) for citation in sentence.citations)
        sentences.append((answer.answer[position : sentence.start], sentence.text, marks))
        position = sentence.end
    return AnswerView(answer, tuple(sentences), numbering.footnotes)


def pieces(text: str, sections: Sequence[Section], start: int, end: int) -> list[Piece]:
    """Divide a document's text where a heading or the cited span begins or ends; together they are the text."""
    headings = list(_headings(text, sections))
    bounds = {0, len(text), *(bound for span in headings for bound in span)}
    bounds |= {min(max(bound, 0), len(text)) for bound in (start, end)}
    ordered = sorted(bounds)
    return [
        Piece(
            text[first:last],
            heading=any(begin <= first and last <= stop for begin, stop in headings),
            cited=start <= first and last <= end,
        )
        for first, last in pairwise(ordered)
    ]


def _headings(text: str, sections: Sequence[Section]) -> Iterator[tuple[int, int]]:
    """Yield the span of every first line of a section that is its heading."""
    for section in sections:
        heading = section.heading.rpartition(" › ")[2]
        if heading and text.startswith(heading, section.start):
            stop = section.start + len(heading)
            if text[stop : stop + 1] in ("", "\n"):
                yield section.start, stop


def link_to(place: Citation | Passage) -> str:
    """Return the address of a place in a document, as the page shows it."""
    query = urlencode({"version": place.version, "start": place.start, "end": place.end})
    return f"/documents/{place.document_id}?{query}#cited"


def source_name(source: str) -> str:
    """Return what a reader knows a source by: the name of a file, the whole of an address."""
    return source if "://" in source else source.rpartition("/")[2] or source


def date_in_words(value: str | None) -> str:
    """Return an ISO date as "5 May 2025"; what is no date stays as it is."""
    if not value:
        return ""
    try:
        day = datetime.date.fromisoformat(value[:10])
    except ValueError:
        return value
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
