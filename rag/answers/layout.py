"""How the sentences of an answer stand: in a paragraph, as items, under headings, or a side beside another."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from index.text.lines import LIST_ITEM
from rag.answers.kind import Kind
from rag.answers.place import Citation

__all__ = ["Footnote", "GroupView", "Layout", "SentenceView", "announces", "grouped", "is_quote", "layout_of", "wanted"]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A citation with its number in the answer, from 1."""

    number: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its marks.

    Attributes:
        gap: the white space before it.
        text: without marks.
        footnotes: that its marks stand for.
        language: ISO 639 code of the document's whose words it is; empty when unknown, and where a language model
            wrote it.
    """

    gap: str
    text: str
    footnotes: tuple[Footnote, ...]
    language: str

    @property
    def has_mark(self) -> bool:
        """Whether it begins with the mark of an item, such as “1.” or “(b)”, and needs no other."""
        return LIST_ITEM.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class GroupView:
    """Sentences that stand together.

    Attributes:
        heading: what they stand under, in words of a document or of the question; may be empty.
        sentences: in reading order, at least one.
        opening: of a list, what announces its items and is none; before them.
    """

    heading: str
    sentences: tuple[SentenceView, ...]
    opening: tuple[SentenceView, ...] = ()


class Layout(StrEnum):
    """How groups are set: as one paragraph, a line a sentence, a paragraph each, side by side, or a line each."""

    PROSE = "prose"
    ITEMS = "items"
    SECTIONS = "sections"
    SIDES = "sides"
    DOCUMENTS = "documents"


_LAYOUTS = {
    Kind.LIST: Layout.ITEMS,
    Kind.OVERVIEW: Layout.SECTIONS,
    Kind.COMPARISON: Layout.SIDES,
    Kind.COLLECTION: Layout.DOCUMENTS,
}


def is_quote(text: str, quote: str) -> bool:
    """Tell whether a sentence is a quote word for word, but for white space and the mark of an item."""
    return text == " ".join(quote.split()).removeprefix("• ")


def announces(text: str) -> bool:
    """Tell whether a sentence leads to what follows it, and is no item itself."""
    return text.endswith((":", "："))


def wanted(kind: Kind) -> Layout:
    """Return how an answer of a kind is set whose sentences stand under what its kind gives them."""
    return _LAYOUTS.get(kind, Layout.PROSE)


def layout_of(kind: Kind, headings: Sequence[str]) -> Layout:
    """Return how an answer is set: as its kind wants it, or simpler where nothing stands under anything.

    Args:
        kind: of the answer.
        headings: what each of its sentences stands under; empty for nothing.
    """
    layout = wanted(kind)
    if layout is not Layout.ITEMS and not any(headings):
        return Layout.PROSE
    if layout is Layout.SIDES and not (all(headings) and len(set(headings)) > 1):
        return Layout.SECTIONS
    return layout


def grouped(layout: Layout, headings: Sequence[str], sentences: Sequence[SentenceView]) -> tuple[GroupView, ...]:
    """Return sentences that follow one another under one heading as a group; all those of one side, wherever they are.

    Args:
        layout: of the answer.
        headings: as ``layout_of`` takes them.
        sentences: as many.
    """
    together = list(zip(headings, sentences, strict=True))
    if layout is Layout.SIDES:
        together.sort(key=lambda pair: headings.index(pair[0]))
    runs = groupby(together, key=lambda pair: pair[0])
    groups = [(heading, tuple(sentence for _, sentence in run)) for heading, run in runs]
    openings = [
        int(layout is Layout.ITEMS and len(group) > 1 and announces(group[0].text) and not group[0].has_mark)
        for _, group in groups
    ]
    return tuple(
        GroupView(heading, group[opening:], group[:opening])
        for (heading, group), opening in zip(groups, openings, strict=True)
    )
