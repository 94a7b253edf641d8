"""XML trees without entities, networks or endless depth."""

from typing import Any

from index.errors import UnreadableDocument

__all__ = ["Element", "local_name", "read_xml"]

Element = Any
"""An lxml element; lxml has no types of its own."""


def read_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML file, no entity of which is expanded.

    Raises:
        UnreadableDocument: it is not XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(name) from error
    if root is None:
        raise _damaged(name)
    return root


def _damaged(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"“{name}” is damaged", "Save it again from its program")


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
