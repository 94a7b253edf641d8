"""The pages of the documents: their list, one of them with the cited words, and what forms do with them."""

import dataclasses
import datetime
import math
import os
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from index.documents import StoredDocument
from index.parse.formats import SUPPORTED
from index.storage.tables.catalogue import Sort, Wanted
from index.text.forms.dates import date_in_words
from index.text.tags import split_tags
from index.uploads.page_pictures import has_pictures
from web.api import documents
from web.api.documents import DocumentId, Version
from web.api.jobs import JobId, cancelled, ended_within
from web.pages.excerpts import excerpt
from web.pages.page import leading_to, rendered
from web.schemas.documents import ChosenTags, DocumentList
from web.services import Services, ServicesOf
from web.uploads.reception import receive_upload

__all__ = ["router", "size_in_words"]

PAGE_LENGTH = 30
"""Documents on one page of their list."""

_MOST_AUTHORS = 3
"""Of a document, that a row of the list names."""

_CHARACTERS_A_WORD = 6
"""With the space after it."""
_WITHOUT_SPACES = frozenset(("zh", "ja", "th", "lo", "km", "my"))
"""Languages that put none between words."""

_ORDERS: dict[str, tuple[Sort, bool, str]] = {
    "title": ("title", False, "Title"),
    "added": ("added", True, "Added last"),
    "newest": ("published", True, "Newest date"),
    "oldest": ("published", False, "Oldest date"),
    "longest": ("size", True, "Longest"),
}
"""What the page calls an order, to what the API does, whether from the end, and in words."""

_STAGES = {"waiting": "Waiting for its turn", "parsing": "Reading", "encoding": "Encoding"}
"""Where an upload is that has not ended, in words."""

router = APIRouter(include_in_schema=False)

Position = Annotated[int, Query(ge=0, le=2**31)]


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows, as its address says it; an empty field, as a form sends it, asks for nothing."""

    q: str = ""
    tag: str = ""
    author: str = ""
    type: str = ""
    after: str = ""
    before: str = ""
    sort: str = "title"
    offset: int = 0

    @property
    def narrowed(self) -> bool:
        """Whether some documents are left out."""
        return any((self.q, self.tag, self.author, self.type, self.after, self.before))

    @property
    def asked_of(self) -> dict[str, str]:
        """What of it narrows a question too, by the names that the page to ask on has for it."""
        return {name: value for name, value in (("tag", self.tag), ("author", self.author)) if value}

    def address(self, **changes: str | int) -> str:
        """Return where the list is with some fields changed; without a word on it, from its beginning."""
        fields = {**dataclasses.asdict(self), "offset": 0, **changes}
        query = urlencode({name: value for name, value in fields.items() if value != _DEFAULTS[name]})
        return f"/documents?{query}" if query else "/documents"


_DEFAULTS = dataclasses.asdict(Listing())


Day = Annotated[str, Query(max_length=10)]


def _listing(
    q: Annotated[str, Query(max_length=1_000)] = "",
    tag: Annotated[str, Query(max_length=100)] = "",
    author: Annotated[str, Query(max_length=100)] = "",
    type: Annotated[str, Query(max_length=20)] = "",  # noqa: A002 — the name in the address
    after: Day = "",
    before: Day = "",
    sort: Annotated[str, Query(max_length=20)] = "title",
    offset: Position = 0,
) -> Listing:
    order = sort if sort in _ORDERS else "title"
    return Listing(q.strip(), tag, author.strip(), type, _day(after), _day(before), order, offset)


def _day(given: str) -> str:
    """Return a day as it was given; what is not a day asks for nothing, as does a field that holds half of one."""
    try:
        return datetime.date.fromisoformat(given).isoformat()
    except ValueError:
        return ""


@router.get("/documents")
def documents_page(
    request: Request,
    services: ServicesOf,
    listing: Annotated[Listing, Depends(_listing)],
    removed: Annotated[str, Query(max_length=16)] = "",
) -> Response:
    """List the documents that are wanted, with fields to want others, and a form to add one."""
    found = _found(services, listing)
    if listing.offset >= max(found.total, 1):
        listing = dataclasses.replace(listing, offset=max(found.total - 1, 0) // PAGE_LENGTH * PAGE_LENGTH)
        found = _found(services, listing)
    lately = documents.list_removed(services).removed
    context = {
        "listing": listing,
        "found": found,
        "facets": documents.facets(services),
        "narrowings": _narrowings(listing),
        "orders": {name: words for name, (_, _, words) in _ORDERS.items()},
        "page_length": PAGE_LENGTH,
        "most_authors": _MOST_AUTHORS,
        "size": size_in_words,
        "formats": SUPPORTED,
        "max_bytes": services.settings.max_upload_bytes,
        "lately": lately,
        "arriving": services.intake.jobs.unended(),
        "stages": _STAGES,
        "removed": next((each for each in lately if each.id == removed), None),
    }
    return rendered(request, "documents.html", context)


def _found(services: Services, listing: Listing) -> DocumentList:
    sort, descending, _ = _ORDERS[listing.sort]
    tags, types, authors = ((each,) if each else () for each in (listing.tag, listing.type, listing.author))
    wanted = Wanted(listing.q, tags, types, authors, listing.after or None, listing.before or None, sort, descending)
    return documents.list_documents(services, wanted, PAGE_LENGTH, listing.offset)


def _narrowings(listing: Listing) -> list[tuple[str, str]]:
    """Return the fields that leave documents out, each in words."""
    words = {
        "q": f"“{listing.q}”",
        "tag": f"In {listing.tag}",
        "author": f"By {listing.author}",
        "type": listing.type.upper(),
        "after": f"From {date_in_words(listing.after)}",
        "before": f"To {date_in_words(listing.before)}",
    }
    return [(name, each) for name, each in words.items() if getattr(listing, name)]


@router.post("/documents")
async def add_document_page(request: Request, services: ServicesOf) -> Response:
    """Take a file from the form and lead to what became of it."""
    job = await receive_upload(request, services.intake, services.settings.max_upload_bytes)
    job = await ended_within(services.followers, job, math.inf)
    if job.problem:
        page = partial(rendered, request, "problem.html", {"problem": job.problem}, job.problem["status"])
        return await run_in_threadpool(page)
    found = job.report.documents if job.report else ()
    return leading_to(request, f"/documents/{found[0].id}" if len(found) == 1 else "/documents")


@router.post("/documents/jobs/{job_id}/cancel")
async def cancel_job_page(request: Request, job_id: JobId, services: ServicesOf) -> Response:
    """Cancel an upload, and lead back to the list."""
    await cancelled(services.intake, job_id)
    return leading_to(request, "/documents")


@router.get("/documents/{document_id}")
def document_page(
    request: Request,
    document_id: DocumentId,
    services: ServicesOf,
    version: Version = None,
    start: Position = 0,
    end: Position = 0,
    at: Annotated[int | None, Query(ge=0, le=2**31)] = None,
) -> Response:
    """Show a document's text with a span of it marked; of a long one the part around the span, or from a place on."""
    index = services.assistant.index
    with index.database.snapshot():  # it may be removed meanwhile
        document = index.documents.get(document_id, version)
        summary = index.documents.summary(document.id)
        versions = documents.list_versions(document.id, services).versions
    context = {
        "document": document,
        "type": summary.type,
        "tags": summary.tags,
        "versions": versions,
        "citations": services.history.cited_in(document.id, *index.documents.former_ids(document.id)),
        "size": size_in_words,
        "excerpt": excerpt(document.text, document.sections, start, end, at),
        "original": services.intake.jobs.originals.of(document.id, document.version),
        "page_shown": _page_shown(services, document, start) if end > start and at is None else None,
        "span": {"start": start, "end": end},
    }
    return rendered(request, "document.html", context)


