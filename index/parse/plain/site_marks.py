"""What generators of websites add to Markdown: boxes, tabs, names of headings (MkDocs, Docusaurus, Hugo, Pandoc)."""

import re
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["without_site_marks"]

_FENCE = re.compile(r"[ \t]{0,20}(`{3,}|~{3,})")
_HEADING_NAME = re.compile(r"\{:?[ \t]*[#.][^{}\n]{0,200}\}[ \t]*#*[ \t]*")
_ATTRIBUTES = re.compile(r"[ \t]{0,20}\{:[^{}\n]{0,300}\}[ \t]*")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
_BOX = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+([\w-]{1,40})(?:[ \t]+[\w-]{1,40})*(?:[ \t]+\"([^\"\n]{0,300})\")?[ \t]*")
_TAB = re.compile(r"===[!+]?[ \t]+\"([^\"\n]{1,300})\"[ \t]*")
_FENCED_BOX = re.compile(r"[ \t]{0,20}:{3,}[ \t]*(.{0,400})")
_SORT = re.compile(r"\{?[ \t]*\.?([A-Za-z][\w-]{0,40})(?:[^}\n\]\[]{0,300}\})?[ \t]*(?:\[([^\]\n]{0,300})\])?(.*)")
_SORTS = frozenset(
    "abstract attention bug caution danger error example failure faq hint important info note question quote seealso "
    "success summary tip todo warning".split()
)
"""Sorts of boxes that say something to who reads: others are of the layout."""

_CODE = re.compile(r"(?:import|export)\s")
_INDENT = 4
_DEEPEST = 8


def without_site_marks(text: str, *, has_code: bool = False) -> str:
    """Return Markdown with the boxes and tabs of site generators as paragraphs below their titles.

    Args:
        text: without front matter.
        has_code: whether paragraphs that import or export something are code, as in MDX.
    """
    if not has_code and not any(sign in text for sign in ("!!!", "???", ":::", "===", "{#", "{.", "{:")):
        return text
    lines = _lines(text.split("\n"), 0)
    return "\n".join(_without_code(lines) if has_code else lines)


def _without_code(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines outside of paragraphs that begin with an import or an export."""
    fence, before, is_code = "", "", False
    for line in lines:
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        is_code = bool(line.strip()) and (
            is_code or (not fence and not before.strip() and _CODE.match(line) is not None)
        )
        if not is_code:
            yield line
        before = line


def _lines(lines: Sequence[str], depth: int) -> Iterator[str]:
    fence = ""
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        mark = _FENCE.match(line)
        if fence or mark:
            is_end = mark is not None and mark[1].startswith(fence) and not line[mark.end() :].strip()
            fence = mark[1] if mark and not fence else "" if is_end else fence
            yield line
        elif (title := _title(line)) is not None and depth < _DEEPEST:
            end = _end_of_indented(lines, number)
            yield from ("", title, "")
            yield from _lines([_less_indented(each) for each in lines[number:end]], depth + 1)
            yield ""
            number = end
        elif (boxed := _FENCED_BOX.fullmatch(line)) is not None:
            yield from ("", _told(boxed[1]), "")
        elif _ATTRIBUTES.fullmatch(line):
            yield ""
        else:
            following = lines[number] if number < len(lines) else ""
            is_heading = line.startswith("#") or (_UNDERLINE.fullmatch(following) is not None)
            yield _without_name(line) if is_heading else line


def _without_name(heading: str) -> str:
    """Return a heading without the name for links at its end."""
    place = heading.rfind("{")
    return heading[:place].rstrip() if place > 0 and _HEADING_NAME.fullmatch(heading, place) else heading


def _title(line: str) -> str | None:
    """Return the title of a box or a tab whose text is indented below; None of any other line."""
    if (tab := _TAB.fullmatch(line)) is not None:
        return tab[1]
    box = _BOX.fullmatch(line)
    if box is None:
        return None
    sort = box[1].capitalize()
    return sort if box[2] is None else f"{sort}: {box[2]}" if box[2] else ""


def _told(words: str) -> str:
    """Return the title of a box between colons: its sort, and what it is called."""
    found = _SORT.fullmatch(words.strip())
    if found is None:
        return ""
    sort = found[1].removeprefix("callout-")
    title = (found[2] or found[3]).strip()
    shown = [sort.capitalize()] if sort.lower() in _SORTS else []
    return ": ".join([*shown, title] if title else shown)


def _less_indented(line: str) -> str:
    return line.removeprefix("\t") if line.startswith("\t") else line[_INDENT:]


def _end_of_indented(lines: Sequence[str], start: int) -> int:
    """Return the number of the first line that is not indented, from a line on; empty ones at the end are left."""
    end = start
    for number in range(start, len(lines)):
        if lines[number].strip():
            if not lines[number].startswith((" " * _INDENT, "\t")):
                break
            end = number + 1
    return end
