"""What is sent in is written to disk as it comes, and becomes a job."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Literal

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from index.hardening.legibility import is_displayed, legible
from index.storage.stamps import new_id, now
from index.text.tags import split_tags
from index.uploads.disk_room import disk_room
from index.uploads.intake import Intake
from index.uploads.originals import Received
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import Jobs
from index.uploads.texts import canonical
from web.errors.tree import BodyTooLarge, InvalidRequest, MediaTypeUnknown
from web.schemas.documents import UploadedText

__all__ = ["receive_upload"]

_MAX_NAME = 255
_MAX_SOURCE = 1_000
_PIECE_BYTES = 1 << 20


async def receive_upload(request: Request, intake: Intake, max_bytes: int) -> Job:
    """Return the job that a request's body becomes; ``BodyLimit`` has stopped what is far too large already.

    Raises:
        BodyTooLarge: the file or the text has more bytes than are taken.
        InvalidRequest: a form without a named file, or JSON that is no text with its fields.
        MediaTypeUnknown: the body is neither.
        StorageFull: the disk has no room for it; nothing of it is left.
        Busy: as many uploads as are taken wait already.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    # Where it is plain already that there is no place, nothing is read; it is taken when the body is whole.
    await run_in_threadpool(_see_that_there_is_a_place, intake)
    with disk_room():
        if media_type == "multipart/form-data":
            async with request.form(max_files=1, max_fields=8) as form:
                file, name, source, tags = _file_in(form)
                job = await run_in_threadpool(partial(_keep_file, intake, file, name, source, tags, max_bytes))
        elif media_type == "application/json":
            job = await run_in_threadpool(partial(_keep_text, intake, await request.body(), max_bytes))
        else:
            raise MediaTypeUnknown(
                f"The body is “{media_type}”" if media_type else "The Content-Type header is missing",
                "Send a file as multipart/form-data, or a text as application/json",
            )
    intake.tell()
    return job


def _see_that_there_is_a_place(intake: Intake) -> None:
    with intake.admitted():
        pass


def _keep_file(intake: Intake, file: BinaryIO, name: str, source: str, tags: tuple[str, ...], max_bytes: int) -> Job:
    with intake.admitted(), intake.jobs.originals.receiving(_pieces(file, max_bytes)) as received:
        return _added(intake.jobs, received, name, intake.source_of(source), "file", tags)


def _keep_text(intake: Intake, body: bytes, max_bytes: int) -> Job:
    sent = _text_in(body)
    if len(sent.text.encode()) > max_bytes:
        raise _too_large(max_bytes)
    if sent.source and not is_displayed(sent.source):
        # It says which document is replaced: two that look alike are two.
        message = "it has characters that are not displayed, or that turn text round"
        place = {"at": "body.source", "message": message}
        raise InvalidRequest(f"The source cannot be used (body.source: {message})", "Remove them", (place,))
    with intake.admitted(), intake.jobs.originals.receiving([canonical(sent.sent())]) as received:
        source = sent.source or f"text-{received.sha256[:16]}"
        return _added(intake.jobs, received, sent.title or source, intake.source_of(source), "text", sent.tags)


def _added(
    jobs: Jobs, received: Received, name: str, source: str, kind: Literal["file", "text"], tags: tuple[str, ...]
) -> Job:
    job = Job(new_id(), name, kind, source, received.sha256, received.bytes, now(), tags)
    jobs.add(job, received)
    return job


def _pieces(file: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    left = max_bytes
    while piece := file.read(_PIECE_BYTES):
        left -= len(piece)
        if left < 0:
            raise _too_large(max_bytes)
        yield piece


def _file_in(form: FormData) -> tuple[BinaryIO, str, str, tuple[str, ...]]:
    """Return a form's file, its name, its source and its tags."""
    file = form.get("file")
    name = _file_name(file.filename or "") if isinstance(file, UploadFile) else ""
    if not isinstance(file, UploadFile) or not name:
        raise InvalidRequest("The form has no file in it", "Send one, named, in the field “file”")
    lines = [line for line in form.getlist("tags") if isinstance(line, str)]
    path = form.get("source")
    source = _source(path) if isinstance(path, str) else ""
    return file.file, name, source or name, split_tags(*lines)


def _source(sent: str) -> str:
    """Return a path within a folder that was sent, legible and without the parts that lead elsewhere.

    Files of one name in two folders are two documents; like a name, it never reaches the file system.
    """
    parts = (legible(part) for part in sent.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-_MAX_SOURCE:]


def _file_name(sent: str) -> str:
    """Return the last part of a name, legible: it identifies the upload, and never reaches the file system."""
    return legible(sent.replace("\\", "/").rpartition("/")[2])[-_MAX_NAME:]


def _text_in(body: bytes) -> UploadedText:
    try:
        return UploadedText.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError([{**found, "loc": ("body", *found["loc"])} for found in error.errors()]) from error


def _too_large(max_bytes: int) -> BodyTooLarge:
    return BodyTooLarge(
        f"It has more than {max_bytes:,} bytes", "Divide it, or raise FOOTNOTE_MAX_UPLOAD_BYTES on the server"
    )
