"""JSON that comes from outside: what is nested deeper than anything of use is no JSON here."""

import json
from typing import Any

__all__ = ["MOST_NESTED", "read_json"]

MOST_NESTED = 100
"""Arrays and objects in one another; what walks through a value may then go as deep as it is."""


def read_json(written: str | bytes) -> Any:
    """Return the value of JSON.

    Raises:
        ValueError: it is not JSON, is not Unicode, has a number of thousands of digits, or is nested too deeply.
    """
    try:
        value = json.loads(written)
    except RecursionError as error:
        raise ValueError(f"it is nested more than {MOST_NESTED} deep") from error
    level = [value]
    for _ in range(MOST_NESTED + 1):
        level = [inner for outer in level if isinstance(outer, dict | list) for inner in _within(outer)]
        if not level:
            return value
    raise ValueError(f"it is nested more than {MOST_NESTED} deep")


def _within(outer: dict[str, Any] | list[Any]) -> list[Any]:
    return list(outer.values()) if isinstance(outer, dict) else outer
