"""The errors that the web layer adds: requests that cannot be served, and a server that cannot start.

FootnoteError
├── RequestError             the request itself cannot be served
│   ├── InvalidRequest       its body or a parameter is not what the API takes
│   ├── UnknownHost          the Host header names another server
│   ├── ForeignOrigin        another web page sent it
│   ├── ProxyUnclear         what a trusted proxy says of it cannot be understood
│   ├── KeyMissing           the API key is absent or wrong
│   ├── KeyGuessed           too many wrong keys came from there
│   ├── PageNotFound         nothing lives at that path
│   ├── ModelNotFound        no model that answers chats has this name
│   ├── JobCancelled         the upload that somebody waits for was cancelled
│   ├── OriginalNotKept      the file that a document came from is not kept
│   ├── MethodNotAllowed     the path does not know that method
│   ├── MediaTypeUnknown     the body is of a kind that is not read here
│   ├── BodyTooLarge         more bytes than are taken
│   ├── TooSlow              it did not arrive in time
│   ├── TookTooLong          the time for it ran out
│   ├── Ending               the server ends, and does not finish it
│   └── ClientGone           nobody waits for the answer any more
└── ServeError               the server cannot start
    ├── AddressUnavailable   the address cannot be listened on
    └── KeyRequired          other machines could reach it, and no API key is set

All other errors are those of the layers below (``index.errors``, ``rag.errors``, and ``ParserLost`` of
``index.sandbox.child``); ``web.errors.problems`` has what each is over HTTP.
"""

from index.errors import FootnoteError

__all__ = [
    "AddressUnavailable",
    "BodyTooLarge",
    "ClientGone",
    "Ending",
    "ForeignOrigin",
    "InvalidRequest",
    "JobCancelled",
    "KeyGuessed",
    "KeyMissing",
    "KeyRequired",
    "MediaTypeUnknown",
    "MethodNotAllowed",
    "ModelNotFound",
    "OriginalNotKept",
    "PageNotFound",
    "ProxyUnclear",
    "RequestError",
    "ServeError",
    "TooSlow",
    "TookTooLong",
    "UnknownHost",
]


class RequestError(FootnoteError):
    """The request itself cannot be served."""


class InvalidRequest(RequestError):
    """A body or a parameter is not what the API takes; ``errors`` names each place and what is wrong there."""

    def __init__(self, problem: str, remedy: str, errors: tuple[dict[str, str], ...] = ()) -> None:
        super().__init__(problem, remedy)
        self.errors = errors


class UnknownHost(RequestError):
    """The Host header names another server."""


class ForeignOrigin(RequestError):
    """Another web page sent the request."""


class ProxyUnclear(RequestError):
    """What a trusted proxy says of the request cannot be understood."""


class KeyMissing(RequestError):
    """The API key is absent or wrong."""


class KeyGuessed(RequestError):
    """Too many wrong keys came from there; for ``retry_after_seconds`` none is looked at."""

    def __init__(self, problem: str, remedy: str, retry_after_seconds: int) -> None:
        super().__init__(problem, remedy)
        self.retry_after_seconds = retry_after_seconds


class PageNotFound(RequestError):
    """Nothing lives at that path."""


class ModelNotFound(RequestError):
    """No model that answers chats has this name."""


class JobCancelled(RequestError):
    """The upload that somebody waits for was cancelled."""


class OriginalNotKept(RequestError):
    """The file that a document came from is not kept."""


class MethodNotAllowed(RequestError):
    """The path does not know that method."""


class MediaTypeUnknown(RequestError):
    """The body is of a kind that is not read here."""


class BodyTooLarge(RequestError):
    """The body has more bytes than are taken."""


class TooSlow(RequestError):
    """The request did not arrive in time."""


class TookTooLong(RequestError):
    """The time for it ran out."""


class Ending(RequestError):
    """The server ends, and what was asked of it is not finished."""

    def __init__(
        self, problem: str = "Footnote is ending", remedy: str = "Ask again when it has been started again"
    ) -> None:
        super().__init__(problem, remedy)


class ClientGone(RequestError):
    """Nobody waits for the answer any more."""


class ServeError(FootnoteError):
    """The server cannot start."""


class AddressUnavailable(ServeError):
    """The address cannot be listened on."""


class KeyRequired(ServeError):
    """Other machines could reach the server, and no API key is set."""
