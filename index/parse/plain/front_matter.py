"""The block of YAML that a Markdown file may begin with."""

import re
from itertools import pairwise

__all__ = ["split_front_matter"]

_FENCE = "---"
_FENCE_ENDS = ("---", "...")
_LONGEST = 200
"""Lines that front matter may have; a fence further down is a rule, not its end."""

_LONGEST_VALUE = 10_000
"""Characters of a value that is read as YAML, which takes a microsecond for each; a longer one is taken as written."""

_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?=[ \t\n]|$)", re.MULTILINE)


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the values by lower-case key, and the text after the block.

    A list is its items with commas between; the first of two equal keys counts, and nested keys are passed over. Each
    value is read as YAML by itself, so that a mistake in one, such as “title: Tea: a history” without quotes, costs no
    other. Text without such a block is returned whole, with no values.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return {}, text
    end = next((n for n, line in enumerate(lines[1:_LONGEST], 1) if line.rstrip() in _FENCE_ENDS), None)
    if end is None:
        return {}, text
    inside = [line.rstrip() for line in lines[1:end]]
    first = next((line for line in inside if line and not line.startswith("#")), None)
    if first is not None and not _KEY.match(first):
        return {}, text
    values: dict[str, str] = {}
    starts = [number for number, line in enumerate(inside) if _KEY.match(line)]
    for start, stop in pairwise([*starts, len(inside)]):
        key, _, value = "\n".join(inside[start:stop]).partition(":")
        values.setdefault(key.strip().lower(), _read(value))
    return values, "\n".join(lines[end + 1 :])


def _read(value: str) -> str:
    """Return what a value says, and its first line as it is written where that is neither a word nor a list of words.

    Events are taken one by one, up to the first that is of no use: nothing is nested, and no alias is followed.
    """
    import yaml

    words: list[str] = []
    is_list = False
    written = value.partition("\n")[0].strip()
    try:
        for event in yaml.parse(value[:_LONGEST_VALUE], Loader=yaml.BaseLoader):
            if isinstance(event, yaml.ScalarEvent):
                words.append(event.value)
            elif isinstance(event, yaml.SequenceStartEvent) and not is_list:
                is_list = True
            elif isinstance(event, (yaml.CollectionStartEvent, yaml.AliasEvent)):
                return written
    except yaml.YAMLError:
        return written
    return written if len(value) > _LONGEST_VALUE else ", ".join(words)
