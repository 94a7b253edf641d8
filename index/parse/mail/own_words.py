"""What the sender of a mail wrote: without what is quoted, without signature and disclaimer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.parse.mail.quoting_marks import (
    attribution_lines,
    head_lines,
    is_forward_mark,
    is_forward_subject,
    is_history_mark,
    is_sender_line,
    is_sent_line,
    subject_of,
)
from index.parse.mail.signatures import contact_line, is_closing_note, is_signature_mark
from index.parse.structure.blocks import Block

__all__ = ["own_words"]

_QUESTION_LEVEL = 5
_SENDER_LEVEL, _SENT_LEVEL = 2, 3
"""Of headings: a mail's subject is 1, its date 2 and its sender 3, so that a mail passed on stands beside them."""

_DEEPEST = 4
"""Mails within mails that are looked into, where each was passed on without a word."""

_LONGEST_QUESTION = 300
_NEAR = 6
"""Lines below the one that says who wrote, the first of which has a mark of quotation where any has."""

_LONGEST_SIGNATURE = 15
"""Lines with text; what is longer was divided by a line of two dashes for another reason."""

_LONGEST_SIGNED = 90
"""Characters of a line of such a block."""

_RULE = re.compile(r"[_=\-–—*]{5,200}")
_SENTENCE = re.compile(r"[^.!?]*[.!?]*\s*")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the number of its block, and how it is to be read."""

    block: int
    text: str

    @property
    def is_quoted(self) -> bool:
        return self.text.lstrip().startswith(">")


def own_words(blocks: Sequence[Block], *, is_forward: bool = False) -> list[Block]:
    """Return the blocks of a mail's body that its sender wrote.

    The mail that is replied to is left out: it is a document of its own, with its own date, wherever it was kept. What
    is quoted and asks, right above an answer to it, is the heading of that answer. A mail that is passed on, or quoted
    without a word, is kept below who wrote it and when. Of a signature the lines with a number or an address to reach
    its writer by are kept, on one line with the name.

    Args:
        blocks: of the body, in order.
        is_forward: whether the subject says that another mail is passed on.
    """
    lines = [_Line(number, line) for number, block in enumerate(blocks) for line in (*block.text.split("\n"), "")]
    return _own(lines, blocks, is_forward, _DEEPEST)


def _own(lines: Sequence[_Line], blocks: Sequence[Block], is_forward: bool, depth: int) -> list[Block]:
    start, passed_on = _history(lines)
    above = _without_rule(lines[:start]) if start < len(lines) else lines
    marked = _marked_as_quoted(above) if depth and _is_forward_marked(above, is_forward) else []
    own = list(_spoken([line for line in above if not (marked and line.is_quoted)], blocks))
    has_words = any(block.text for block in own)
    if marked and has_words:
        own += _passed_on(_unquoted(marked), blocks, depth)
    elif depth and not has_words and start == len(lines):
        return _own(_unquoted(lines), blocks, True, depth - 1) if any(line.is_quoted for line in lines) else own
    if depth and start < len(lines) and (passed_on or is_forward or not has_words):
        own += _passed_on(lines[start:], blocks, depth)
    return own


def _is_forward_marked(lines: Sequence[_Line], is_forward: bool) -> bool:
    """Tell whether what has marks of quotation is a mail that is passed on: the subject or its first line says so."""
    texts = [line.text for line in lines]
    for place, line in enumerate(lines):
        if line.is_quoted and line.text.strip("> \t"):
            return is_forward or is_forward_mark(line.text.lstrip("> \t"))
        if not is_forward and not line.is_quoted and attribution_lines(texts, place):
            return False
    return False


def _marked_as_quoted(lines: Sequence[_Line]) -> list[_Line]:
    return [line for line in lines if line.is_quoted]


def _history(lines: Sequence[_Line]) -> tuple[int, bool]:
    """Return where another mail begins whose lines have no marks, and whether it says that it is passed on."""
    texts = [line.text for line in lines]
    for place, line in enumerate(lines):
        if line.is_quoted or not line.text.strip():
            continue
        if is_forward_mark(line.text):
            return place, True
        if is_history_mark(line.text) or head_lines(texts, place):
            return place, False
        if attribution_lines(texts, place, is_marked=False) and not _is_quoted_below(lines, place):
            return place, False
    return len(lines), False


def _without_rule(lines: Sequence[_Line]) -> Sequence[_Line]:
    """Return what stands above a quotation without the line that a program draws between them."""
    end = len(lines)
    while end and not lines[end - 1].text.strip():
        end -= 1
    return lines[: end - 1] if end and _RULE.fullmatch(lines[end - 1].text.strip()) else lines


def _is_quoted_below(lines: Sequence[_Line], place: int) -> bool:
    return any(line.is_quoted for line in lines[place : place + _NEAR])


def _spoken(lines: Sequence[_Line], blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield what is not quoted, in its blocks, and the signature's one line last."""
    texts = [line.text for line in lines]
    kept: list[_Line] = []
    quoted: list[str] = []
    signed: list[str] | None = None
    place = 0
    while place < len(lines):
        line = lines[place]
        taken = 0 if line.is_quoted or not _is_quoted_below(lines, place) else attribution_lines(texts, place)
        if line.is_quoted or taken:
            yield from _joined(kept, blocks)
            kept, signed_here = [], signed
            if signed_here is not None:
                yield from _signature(signed_here)
                signed = None
            quoted += [line.text.lstrip("> \t")] if line.is_quoted else []
            place += taken or 1
            continue
        if (is_signature_mark(line.text) or _is_rule_above_contacts(texts, place)) and _signs(texts, place + 1):
            signed = []
        elif signed is not None:
            signed.append(line.text)
        else:
            if line.text.strip() and quoted:
                question = _question(quoted)
                yield from [Block(question, _QUESTION_LEVEL)] if question else []
                quoted = []
            kept.append(line)
        place += 1
    yield from _joined(kept, blocks)
    yield from _signature(signed or [])


