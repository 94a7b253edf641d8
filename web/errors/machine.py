"""Paths of this machine, which are the operator's to know: commands and the log tell them, and no client is told.

What a document's own source is stays as it is: readers choose by it what may answer (SECURITY.md says so).
"""

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import index
from index.address import Address, Location
from index.settings import settings_file

__all__ = ["hide", "without_paths"]

_INDEX = "the index's folder"
_REST = r"(?:/[^\s“”\"'<>()\[\],;]*)?"
_hidden: dict[str, str] = {}


def hide(location: Location) -> None:
    """Let an index's folder, and what is in it, or its database, be named without where it is, from now on."""
    for each in [str(location)] if isinstance(location, Address) else _forms(location):
        _hidden[each] = _INDEX


def without_paths(text: str) -> str:
    """Return text for a client: a path where Footnote, Python, the index or the user's files lie becomes its last part.

    Args:
        text: of an error or a notice; never one that a client sent, which may hold any path.
    """
    if "/" not in text:
        return text
    own = {each: "" for place in _places() for each in _forms(place)} | _hidden
    # The longest first: of two that lie in one another, the inner one.
    roots = "|".join(re.escape(each) for each in sorted(own, key=len, reverse=True))
    return re.sub(rf"(?<![\w.-])({roots})(?![\w-]|\.\w)({_REST})", lambda found: _named(own[found[1]], found[2]), text)


def _places() -> Iterable[Path]:
    installed = (Path(index.__file__).parent.parent, Path(sys.prefix), Path(sys.base_prefix))
    return (*installed, Path(tempfile.gettempdir()), settings_file().parent, _home())


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a user without one
        return Path("/")


def _forms(place: Path) -> set[str]:
    """Return how a path may be written; nothing for the root, in which everything lies."""
    return {str(each) for each in (place.absolute(), place.resolve()) if each != Path(each.anchor)}


def _named(name: str, rest: str) -> str:
    last = rest.rstrip("/.:").rpartition("/")[2]
    return (last or name or "…") + rest[len(rest.rstrip("/.:")) :].lstrip("/")
