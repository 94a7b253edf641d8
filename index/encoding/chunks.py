"""A chunk: whole sentences of one section, as large as retrieval likes them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.documents import Document, Section
from index.text.headings import innermost, is_within
from index.text.lines import Span
from index.text.sentences import halves, sentence_spans
from index.text.tables.heads import table_heads

__all__ = ["FOREIGN_TARGET_TOKENS", "TARGET_TOKENS", "Chunk", "split"]

TARGET_TOKENS = 160
"""Chunks are filled up to this size; docs/decisions/01-maxsim-orders-passages.md has the comparison."""

FOREIGN_TARGET_TOKENS = 300
"""The same in a language that the encoder does not know: it cuts words there into twice as many tokens, each of which
says less, so that more of them are needed around an answer. Even halves, 603 questions each: Spanish passage hit@1 0.84
at 160 tokens, 0.87 at 220 and 0.91 at 300, Chinese 0.85, 0.91 and 0.92; evidence@3 moves by 0.02 at most."""

MAX_CHARACTERS = 4_000
"""Bounds a chunk whose text has few tokens for its length, such as one endless word."""

TokenCounter = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit that is stored, encoded and retrieved.

    Attributes:
        start: first code point, in the document's text.
        end: one past the last code point.
        heading: of its section.
        sentences: spans in the document's text, in order; the first starts at ``start``, the last ends at ``end``.
        head: of the long table that it is a part of, when that lies in an earlier chunk.
    """

    start: int
    end: int
    heading: str
    sentences: tuple[Span, ...]
    head: Span | None = None


def split(
    document: Document, count_tokens: TokenCounter, max_tokens: int, target_tokens: int = TARGET_TOKENS
) -> list[Chunk]:
    """Return the document's chunks in order; together they hold every sentence once.

    Paragraphs are kept whole while they fit, and one that does not is divided into parts of about equal size.
    A sentence longer than ``max_tokens`` is cut at a clause or word end. A heading with nothing under it is a sentence.

    Args:
        document: with its sections.
        count_tokens: the encoder's own count, a number a text.
        max_tokens: hard upper limit of a chunk.
        target_tokens: size up to which sentences are gathered; at most ``max_tokens``.
    """
    target = min(target_tokens, max_tokens)
    chunks: list[Chunk] = []
    for place, section in enumerate(document.sections):
        start = _body_start(document.text, section)
        spans = sentence_spans(document.text, start, section.end, document.language)
        if not spans and not _goes_on(document.sections[place + 1 : place + 2], section):
            spans = sentence_spans(document.text, section.start, section.end, document.language)
        sized = list(_fit(document.text, spans, count_tokens, max_tokens))
        groups = _pack(_paragraphs(document.text, sized), target)
        heads = {} if section.head else table_heads(document.text, spans)
        for group in groups:
            head = section.head or heads.get(group[0][0])
            head = head if head and head[1] <= group[0][0] else None
            chunks.append(Chunk(group[0][0], group[-1][1], section.heading, tuple(group), head))
    return chunks


def _body_start(text: str, section: Section) -> int:
    """Skip the section's own heading line: it goes in front of every chunk of it, and it is no evidence."""
    heading = innermost(section.heading)
    start = section.start
    while start < section.end and text[start].isspace():
        start += 1
    after = start + len(heading)
    if heading and text.startswith(heading, start) and text[after : min(after + 1, section.end)] in ("", "\n"):
        return min(after, section.end)
    return section.start


def _goes_on(following: Sequence[Section], section: Section) -> bool:
    """Tell whether there is something under a section's heading: a section below it, or a table of its own."""
    return any(is_within(each.heading, section.heading) for each in following)


def _fit(text: str, spans: Sequence[Span], count_tokens: TokenCounter, limit: int) -> Iterator[tuple[Span, int]]:
    """Yield every span with its number of tokens, cutting those that exceed the limit."""
    counts = count_tokens([text[start:end] for start, end in spans])
    for (start, end), count in zip(spans, counts, strict=True):
        if end - start < 2 or (count <= limit and end - start <= MAX_CHARACTERS):
            yield (start, end), count
        else:
            yield from _fit(text, halves(text, start, end), count_tokens, limit)


def _paragraphs(text: str, sized: Sequence[tuple[Span, int]]) -> Iterator[list[tuple[Span, int]]]:
    """Group sentences between blank lines; one that ends in a colon goes with what it announces."""
    paragraph: list[tuple[Span, int]] = []
    for span, count in sized:
        if paragraph and text.count("\n", paragraph[-1][0][1], span[0]) > 1:
            kept = -1 if text[paragraph[-1][0][1] - 1] == ":" else len(paragraph)
            if paragraph[:kept]:
                yield paragraph[:kept]
            paragraph = paragraph[kept:]
        paragraph.append((span, count))
    if paragraph:
        yield paragraph


def _pack(paragraphs: Iterator[list[tuple[Span, int]]], target: int) -> Iterator[list[Span]]:
    """Yield groups of sentences of at most ``target`` tokens, or of one sentence that alone exceeds it."""
    group: list[Span] = []
    size = 0
    for paragraph in paragraphs:
        for part in _even_parts(paragraph, target):
            part_size = sum(count for _, count in part)
            if group and size + part_size > target:
                yield group
                group, size = [], 0
            group += [span for span, _ in part]
            size += part_size
    if group:
        yield group


def _even_parts(paragraph: list[tuple[Span, int]], target: int) -> Iterator[list[tuple[Span, int]]]:
    """Divide a paragraph into the fewest parts of at most ``target`` tokens, of about equal size."""
    total = sum(count for _, count in paragraph)
    share = total / -(-total // target) if total > target else target
    part: list[tuple[Span, int]] = []
    size = 0
    for span, count in paragraph:
        # A sentence goes where more than half of it belongs, unless that breaks the limit.
        if part and (size + count > target or size + count / 2 > share):
            yield part
            part, size = [], 0
        part.append((span, count))
        size += count
    if part:
        yield part
