"""An HTML page as a tree: parsed, and freed of what is not its content."""

import re
from collections.abc import Iterable
from typing import Any

from index.errors import UnreadableDocument
from index.parse.structure.characters import decode

__all__ = ["Element", "content_root", "drop", "read_tree", "text_lengths", "tree_of", "without_furniture"]

Element = Any
"""An lxml element; lxml has no types of its own."""

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_NOT_CHARACTERS = re.compile("[\x00\ud800-\udfff]")
_INVISIBLE = frozenset(
    "script style template noscript svg canvas iframe object embed audio video map dialog datalist head title "
    "button input select textarea".split()
)
_HEADS = frozenset("h1 h2 h3 h4 h5 h6 dt".split())
_PANELS = ("div", "section", "dd", "p", "ul")
_FOLDING = re.compile(r"accordion|faq", re.IGNORECASE)
_FURNITURE = frozenset("nav aside footer form menu search".split())
_BESIDE_CONTENT = frozenset("nav aside footer form header script style noscript template".split())
_FURNITURE_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar toolbar dialog alert tablist".split()
)
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation|header|footer|box|links?)?|menu|breadcrumbs?|side-?bar|footer|cookies?|consent"
    r"|share|sharing|social|related|newsletter|subscribe|comments?|toc|pagination|pager|skip-?links?"
    r"|advert(?:isement)?s?|sponsored|promo)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BOOK_ROLES = frozenset({"navigation", "doc-toc", "doc-pagelist", "doc-index"})
_BOOK_NAMES = re.compile(r"(?:^|[\s_-])(?:nav(?:bar|igation)?|toc|landmarks|page-list)(?:$|[\s_-])", re.IGNORECASE)
_NAMED_FURNITURE = frozenset("dd details div dl dt fieldset figure li ol p section table tbody td tr ul".split())
"""Elements whose class or id tells furniture; in running text those words mean something else."""

_LONGEST_ID = 3
"""Words in the id of a piece of furniture."""

_HEADING_LINKS = re.compile(r"(?:^|\s)(?:headerlink|anchor-?link|mw-editsection)(?:$|\s)")
"""The “¶” or “[edit]” beside a heading."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z](?:[^>\"'=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+|[\"'])*+", re.IGNORECASE)
"""A tag with its attributes, in which quotation marks count behind “=” only (HTML, section 13.2.5). Whatever it begins
with it takes whole, so that nothing is looked through twice."""

_ATTRIBUTE = re.compile(r"[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>]*+))?+")
_MOST_ATTRIBUTES = 1_000
"""In a tag: the parser compares each with each."""

_LONGEST_SIGN = 3
_MAIN_SHARE = 0.5
_FURNITURE_SHARE = 0.3


def read_tree(data: bytes, name: str) -> Element | None:
    """Return the page's root element, without comments; None when there is nothing in it.

    Raises:
        UnreadableDocument: these bytes are not text, or are nested too deeply.
    """
    declared = _CHARSET.search(data[:4096])
    text = decode(data, name, declared[1].decode("ascii", "replace") if declared else None)
    return tree_of(text, name)


def tree_of(text: str, name: str) -> Element | None:
    """Return the root element of HTML text; None when there is nothing in it."""
    from lxml import etree, html

    text = _NOT_CHARACTERS.sub("\ufffd", text)
    declaration = _XML_DECLARATION.match(text)
    text = text[declaration.end() :] if declaration else text
    if not text.strip():
        return None
    text = _TAG.sub(_bounded, text)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return None
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableDocument(f"“{name}” nests its elements too deeply", "Save the page's text in another format")
    return root


def _bounded(tag: re.Match[str]) -> str:
    """Return a tag, as mere text where it has more attributes than anybody writes."""
    written = tag[0]
    if len(written) <= 2 * _MOST_ATTRIBUTES or len(_ATTRIBUTE.findall(written)) <= _MOST_ATTRIBUTES:
        return written
    return "&lt;" + written[1:]


def content_root(root: Element) -> Element:
    """Return the element that holds the content: <main>, the one <article>, or <body>."""
    body = root.find("body")
    body = root if body is None else body
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = body.findall(path)
        if len(found) == 1 and _length(found[0]) >= _MAIN_SHARE * _length_beside_furniture(body, found[0]):
            return found[0]
    return body


def _length_beside_furniture(body: Element, content: Element) -> int:
    """Return how much text a page has, without what its own tags call furniture: on a short page that may be most."""
    around = set(content.iterancestors())
    lengths = text_lengths(body)
    total = lengths[body]
    counted: set[Element] = set()
    for element in lengths:
        if element.getparent() in counted:
            counted.add(element)
        elif element.tag in _BESIDE_CONTENT and element is not body and element not in around:
            counted.add(element)
            total -= lengths[element]
        elif element is content:
            counted.add(element)
    return total


def without_furniture(root: Element, *, is_book: bool = False) -> Element:
    """Remove navigation, forms, scripts, hidden elements and the like from the tree, in place.

    Args:
        root: of the content.
        is_book: whether it is a chapter of an e-book, which has its notes and boxes in what is furniture on the web.
    """
    folded = _folded(root)
    drop([each for each in root.iter() if each is not root and each not in folded and _is_unseen(each)])
    # A page whose wrapper is called "has-sidebar", or is one form, still has its content in there.
    lengths = text_lengths(root)
    bound = _FURNITURE_SHARE * lengths[root]
    drop(
        element
        for element in [*lengths]
        if element is not root
        and (_is_navigation(element) if is_book else _is_furniture(element))
        and (element.tag == "nav" or lengths[element] <= bound)
    )
    return root


def _folded(root: Element) -> set[Element]:
    """Return the buttons that unfold a page's own text, as questions their answers, and what they unfold."""
    buttons = [each for each in root.iter("button") if _unfolds(each)]
    shown = {name for each in buttons for name in each.get("aria-controls", "").split()}
    found = set(buttons)
    for button in buttons:
        around = button.getparent() if button.getparent().tag in _HEADS else button
        below = around.getnext()
        found |= {below} if below is not None and below.tag in _PANELS else set()
    return found | ({each for each in root.iter(*_PANELS) if each.get("id") in shown} if shown else set())


