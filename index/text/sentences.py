"""Where the sentences of a text begin and end."""

import re
from collections.abc import Iterator

import sentencex

from index.text.lines import LIST_ITEM, Span, stretches
from index.text.machine.pieces import LONGEST_PIECE, cut_words
from index.text.machine.recognition import Sort, machine_parts
from index.text.machine.units import units
from index.text.tables.rows import cells, is_row

__all__ = ["halves", "sentence_spans"]

_CUTS = (re.compile(r"[;:]\s"), re.compile(r"[,，、；：]\s?|\s[–—]\s"), re.compile(r"\s"))
"""Where an over-long sentence is cut, the best place first."""

_QUOTE = re.compile(r"(?<![.!?…])\"")
_LONGEST_BLOCK = 10_000
_LONGEST_LABEL = 60
_LONGEST_CELL = 200
"""Of a row that is kept whole."""

_WORD = r"[^\W\d_]+\.?"
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*[a-z]?|[IVXLC]{1,7})(?:\s?\(\w{1,4}\))*"
_LABEL = re.compile(
    rf"[({{\[“„«]?(?:(?P<words>{_WORD}\s+(?:{_WORD}\s+)?)|(?:§§?|№|#|[Nn][°º])\s*)?{_NUMBER}"
    rf"(?:,?\s+{_WORD}\s+{_NUMBER}){{0,2}}[.:)\]]{{1,2}}"
)
"""What stands before a clause, and is no sentence: “Article 12.”, “§ 5.”, “Section 3.2.”, “No. 17.”."""

_NO_LABELS = frozenset(
    "in on at by to of from since until till before after about around almost nearly over under above below between see"
    " only just exactly roughly maybe perhaps some another yes and or but is are was were it he she they we i".split()
)
"""A number after one of these is said of something: “Only 12.”"""


def sentence_spans(text: str, start: int = 0, end: int | None = None, language: str = "") -> list[Span]:
    """Return the sentences of ``text[start:end]``, in order, without the white space around them.

    A blank line always ends a sentence. A single line break does so only where lines are units of their own
    (``index.text.lines``); elsewhere it is a wrapped line. The number of a clause stays with it: “§ 5. Rent is due.”
    Code, data and logs have units of their own (``index.text.machine``).

    Args:
        text: a whole document.
        start: first code point to look at.
        end: one past the last; the end of the text by default.
        language: ISO 639 code that sentencex knows; English rules when empty.
    """
    stop = len(text) if end is None else end
    spans: list[Span] = []
    position = start
    for part in machine_parts(text, start, stop):
        spans += _sentences(text, position, part.start, language)
        for first, last in units(text, part):
            is_whole = last - first <= LONGEST_PIECE or (part.sort is Sort.LOG and "\n" in text[first:last])
            spans += [(first, last)] if is_whole else _of_long_line(text, first, last, language)
        position = part.end
    return [*spans, *_sentences(text, position, stop, language)]


def halves(text: str, start: int, end: int) -> tuple[Span, Span]:
    """Cut ``text[start:end]``, at least two code points long, in two at the clause or word end nearest its middle."""
    middle = (start + end) // 2
    slack = (end - start) // 4
    for pattern in _CUTS:
        cuts = [m.end() for m in pattern.finditer(text, middle - slack, middle + slack)]
        if cuts:
            cut = min(cuts, key=lambda position: abs(position - middle))
            return _trim(text, start, cut), _trim(text, cut, end)
    return (start, middle), (middle, end)


def _sentences(text: str, start: int, end: int, language: str, *, is_prose: bool = True) -> Iterator[Span]:
    """Yield the sentences of prose, or of what is no quotation though it stands in quotation marks."""
    for block_start, block_end in (part for block in stretches(text, start, end) for part in _bounded(text, *block)):
        block = text[block_start:block_end]
        if _is_whole_row(block):
            first, last = _trim(block, 0, len(block))
            yield block_start + first, block_start + last
            continue
        # Line breaks inside a block are wrapped lines, and sentencex would take some of them for paragraph ends.
        flat = block.replace("\n", " ")
        if not is_prose:  # sentencex would not look into a quotation
            flat = _QUOTE.sub(" ", flat)
        # Sentencex would end a sentence after the number of a list item.
        marker = LIST_ITEM.match(flat)
        skipped = marker.end() - 1 if marker else 0
        begin = 0
        for boundary in sentencex.get_sentence_boundaries(language or "en", flat[skipped:]):
            first, last = _trim(block, begin, skipped + boundary["end_index"])
            if first < last and not (last < len(block.rstrip()) and _is_label(flat[first:last])):
                yield block_start + first, block_start + last
                begin = skipped + boundary["end_index"]


def _of_long_line(text: str, start: int, end: int, language: str) -> list[Span]:
    """Return the sentences of a line of data that is a long text, and parts of one that has none."""
    spans: list[Span] = []
    for sentence in _sentences(text, start, end, language, is_prose=False):
        for first, last in cut_words(text, *sentence):
            if spans and not any(map(str.isalnum, text[first:last])):
                spans[-1] = spans[-1][0], _trim(text, first, last)[1]
            else:
                spans.append(_trim(text, first, last))
    return spans


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a block in parts that sentencex is done with soon: its time grows with the square of their length."""
    while end - start > _LONGEST_BLOCK:
        cut = text.rfind(" ", start + 1, start + _LONGEST_BLOCK) + 1 or start + _LONGEST_BLOCK
        yield start, cut
        start = cut
    yield start, end


def _is_whole_row(block: str) -> bool:
    """Tell whether a block is a row of a table whose cells are no paragraphs: torn apart, it loses its names."""
    return is_row(block) and "\n" not in block.strip() and max(map(len, cells(block))) <= _LONGEST_CELL


def _is_label(sentence: str) -> bool:
    found = _LABEL.fullmatch(sentence) if len(sentence) <= _LONGEST_LABEL else None
    words = (found["words"] or "").split() if found else []
    return bool(found) and all(word[0].isupper() and word.lower() not in _NO_LABELS for word in words)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
