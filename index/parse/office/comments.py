"""What people wrote beside a text in Office files."""

import re
import zipfile
from collections.abc import Iterator

from index.parse.containers.zipped import member
from index.parse.structure.blocks import Block
from index.parse.structure.characters import one_line
from index.parse.structure.xml_tree import Element, local_name, read_xml, whole_number

__all__ = ["comment_blocks"]

_COMMENTS = re.compile(
    r"(?:word/comments|ppt/comments/[^/]*|xl/comments\d*|xl/comments/[^/]*|xl/threadedComments/[^/]*)\.xml"
)
_PEOPLE = re.compile(r"(?:ppt/(?:commentAuthors|authors)|xl/persons/[^/]*)\.xml")
_COMMENT = frozenset({"comment", "cm", "threadedComment", "reply"})
_WHEN = frozenset({"date", "dt", "dT", "created"})
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})")
_WHO = ("author", "authorId", "personId")
_OPENDOCUMENT = "content.xml"
_REPEATED = "[Threaded comment]"
"""How Excel says in an old comment that a newer one holds the text."""


def comment_blocks(opened: zipfile.ZipFile, name: str) -> Iterator[Block]:
    """Yield the comments in an Office file, each with who wrote it and when."""
    paths = sorted(opened.namelist())
    if _OPENDOCUMENT in paths:
        yield from _annotations(member(opened, _OPENDOCUMENT, name) or b"", name)
        return
    people: dict[str, str] = {}
    for path in filter(_PEOPLE.fullmatch, paths):
        for element in read_xml(member(opened, path, name) or b"", name).iter():
            author = element.get("name") or element.get("displayName")
            if author and element.get("id"):
                people[element.get("id")] = author
    for path in filter(_COMMENTS.fullmatch, paths):
        root = read_xml(member(opened, path, name) or b"", name)
        authors = [element.text or "" for element in root.iter() if local_name(element) == "author"]
        for element in root.iter():
            if local_name(element) in _COMMENT:
                text = _text(element)
                who = _author(element, people, authors)
                if text and not text.startswith(_REPEATED):
                    yield _comment(who, _moment(element), text)


def _annotations(content: bytes, name: str) -> Iterator[Block]:
    """Yield the comments in an OpenDocument file; those of what was deleted are none."""
    if b":annotation" not in content:
        return
    for element in read_xml(content, name).iter("{*}annotation"):
        said = {local_name(child): one_line(child.text or "") for child in element}
        text = one_line(" ".join("".join(each.itertext()) for each in element.iter("{*}p")))
        if text and not any(local_name(around) == "tracked-changes" for around in element.iterancestors()):
            yield _comment(said.get("creator", ""), _minute(said.get("date", "")), text)


def _comment(who: str, when: str, text: str) -> Block:
    about = ", ".join(filter(None, [f"Comment by {who}" if who else "Comment", when]))
    return Block(f"{about}: {text}")


def _minute(stated: str) -> str:
    found = _STAMP.match(stated)
    return f"{found[1]} {found[2]}" if found else ""


def _moment(element: Element) -> str:
    """Return the day and the minute of a comment, as its program wrote them; nothing where it did not."""
    stated = (str(element.get(key)) for key in element.attrib if key.rpartition("}")[2] in _WHEN)
    return next(filter(None, map(_minute, stated)), "")


def _author(element: Element, people: dict[str, str], authors: list[str]) -> str:
    names = {key.rpartition("}")[2]: key for key in element.attrib}
    values = {name: str(element.get(names[name])) for name in _WHO if name in names}
    if "author" in values:
        return one_line(values["author"])
    key = values.get("authorId") or values.get("personId") or ""
    if key in people:
        return one_line(people[key])
    place = whole_number(key, len(authors))
    named = authors[place] if place < len(authors) else ""
    return "" if named.startswith("tc=") else one_line(named)


def _text(comment: Element) -> str:
    """Return a comment's words, those of answers to it left out."""
    pieces: list[str] = []
    for element in comment.iter():
        if local_name(element) in ("t", "text"):
            owner = next((a for a in element.iterancestors() if local_name(a) in _COMMENT), comment)
            if owner is comment:
                pieces.append(element.text or "")
    return one_line(" ".join(pieces))
