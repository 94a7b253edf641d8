"""The vocabulary of Word documents."""

from index.parse.structure.xml_tree import Element

__all__ = ["CONTAINERS", "STRICT", "W", "is_on", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The same namespace as ISO 29500 strict has it."""

CONTAINERS = frozenset("sdt sdtContent ins moveTo smartTag customXml body".split())
"""Elements that paragraphs, rows and cells may be wrapped in."""


def value(parent: Element | None, name: str) -> str | None:
    """Return what a child says in its attribute ``val``; None where there is no such child, or it says nothing."""
    found = None if parent is None else parent.find(f"{W}{name}")
    said = None if found is None else found.get(f"{W}val")
    return None if said is None else str(said)


def is_on(parent: Element | None, name: str) -> bool:
    """Tell whether there is a child that switches something on, as it does where it says nothing else."""
    found = None if parent is None else parent.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val") not in ("0", "false", "off")
