"""The JSON API for documents: list, add, read, remove, and the file that one came from."""

import dataclasses
import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse

from index.documents import StoredDocument
from index.storage.records import DocumentSummary
from index.storage.tables.catalogue import Sort, Wanted, counted, found
from index.text.tags import tidy_tags
from index.uploads.page_pictures import PageToDraw, page_to_draw
from index.uploads.queue.job import Job, JobReport
from index.uploads.trash import restore_documents, trash_documents
from web.api.downloads import download
from web.api.jobs import ended_within, preferred_wait
from web.errors.tree import OriginalNotKept
from web.paths import root_of
from web.schemas import examples
from web.schemas.documents import (
    AuthorCount,
    ChosenTags,
    DocumentList,
    Facets,
    RemovedList,
    TagCount,
    TypeCount,
    UploadedText,
    VersionList,
)
from web.schemas.failures import problems
from web.services import ServicesOf
from web.uploads.reception import receive_upload

__all__ = ["DocumentId", "Version", "WantedOf", "library_router", "router"]

DocumentId = Annotated[
    str, Path(pattern="^[0-9a-f]{16}$", description="16 hex digits.", examples=[examples.SUMMARY.id])
]
Version = Annotated[int | None, Query(ge=1, le=2**31, description="From 1; the current one by default.")]

_UPLOAD: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "tags": {"type": "string", "description": "Tags for the filter, with commas between them."},
                    "source": {
                        "type": "string",
                        "description": "What identifies it, as its path in a folder; by default its name.",
                    },
                },
            }
        },
        "application/json": {"schema": UploadedText.model_json_schema(), "example": examples.TEXT},
    },
}

Day = Annotated[datetime.date | None, Query(description="YYYY-MM-DD; a document without a date is in no range.")]


def _wanted(
    q: Annotated[str, Query(max_length=1_000, description="Words in the title, the source or a tag.")] = "",
    tag: Annotated[tuple[str, ...], Query(max_length=100, description="With all of these tags.")] = (),
    author: Annotated[tuple[str, ...], Query(max_length=100, description="By one of these: a name, or words.")] = (),
    type: Annotated[tuple[str, ...], Query(max_length=100, description="Of one of these types.")] = (),  # noqa: A002 — the parameter's name
    after: Day = None,
    before: Day = None,
    sort: Sort = "title",
    descending: bool = False,
) -> Wanted:
    """Return which documents a list is to show."""
    days = [day.isoformat() if day else None for day in (after, before)]
    return Wanted(q, tidy_tags(tag), type, author, days[0], days[1], sort, descending)


WantedOf = Annotated[Wanted, Depends(_wanted)]
"""A parameter of this type takes search, filters and order from the query."""

router = APIRouter(prefix="/api/documents", tags=["documents"], responses=problems(400, 401, 403, 421, 429, 500))


library_router = APIRouter(prefix="/api/library", tags=["documents"], responses=problems(400, 401, 403, 421, 429, 500))


@library_router.get("/facets", summary="Count documents by tag, author and type")
def facets(services: ServicesOf) -> Facets:
    """Return which tags, authors and types the documents have, and how many have each."""
    documents = services.assistant.index.documents.listed()
    found = counted(documents)
    return Facets(
        tuple(TagCount(tag, count) for tag, count in found.tags.items()),
        tuple(AuthorCount(name, count) for name, count in found.authors.items()),
        tuple(TypeCount(kind, count) for kind, count in found.types.items()),
        len(documents),
    )


@library_router.get("/removed", summary="List what can be brought back")
def list_removed(services: ServicesOf) -> RemovedList:
    """Return the documents that were removed within the last hour, what was removed last first."""
    return RemovedList(tuple(services.assistant.index.trash.listed()))


