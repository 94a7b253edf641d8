"""What the pages show of answers and documents: links, marked text, dates and confidence in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlencode

from markupsafe import Markup, escape

from index.documents import Section
from index.hardening.legibility import divided, named
from index.text.headings import innermost
from rag.answers.answer import Answer, Grade
from rag.answers.place import Place

__all__ = [
    "Piece",
    "confidence_in_words",
    "grade_in_words",
    "html_lang",
    "link_to",
    "marked_words",
    "pieces",
    "shown",
    "source_name",
    "supports_in_words",
]


_CONTROL = Markup('<span class="control" data-names="{}">{}</span>')
_FOREIGN = re.compile(r"(?!en\b)[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SURE, _LIKELY = 0.8, 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a document's text that is shown in one way."""

    text: str
    heading: bool
    cited: bool


def pieces(text: str, sections: Sequence[Section], start: int, end: int) -> list[Piece]:
    """Divide a document's text where a heading or the cited span begins or ends; together they are the text."""
    stops: dict[int, int] = {}
    for begin, stop in _headings(text, sections):
        stops[begin] = max(stop, stops.get(begin, 0))
    bounds = {0, len(text), *stops, *stops.values()}
    bounds |= {min(max(bound, 0), len(text)) for bound in (start, end)}
    found: list[Piece] = []
    headed = 0  # as far as a heading goes that has begun: a text may have tens of thousands
    for first, last in pairwise(sorted(bounds)):
        headed = max(headed, stops.get(first, 0))
        found.append(Piece(text[first:last], heading=last <= headed, cited=start <= first and last <= end))
    return found


def _headings(text: str, sections: Sequence[Section]) -> Iterator[tuple[int, int]]:
    """Yield the span of every first line of a section that is its heading."""
    for section in sections:
        heading = innermost(section.heading)
        if heading and text.startswith(heading, section.start):
            stop = section.start + len(heading)
            if text[stop : stop + 1] in ("", "\n"):
                yield section.start, stop


def link_to(place: Place) -> str:
    """Return the address of a place in a document, as the page shows it."""
    query = urlencode({"version": place.version, "start": place.start, "end": place.end})
    return f"/documents/{place.document_id}?{query}#cited"


def shown(text: str) -> Markup:
    """Return text of a document as HTML, in which what is hidden stands in a box that names it, and steers nothing.

    The text of the HTML is the text, to the code point.
    """
    return Markup().join(
        escape(part) + (_CONTROL.format(named(run, "{}", " "), run) if run else "") for part, run in divided(text)
    )


def source_name(source: str) -> str:
    """Return what a reader knows a source by: the name of a file with what is inside it, the whole of an address.

    What is inside a file never stands there without that file: a member “x/policy.md” would pass for “policy.md”.
    """
    file, mark, inside = source.partition("#")
    return source if "://" in file else (file.rpartition("/")[2] or file) + mark + inside


def html_lang(language: str) -> str | None:
    """Return the ``lang`` of words in a document's language; None where it is the page's own, unknown, or no code."""
    return language if _FOREIGN.fullmatch(language) else None


def confidence_in_words(confidence: float) -> str:
    """Return how sure an answer is, in words, from its calibrated probability."""
    if confidence >= _SURE:
        return "The documents answer this."
    if confidence >= _LIKELY:
        return "The documents likely answer this; check the footnotes."
    return "The documents may answer this; check the footnotes."


def grade_in_words(grade: Grade) -> str:
    """Return how far the documents answer a question, in a word or two."""
    return {Grade.ANSWERED: "Answered", Grade.UNSURE: "Unsure", Grade.NOT_COVERED: "Not covered"}[grade]


def supports_in_words(answer: Answer) -> str:
    """Return how far the cited words support each sentence that a language model wrote; empty where it wrote none."""
    written = [
        f"{number} with {sentence.support:.2f}"
        for number, sentence in enumerate(answer.sentences, start=1)
        if sentence.written
    ]
    return f"; the cited words support sentence {', '.join(written)}" if written else ""


def marked_words(answer: Answer) -> list[tuple[str, bool]]:
    """Divide an answer's question where a word begins or ends that nothing covers; only an abstention has marks.

    Returns:
        Text, and whether it is such a word.
    """
    if not answer.abstained or not answer.uncovered:
        return [(answer.question, False)]
    words = "|".join(map(re.escape, answer.uncovered))
    parts = re.split(rf"(?<!\w)({words})(?!\w)", answer.question, flags=re.IGNORECASE)
    return [(text, place % 2 == 1) for place, text in enumerate(parts) if text]
