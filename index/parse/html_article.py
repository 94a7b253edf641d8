"""Which blocks of a page are its article."""

import logging
import re
from collections.abc import Iterable

from index.parse.blocks import Block
from index.parse.html_tree import Element

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
    article = _squeezed(_main_text(page))
    found = [_is_in(block, article) for block in blocks]
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

    # It reports pages without an article as errors; here they are a case like any other.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(page, fast=True, include_comments=False, include_tables=True, include_links=False)
    except Exception:  # noqa: BLE001 — heuristics over any page: without them the page's own structure decides
        return ""
    body = getattr(found, "body", None)
    return "" if body is None else "\n".join(body.itertext())


def _is_in(block: Block, article: str) -> bool:
    text = _squeezed(block.text)
    if len(text) < 2 * _PROBE:
        return bool(text) and text in article
    probes = [text[start : start + _PROBE] for start in range(0, len(text) - _PROBE + 1, _PROBE)]
    return 2 * sum(probe in article for probe in probes) >= len(probes)


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
