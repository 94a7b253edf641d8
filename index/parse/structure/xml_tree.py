"""XML trees without entities, networks or endless depth."""

from typing import Any

from index.errors import UnreadableDocument
from index.parse.structure.characters import one_line

__all__ = ["Element", "local_name", "read_xml", "whole_number"]

Element = Any
"""An lxml element; lxml has no types of its own."""

_MOST_DIGITS = 9


def read_xml(data: bytes, name: str) -> Element:
    """Return the root of an XML file, no entity of which is expanded.

    Raises:
        UnreadableDocument: it is not XML, or is nested too deeply.
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
    # Reading on after this error, as after others, would lose the rest of the text without a word.
    beyond = next((entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"), None)
    if beyond is not None:
        problem = "is nested too deeply" if "depth" in beyond else f"is damaged ({one_line(beyond)})"
        raise UnreadableDocument(f"“{name}” {problem}", "Save it again in another format")
    return root


def _damaged(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"“{name}” is damaged", "Save it again from its program")


def local_name(element: Element) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def whole_number(value: str | None, otherwise: int = 0) -> int:
    """Return the whole number that an attribute holds, at most 999,999,999; or something else when it holds none."""
    if not value or not value.isdecimal():
        return otherwise
    return int(value) if len(value) <= _MOST_DIGITS else 10**_MOST_DIGITS - 1
