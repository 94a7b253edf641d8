"""The pages for people: ask, the documents, one document with the cited words, and what went wrong."""

import math
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from jinja2 import Environment, FileSystemLoader
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates

from index.errors import FootnoteError
from index.page_pictures import has_pictures
from index.parse import SUPPORTED
from index.records import StoredDocument
from rag.footnotes import view
from web.documents import DocumentId, Version
from web.jobs import ended_within
from web.openai_errors import speaks_openai
from web.problems import as_problem, headers_of, kind_of
from web.reading import date_in_words, link_to, pieces, source_name
from web.services import Services, ServicesOf
from web.uploads import receive_upload

__all__ = ["STATIC", "problem_page", "router", "wants_page"]

STATIC = Path(__file__).parent / "static"
PAGE_LENGTH = 100
"""Documents on one page of their list."""

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_environment.filters.update(date=date_in_words, link=link_to, name=source_name, view=view)
_templates = Jinja2Templates(env=_environment)

router = APIRouter(include_in_schema=False)

Position = Annotated[int, Query(ge=0, le=2**31)]


@router.get("/")
async def ask_page(request: Request, services: ServicesOf, q: str | None = None) -> Response:
    """Show the page to ask on, with the answer to ``q`` for a browser without JavaScript."""
    answer, error = None, None
    if q is not None:
        try:
            answer = await services.questions.run(partial(services.assistant.ask, q))
        except FootnoteError as raised:
            error = raised
    count = await services.questions.run(lambda: services.assistant.index.status().documents)
    context = {
        "question": q,
        "answer": answer,
        "problem": as_problem(error) if error else None,
        "count": count,
        "max_characters": services.settings.max_question_characters,
    }
    status, headers = (kind_of(error).status, headers_of(error)) if error else (200, {})
    return _templates.TemplateResponse(request, "ask.html", context, status, headers)


@router.get("/documents")
def documents_page(request: Request, services: ServicesOf, offset: Position = 0) -> Response:
    """List the documents, with a form to add one."""
    index = services.assistant.index
    context = {
        "documents": index.documents(limit=PAGE_LENGTH, offset=offset),
        "total": index.status().documents,
        "offset": offset,
        "page_length": PAGE_LENGTH,
        "formats": SUPPORTED,
    }
    return _templates.TemplateResponse(request, "documents.html", context)


@router.post("/documents")
async def add_document_page(request: Request, services: ServicesOf) -> Response:
    """Take a file from the form and lead to what became of it."""
    job = await receive_upload(request, services.intake, services.settings.max_upload_bytes)
    job = await ended_within(services.intake, job, math.inf)
    if job.problem:
        return _templates.TemplateResponse(request, "problem.html", {"problem": job.problem}, job.problem["status"])
    found = job.report.documents if job.report else ()
    return RedirectResponse(f"/documents/{found[0].id}" if len(found) == 1 else "/documents", 303)


@router.get("/documents/{document_id}")
def document_page(
    request: Request,
    document_id: DocumentId,
    services: ServicesOf,
    version: Version = None,
    start: Position = 0,
    end: Position = 0,
) -> Response:
    """Show a document's text with a span of it marked."""
    document = services.assistant.index.document(document_id, version)
    context = {
        "document": document,
        "pieces": pieces(document.text, document.sections, start, end),
        "original": services.intake.jobs.originals.of(document.id, document.version),
        "page_shown": _page_shown(services, document, start) if end > start else None,
        "span": {"start": start, "end": end},
    }
    return _templates.TemplateResponse(request, "document.html", context)


def _page_shown(services: Services, document: StoredDocument, position: int) -> int | None:
    """Return the number of the page to show as it looks; None where there is none, or no file to draw it from."""
    index = services.assistant.index
    if not has_pictures(document, index.pages(document.id, document.version)):
        return None
    kept = services.intake.jobs.originals.of(document.id, document.version)
    if kept is None and not Path(document.source).is_file():
        return None
    return index.page_of(document.id, document.version, position)


def wants_page(request: Request) -> bool:
    """Tell whether an error is to be shown to a person: a browser asked for a page, not a program for the API."""
    path = request.url.path
    return "text/html" in request.headers.get("accept", "") and not (path.startswith("/api/") or speaks_openai(path))


def problem_page(request: Request, error: FootnoteError) -> Response:
    """Return the page that says what went wrong and what to do."""
    kind = kind_of(error)
    return _templates.TemplateResponse(
        request, "problem.html", {"problem": as_problem(error)}, kind.status, headers_of(error)
    )
