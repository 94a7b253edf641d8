"""What was found wrong with what was sent, as much of it as helps."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import FailFast

from index.hardening.legibility import visible_line

__all__ = ["FIRST_MISTAKE", "check_number_of_fields", "in_words", "places"]

FIRST_MISTAKE = FailFast()
"""A sequence that somebody sends ends at its first mistake: an error for each of a million elements takes gigabytes."""

_MOST_FIELDS = 100

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


def check_number_of_fields(sent: Any) -> Any:
    """Return what was sent; a validator for before an object's fields are looked at, each unknown one an error.

    Raises:
        ValueError: it has more fields than any object that is taken.
    """
    if isinstance(sent, Mapping) and len(sent) > _MOST_FIELDS:
        raise ValueError(f"it has more than {_MOST_FIELDS} fields")
    return sent


def in_words(places: Iterable[Mapping[str, str]]) -> str:
    """Return places and messages in one line."""
    return "; ".join(f"{place['at']}: {place['message']}" for place in places)


def _at(location: Iterable[str | int]) -> str:
    return ".".join(_cut(str(part), _LONGEST_PART) for part in location)


def _cut(text: str, longest: int) -> str:
    line = visible_line(text[: longest + 1])
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