@router.get("", summary="List documents", responses=problems(422))
def list_documents(
    services: ServicesOf,
    wanted: WantedOf,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> DocumentList:
    """Return current documents, those that are wanted, by title unless another order is."""
    some = found(services.assistant.index.documents.listed(), wanted)
    return DocumentList(tuple(some[offset : offset + limit]), len(some), limit, offset)


@router.post(
    "",
    status_code=202,
    response_model=Job,
    summary="Add a document",
    openapi_extra={"requestBody": _UPLOAD},
    responses={
        200: {"model": JobReport, "description": "Waited for: everything in it was there already"},
        201: {"model": JobReport, "description": "Waited for: it is indexed"},
        202: {"description": "It has arrived and will be indexed; Location is where to follow it"},
        **problems(409, 413, 415, 422, 429, 503, 507),
    },
)
async def add_document(
    request: Request,
    services: ServicesOf,
    prefer: Annotated[
        str | None,
        Header(
            description="`wait=SECONDS` (RFC 7240) waits for the end, and answers 201 or 200 with the report, or with"
            " the problem.",
            examples=["wait=30"],
        ),
    ] = None,
) -> Response:
    """Take a file (multipart) or a text (JSON) to index; a source that is known gets a new version.

    The same bytes again change nothing, whatever their name is: the report says which document has them.
    """
    job = await receive_upload(request, services.intake, services.settings.max_upload_bytes)
    seconds = preferred_wait(request) if prefer is not None else None
    if seconds is None:
        return _accepted(job, root_of(request.scope))
    job = await ended_within(services.followers, job, seconds)
    respond = _ended if job.ended else _accepted
    response = respond(job, root_of(request.scope))
    response.headers["Preference-Applied"] = "wait"
    return response


@router.get("/{document_id}/versions", summary="List a document's versions", responses=problems(404, 422))
def list_versions(document_id: DocumentId, services: ServicesOf) -> VersionList:
    """Return every version of a document, the newest first."""
    return VersionList(tuple(services.assistant.index.documents.versions(document_id)))


@router.put("/{document_id}/tags", summary="Choose a document's tags", responses=problems(404, 422, 429, 503, 507))
async def choose_tags(document_id: DocumentId, body: ChosenTags, services: ServicesOf) -> DocumentSummary:
    """Let a document have these tags and no others, in later versions too, whatever its file says."""
    index = services.assistant.index

    def choose() -> DocumentSummary:
        index.documents.choose_tags(document_id, tidy_tags(body.tags))
        return index.documents.summary(document_id)

    return await services.writing.run(choose)


@router.post(
    "/{document_id}/restore", summary="Bring a document back", responses=problems(404, 409, 422, 429, 503, 507)
)
async def restore_document(document_id: DocumentId, services: ServicesOf) -> DocumentSummary:
    """Undo the removal of a document, within an hour of it: it is as it was, with all its versions."""
    index = services.assistant.index

    def restore() -> DocumentSummary:
        restore_documents(index, [document_id])
        return index.documents.summary(document_id)

    return await services.writing.run(restore)


@router.get("/{document_id}", summary="Read a document", responses=problems(404, 422))
def read_document(document_id: DocumentId, services: ServicesOf, version: Version = None) -> StoredDocument:
    """Return one version of a document with its text, which citations count in."""
    return services.assistant.index.documents.get(document_id, version)


@router.get(
    "/{document_id}/original",
    summary="Download the file that a document came from",
    response_class=FileResponse,
    responses={
        200: {
            "description": "The bytes as they were sent in.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems(404, 422),
    },
)
def read_original(document_id: DocumentId, services: ServicesOf, version: Version = None) -> FileResponse:
    """Return the file that was sent in; for what was inside an archive or a mail, the archive or the mail.

    A document that was indexed from a folder has no such file here.
    """
    document = services.assistant.index.documents.get(document_id, version)
    original = services.intake.jobs.originals.of(document.id, document.version)
    if original is None:
        raise OriginalNotKept(
            f"The file of document {document.id} is not kept here", "Open it in the place that its source names"
        )
    return download(original.path, original.name)


@router.get(
    "/{document_id}/pages/{number}",
    summary="See a page of a PDF",
    response_class=Response,
    responses={
        200: {
            "description": "The page as it looks, the words of the span marked.",
            "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
        },
        **problems(404, 422, 429, 503),
    },
)
async def read_page(
    document_id: DocumentId,
    number: Annotated[int, Path(ge=1, le=2**31, description="From 1.", examples=[1])],
    services: ServicesOf,
    version: Version = None,
    start: Annotated[int, Query(ge=0, le=2**31, description="First code point to mark.")] = 0,
    end: Annotated[int, Query(ge=0, le=2**31, description="One past the last.")] = 0,
) -> Response:
    """Return a page as a picture, drawn from the file as it was when it was read."""

    def page() -> PageToDraw:
        index = services.assistant.index
        document = index.documents.get(document_id, version)
        original = services.intake.jobs.originals.of(document.id, document.version)
        return page_to_draw(index, document, number, (start, end), original.path if original else None)

    picture = await services.pictures.picture(await run_in_threadpool(page))
    return Response(picture, media_type="image/png")


@router.delete(
    "/{document_id}", status_code=204, summary="Remove a document", responses=problems(404, 422, 429, 503, 507)
)
async def remove_document(document_id: DocumentId, services: ServicesOf) -> None:
    """Take a document with all its versions out of every answer, at once; for an hour it can be restored."""
    await services.writing.run(lambda: trash_documents(services.assistant.index, [document_id]))


def _accepted(job: Job, root: str) -> JSONResponse:
    return JSONResponse(dataclasses.asdict(job), 202, {"Location": f"{root}/api/jobs/{job.id}"})


def _ended(job: Job, root: str) -> JSONResponse:
    """Return the answer to who waited for a job."""
    if job.report is None:
        problem = job.problem or {}
        return JSONResponse(problem, problem.get("status", 500), media_type="application/problem+json")
    status = 201 if job.report.added or job.report.replaced else 200
    found = job.report.documents
    headers = {"Location": f"{root}/api/documents/{found[0].id}"} if len(found) == 1 else {}
    return JSONResponse(dataclasses.asdict(job.report), status, headers)
