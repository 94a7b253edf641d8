"""Boxes, lists and controls of forms in Word documents: what was chosen, and what nobody filled in yet."""

from index.parse.docx.xml import W, is_on, value
from index.parse.structure.xml_tree import Element, whole_number

__all__ = ["form_field", "without_prompts"]


def form_field(data: Element) -> str:
    """Return what a field of a form shows: ☒ or ☐, or the chosen entry of a list; nothing of a field of text."""
    box = data.find(f"{W}checkBox")
    if box is not None:
        stated = "checked" if box.find(f"{W}checked") is not None else "default"
        return "☒" if is_on(box, stated) else "☐"
    options = data.find(f"{W}ddList")
    if options is None:
        return ""
    entries = [str(entry.get(f"{W}val", "")) for entry in options.iterfind(f"{W}listEntry")]
    chosen = whole_number(value(options, "result") or value(options, "default"))
    return entries[chosen] if chosen < len(entries) else ""


def without_prompts(body: Element) -> Element:
    """Return a body in which controls that nobody filled in are empty, in place: “Click here to enter text.”."""
    for control in body.iter(f"{W}sdt"):
        if is_on(control.find(f"{W}sdtPr"), "showingPlcHdr"):
            for words in control.iter(f"{W}t"):
                words.text = ""
    return body
