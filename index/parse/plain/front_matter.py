"""The block of ``key: value`` lines that a Markdown file may begin with."""

import itertools
import re
from collections.abc import Iterator

__all__ = ["split_front_matter"]

_FENCE = "---"
_FENCE_ENDS = ("---", "...")
_LONGEST = 200
"""Lines that front matter may have; a fence further down is a rule, not its end."""

_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_PAIR = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_REMARK = re.compile(r"(?<!\s)\s+#.*")
"""A remark behind a value: looked for from the first of the spaces before it only, as many as there may be."""


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the values by lower-case key, and the text after the block.

    Simple ``key: value`` lines are read, and a list of ``- item`` lines under a key as its items with commas between;
    nested keys and comments are passed over. Text without such a block is returned whole, with no values.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return {}, text
    end = next((n for n, line in enumerate(lines[1:_LONGEST], 1) if line.rstrip() in _FENCE_ENDS), None)
    if end is None:
        return {}, text
    inside = [line.rstrip() for line in lines[1:end]]
    pairs = [match for match in map(_PAIR.fullmatch, inside) if match]
    first = next((line for line in inside if line and not line.startswith("#")), None)
    if first is not None and not (pairs and pairs[0][0] == first):
        return {}, text
    values: dict[str, str] = {}
    for pair in pairs:
        values.setdefault(pair[1].lower(), _unquoted((pair[2] or "").strip()))
    for key, items in _lists(inside):
        values[key] = values.get(key) or ", ".join(items)
    return values, "\n".join(lines[end + 1 :])


def _lists(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield every key that has nothing but a list under it, with the list's items."""
    for place, line in enumerate(lines):
        pair = _PAIR.fullmatch(line)
        if pair and not (pair[2] or "").strip():
            following = itertools.takewhile(bool, map(_ITEM.fullmatch, lines[place + 1 :]))
            yield pair[1].lower(), [_unquoted(item[1].strip()) for item in following if item]


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return _REMARK.sub("", value)
