"""One job's way into the index: is it there already, parse, encode, commit."""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Literal

from index.documents import Document, Origin, document_id
from index.errors import DocumentError, IndexLocked, UnreadableDocument
from index.folders.ingest import Writer
from index.origins import brought, placed
from index.parse.formats import Contents, Failure
from index.parse.structure.contents import few
from index.sandbox.pool import ParserPool, ReadingStopped
from index.store import Index
from index.text.tags import tidy_tags
from index.uploads.queue.job import Job, JobReport
from index.uploads.queue.jobs import Jobs
from index.uploads.texts import read_text
from index.uploads.work.encoding_turns import Turns
from index.uploads.work.expected_chunks import expected_chunks

__all__ = ["Indexing", "Stopped", "Workshop"]

_PARSED_PERCENT = 5

_WAYS: dict[str, Literal["upload", "text", "folder"]] = {"file": "upload", "text": "text", "folder": "folder"}
"""How the documents of each kind of job came."""


class Stopped(Exception):
    """The job is not to be gone on with: it was cancelled, is put back, or the server ends."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every job is worked on with.

    Attributes:
        index: to write to.
        jobs: where it is written down how far each has got.
        parsers: as many as there are jobs at work.
        turns: to encode.
        seconds: that a job may take, by the clock, all its stages together.
        changed: called when a job has got further.
    """

    index: Index
    jobs: Jobs
    parsers: ParserPool
    turns: Turns
    seconds: float
    changed: Callable[[], None]


