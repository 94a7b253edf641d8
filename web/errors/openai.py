"""Errors under /v1, in the shape that OpenAI's clients read; everywhere else they are problem details."""

import re
from typing import Any

from starlette.responses import JSONResponse

from index.errors import Busy, FootnoteError
from web.errors.machine import without_paths
from web.errors.problems import PROBLEMS, headers_of, kind_of, note_problem, problem_response
from web.errors.tree import InvalidRequest, KeyMissing, ModelNotFound

__all__ = ["as_openai_error", "error_response", "openai_status", "speaks_openai", "titles_by_status"]

_CODES: dict[type[FootnoteError], str] = {
    KeyMissing: "invalid_api_key",
    ModelNotFound: "model_not_found",
    Busy: "rate_limit_exceeded",
}
"""Names that clients know; all other errors keep the slugs of their kinds."""


def speaks_openai(path: str) -> bool:
    """Tell whether a path is one of OpenAI's API."""
    return path == "/v1" or path.startswith("/v1/")


def error_response(path: str, error: FootnoteError) -> JSONResponse:
    """Return the response to a program whose request failed, in the shape that its path has."""
    note_problem(error)
    if not speaks_openai(path):
        return problem_response(error)
    headers = headers_of(error)
    if "WWW-Authenticate" in headers:
        headers["WWW-Authenticate"] = 'Bearer realm="Footnote"'
    return JSONResponse(as_openai_error(error), openai_status(error), headers)


def openai_status(error: FootnoteError) -> int:
    """Return the HTTP status of an error under /v1, where a request that is not valid is a 400."""
    return _status(kind_of(error).status)


def as_openai_error(error: FootnoteError) -> dict[str, Any]:
    """Return the body of a failure."""
    code = next((_CODES[cls] for cls in type(error).__mro__ if cls in _CODES), kind_of(error).slug.replace("-", "_"))
    return {
        "error": {
            "message": without_paths(str(error)),
            "type": _type(openai_status(error)),
            "param": _param(error),
            "code": code,
        }
    }


def titles_by_status(status: int) -> str:
    """Return what a status means under /v1, for the API's description."""
    return " · ".join(sorted({kind.title for kind in PROBLEMS.values() if _status(kind.status) == status}))


def _status(status: int) -> int:
    return 400 if status == 422 else status


def _type(status: int) -> str:
    if status >= 500:
        return "server_error"
    return "rate_limit_error" if status == 429 else "invalid_request_error"


def _param(error: FootnoteError) -> str | None:
    """Return the first field that is at fault, written as in "messages[0].content"."""
    if isinstance(error, ModelNotFound):
        return "model"
    if not isinstance(error, InvalidRequest) or not error.errors:
        return None
    place = error.errors[0]["at"].removeprefix("body").lstrip(".")
    return re.sub(r"\.(\d+)", r"[\1]", place) or None
