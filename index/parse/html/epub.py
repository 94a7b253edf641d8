"""E-books: their chapters in the order of the spine."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urldefrag

from index.documents import Document
from index.errors import DocumentError, UnreadableDocument
from index.limits import Limits
from index.parse.containers.zipped import member, open_zip
from index.parse.html.blocks import blocks_of
from index.parse.html.raised.styles import RaisingRules, mark_raised, rules_of
from index.parse.html.tree import content_root, read_tree, without_furniture
from index.parse.structure.blocks import Block, assemble
from index.parse.structure.file_document import file_document
from index.parse.structure.xml_tree import Element, local_name, read_xml

__all__ = ["parse_epub"]

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html")
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_WHOLE_DAY = 10
_MOST_SHEETS = 20
"""Style sheets of a page that are looked at."""


def parse_epub(data: bytes, source: str, name: str, limits: Limits) -> list[Document]:
    """Return the book as one document, without its table of contents.

    Raises:
        UnreadableDocument: it is damaged or encrypted, or becomes too large.
    """
    opened = open_zip(data, name, limits)
    container = member(opened, _CONTAINER, name)
    if container is None:
        raise UnreadableDocument(f"“{name}” is not an e-book: it has no {_CONTAINER}", "Save it again as EPUB")
    package_path = next(
        (e.get("full-path") for e in read_xml(container, name).iter() if local_name(e) == "rootfile"), None
    )
    package_data = member(opened, package_path or "", name)
    if package_path is None or package_data is None:
        raise UnreadableDocument(f"“{name}” does not say what is in it", "Save it again as EPUB")
    package = read_xml(package_data, name)
    blocks: list[Block] = []
    styles = _StyleSheets(opened, name)
    for path in dict.fromkeys(_chapters(package, posixpath.dirname(package_path))):
        page = member(opened, path, name)
        try:
            root = None if page is None else read_tree(page, path)
        except DocumentError:  # a chapter that is no text, such as a cover under a page's name
            continue
        if root is not None:
            mark_raised(root, styles.of(root, path))
            blocks += blocks_of(without_furniture(content_root(root), is_book=True))
    text, sections = assemble(blocks)
    stated = {local_name(e): e.text for e in package.iter() if local_name(e) in ("title", "date", "language")}
    creators = [e.text for e in package.iter() if local_name(e) == "creator"]
    day = _DAY.match(stated.get("date") or "")
    language = re.match(r"[a-z]{2,3}", (stated.get("language") or "").lower())
    return [
        file_document(
            data,
            source,
            name,
            text,
            sections,
            titles=[stated.get("title")],
            media_type="application/epub+zip",
            published_at=day[0] if day and len(day[0]) == _WHOLE_DAY else None,
            language=language[0] if language else "",
            authors=creators,
        )
    ]


class _StyleSheets:
    """The style sheets of a book, each read once."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self._opened, self._name = opened, name
        self._rules: dict[str, RaisingRules] = {}

    def of(self, page: Element, path: str) -> list[RaisingRules]:
        """Return what the style sheets of a page say of raised letters, in its order.

        Args:
            page: its root.
            path: where it lies in the book.
        """
        found: list[RaisingRules] = []
        for element in islice(page.iter("link", "style"), _MOST_SHEETS):
            if element.tag == "style":
                found.append(rules_of(element.text or ""))
            elif "stylesheet" in element.get("rel", "").lower().split():
                target = urldefrag(unquote(element.get("href", ""))).url
                found.append(self._linked(posixpath.normpath(posixpath.join(posixpath.dirname(path), target))))
        return found

    def _linked(self, path: str) -> RaisingRules:
        if path not in self._rules:
            data = member(self._opened, path, self._name)
            self._rules[path] = {} if data is None else rules_of(data.decode("utf-8", "replace"))
        return self._rules[path]


def _chapters(package: Element, folder: str) -> Iterator[str]:
    """Yield the paths of the pages in the order in which they are read."""
    items = {item.get("id"): item for item in package.iter() if local_name(item) == "item"}
    for reference in package.iter():
        item = items.get(reference.get("idref")) if local_name(reference) == "itemref" else None
        if item is None or item.get("media-type") not in _PAGES or "nav" in item.get("properties", "").split():
            continue
        yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
