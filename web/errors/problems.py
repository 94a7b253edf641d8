"""Errors over HTTP: the one table from error to status, and RFC 9457 problem details."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse

from index import errors as index_errors
from index.errors import FootnoteError
from index.sandbox.child import ParserLost
from rag import errors as rag_errors
from web.current_request import current_request
from web.errors import tree
from web.errors.machine import without_paths

__all__ = [
    "PROBLEMS",
    "ProblemKind",
    "as_problem",
    "details",
    "headers_of",
    "kind_of",
    "note_problem",
    "problem_response",
]


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """What a class of errors is over HTTP.

    Attributes:
        status: HTTP status.
        slug: last part of the problem's ``type``, for programs to tell kinds apart.
        title: the same for people, one short phrase for every error of the kind.
        retry_after_seconds: when it may work again, for kinds that pass by themselves.
    """

    status: int
    slug: str
    title: str
    retry_after_seconds: int | None = None


PROBLEMS: dict[type[FootnoteError], ProblemKind] = {
    FootnoteError: ProblemKind(500, "error", "Something went wrong"),
    index_errors.DocumentError: ProblemKind(422, "document", "This cannot become a document"),
    index_errors.UnsupportedFormat: ProblemKind(415, "unsupported-format", "Footnote cannot read this format"),
    index_errors.UnreadableDocument: ProblemKind(422, "unreadable-document", "The document cannot be read"),
    ParserLost: ProblemKind(422, "parser-lost", "The document crashed its reader"),
    index_errors.EmptyDocument: ProblemKind(422, "empty-document", "The document has no text"),
    index_errors.PictureTooSlow: ProblemKind(
        503, "picture-too-slow", "The page takes too long to draw", retry_after_seconds=60
    ),
    index_errors.DocumentNotFound: ProblemKind(404, "document-not-found", "There is no such document"),
    index_errors.DocumentConflict: ProblemKind(409, "document-conflict", "Another document is in its place"),
    index_errors.EncoderError: ProblemKind(500, "encoder", "The encoder does not work"),
    index_errors.SettingsError: ProblemKind(500, "settings", "A setting cannot be used"),
    index_errors.JobNotFound: ProblemKind(404, "job-not-found", "There is no such upload"),
    index_errors.JobEnded: ProblemKind(409, "job-ended", "The upload has ended"),
    index_errors.Abandoned: ProblemKind(500, "abandoned", "The upload was given up"),
    index_errors.StorageFull: ProblemKind(507, "storage-full", "The disk is full"),
    index_errors.Busy: ProblemKind(429, "too-many", "Footnote is busy", retry_after_seconds=2),
    index_errors.Unexpected: ProblemKind(500, "unexpected", "Footnote made a mistake"),
    index_errors.StoreError: ProblemKind(500, "index", "The index cannot be used"),
    index_errors.IndexMissing: ProblemKind(503, "index-missing", "There is no index"),
    index_errors.IndexGone: ProblemKind(503, "index-gone", "The index is not there any more"),
    index_errors.EncoderMismatch: ProblemKind(503, "encoder-mismatch", "The index belongs to another encoder"),
    index_errors.IndexLocked: ProblemKind(503, "index-locked", "The index is being written", retry_after_seconds=5),
    index_errors.IndexUnreachable: ProblemKind(
        503, "index-unreachable", "The index's database cannot be reached", retry_after_seconds=5
    ),
    index_errors.EngineUnreachable: ProblemKind(
        503, "engine-unreachable", "The search engine cannot be used", retry_after_seconds=5
    ),
    index_errors.IndexUnwritable: ProblemKind(507, "index-unwritable", "The index cannot be written"),
    index_errors.IndexDamaged: ProblemKind(500, "index-damaged", "The index is damaged"),
    rag_errors.QuestionError: ProblemKind(422, "question", "The question cannot be asked"),
    rag_errors.SpanError: ProblemKind(422, "span", "There is nothing in that span"),
    rag_errors.FilterError: ProblemKind(422, "filter", "The filter cannot be used"),
    rag_errors.QuestionSetError: ProblemKind(422, "question-set", "The questions cannot be evaluated"),
    rag_errors.CalibrationError: ProblemKind(500, "calibration", "The index's calibration cannot be used"),
    rag_errors.ConversationNotFound: ProblemKind(404, "conversation-not-found", "There is no such conversation"),
    rag_errors.LanguageModelError: ProblemKind(502, "language-model", "The language model failed"),
    rag_errors.LanguageModelUnset: ProblemKind(422, "no-language-model", "No language model is set up"),
    rag_errors.RunError: ProblemKind(422, "run", "The evaluation cannot be compared"),
    tree.RequestError: ProblemKind(400, "request", "The request cannot be served"),
    tree.InvalidRequest: ProblemKind(422, "invalid-request", "The request is not valid"),
    tree.UnknownHost: ProblemKind(421, "unknown-host", "This server has another name"),
    tree.ForeignOrigin: ProblemKind(403, "foreign-origin", "The request came from another site"),
    tree.ProxyUnclear: ProblemKind(400, "proxy", "The proxy is not understood"),
    tree.KeyMissing: ProblemKind(401, "key", "An API key is needed"),
    tree.KeyGuessed: ProblemKind(429, "key-guessed", "Too many wrong keys", retry_after_seconds=60),
    tree.PageNotFound: ProblemKind(404, "not-found", "There is nothing here"),
    tree.ModelNotFound: ProblemKind(404, "model-not-found", "There is no such model"),
    tree.JobCancelled: ProblemKind(409, "job-cancelled", "The upload was cancelled"),
    tree.OriginalNotKept: ProblemKind(404, "no-original", "The original file is not kept"),
    tree.MethodNotAllowed: ProblemKind(405, "method", "This cannot be done here"),
    tree.MediaTypeUnknown: ProblemKind(415, "media-type", "The body is of an unknown kind"),
    tree.BodyTooLarge: ProblemKind(413, "too-large", "That is too large"),
    tree.TooSlow: ProblemKind(408, "too-slow", "The request came too slowly"),
    tree.TookTooLong: ProblemKind(503, "too-long", "That took too long", retry_after_seconds=10),
    tree.Ending: ProblemKind(503, "ending", "Footnote is ending", retry_after_seconds=10),
    tree.ClientGone: ProblemKind(499, "client-gone", "The client went away"),
    tree.ServeError: ProblemKind(500, "serve", "The server cannot start"),
    tree.AddressUnavailable: ProblemKind(500, "address", "The address cannot be used"),
    tree.KeyRequired: ProblemKind(500, "key-required", "Serving other machines needs a key"),
}
"""The status of every error (under /v1 ``web.errors.openai`` makes 422 a 400); a test proves that none is missing."""


def kind_of(error: FootnoteError) -> ProblemKind:
    """Return what an error is over HTTP: the entry of its class, else of the nearest one above it."""
    return next(PROBLEMS[cls] for cls in type(error).__mro__ if cls in PROBLEMS)


def details(kind: ProblemKind, text: str) -> dict[str, Any]:
    """Return the problem details of a kind of error; of this machine's paths in ``text`` only the last part is told."""
    return {
        "type": f"urn:footnote:problem:{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": without_paths(text),
    }


