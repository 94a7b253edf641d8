"""Whether an answer says yes or no."""

import re

__all__ = ["said"]

_SAID = re.compile(r"^\W*(yes|no)(?=\s*(?:[.,;:!–—-]|$))", re.IGNORECASE)
"""A mark must follow: “No sign was found” is a quotation, and says neither."""


def said(answer: str) -> bool | None:
    """Return whether an answer begins with Yes, or with No; None where it begins with neither."""
    found = _SAID.match(answer)
    return found.group(1).lower() == "yes" if found else None