@router.post("/documents/{document_id}/tags")
async def choose_tags_page(
    request: Request, document_id: DocumentId, services: ServicesOf, tags: Annotated[str, Form(max_length=10_000)] = ""
) -> Response:
    """Put a document into the collections that the form names, and no others."""
    await documents.choose_tags(document_id, ChosenTags(tags=split_tags(tags)), services)
    return leading_to(request, f"/documents/{document_id}")


@router.post("/documents/{document_id}/delete")
async def remove_document_page(request: Request, document_id: DocumentId, services: ServicesOf) -> Response:
    """Remove a document, and lead to where that can be undone."""
    await documents.remove_document(document_id, services)
    return leading_to(request, f"/documents?removed={document_id}")


@router.post("/documents/{document_id}/restore")
async def restore_document_page(request: Request, document_id: DocumentId, services: ServicesOf) -> Response:
    """Bring a document back, and lead to it."""
    await documents.restore_document(document_id, services)
    return leading_to(request, f"/documents/{document_id}")


def size_in_words(characters: int, language: str = "") -> str:
    """Return how long a text is, with two digits that count: in words of the usual length, or in characters.

    Args:
        characters: code points.
        language: ISO 639 code; where it puts no spaces between words, characters are what readers count.
    """
    unit, length = ("character", 1) if language in _WITHOUT_SPACES else ("word", _CHARACTERS_A_WORD)
    count = max(characters // length, 1)
    step = 10 ** max(len(str(count)) - 2, 0)
    rounded = (count + step // 2) // step * step
    return f"about {rounded:,} {unit}{'' if rounded == 1 else 's'}"


def _page_shown(services: Services, document: StoredDocument, position: int) -> int | None:
    """Return the number of the page to show as it looks; None where there is nothing to draw it from."""
    index = services.assistant.index
    if not has_pictures(document, index.pages.of(document.id, document.version)):
        return None
    kept = services.intake.jobs.originals.of(document.id, document.version)
    # Not Path.is_file, which raises where a folder on the way is shut, a drive is away, or a name is too long.
    if kept is None and not os.path.isfile(document.source):  # noqa: PTH113
        return None
    return index.pages.at(document.id, document.version, position)
