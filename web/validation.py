"""What was found wrong with what was sent, as much of it as helps."""

from collections.abc import Iterable, Mapping
from typing import Any

from index.legibility import visible_line

__all__ = ["in_words", "places"]

_MOST_PLACES = 10
_LONGEST_PART = 60
"""Of a place: names of fields are the client's own words where they are unknown."""

_LONGEST_MESSAGE = 300


def places(found: Iterable[Mapping[str, Any]]) -> tuple[dict[str, str], ...]:
    """Return the first places where something is wrong, and what; never a value, which may be long or private.

    Args:
        found: as pydantic lists errors.
    """
    listed = [each for each, _ in zip(found, range(_MOST_PLACES), strict=False)]
    return tuple({"at": _at(each["loc"]), "message": _cut(str(each["msg"]), _LONGEST_MESSAGE)} for each in listed)


def in_words(places: Iterable[Mapping[str, str]]) -> str:
    """Return places and messages in one line."""
    return "; ".join(f"{place['at']}: {place['message']}" for place in places)


def _at(location: Iterable[str | int]) -> str:
    return ".".join(_cut(str(part), _LONGEST_PART) for part in location)


def _cut(text: str, longest: int) -> str:
    line = visible_line(text[: longest + 1])
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