def _unfolds(button: Element) -> bool:
    around = button.getparent()
    names = f"{button.get('class', '')} {around.get('class', '') if around is not None else ''}"
    return around is not None and (around.tag in _HEADS or _FOLDING.search(names) is not None)


def text_lengths(root: Element) -> dict[Element, int]:
    """Return every element in order, with the length of its text."""
    lengths = {element: len((element.text or "").strip()) for element in root.iter()}
    for element in reversed(lengths):
        if element is not root:
            lengths[element.getparent()] += lengths[element] + len((element.tail or "").strip())
    return lengths


def drop(elements: Iterable[Element]) -> None:
    """Remove elements from their parents, and keep the text that follows them.

    What stands beside each other goes together: the text before it would be copied with each.
    """
    of_parent: dict[Element, list[Element]] = {}
    for element in elements:
        of_parent.setdefault(element.getparent(), []).append(element)
    for parent, doomed in of_parent.items():
        kept, texts = None, list[str]()
        for element in doomed:
            before = element.getprevious()
            if before is not kept:
                _append(parent, kept, texts)
                kept, texts = before, []
            texts.append(element.tail or "")
            parent.remove(element)
        _append(parent, kept, texts)


def _append(parent: Element, before: Element | None, texts: list[str]) -> None:
    """Add text behind a child of an element, or where that is None at the element's beginning."""
    if not any(texts):
        return
    if before is None:
        parent.text = "".join([parent.text or "", *texts])
    else:
        before.tail = "".join([before.tail or "", *texts])


def _is_unseen(element: Element) -> bool:
    if element.tag in _INVISIBLE or "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style", "")))


def _is_navigation(element: Element) -> bool:
    """Tell whether an element of an e-book leads to other parts of it."""
    if element.tag == "nav" or element.get("role", "").lower() in _BOOK_ROLES:
        return True
    return element.tag in _NAMED_FURNITURE and any(
        _BOOK_NAMES.search(element.get(key, "")) for key in ("class", "id", "epub:type")
    )


def _is_furniture(element: Element) -> bool:
    if element.tag in _FURNITURE or element.get("role", "").lower() in _FURNITURE_ROLES:
        return True
    if element.tag == "header":
        return not any(ancestor.tag in ("article", "main") for ancestor in element.iterancestors())
    if element.tag in ("a", "span"):
        return bool(_HEADING_LINKS.search(element.get("class", ""))) or _is_anchor_of_heading(element)
    if element.tag not in _NAMED_FURNITURE:
        return False
    # A long id is a heading in lower case, as in "how-do-i-share-variables".
    identity = element.get("id", "")
    names = [element.get("class", ""), identity if len(re.findall(r"[^_-]+", identity)) <= _LONGEST_ID else ""]
    return any(_FURNITURE_NAMES.search(name) for name in names)


def _is_anchor_of_heading(element: Element) -> bool:
    """Tell whether a link in a heading leads to that itself: “#”, “¶” or a sign of a chain."""
    parent = element.getparent()
    if element.tag != "a" or parent is None or parent.tag not in _HEADS or not element.get("href", "").startswith("#"):
        return False
    text = "".join(element.itertext()).strip()
    return len(text) <= _LONGEST_SIGN and not any(map(str.isalnum, text))


def _length(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())
