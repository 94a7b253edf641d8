"""A question with its codes as the documents write them, which is how encoder and reader know them."""

from index.store import Index
from index.text.forms.codes import codes, spaced_codes

__all__ = ["as_written"]


def as_written(index: Index, text: str) -> str:
    """Return a question in which a code that the documents join otherwise is written as they do.

    “xr2041b housing” becomes “XR-2041-B housing”; a code that no document has stays as it is.
    """
    for code in sorted((*codes(text), *spaced_codes(text)), key=lambda code: (-code.end, code.start)):
        if code.end > len(text) or text[code.start : code.end] != code.text:
            continue  # it lies in one that was written anew
        found = index.search.lexical([code.normal], 1) if len(code.runs) > 1 else []
        for row in index.chunks.get([identity for identity, _ in found]).values():
            match = code.pattern.search(index.chunks.headed_text(row))
            if match and match[0].casefold() != code.text.casefold() and "\n" not in match[0]:
                text = text[: code.start] + match[0] + text[code.end :]
    return text
