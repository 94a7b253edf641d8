"""The sentences of a draft, read while a language model writes them: as JSON, or as prose with numbers in brackets."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from index.hardening.legibility import bare
from index.text.sentences import sentence_spans

__all__ = ["DraftSentence", "draft_sentences"]

_THOUGHT = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_FENCE = re.compile(r"\s*```\w*\n")
_MARK = r"\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]"
_MARKS = re.compile(rf"(?:(?:(?<!\s)\s+)?{_MARK})+")
"""White space is looked at from its beginning only: from each place in it, a run of it would cost its square."""

_ENDED = re.compile(rf"{_MARK}[.!?…]?(?=\s)(?!\s*{_MARK})|\n")
_LEAD = re.compile(r"\s*(?:answer\s*:|[-*•]\s|\(?\d{1,2}[.)]\s|#+\s)\s*", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|`")
_OPENS_ITEM = re.compile(r"(?<!\S)\(?\d{1,2}[.)]$")
_UNCLEAR = re.compile(r"\[[\s\d,;–-]*")
_LONGEST_ITEM = len("(12.")
_LIST_OF_OBJECTS = re.compile(r'\{\s*"[^"]*"\s*:\s*\[\s*(?=\{)|\[\s*(?=\{)')

_SHARE_BETWEEN_LOOKS = 64
"""What is not read yet is looked at again when it has grown by one in so many: each piece that comes is not a reason
to read all before it once more, which would cost the square of a text without an end."""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as a language model wrote it; nothing of it is checked.

    Attributes:
        text: on one line, without numbers in brackets.
        sources: the numbers that it gives, in order, each once.
    """

    text: str
    sources: tuple[int, ...]


def draft_sentences(pieces: Iterator[str]) -> Iterator[DraftSentence | None]:
    """Yield each sentence as soon as it is whole, and None for a piece that ended none.

    What a model thinks aloud first is passed over. A text that breaks off in the middle of a sentence gives it only
    where it is prose; half an object of JSON gives nothing.

    Args:
        pieces: of the text, as they come.
    """
    text = ""
    at: int | None = None
    looked = 0
    is_json = False
    for piece in chain(pieces, (None,)):
        text += piece or ""
        found: list[DraftSentence] = []
        if piece is None or (len(text) - looked) * _SHARE_BETWEEN_LOOKS > looked - (at or 0):
            looked = len(text)
            if at is None:
                at = _begin(text)
                is_json = at is not None and text[at] in "{[" and not _MARKS.match(text, at)
            if at is not None:
                found, at = _objects(text, at) if is_json else _prose(text, at)
        yield from found
        if not found:
            yield None
    if at is not None and not is_json:
        yield from _sentences(text[at:])


def _begin(text: str) -> int | None:
    """Return where the answer itself begins, at a character that tells whether it is JSON; None while that is open."""
    thought = _THOUGHT.match(text)
    at = thought.end() if thought else 0
    fence = _FENCE.match(text, at)
    at = fence.end() if fence else at
    at += len(text[at:]) - len(text[at:].lstrip())
    rest = text[at:]
    if not rest or (rest.startswith("`") and not fence) or rest.startswith("<think") or "<thinking>".startswith(rest):
        return None
    return None if _UNCLEAR.fullmatch(rest) else at


def _objects(text: str, at: int) -> tuple[list[DraftSentence], int]:
    """Return the sentences that are whole objects from a place on, and the place behind them."""
    decoder = json.JSONDecoder()
    opened = _LIST_OF_OBJECTS.match(text, at)
    at = opened.end() if opened else at
    found: list[DraftSentence] = []
    while (brace := text.find("{", at)) >= 0:
        try:
            value, at = decoder.raw_decode(text, brace)
        except (ValueError, RecursionError):  # not whole yet, or deeper than any answer is
            break
        found += _in_object(value)
    return found, at


def _in_object(value: Any) -> Iterator[DraftSentence]:
    if isinstance(value, dict):
        texts = [each for each in value.values() if isinstance(each, str)]
        lists = [each for each in value.values() if isinstance(each, list | int)]
        numbers = [each for some in lists for each in (some if isinstance(some, list) else [some])]
        if texts and all(isinstance(number, int) for number in numbers):
            for sentence in _sentences(texts[0]):
                yield DraftSentence(sentence.text, tuple(dict.fromkeys([*numbers, *sentence.sources])))
            return
        for each in value.values():
            yield from _in_object(each)
    elif isinstance(value, list):
        for each in value:
            yield from _in_object(each)


def _prose(text: str, at: int) -> tuple[list[DraftSentence], int]:
    """Return the sentences from a place on that end with numbers in brackets or with their line."""
    found: list[DraftSentence] = []
    read = at
    for match in _ENDED.finditer(text, at):
        # Numbers at the beginning belong to the sentence behind them.
        if any(map(str.isalnum, _MARKS.sub("", text[read : match.end()]))):
            some = list(_sentences(text[at : match.end()]))
            at = match.end() if some or not _MARKS.search(text, at, match.end()) else at
            found += some
        elif at == read and not _MARKS.search(text, read, match.end()):
            at = match.end()
        read = match.end()
    return found, at


def _sentences(text: str) -> Iterator[DraftSentence]:
    """Yield the sentences of some prose; numbers stand for all that is before them and after the ones before."""
    # What is judged and shown is what a reader sees: “4\u200b12” is 412, and no 12.
    text = bare(text)
    lead = _LEAD.match(text)
    text = text[lead.end() if lead else 0 :].removesuffix("```")
    marks = [int(number) for group in _MARKS.findall(text) for number in re.findall(r"\d+", group)]
    plain = " ".join(_EMPHASIS.sub("", _MARKS.sub("", text)).split())
    first: int | None = None
    for start, end in sentence_spans(plain):
        first = start if first is None else first
        # A number at the end opens an item of a list that goes on.
        if end < len(plain) and _OPENS_ITEM.search(plain, max(first, end - _LONGEST_ITEM), end):
            continue
        if any(map(str.isalnum, plain[first:end])):
            yield DraftSentence(plain[first:end], tuple(dict.fromkeys(marks)))
        first = None
