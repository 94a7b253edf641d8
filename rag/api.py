"""Footnote for notebooks and scripts: what the command line does, as functions."""

import datetime
import logging
import os
import threading
from collections.abc import Callable, Iterable
from os import PathLike
from pathlib import Path

from index.address import Address, Location, location_of
from index.errors import DocumentError
from index.storage.records import DocumentSummary
from index.store import Index
from index.uploads.trash import trash_documents
from rag.answers.answer import Answer
from rag.answers.kind import Kind
from rag.asking.assistant import Assistant
from rag.asking.in_conversation import ask_and_keep, lasting_history
from rag.errors import QuestionError
from rag.investigation.query import Query
from rag.notebook import AddReport, Documents, Passages, ShownAnswer
from rag.retrieval.filters import Filters
from rag.settings import Settings
from rag.wiring import configured

__all__ = ["add", "ask", "documents", "new_conversation", "remove", "search"]

AnyPath = str | PathLike[str]
Day = str | datetime.date

_logger = logging.getLogger("footnote")
_opening = threading.Lock()
_opened: dict[Location, tuple[tuple[int, int], Assistant]] = {}
"""By folder: which file its database is, and the assistant that has it open. Loading the models anew takes seconds."""


def add(
    paths: AnyPath | Iterable[AnyPath],
    *,
    tags: str | Iterable[str] = (),
    keep_missing: bool = True,
    encoder: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    index: AnyPath | None = None,
) -> AddReport:
    """Add files and folders: what is new is indexed, what changed is replaced, what is unchanged costs nothing.

    Args:
        paths: a file or folder, or several.
        tags: given to every document in there, for the filter of ``ask`` and ``search``.
        keep_missing: whether documents stay whose files are gone from a folder; False makes the index equal to it.
        encoder: for a new index: "bundled", "sentence-transformers:NAME_OR_PATH" or "hash".
        progress: called with how many chunks are encoded, and how many there are.
        index: folder of the index; by default ``FOOTNOTE_INDEX``, else under your data directory.

    Raises:
        DocumentError: a path does not exist, or no document could be read from any.
        IndexLocked: another process is writing to the index.
        SettingsError: this system cannot confine what reads files, and ``FOOTNOTE_SANDBOX`` demands it.
    """
    from index.folders.sync import sync_paths
    from index.sandbox.pool import ParserPool
    from index.sandbox.protection import check_sandbox
    from index.uploads.queue.handing import workers_of

    listed = [paths] if isinstance(paths, str | PathLike) else list(paths)
    settings = Settings()
    check_sandbox(settings)
    opened = _assistant(index, create=True, encoder=encoder).index
    with ParserPool(limits=settings.limits) as pool, workers_of(opened, settings.limits, _tell_given) as workers:
        report = sync_paths(
            opened,
            [Path(path).expanduser() for path in listed],
            pool=pool,
            helpers=workers,
            progress=progress,
            tags=_words(tags),
            keep_missing=keep_missing,
        )
    if not any((report.added, report.replaced, report.unchanged, report.removed, report.moved)):
        if not report.failed:
            raise DocumentError("There is no document in there", "Name files or folders with documents")
        reasons = "; ".join(f"{failure.source}: {failure.reason.rstrip('.')}" for failure in report.failed[:3])
        raise DocumentError(f"No document could be read ({reasons})", "Repair these files, or name others")
    for failure in report.failed:
        _logger.warning("%s could not be read: %s", failure.source, failure.reason)
    return AddReport.of(report)


def ask(
    question: str,
    *,
    top_k: int = 5,
    sources: str | Iterable[str] = (),
    tags: str | Iterable[str] = (),
    authors: str | Iterable[str] = (),
    after: Day | None = None,
    before: Day | None = None,
    history: Answer | Iterable[Answer] = (),
    llm: bool | None = None,
    kind: Kind | str | None = None,
    conversation: str | None = None,
    index: AnyPath | None = None,
) -> ShownAnswer:
    """Answer a question from the documents; a notebook shows the answer with its footnotes, and so does ``print``.

    Where the documents do not answer, ``answer.abstained`` is true, and that is no error.

    Args:
        question: in words.
        top_k: how many passages the answer carries.
        sources: only documents of these sources, or the ends of them.
        tags: only documents with one of these tags.
        authors: only documents that one of these wrote: a whole name, or words of it.
        after: only documents published on this day or later.
        before: only documents published on this day or earlier.
        history: the answer that the question follows, or several: it may lean on them, and on what they followed.
        llm: whether a language model writes the answer; by default it does if one is set up.
        kind: what sort of answer is wanted, such as "list"; by default the question's words tell it.
        conversation: id of the one that is asked in: the question may lean on what was said there, and the answer is
            kept in it.
        index: folder of the index; by default ``FOOTNOTE_INDEX``, else under your data directory.

    Raises:
        IndexMissing: there is no index yet.
        QuestionError: the question is empty, has no words, or is too long; there is a history beside a conversation;
            or there is no such kind.
        ConversationNotFound: there is no conversation of this id.
        IndexUnwritable: the answer cannot be kept.
        FilterError: a date cannot be read.
        LanguageModelUnset: a language model is to write, and none is set up.
        LanguageModelError: the address of the language model cannot be used.
    """
    followed = [history] if isinstance(history, Answer) else history
    # Of an answer that is followed itself, its own history says all; a turn that two answers tell counts once.
    turns = tuple(dict.fromkeys(turn for answer in followed for turn in answer.turns))
    if turns and conversation:
        raise QuestionError("The question was given both a history and a conversation", "Give one of the two")
    filters = _filters(sources, tags, authors, after, before)
    assistant = _assistant(index)
    query = Query(question, top_k, filters, turns, llm, _kind(kind))
    return ShownAnswer.of(ask_and_keep(assistant, query, conversation)[0] if conversation else assistant.ask(query))


