"""Pages as they are read: turned so that their lines go across, and what stands on its side apart from that."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from index.parse.pdf.blocks import PlacedBlock
from index.parse.pdf.ocr.position.skew import LEVEL, Skew
from index.parse.pdf.text_layer.lines import page_lines
from index.parse.pdf.upright_heads import with_heads_upright
from index.parse.pdf.words import PdfLine, PdfWord

__all__ = ["PageView", "as_shown", "page_views"]

_QUARTER, _WHOLE = 90, 360


@dataclass(frozen=True, slots=True)
class PageView:
    """A page, or what is written on it in one direction, with its lines going across.

    Attributes:
        page: its number, from 1.
        quarters: by which the page is turned to the right for that.
        width: of the turned page, in points; ``height`` likewise.
        lines: of the turned page.
        skew: how its picture lies.
    """

    page: int
    quarters: int
    width: float
    height: float
    lines: list[PdfLine]
    skew: Skew = LEVEL

    def read(self, sides: tuple[float, float], lines: list[PdfLine], skew: Skew, quarters: int) -> "PageView":
        """Return the view with the lines that were read off its picture, which was turned by so many quarters more."""
        turned = (self.quarters + quarters) % 4
        return replace(self, quarters=turned, width=sides[0], height=sides[1], lines=lines, skew=skew)

    def as_shown(self, word: PdfWord) -> PdfWord:
        """Return a word where it stands on the page as it is shown."""
        word = self.skew.as_shown(word)
        width, height = self.width, self.height
        for _ in range(self.quarters):
            word = replace(word, left=word.top, top=width - word.right, right=word.bottom, bottom=width - word.left)
            width, height = height, width
        return word


def page_views(page: Any, number: int) -> Iterator[PageView]:
    """Yield a page (a ``pypdfium2.PdfPage``) in every direction in which it is written, the usual one first.

    The page is turned as the view has it until the next one is asked for.
    """
    lines = with_heads_upright(page_lines(page))
    letters = Counter({0: 0})
    for line in lines:
        letters[line.turned] += len(line.text)
    if len(letters) == 1:
        width, height = page.get_size()
        yield PageView(number, 0, width, height, lines)
        return
    stated = page.get_rotation()
    for turned, count in letters.most_common():
        if not count:
            continue
        quarters = -turned % 4
        page.set_rotation((stated + _QUARTER * quarters) % _WHOLE)
        # What PDFium takes for a line depends on how the page stands.
        across = page_lines(page) if quarters else lines
        level = [part for line in across if not line.turned for part in _levels(line)]
        width, height = page.get_size()
        yield PageView(number, quarters, width, height, level)


def _levels(line: PdfLine) -> Iterator[PdfLine]:
    """Yield a line by the levels on which its words stand: PDFium misses the ends of lines that are few on a page."""
    start = 0
    for place, (word, following) in enumerate(pairwise(line.words), 1):
        if not word.top <= (following.top + following.bottom) / 2 <= word.bottom:
            yield replace(line, words=line.words[start:place])
            start = place
    yield replace(line, words=line.words[start:])


def as_shown(blocks: Iterable[PlacedBlock], views: Sequence[PageView]) -> list[PlacedBlock]:
    """Return blocks whose marks count views, with the marks on the pages as they are shown."""

    def placed(block: PlacedBlock) -> PlacedBlock:
        marks = (
            replace(mark, page=views[mark.page - 1].page, word=views[mark.page - 1].as_shown(mark.word))
            for mark in block.marks
        )
        return PlacedBlock(block.block, tuple(marks))

    return [placed(block) for block in blocks]
