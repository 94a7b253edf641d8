"""What an operation of OpenAI's API answers when it fails, for the API's description."""

from typing import Any

from web.errors.openai import titles_by_status
from web.openai import examples

__all__ = ["openai_errors"]

_OPENAI_ERROR = {
    "application/json": {
        "schema": {"$ref": "#/components/schemas/OpenAIErrorBody"},
        "example": examples.ERROR,
    }
}


def openai_errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the same for an operation of OpenAI's API.

    With a default, as FastAPI would add a 422 of its own, which there never is.
    """
    described: dict[int | str, str] = {status: titles_by_status(status) for status in statuses}
    described["default"] = "Any other failure"
    return {status: {"description": title, "content": _OPENAI_ERROR} for status, title in described.items()}
