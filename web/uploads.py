"""What is sent in becomes documents of the index."""

import dataclasses
import hashlib
import json

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from index.documents import Document, document_id
from index.ingest import IngestReport, ingest_bytes, ingest_documents
from index.parse import parse
from index.store import Index
from index.tags import split_tags, tidy_tags
from web.problems import BodyTooLarge, InvalidRequest, MediaTypeUnknown
from web.schemas import UploadedText, UploadReport
from web.services import Services

__all__ = ["read_upload", "store_upload"]

_MAX_NAME = 255


@dataclasses.dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent; ``tags`` as in ``index.tags.tidy_tags``."""

    name: str
    data: bytes
    tags: tuple[str, ...] = ()


Upload = SentFile | Document
"""A file, or a document sent as text."""


async def read_upload(request: Request, max_bytes: int) -> Upload:
    """Return what a request brings, whole; ``BodyLimit`` has stopped what is far too large already.

    Raises:
        BodyTooLarge: the file or the text has more bytes than are taken.
        InvalidRequest: a form without a named file, or JSON that is no text with its fields.
        MediaTypeUnknown: the body is neither.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        async with request.form(max_files=1, max_fields=8) as form:
            sent = await _file_in(form)
        _check_size(sent.data, max_bytes)
        return sent
    if media_type == "application/json":
        return _document_of(await _text_in(request), max_bytes)
    raise MediaTypeUnknown(
        f"The body is “{media_type}”" if media_type else "The Content-Type header is missing",
        "Send a file as multipart/form-data, or a text as application/json",
    )


async def store_upload(services: Services, upload: Upload) -> UploadReport:
    """Index an upload and return what became of it.

    Raises:
        DocumentError: it cannot become a document; the index is as before.
        TooManyRequests: too many uploads wait already.
    """
    return await services.writing.run(lambda: _store(services, upload))


def _store(services: Services, upload: Upload) -> UploadReport:
    index = services.assistant.index
    if isinstance(upload, Document):
        report = ingest_documents(index, [upload])
    else:
        report = ingest_bytes(index, upload.data, upload.name, upload.name, upload.tags, services.parsers)
    return _reported(index, report)


def _reported(index: Index, report: IngestReport) -> UploadReport:
    ids = {document_id(source) for source in report.added + report.replaced + report.unchanged}
    return UploadReport(
        documents=tuple(index.summaries(sorted(ids))),
        added=len(report.added),
        replaced=len(report.replaced),
        unchanged=len(report.unchanged),
    )


async def _file_in(form: FormData) -> SentFile:
    file = form.get("file")
    name = _file_name(file.filename or "") if isinstance(file, UploadFile) else ""
    if not isinstance(file, UploadFile) or not name:
        raise InvalidRequest("The form has no file in it", "Send one, named, in the field “file”")
    lines = [line for line in form.getlist("tags") if isinstance(line, str)]
    return SentFile(name, await file.read(), split_tags(*lines))


def _file_name(sent: str) -> str:
    """Return the last part of a name, printable: it identifies the upload, and never reaches the file system."""
    last = sent.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable()).strip()[-_MAX_NAME:]


async def _text_in(request: Request) -> UploadedText:
    try:
        return UploadedText.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError([{**found, "loc": ("body", *found["loc"])} for found in error.errors()]) from error


def _document_of(sent: UploadedText, max_bytes: int) -> Document:
    """Read a text as a plain text file is read; its title and date are part of what makes it another version."""
    data = sent.text.encode()
    _check_size(data, max_bytes)
    canonical = json.dumps(sent.model_dump(mode="json"), sort_keys=True).encode()
    digest = hashlib.sha256(canonical).hexdigest()
    source = sent.source or f"text-{digest[:16]}"
    (document,) = parse(data, source, f"{sent.title or source}.txt")
    return dataclasses.replace(
        document,
        title=sent.title or document.title,
        published_at=sent.published_at.isoformat() if sent.published_at else document.published_at,
        content_hash=digest,
        tags=tidy_tags(sent.tags),
    )


def _check_size(data: bytes, max_bytes: int) -> None:
    if len(data) > max_bytes:
        raise BodyTooLarge(
            f"It has more than {max_bytes:,} bytes", "Divide it, or raise FOOTNOTE_MAX_UPLOAD_BYTES on the server"
        )
