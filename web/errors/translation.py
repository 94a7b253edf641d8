"""The framework's own errors, and mistakes, become errors that say what to do."""

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from index.errors import FootnoteError, Unexpected
from web.errors.tree import (
    BodyTooLarge,
    ClientGone,
    Ending,
    InvalidRequest,
    MethodNotAllowed,
    PageNotFound,
    RequestError,
    TooSlow,
)
from web.errors.validation import in_words, places

__all__ = ["translate"]

_BY_STATUS: dict[int, tuple[type[RequestError], str, str]] = {
    404: (PageNotFound, "There is nothing at this address", "Start at / or see /openapi.json for what there is"),
    405: (MethodNotAllowed, "This address does not take that method", "Use one that the Allow header names"),
    408: (TooSlow, "The request did not arrive in time", "Send it again over a faster connection"),
    413: (BodyTooLarge, "The request has more bytes than are taken here", "Send less"),
    499: (ClientGone, "The client went away before the request was whole", "Send it again"),
    503: (Ending, "Footnote is ending", "Send it again when it has been started again"),
}


def translate(error: Exception) -> FootnoteError:
    """Return any exception of the framework's or of a mistake as one of ours, without its inner details."""
    if isinstance(error, FootnoteError):
        return error
    if isinstance(error, RequestValidationError):
        found = places(error.errors())
        return InvalidRequest(f"The request is not valid ({in_words(found)})", "Compare it with /openapi.json", found)
    if isinstance(error, HTTPException):
        if known := _BY_STATUS.get(error.status_code):
            return known[0](*known[1:])
        return InvalidRequest(f"The request cannot be read ({error.detail})", "Compare it with /openapi.json")
    return Unexpected()
