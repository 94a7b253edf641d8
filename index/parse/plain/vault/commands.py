"""Commands of templates in notes, “<% tp.date.now() %>”: what they would write is not there yet."""

import re
from collections.abc import Iterator

__all__ = ["CLOSE", "OPEN", "OTHER_LANGUAGES", "without_commands", "without_first_commands"]

OPEN, CLOSE = "<%", "%>"
OTHER_LANGUAGES = tuple(OPEN + sign for sign in "=#@!")
"""What begins so is an example of another language of templates, which a text is about."""

_BLANK = re.compile(r"\s*")


def without_commands(text: str) -> str:
    """Return a text that is no Markdown, such as a property, without its commands."""
    return "".join(_between(text)) if OPEN in text else text


def without_first_commands(text: str) -> str:
    """Return a note without the commands above it: only what begins a note can be its front matter."""
    start = 0
    while True:
        begin = _BLANK.match(text, start).end()  # type: ignore[union-attr]  # it matches nothing too
        end = text.find(CLOSE, begin + len(OPEN)) if text.startswith(OPEN, begin) else -1
        if end < 0:
            return text[begin:] if start else text
        start = end + len(CLOSE)


def _between(text: str) -> Iterator[str]:
    start = 0
    while (begin := text.find(OPEN, start)) >= 0 and (end := text.find(CLOSE, begin + len(OPEN))) >= 0:
        yield text[start:begin]
        start = end + len(CLOSE)
    yield text[start:]
