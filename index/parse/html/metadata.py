"""What an HTML page says of itself: title, date, language, tags."""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from index.hardening.nested_json import read_json
from index.parse.html.tree import Element
from index.parse.structure.characters import one_line
from index.parse.structure.dates import read_date
from index.text.tags import split_tags

__all__ = ["page_authors", "page_date", "page_language", "page_tags", "page_titles"]

_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)
"""Names of meta elements, the most explicit first."""

_AUTHOR_NAMES = frozenset(
    {"author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author"}
)
_TAG_NAMES = ("article:tag", "keywords")

_TIME_REACH = 500
"""How many characters of content may stand before a <time> that dates the page."""


def page_titles(root: Element) -> list[str]:
    """Return what the page's head calls it, best first, without the site's name at its end."""
    metas = _metas(root)
    site = metas.get("og:site_name", "")
    head = root.findtext(".//head/title") or ""
    titles = [metas.get("og:title", ""), metas.get("twitter:title", ""), head]
    return [_without_site(one_line(title), one_line(site)) for title in titles]


def page_language(root: Element) -> str:
    """Return the ISO 639 code of the page's language; empty when it does not say."""
    match = re.match(r"([a-z]{2,3})(?:[-_]|$)", (root.get("lang") or "").strip().lower())
    return match[1] if match else ""


def page_tags(root: Element) -> tuple[str, ...]:
    """Return the page's tags: its article:tag and keywords."""
    return split_tags(*(content for name, content in _named_metas(root) if name in _TAG_NAMES))


def page_authors(root: Element) -> list[str]:
    """Return what the page says of who wrote it, in its metadata or else in its linked data."""
    stated = [content for name, content in _named_metas(root) if name in _AUTHOR_NAMES and "://" not in content]
    return stated or list(_linked_data_authors(root))


def page_date(root: Element, content: Element) -> str | None:
    """Return when the page says that it was published, ISO 8601, from its metadata and the <time> at its top."""
    metas = _metas(root)
    candidates = [metas.get(name) for name in _DATE_NAMES[:2]]
    candidates += _linked_data_dates(root)
    candidates += [
        element.get("content") or element.get("datetime")
        for element in root.iterfind(".//*[@itemprop='datePublished']")
    ]
    candidates += [metas.get(name) for name in _DATE_NAMES[2:]]
    candidates += _times(content)
    dates = (read_date(candidate) for candidate in candidates if candidate)
    return next((date for date in dates if date), None)


def _metas(root: Element) -> dict[str, str]:
    """Return the meta elements' contents by lower-case name or property; the first of a name holds."""
    metas: dict[str, str] = {}
    for name, content in _named_metas(root):
        metas.setdefault(name, content)
    return metas


def _named_metas(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the lower-case name or property of every meta element with its content, in order."""
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or ""
        yield name.strip().lower(), meta.get("content") or ""


def _without_site(title: str, site: str) -> str:
    if site and title.endswith(site):
        return re.sub(r"\s*[|–—·:»-]\s*$", "", title.removesuffix(site)) or title
    return title


def _linked_data_dates(root: Element) -> Iterator[str]:
    """Yield every datePublished of the page's JSON-LD."""
    for node in _linked_data(root):
        if isinstance(published := node.get("datePublished"), str):
            yield published


def _linked_data_authors(root: Element) -> Iterator[str]:
    """Yield the name of every author in the page's JSON-LD."""
    for node in _linked_data(root):
        authors = node.get("author")
        for author in authors if isinstance(authors, list) else [authors]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str) and "://" not in name:
                yield name


def _linked_data(root: Element) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD, those within others after them."""
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        try:
            pending: deque[Any] = deque([read_json(script.text or "")])
        except ValueError:
            continue
        while pending:
            node = pending.popleft()
            if isinstance(node, dict):
                yield node
                pending += node.values()
            elif isinstance(node, list):
                pending += node


def _times(content: Element) -> Iterator[str]:
    """Yield the datetime of each <time> near the top of the content."""
    seen = 0
    for element in content.iter():
        if element.tag == "time" and element.get("datetime"):
            yield element.get("datetime")
        seen += len((element.text or "").strip())
        if seen > _TIME_REACH:
            return
