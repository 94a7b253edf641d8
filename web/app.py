"""The application: everything wired together, and nothing owned that it did not make."""

import importlib.metadata
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from index.errors import FootnoteError, Unexpected
from index.sandbox.protection import check_sandbox
from index.uploads.intake import Intake
from rag.asking.assistant import Assistant
from rag.conversations.store import HISTORY, History
from web.api import ask as api
from web.api import conversations, documents, health, insight, jobs
from web.api.insight import AlignmentRequest
from web.description import DescribedApp
from web.errors.machine import hide
from web.errors.openai import error_response
from web.errors.translation import translate
from web.guard.body_limit import BodyLimit
from web.guard.middleware import SECURITY_HEADERS, Guard
from web.guard.site import check_exposure
from web.mcp import server as mcp_server
from web.mcp.tools import TOOLS
from web.observability.metrics import Metrics
from web.observability.request_log import RequestLog, log_question
from web.openai import routes as openai_api
from web.pages import library as library_pages
from web.pages import page as pages
from web.pages import thread as thread_pages
from web.paths import inner_path
from web.schemas.asking import AskRequest, SearchRequest
from web.schemas.body_sizes import BYTES_A_CHARACTER, largest
from web.schemas.conversations import FeedbackRequest, NewConversation, NextQuestion, Renamed
from web.schemas.documents import ChosenTags
from web.services import Services
from web.settings import ServerSettings
from web.uploads.followers import Followers
from web.work.arrivals import Arrivals, Pace
from web.work.example_questions import ExampleQuestions
from web.work.pictures import Pictures
from web.work.readiness import Readings
from web.work.workers import Workers

__all__ = ["create_app"]

_logger = logging.getLogger(__name__)

_ROOM = 65_536
"""For white space in JSON, and for everything in a form that is not the file."""
_CONVERSATION = 1_000_000
"""For the messages before the question: some hundred answers with their sources."""
_ASKED = (AskRequest, SearchRequest, NextQuestion)
_SENT = (AlignmentRequest, ChosenTags, FeedbackRequest, NewConversation, Renamed)
"""What comes as JSON; a test proves that the description names no other."""

_THREADS = 16
"""Of what is read at once; nothing waits there."""

_REMOVALS_WAITING = 8
_UPLOADS = frozenset({"/documents", "/api/documents"})
_UPLOADS_ARRIVING = 8
"""So many of the largest size may lie half on the disk."""


def create_app(assistant: Assistant, settings: ServerSettings) -> FastAPI:
    """Return the application that answers with an assistant, which stays its caller's to close.

    Raises:
        KeyRequired: the settings serve other machines without a key.
        SettingsError: they demand more of the sandbox than this system has.
    """
    check_exposure(settings)
    check_sandbox(settings)
    for each in (assistant.index.place, assistant.index.folder):
        hide(each)
    questions = Workers(
        threads=settings.max_concurrent_questions,
        places=settings.max_concurrent_questions + settings.max_waiting_questions,
        timeout_seconds=settings.question_timeout_seconds
        + (settings.llm_timeout_seconds if assistant.language_model else 0.0),
    )
    intake = Intake(assistant.index, settings.upload_limits, settings.upload_workers, settings.max_upload_seconds)
    services = Services(
        assistant,
        settings,
        questions=questions,
        writing=Workers(threads=1, places=_REMOVALS_WAITING, timeout_seconds=None),
        intake=intake,
        followers=Followers(intake),
        pictures=Pictures(settings),
        history=History(assistant.index.beside(HISTORY)),
        examples=ExampleQuestions(assistant, questions),
        arrivals=Arrivals(Pace(settings.client_timeout_seconds, bytes=_UPLOADS_ARRIVING * settings.max_upload_bytes)),
        readings=Readings(assistant),
    )
    metrics = Metrics(services)

    tools = mcp_server.make_server(lambda: assistant, services.questions)
    mcp_route, mcp_sessions = mcp_server.over_http(tools, _most_bytes(settings, mcp_server.PATH))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Each thread that reads has its own connections to the databases: few of them, few open files.
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        services.intake.start()
        with assistant.heard_by(metrics.answered), assistant.heard_by(log_question):
            async with mcp_sessions.run():
                yield
        services.close()

    # No documentation pages: they would fetch scripts from elsewhere.
    app = _LoggedApp(
        title="Footnote",
        summary="Answers questions about your own documents, with a footnote to the exact words behind every sentence.",
        version=importlib.metadata.version("footnote"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.services, app.state.metrics = services, metrics
    for module in (api, conversations, documents, insight, jobs, openai_api, thread_pages, library_pages):
        app.include_router(module.router)
    for router in (health.router, documents.library_router):
        app.include_router(router)
    app.router.routes.append(mcp_route)
    app.mount("/static", _Static(directory=pages.STATIC), name="static")
    for kind in (FootnoteError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _explain)
    app.add_middleware(
        BodyLimit,
        limit=lambda path: _most_bytes(settings, path),
        streams=_UPLOADS.__contains__,
        arrivals=services.arrivals,
    )
    # Added last, so that it is outermost, but for the log of requests.
    app.add_middleware(Guard, settings=settings)
    return app


class _LoggedApp(DescribedApp):
    """An application whose requests are logged, also those that no middleware of its own gets to see."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return what serves a request."""
        return RequestLog(super().build_middleware_stack(), self.state.metrics.served)


class _Static(StaticFiles):
    """Files that a browser asks about again before it uses its copy: after an upgrade, no module meets an old one."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file with its caching."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _most_bytes(settings: ServerSettings, path: str) -> int:
    if path in _UPLOADS:
        return settings.max_upload_bytes + _ROOM
    if path == openai_api.CHAT:
        return settings.max_question_characters * BYTES_A_CHARACTER + _CONVERSATION
    if path == mcp_server.PATH:
        return _ROOM + max(largest(tool.takes) for tool in TOOLS.values())
    return _ROOM + max(map(largest, _ASKED if path.endswith(("/ask", "/search")) else _SENT))


def _explain(request: Request, error: Exception) -> Response:
    """Return any error as a problem: a page for a person, JSON for a program, in the shape of the path's API."""
    problem = translate(error)
    path = inner_path(request.scope)
    response = pages.problem_page(request, problem) if pages.wants_page(request) else error_response(path, problem)
    if isinstance(error, HTTPException):
        response.headers.update(error.headers or {})
    if isinstance(problem, Unexpected):
        # This response goes out past the middleware that adds them to all others.
        response.headers.update({**SECURITY_HEADERS, "Cache-Control": "no-store"})
    return response
