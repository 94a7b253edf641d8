"""What every page is made with: the templates, what all of them show, and the page that says what went wrong."""

import datetime
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader
from markupsafe import escape
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates

from index.errors import FootnoteError
from index.hardening.legibility import visible
from index.text.forms.dates import date_in_words
from rag.answers.kind import Kind
from rag.answers.view import Label, Layout, view
from rag.conversations.records import ConversationSummary
from web.errors.openai import error_response, speaks_openai
from web.errors.problems import as_problem, headers_of, kind_of, note_problem
from web.errors.tree import PageNotFound
from web.paths import inner_path, root_of
from web.words import (
    confidence_in_words,
    grade_in_words,
    html_lang,
    link_to,
    marked_words,
    shown,
    source_name,
    supports_in_words,
)

__all__ = ["STATIC", "leading_to", "part_of_page", "problem_page", "refusal", "rendered", "wants_page"]

STATIC = Path(__file__).parents[1] / "static"
RECENT = 40
"""Conversations in the rail."""

_WEEK = 7
_PROXIED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
"""What tells that a proxy is in front, whether it is trusted or not."""


def rendered(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page; its template knows what every page shows."""
    return _templates.TemplateResponse(request, template, {**_everywhere(request), **context}, status, headers)


def part_of_page(request: Request, template: str, context: Mapping[str, Any]) -> Response:
    """Return what a script of ours puts into a page: without the rail and all else that stands on every page."""
    return _templates.TemplateResponse(request, template, {"root": root_of(request.scope), **context})


def wants_page(request: Request) -> bool:
    """Tell whether an error is to be shown to a person: a browser asked for a page, not a program for the API."""
    path = inner_path(request.scope)
    return "text/html" in request.headers.get("accept", "") and not (path.startswith("/api/") or speaks_openai(path))


def leading_to(request: Request, path: str) -> Response:
    """Return the answer to a form that leads to a page, by its path within the application."""
    return RedirectResponse(root_of(request.scope) + path, 303)


def refusal(request: Request, error: FootnoteError) -> Response:
    """Return what is sent to who is refused at the door: to a person a page that nothing else need be fetched for."""
    if not wants_page(request):
        return error_response(inner_path(request.scope), error)
    note_problem(error)
    page = _refused.render(problem=as_problem(error))
    return HTMLResponse(page, kind_of(error).status, headers_of(error))


def problem_page(request: Request, error: FootnoteError) -> Response:
    """Return the page that says what went wrong and what to do."""
    note_problem(error)
    kind = kind_of(error)
    # Without the conversations: it may be they that cannot be read.
    context: dict[str, Any] = {
        "root": root_of(request.scope),
        "theme": _theme(request),
        "recent": [],
        "conversation": None,
        "problem": as_problem(error),
        # Most likely the proxy's path and the settings do not agree: the page says which address is set.
        "astray": isinstance(error, PageNotFound) and any(name in request.headers for name in _PROXIED),
    }
    return _templates.TemplateResponse(request, "problem.html", context, kind.status, headers_of(error))


def _everywhere(request: Request) -> dict[str, Any]:
    """Return what the rail shows, and the theme that was chosen."""
    history = request.app.state.services.history
    recent, _ = history.listed("", limit=RECENT)
    return {
        "root": root_of(request.scope),
        "theme": _theme(request),
        "recent": _by_day(recent),
        "conversation": None,
        "passing": not history.lasts,
    }


def _theme(request: Request) -> str | None:
    """Return the theme that was chosen; None where the system's own counts."""
    chosen = request.cookies.get("theme")
    return chosen if chosen in ("light", "dark") else None


def _by_day(summaries: Sequence[ConversationSummary]) -> list[tuple[str, list[ConversationSummary]]]:
    """Group conversations, newest first, by how long ago they were, on the server's clock."""
    return [(label, list(some)) for label, some in groupby(summaries, lambda summary: _ago(summary.updated_at))]


def _ago(moment: str) -> str:
    days = (
        datetime.datetime.now().astimezone().date() - datetime.datetime.fromisoformat(moment).astimezone().date()
    ).days
    return {0: "Today", 1: "Yesterday"}.get(max(days, 0), "Last seven days" if days <= _WEEK else "Older")


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    # What no filter makes ready is a name, an address or a line of ours: what is hidden in it is named.
    finalize=lambda value: visible(value) if type(value) is str else value,
)
_environment.globals.update(label=Label, layout=Layout, kind=Kind)
_environment.filters.update(
    date=date_in_words,
    exact=escape,
    link=link_to,
    marked=marked_words,
    name=source_name,
    shown=shown,
    html_lang=html_lang,
    supports=supports_in_words,
    confidence_in_words=confidence_in_words,
    grade_in_words=grade_in_words,
    view=view,
)
_templates = Jinja2Templates(env=_environment)
# Read once, at the start: who is refused is answered in the event loop, which must not wait for the disk.
_refused = _environment.get_template("refused.html")
