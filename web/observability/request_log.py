"""Each request gets an id, is counted, and leaves a line in the log."""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.answers.answer import Answer
from web.current_request import REQUEST_ID, CurrentRequest, current_request, enter

__all__ = ["ACCESS_LOG", "QUESTIONS_LOG", "RequestLog", "Served", "log_question"]

ACCESS_LOG = "footnote.access"
"""Name of the logger of requests."""
QUESTIONS_LOG = "footnote.questions"
"""Name of the logger of questions' words."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_GONE = 499

_questions = logging.getLogger(QUESTIONS_LOG)
_access = logging.getLogger(ACCESS_LOG)
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """A request that was served; nothing in it is the client's own words.

    Attributes:
        method: of HTTP; ``other`` for a method that HTTP does not have.
        route: the pattern of the path (``CurrentRequest.route``).
        status: of HTTP; 499 when the client went away before there was one.
        milliseconds: from the head of the request to the end of the response.
        bytes: of the response's body.
        client: the address that it came from (``CurrentRequest.client``).
        problem: the kind of the problem that it was answered with.
    """

    method: str
    route: str
    status: int
    milliseconds: float
    bytes: int
    client: str
    problem: str | None


class RequestLog:
    """ASGI middleware around everything else, so that what is refused or fails has an id and a line too.

    A mistake is logged once, with its trace: here when its client got a response, by the server when that broke off.

    Args:
        app: what serves requests.
        count: called with each that was served.
    """

    def __init__(self, app: ASGIApp, count: Callable[[Served], None]) -> None:
        self._app, self._count = app, count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = CurrentRequest(scope)
        enter(request)
        status, sent, is_whole, started = _GONE, 0, False, time.perf_counter()

        async def send_seen(message: Message) -> None:
            nonlocal status, sent, is_whole
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request.id
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
                is_whole = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, send_seen)
        except Exception:
            if not is_whole:
                raise
            _logger.exception("A request failed by a mistake of Footnote's own")
        finally:
            milliseconds = round(1000 * (time.perf_counter() - started), 1)
            self._tell(_served(scope["method"], request, status, milliseconds, sent))

    def _tell(self, served: Served) -> None:
        self._count(served)
        if _access.isEnabledFor(logging.INFO):
            told = f"{served.method} {served.route} {served.status} {served.milliseconds} ms {served.bytes} B"
            problem = f" ({served.problem})" if served.problem else ""
            _access.info("%s %s%s", told, served.client, problem, extra={"fields": asdict(served)})


def log_question(answer: Answer) -> None:
    """Leave a line with the words of a question that a request asked, where the settings of the log let it."""
    if _questions.isEnabledFor(logging.INFO) and (request := current_request()):
        fields = {
            "question": answer.question,
            "door": request.door,
            "abstained": answer.abstained,
            "grade": answer.grade,
        }
        _questions.info(
            "%s “%s”", "Abstained from" if answer.abstained else "Answered", answer.question, extra={"fields": fields}
        )


def _served(method: str, request: CurrentRequest, status: int, milliseconds: float, sent: int) -> Served:
    method = method if method in _METHODS else "other"
    return Served(method, request.route, status, milliseconds, sent, request.client, request.problem)
