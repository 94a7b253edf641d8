"""Subtitles: what is said, without the times at which it is."""

import html
import re
from collections.abc import Iterator

from index.documents import Document
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.characters import clean, decode, one_line
from index.parse.structure.dates import date_in_name
from index.parse.structure.file_document import file_document

__all__ = ["parse_subtitles"]

# A tag ends before the next begins, and hours have few digits: no line is looked through from each of its places again.
_TIMES = re.compile(r"(?:\d{1,9}:)?\d{1,2}:\d{2}[.,]\d{3}\s+-->\s+(?:\d{1,9}:)?\d{1,2}:\d{2}[.,]\d{3}")
_SPEAKER = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^\s<>][^<>]*)>")
_TAG = re.compile(r"</?[a-z0-9][^<>]*>|\{\\[^{}]{1,100}\}", re.IGNORECASE)
_TITLE = re.compile(r"WEBVTT[ \t]+(?:[-–—:][ \t]*)?(\S[^\n]{0,200})")
_TURN = re.compile(r"[-–—][ \t]*(?=[^\W\d_])")
"""How a line begins that somebody else says than the one in front of it."""

_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’»)\]]*$")


def parse_subtitles(data: bytes, source: str, name: str) -> list[Document]:
    """Return WebVTT or SubRip as one document: a paragraph for each speaker's turn, or for some whole sentences."""
    written = clean(decode(data, name))
    title = _TITLE.match(written)
    text, sections = assemble(Block(paragraph) for paragraph in _paragraphs(written))
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[title[1] if title else None],
            media_type="text/vtt",
            published_at=date_in_name(name),
        )
    ]


_PARAGRAPH = 500


def _paragraphs(text: str) -> Iterator[str]:
    speaker, said, length = "", list[str](), 0
    for who, line in _cues(text):
        is_turn = not who and _TURN.match(line) is not None
        if said and (is_turn or (who and who != speaker) or (length > _PARAGRAPH and _SENTENCE_END.search(said[-1]))):
            yield " ".join(said)
            said, length = [], 0
        speaker = "" if is_turn else speaker
        added = [f"{who}:", line] if who and (not said or who != speaker) else [line]
        length += sum(len(piece) + 1 for piece in added) - (not said)
        said += added
        speaker = who or speaker
    if said:
        yield " ".join(said)


def _cues(text: str) -> Iterator[tuple[str, str]]:
    """Yield every cue's speaker, where one is named, and words; blocks without times are notes and styles."""
    for block in re.split(r"\n\s*\n", text):
        lines = block.split("\n")
        timed = next((number for number, line in enumerate(lines) if _TIMES.search(line)), None)
        if timed is None:
            continue
        for line in lines[timed + 1 :]:
            speaker = _SPEAKER.search(line)
            words = one_line(html.unescape(_TAG.sub("", line)))
            if words:
                yield one_line(speaker[1]) if speaker else "", words