def _is_rule_above_contacts(texts: Sequence[str], place: int) -> bool:
    """Tell whether a line of dashes stands above a block of short lines, one of which says how to reach somebody."""
    if not _RULE.fullmatch(texts[place].strip()):
        return False
    block: list[str] = []
    for text in texts[place + 1 : place + 2 + _LONGEST_SIGNATURE]:
        if not text.strip():
            break
        block.append(text.strip())
    is_short = all(len(text) <= _LONGEST_SIGNED and not text.endswith((".", "!", "?")) for text in block)
    return 1 < len(block) <= _LONGEST_SIGNATURE and is_short and bool(contact_line(block))


def _signs(texts: Sequence[str], start: int) -> bool:
    """Tell whether what stands below a line of two dashes is short enough for a signature."""
    count = 0
    for place in range(start, min(len(texts), start + 3 * _LONGEST_SIGNATURE)):
        if texts[place].lstrip().startswith(">") or attribution_lines(texts, place):
            return True
        count += bool(texts[place].strip())
    return count <= _LONGEST_SIGNATURE and len(texts) <= start + 3 * _LONGEST_SIGNATURE


def _question(quoted: Sequence[str]) -> str:
    """Return the last sentences that ask in the last paragraph of what was quoted; nothing else of it."""
    last: list[str] = []
    for line in reversed(quoted):
        if not line.strip() and last:
            break
        last += [line.strip()] if line.strip() else []
    paragraph = " ".join(reversed(last))[-2 * _LONGEST_QUESTION :]
    sentences = [match[0].strip() for match in _SENTENCE.finditer(paragraph)]
    last_asked = next((place for place in reversed(range(len(sentences))) if sentences[place].endswith("?")), -1)
    found = ""
    for sentence in reversed(sentences[: last_asked + 1]):
        longer = f"{sentence} {found}".strip()
        if not sentence.endswith("?") or len(longer) > _LONGEST_QUESTION:
            break
        found = longer
    return found


def _joined(lines: Sequence[_Line], blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield lines in the blocks that they came from; a block of which all is there as it was."""
    number, held = -1, list[str]()
    for line in (*lines, _Line(-2, "")):
        if line.block != number:
            if held and (block := _block("\n".join(held), blocks[number] if number >= 0 else Block(""))):
                yield block
            number, held = line.block, []
        held.append(line.text)


def _block(text: str, came_from: Block) -> Block | None:
    lines = text.strip("\n").split("\n")
    # A company's note goes on to the end of its paragraph.
    noted = next(
        (place for place, line in enumerate(lines) if is_closing_note("\n".join(lines[place : place + _NEAR]))),
        len(lines),
    )
    text = "\n".join(lines[:noted])
    if not text.strip():
        return None
    return came_from if text == came_from.text else Block(text)


def _signature(lines: Sequence[str]) -> Iterator[Block]:
    if line := contact_line(lines):
        yield Block(line)


def _passed_on(lines: Sequence[_Line], blocks: Sequence[Block], depth: int) -> list[Block]:
    """Return a mail within a mail: below who wrote it and when, as its text says that."""
    texts = [line.text for line in lines]
    place = 0
    while place < len(lines) and (
        not texts[place].strip() or is_forward_mark(texts[place]) or is_history_mark(texts[place])
    ):
        place += 1
    if place == len(lines):
        return []
    is_forward = False
    if taken := head_lines(texts, place, is_announced=True):
        head = [text.strip(" *") for text in texts[place : place + taken]]
        senders = [Block(line, _SENDER_LEVEL) for line in head if is_sender_line(line)]
        is_forward = any(is_forward_subject(subject_of(line)) for line in head)
        found = senders[:1] + [Block(line, _SENT_LEVEL) for line in head if is_sent_line(line)][:1]
    elif taken := attribution_lines(texts, place):
        found = [Block(" ".join(text.strip(" >\t") for text in texts[place : place + taken]), _SENDER_LEVEL)]
    else:
        found, taken = [], 0
    return [*found, *_own(lines[place + taken :], blocks, is_forward, depth - 1)]


def _unquoted(lines: Sequence[_Line]) -> list[_Line]:
    """Return lines with one mark of quotation less."""
    return [
        _Line(line.block, line.text.lstrip()[1:].removeprefix(" ") if line.is_quoted else line.text) for line in lines
    ]