class Indexing:
    """What is done for one job.

    The write lock is held for commits only, so that a document can be removed, and another job commit, while a long one
    is encoded.

    Attributes:
        job: how far it is.

    Args:
        workshop: what it is worked on with.
        job: to begin.
        stop: when it is set, the work ends at the next portion, with nothing of it half done.
    """

    def __init__(self, workshop: Workshop, job: Job, stop: threading.Event) -> None:
        self.job = job
        self._workshop, self._stop = workshop, stop
        self._index, self._jobs, self._parsers = workshop.index, workshop.jobs, workshop.parsers
        self._deadline = time.monotonic() + workshop.seconds
        self._started = 0.0
        self._total = 1
        self._commits = False

    def run(self) -> tuple[JobReport, tuple[tuple[str, int], ...]]:
        """Return what became of it, and the id and version of each document that its file is the original of.

        Raises:
            DocumentConflict: its place is taken by a document that came another way; the index is as before.
            DocumentError: it cannot become a document, or takes too long; the index is as before.
            Stopped: it is not to be gone on with.
        """
        is_elsewhere = self.job.kind == "folder"  # the file stays there, and each of two alike is a document of its own
        known = () if is_elsewhere else self._known()
        if known:
            self._tag(known)
            # Under another name the file is not the one that the document came from.
            held = known if document_id(self.job.source) in known else ()
            return self._report(unchanged=known, held=held)
        self._tell(stage="parsing", percent=1)
        origin = Origin(_WAYS[self.job.kind], self.job.source)
        contents = placed(brought(self._parsed(), origin), self._index.documents.taken())
        hashes = self._index.documents.content_hashes()
        same = [each.id for each in contents.documents if hashes.get(each.id) == each.content_hash]
        new = [each for each in contents.documents if hashes.get(each.id) != each.content_hash]
        added, replaced = self._encode(new) if new else ((), ())
        self._tag(same)
        return self._report(
            added,
            replaced,
            same,
            few(contents.failures, self.job.source),
            few(contents.skipped, self.job.source),
            () if is_elsewhere else [each.id for each in contents.documents],
        )

    def _known(self) -> Sequence[str]:
        """Return the ids of the documents that have these very bytes, under this name or another.

        A name that has other bytes now gets these as its next version, whoever else has them.
        """
        hashes = self._index.documents.content_hashes()
        own = document_id(self.job.source)
        if hashes.get(own, self.job.sha256) != self.job.sha256:
            return ()
        if before := self._jobs.report_of(self.job.sha256):
            found = {
                each.id: each.version
                for each in self._index.documents.summaries([each.id for each in before.documents])
            }
            as_they_were = all(found.get(each.id) == each.version for each in before.documents)
            return list(found) if as_they_were and not before.failed else ()
        return [identity for identity, content_hash in hashes.items() if content_hash == self.job.sha256]

    def _parsed(self) -> Contents:
        job = self.job
        original = self._jobs.originals.of(job.id)
        if original is None:
            raise UnreadableDocument(f"The file of “{job.name}” is gone", "Send it again")
        try:
            if job.kind == "text":
                return Contents((read_text(original.path.read_bytes(), job, self._parsers, self._stop),))
            with original.path.open("rb") as file:
                return self._parsers.read(file.fileno(), job.source, job.name, self._stop)
        except ReadingStopped as error:
            raise Stopped from error

    def _encode(self, documents: Sequence[Document]) -> tuple[Sequence[str], Sequence[str]]:
        """Return the ids of those that are new, and of those that have a new version."""
        self._tell(stage="encoding", percent=_PARSED_PERCENT)
        self._total = expected_chunks(self._index.encoder.loaded(), documents)
        self._started = time.monotonic()
        writer = Writer(self._index, self.job.tags, self._progress, self._permit)
        try:
            with self._workshop.turns.taken(self.job.id, self._total):
                for document in documents:
                    self._go_on()
                    self._end_commit()
                    try:
                        writer.add(document)
                    except IndexLocked:  # the writer has it, and goes on where it was
                        self._patiently(writer.finish)
                self._patiently(writer.finish)
        except (Stopped, DocumentError) as error:
            if isinstance(error, DocumentError) or self._is_cancelled():
                self._take_back(writer)
            raise
        return [document_id(each) for each in writer.added], [document_id(each) for each in writer.replaced]

    def _patiently(self, write: Callable[[], None]) -> None:
        """Write as soon as nobody else does: another process may index a whole folder."""
        while True:
            self._go_on()
            try:
                return write()
            except IndexLocked:
                continue

    def _go_on(self) -> None:
        """Raise what there is to be raised, unless the job is to be gone on with."""
        if self._stop.is_set():
            raise Stopped
        if time.monotonic() > self._deadline:
            raise DocumentError(
                f"“{self.job.name}” was not in the index within {self._workshop.seconds:g} s",
                "Divide it, or raise FOOTNOTE_MAX_UPLOAD_SECONDS on the server",
            )

    def _permit(self) -> None:
        """Let a commit be made unless the job was cancelled; from here on it cannot be, until more is encoded."""
        self._go_on()
        if not self._commits and not self._jobs.begin_commit(self.job.id):
            raise Stopped
        self._commits = True

    def _end_commit(self) -> None:
        """Let the job be cancelled again: more is to be committed."""
        if self._commits:
            self._commits = False
            self._jobs.end_commit(self.job.id)

    def _is_cancelled(self) -> bool:
        job = self._jobs.get(self.job.id)
        return job is None or job.ended

    def _take_back(self, writer: Writer) -> None:
        """Remove what the job has added so far; a new version of a document that was there stays."""
        added = {document_id(source) for source in writer.added}
        there = self._index.documents.summaries([each for each in writer.committed if each in added])
        if there:
            _until_free(partial(self._index.commit, [], gone=[each.id for each in there]))

    def _tag(self, document_ids: Sequence[str]) -> None:
        tags = tidy_tags(self.job.tags)
        if tags and document_ids:
            self._patiently(partial(self._index.documents.add_tags, document_ids, tags))

    def _progress(self, chunks: int) -> None:
        self._go_on()
        self._end_commit()
        share = min(chunks / self._total, 1.0)
        self._tell(
            percent=min(_PARSED_PERCENT + int((100 - _PARSED_PERCENT) * share), 99),
            chunks=chunks,
            chunks_per_second=round(chunks / max(time.monotonic() - self._started, 1e-3), 1),
        )
        self._workshop.turns.give_way(self.job.id, max(self._total - chunks, 0), self._stop)

    def _tell(self, **changes: object) -> None:
        self.job = dataclasses.replace(self.job, **changes)  # type: ignore[arg-type]  # the names are Job's own
        if not self._jobs.save(self.job):
            raise Stopped
        self._workshop.changed()

    def _report(
        self,
        added: Sequence[str] = (),
        replaced: Sequence[str] = (),
        unchanged: Sequence[str] = (),
        failed: tuple[Failure, ...] = (),
        skipped: tuple[Failure, ...] = (),
        held: Iterable[str] = (),
    ) -> tuple[JobReport, tuple[tuple[str, int], ...]]:
        documents = tuple(self._index.documents.summaries(sorted({*added, *replaced, *unchanged})))
        report = JobReport(documents, len(added), len(replaced), len(unchanged), failed, skipped)
        holders = set(held)
        return report, tuple((each.id, each.version) for each in documents if each.id in holders)


def _until_free(write: Callable[[], object]) -> None:
    while True:
        with suppress(IndexLocked):
            write()
            return