def as_problem(error: FootnoteError) -> dict[str, Any]:
    """Return the problem details of an error, with the id of the request that it is said to."""
    problem = details(kind_of(error), str(error))
    if isinstance(error, tree.InvalidRequest) and error.errors:
        problem["errors"] = list(error.errors)
    if request := current_request():
        problem["request_id"] = request.id
    return problem


def note_problem(error: FootnoteError) -> None:
    """Tell the log and the metrics which problem answers the current request."""
    if request := current_request():
        request.problem = kind_of(error).slug


def headers_of(error: FootnoteError) -> dict[str, str]:
    """Return the headers that belong to an error's response."""
    own = error.retry_after_seconds if isinstance(error, tree.KeyGuessed) else None
    seconds = own or kind_of(error).retry_after_seconds
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    if isinstance(error, tree.KeyMissing):
        # Lets a browser ask for the key itself. Chromium reads one challenge a header line, so Bearer, which programs
        # learn of from the detail, would hide it.
        headers["WWW-Authenticate"] = 'Basic realm="Footnote: the API key is the password", charset="UTF-8"'
    return headers


def problem_response(error: FootnoteError) -> JSONResponse:
    """Return the response to a program whose request failed."""
    headers = headers_of(error)
    status = kind_of(error).status
    return JSONResponse(as_problem(error), status, headers, media_type="application/problem+json")
