"""What an operation of the API answers when it fails, for the API's description."""

from typing import Any

from web.errors.problems import PROBLEMS
from web.schemas import examples

__all__ = ["problems"]

_PROBLEM = {
    "application/problem+json": {
        "schema": {"$ref": "#/components/schemas/Problem"},
        "example": examples.PROBLEM,
    }
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of what an operation answers when it fails, by status."""
    return {status: {"description": _titles(status), "content": _PROBLEM} for status in statuses}


def _titles(status: int) -> str:
    return " · ".join(sorted({kind.title for kind in PROBLEMS.values() if kind.status == status}))