def new_conversation(title: str = "", *, index: AnyPath | None = None) -> str:
    """Return the id of a new conversation to ask in; the page lists it once something was asked.

    Args:
        title: of the conversation; its first question by default.
        index: folder of the index; by default ``FOOTNOTE_INDEX``, else under your data directory.

    Raises:
        IndexMissing: there is no index yet.
        IndexUnwritable: nothing can be kept there.
    """
    with lasting_history(_assistant(index).index) as history:
        return history.begin(title).id


def search(
    question: str,
    *,
    top_k: int = 10,
    sources: str | Iterable[str] = (),
    tags: str | Iterable[str] = (),
    authors: str | Iterable[str] = (),
    after: Day | None = None,
    before: Day | None = None,
    index: AnyPath | None = None,
) -> Passages:
    """Return the passages that come closest to a question, best first; takes and raises what ``ask`` does."""
    filters = _filters(sources, tags, authors, after, before)
    assistant = _assistant(index)
    return Passages(assistant.search(Query(question, top_k, filters)))


def documents(*, index: AnyPath | None = None) -> Documents:
    """Return the documents by title, each with its id, source, date, tags and authors.

    Raises:
        IndexMissing: there is no index yet.
    """
    return Documents(_assistant(index).index.documents.listed())


def remove(*documents: str | DocumentSummary, index: AnyPath | None = None) -> Documents:
    """Remove documents with all their versions, and return them; they are out of every answer at once.

    Args:
        documents: each by its id, its source or the end of its source, or as ``documents`` gives it.
        index: folder of the index; by default ``FOOTNOTE_INDEX``, else under your data directory.

    Raises:
        DocumentNotFound: one of the ids is unknown, and nothing was removed.
        IndexLocked: another process is writing to the index.
    """
    opened = _assistant(index).index
    ids = [each.id if isinstance(each, DocumentSummary) else opened.documents.id_of(each) for each in documents]
    found = Documents(opened.documents.summaries(list(dict.fromkeys(ids))))
    if ids:
        trash_documents(opened, list(dict.fromkeys(ids)))
    return found


def _assistant(place: AnyPath | None, *, create: bool = False, encoder: str | None = None) -> Assistant:
    """Return the assistant of an index, which stays open; one that was removed or replaced is opened anew."""
    # Not the cached settings: a notebook may set them in a cell.
    settings = Settings()
    found = settings.index if place is None else location_of(os.fspath(place))
    home = found.expanduser().absolute() if isinstance(found, Path) else found
    with _opening:
        known = _opened.get(home)
        if known and known[0] == _file(home) and encoder in (None, known[1].index.encoder.name):
            return known[1]
        index = Index.open(
            home,
            encoder or settings.encoder,
            create=create,
            replicas=settings.replicas,
            engine=settings.engine_choice,
        )
        assistant = configured(index, settings)
        if known:
            known[1].index.close()
        for notice in index.search.notices:
            _logger.warning("%s", notice)
        _opened[home] = (_file(home) or (0, 0), assistant)
        return assistant


def _file(place: Location) -> tuple[int, int] | None:
    """Return which file the database is; no new one has the number of one that is still open."""
    if isinstance(place, Address):
        return 0, 0
    try:
        status = (place / "footnote.sqlite").stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _filters(
    sources: str | Iterable[str],
    tags: str | Iterable[str],
    authors: str | Iterable[str],
    after: Day | None,
    before: Day | None,
) -> Filters:
    return Filters(_words(sources), _day(after), _day(before), _words(tags), _words(authors))


def _kind(given: Kind | str | None) -> Kind | None:
    try:
        return None if given is None else Kind(given)
    except ValueError as error:
        raise QuestionError(f"“{given}” is no kind of answer", f"Take one of {', '.join(Kind)}") from error


def _day(given: Day | None) -> str | None:
    return given.isoformat()[:10] if isinstance(given, datetime.date) else given


def _tell_given(files: int) -> None:
    _logger.info("%d files are given to the workers of this index", files)


def _words(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
