"""Which blocks of a page are its article."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from index.parse.html.tree import Element
from index.parse.structure.blocks import Block
from index.parse.structure.xml_tree import whole_number

__all__ = ["article_blocks"]

_CLEAN_PAGE_SHARE = 0.8
"""From this share of its text on, a page is its article, and what trafilatura missed of it is list, table or code."""

_SHORT_PAGE = 2000
_MOST_LINKED_SHORT = 0.2
"""A page of fewer characters, with less of them in links, is too little to tell an article from: it stays whole."""

_SHORTEST_ANCHOR = 25
_SHORTEST_PROSE = 80
_MOST_LINKED = 0.3
_PROBE = 20
"""Characters that are compared at a time: a paragraph counts as found when half of its probes are."""

_FEW = 100
"""Texts of one length that are looked for one by one: of more, every place of the article is looked up in them."""

_MOST_ELEMENTS, _MOST_CHILDREN, _MOST_CELLS = 100_000, 5_000, 200_000
"""Of a page that trafilatura is asked about: it counts an element's children again with each of them, and fills its
tables up, each row as far as the widest goes and all that merged cells go over."""

_WIDEST = 100
"""Rows or columns that it lets a cell go over, and columns that it fills a row up to."""


def article_blocks(blocks: list[Block], page: Element) -> list[Block]:
    """Return the blocks that belong to the article, in order; all of them when no article can be told.

    trafilatura says what the article is. It leaves out many headings, list items and pieces of code, so its text only
    chooses among the page's own blocks. On a page that is little else, everything from the headline to the last
    paragraph, list, table or code stays; on others, what it found and, in between, long paragraphs, lists, tables and
    code without many links, all with their headings.

    Args:
        blocks: of the page's content.
        page: the whole page's root.
    """
    linked = sum(block.linked * len(block.text) for block in blocks)
    total = _size(blocks)
    if total < _SHORT_PAGE and linked < _MOST_LINKED_SHORT * total:
        return blocks
    found = _found_in(_squeezed(_main_text(page)), blocks)
    anchors = [index for index, block in enumerate(blocks) if found[index] and _is_anchor(block)]
    if not anchors:
        return blocks
    clean = _size(block for block, hit in zip(blocks, found, strict=True) if hit) >= _CLEAN_PAGE_SHARE * total
    # What stands between the headline and the first long paragraph belongs to it.
    first = max((index for index in range(anchors[0]) if blocks[index].level == 1), default=anchors[0])
    last = anchors[-1]
    if clean:
        last = max([last, *(index for index, block in enumerate(blocks) if _is_data(block))])
    wanted = [
        first <= index <= last and (clean or found[index] or _is_prose(block) or _is_data(block))
        for index, block in enumerate(blocks)
    ]
    return _with_headings(blocks, wanted)


def _with_headings(blocks: list[Block], wanted: list[bool]) -> list[Block]:
    """Return the wanted blocks, with every heading right above one of them, and no heading at the end."""
    kept: list[Block] = []
    for index in range(len(blocks) - 1, -1, -1):
        keep = wanted[index]
        if blocks[index].level:
            keep = bool(kept) and (keep or kept[-1] is blocks[index + 1])
        if keep:
            kept.append(blocks[index])
    return kept[::-1]


def _size(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _main_text(page: Element) -> str:
    from trafilatura import bare_extraction

    if not _is_soon_done(page):
        return ""
    # It reports pages without an article as errors; here they are a case like any other.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(page, fast=True, include_comments=False, include_tables=True, include_links=False)
    except Exception:  # noqa: BLE001 — heuristics over any page: without them the page's own structure decides
        return ""
    body = getattr(found, "body", None)
    return "" if body is None else "\n".join(body.itertext())


def _is_soon_done(page: Element) -> bool:
    elements = list(islice(page.iter(), _MOST_ELEMENTS + 1))
    if len(elements) > _MOST_ELEMENTS or any(len(element) > _MOST_CHILDREN for element in elements):
        return False
    rows = [[_spans(cell) for cell in row] for row in elements if row.tag == "tr"]
    widest = max((sum(across for across, _ in row) for row in rows), default=0)
    spread = sum(across * down for row in rows for across, down in row)
    return widest <= _MOST_CHILDREN and len(rows) * min(widest, _WIDEST) + spread <= _MOST_CELLS


def _spans(cell: Element) -> tuple[int, int]:
    across, down = (min(_WIDEST, max(1, whole_number(cell.get(name), 1))) for name in ("colspan", "rowspan"))
    return across, down


def _found_in(article: str, blocks: Sequence[Block]) -> list[bool]:
    """Return for each block whether it is in the article: a short one whole, half of a long one."""
    pieces = [_pieces(_squeezed(block.text)) for block in blocks]
    there = _those_in(article, {piece for some in pieces for piece in some})
    return [bool(some) and 2 * sum(piece in there for piece in some) >= len(some) for some in pieces]


def _pieces(text: str) -> list[str]:
    if len(text) < 2 * _PROBE:
        return [text] if text else []
    return [text[start : start + _PROBE] for start in range(0, len(text) - _PROBE + 1, _PROBE)]


def _those_in(article: str, texts: Iterable[str]) -> set[str]:
    """Return which texts are in the article, in time that grows with its length and not with their number too."""
    by_length: defaultdict[int, set[str]] = defaultdict(set)
    for text in texts:
        by_length[len(text)].add(text)
    found: set[str] = set()
    for length, some in by_length.items():
        if len(some) <= _FEW:
            found |= {text for text in some if text in article}
        else:
            found |= some.intersection(article[at : at + length] for at in range(len(article) - length + 1))
    return found


def _is_anchor(block: Block) -> bool:
    return not block.level and len(block.text) >= _SHORTEST_ANCHOR


def _is_prose(block: Block) -> bool:
    return not block.level and len(block.text) >= _SHORTEST_PROSE and block.linked < _MOST_LINKED


def _is_data(block: Block) -> bool:
    """Tell a table, a list or a piece of code from text."""
    return not block.level and block.linked < _MOST_LINKED and (" | " in block.text or "\n" in block.text)


def _squeezed(text: str) -> str:
    """Return the text without white space, list marks and cell borders, which differ between renderings."""
    return re.sub(r"[\s•|]+", "", text)
