"""The block of YAML or TOML that a Markdown file may begin with."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.parse.plain.vault.commands import without_commands
from index.parse.plain.vault.marks import linked_words
from index.parse.structure.characters import one_line

__all__ = ["properties", "split_front_matter"]

_FENCE = "---"
_FENCE_ENDS = ("---", "...")
_TOML_FENCE = "+++"
_LONGEST = 200
"""Lines that front matter may have; a fence further down is a rule, not its end."""

_LONGEST_VALUE = 10_000
"""Characters of a value that is read as YAML, which takes a microsecond for each; a longer one is taken as written."""

_KEY = re.compile(r"([^\W\d_][\w-]*(?: [\w-]+){0,4})[ \t]*:(?=[ \t\n]|$)", re.MULTILINE)
_KNOWN = frozenset("title date published published_at lang language tags keywords tag author authors by".split())
"""Keys whose values are the document's own title, date, language, tags and authors."""

_OF_PROGRAMS = re.compile(
    r"layout|permalink|slug|draft|cssclass(?:es)?|css|publish|id|uid|uuid|template|weight|toc|math|mermaid|image|images"
    r"|thumbnail|cover|banner|url|link|redirect\w*|hide\w*|hidden|search|icon|colou?r|comments|sitemap|robots|output"
    r"|jupyter|kernelspec|theme|paginate|position|order|pagination\w*|sidebar\w*|nav\w*|seo\w*|og\w*|custom\w*",
    re.IGNORECASE,
)
"""Keys that say how a program shows the text, and nothing of what it is about."""


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the values by key as it is written, and the text after the block.

    A list is its items with commas between; the first of two equal keys, in any case, counts, and nested keys are
    passed over. Each value is read as YAML by itself, so that a mistake in one, such as “title: Tea: a history” without
    quotes, costs no other. Text without such a block is returned whole, with no values.
    """
    lines = text.split("\n")
    if lines[0].rstrip() == _TOML_FENCE:
        return _split_toml(lines, text)
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
    known: set[str] = set()
    starts = [number for number, line in enumerate(inside) if _KEY.match(line)]
    for start, stop in pairwise([*starts, len(inside)]):
        key, _, value = "\n".join(inside[start:stop]).partition(":")
        if key.strip().lower() not in known:
            known.add(key.strip().lower())
            values[key.strip()] = without_commands(_read(value)).strip()
    return values, "\n".join(lines[end + 1 :])


def _split_toml(lines: Sequence[str], text: str) -> tuple[dict[str, str], str]:
    """Return the values of a block of TOML, as ``split_front_matter`` does; none where it cannot be read."""
    import tomllib

    end = next((n for n, line in enumerate(lines[1:_LONGEST], 1) if line.rstrip() == _TOML_FENCE), None)
    inside = "\n".join(lines[1:end])
    if end is None or len(inside) > _LONGEST_VALUE:
        return {}, text
    try:
        read = tomllib.loads(inside)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return {}, text
    values = {key: value if isinstance(value, list) else [value] for key, value in read.items()}
    plain = {key: some for key, some in values.items() if not any(isinstance(each, dict | list) for each in some)}
    return {key: ", ".join(map(str, some)) for key, some in plain.items()}, "\n".join(lines[end + 1 :])


def properties(values: dict[str, str]) -> str:
    """Return what front matter says of a text beyond title, date, language, tags and authors: a line “key: value” each.

    Keys for programs, such as “layout”, are left out.
    """
    lines = (
        f"{key}: {one_line(linked_words(value))}"
        for key, value in values.items()
        if value.strip() and key.lower() not in _KNOWN and not _OF_PROGRAMS.fullmatch(key)
    )
    return "\n".join(lines)


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
