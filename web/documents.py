"""The JSON API for documents: list, add, read, remove."""

import dataclasses
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.responses import JSONResponse

from index.records import StoredDocument
from web import examples
from web.description import problems
from web.schemas import DocumentList, UploadedText, UploadReport
from web.services import ServicesOf
from web.uploads import read_upload, store_upload

__all__ = ["router"]

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
                },
            }
        },
        "application/json": {"schema": UploadedText.model_json_schema(), "example": examples.TEXT},
    },
}

router = APIRouter(prefix="/api/documents", tags=["documents"], responses=problems(401, 403, 421, 500))


@router.get("", summary="List documents", responses=problems(422))
def list_documents(
    services: ServicesOf,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> DocumentList:
    """Return current documents by title."""
    index = services.assistant.index
    documents = tuple(index.documents(limit=limit, offset=offset))
    return DocumentList(documents, index.status().documents, limit, offset)


@router.post(
    "",
    status_code=201,
    response_model=UploadReport,
    summary="Add a document",
    openapi_extra={"requestBody": _UPLOAD},
    responses={
        200: {"model": UploadReport, "description": "Everything in it was there already"},
        **problems(413, 415, 422, 429, 503),
    },
)
async def add_document(request: Request, services: ServicesOf) -> Response:
    """Index a file (multipart) or a text (JSON); a source that is known gets a new version."""
    report = await store_upload(services, await read_upload(request, services.settings.max_upload_bytes))
    status = 201 if report.added or report.replaced else 200
    headers = {"Location": f"/api/documents/{report.documents[0].id}"} if len(report.documents) == 1 else {}
    return JSONResponse(dataclasses.asdict(report), status, headers)


@router.get("/{document_id}", summary="Read a document", responses=problems(404, 422))
def read_document(document_id: DocumentId, services: ServicesOf, version: Version = None) -> StoredDocument:
    """Return one version of a document with its text, which citations count in."""
    return services.assistant.index.document(document_id, version)


@router.delete("/{document_id}", status_code=204, summary="Remove a document", responses=problems(404, 422, 429, 503))
async def remove_document(document_id: DocumentId, services: ServicesOf) -> None:
    """Remove a document with all its versions; it is out of every answer at once."""
    await services.writing.run(partial(services.assistant.index.delete, document_id))
