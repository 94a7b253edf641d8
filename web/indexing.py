"""One job's way into the index: is it there already, parse, encode, commit."""

import dataclasses
import os
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from index.documents import Document, Origin, document_id
from index.encoded_chunks import chunks_of
from index.encoders import Encoder
from index.errors import IndexLocked, UnreadableDocument
from index.ingest import Writer
from index.jobs import Job, JobReport, Jobs
from index.languages import language_of
from index.origins import brought, placed
from index.parse import Contents, Failure
from index.parser_pool import ParserPool
from index.store import Index
from index.tags import tidy_tags
from web.texts import read_text

__all__ = ["Indexing", "Stopped"]

_PARSED_PERCENT = 5
_COUNTED_CHARACTERS = 200_000
"""So much is divided to know how many chunks there will be; the rest is taken to be like it."""


class Stopped(Exception):
    """The server ends, and the job is left for the next."""


class Indexing:
    """What is done for one job.

    The write lock is held for commits only, so that a document can be removed while a long one is encoded.

    Attributes:
        job: how far it is.
    """

    def __init__(
        self,
        index: Index,
        jobs: Jobs,
        parsers: ParserPool,
        job: Job,
        save: Callable[[Job], None],
        stopped: Callable[[], bool],
    ) -> None:
        self.job = job
        self._index, self._jobs, self._parsers = index, jobs, parsers
        self._save, self._stopped = save, stopped
        self._started = 0.0
        self._total = 1

    def run(self) -> tuple[JobReport, tuple[tuple[str, int], ...]]:
        """Return what became of it, and the id and version of each document that its file is the original of.

        Raises:
            DocumentConflict: its place is taken by a document that came another way; the index is as before.
            DocumentError: it cannot become a document; the index is as before.
            Stopped: the server ends.
        """
        known = self._known()
        if known:
            self._tag(known)
            # Under another name the file is not the one that the document came from.
            held = known if document_id(self.job.source) in known else ()
            return self._report(unchanged=known, held=held)
        self._tell(stage="parsing", percent=1)
        origin = Origin("text" if self.job.kind == "text" else "upload", self.job.source)
        contents = placed(brought(self._parsed(), origin), self._index.origins())
        hashes = self._index.content_hashes()
        same = [each.id for each in contents.documents if hashes.get(each.id) == each.content_hash]
        new = [each for each in contents.documents if hashes.get(each.id) != each.content_hash]
        added, replaced = self._encode(new) if new else ((), ())
        self._tag(same)
        return self._report(added, replaced, same, contents.failures, [each.id for each in contents.documents])

    def _known(self) -> Sequence[str]:
        """Return the ids of the documents that have these very bytes, under this name or another.

        A name that has other bytes now gets these as its next version, whoever else has them.
        """
        hashes = self._index.content_hashes()
        own = document_id(self.job.source)
        if hashes.get(own, self.job.sha256) != self.job.sha256:
            return ()
        if before := self._jobs.report_of(self.job.sha256):
            found = {each.id: each.version for each in self._index.summaries([each.id for each in before.documents])}
            as_they_were = all(found.get(each.id) == each.version for each in before.documents)
            return list(found) if as_they_were and not before.failed else ()
        return [identity for identity, content_hash in hashes.items() if content_hash == self.job.sha256]

    def _parsed(self) -> Contents:
        job = self.job
        original = self._jobs.originals.of(job.id)
        if original is None:
            raise UnreadableDocument(f"The file of “{job.name}” is gone", "Send it again")
        if job.kind == "text":
            return Contents((read_text(original.path.read_bytes(), job, self._parsers),))
        descriptor = os.open(original.path, os.O_RDONLY)
        try:
            return self._parsers.read(descriptor, job.source, job.name)
        finally:
            os.close(descriptor)

    def _encode(self, documents: Sequence[Document]) -> tuple[Sequence[str], Sequence[str]]:
        """Return the ids of those that are new, and of those that have a new version."""
        self._tell(stage="encoding", percent=_PARSED_PERCENT)
        self._total = _chunks_in(self._index.encoder, documents)
        self._started = time.monotonic()
        writer = Writer(self._index, self.job.tags, self._progress)
        for document in documents:
            try:
                writer.add(document)
            except IndexLocked:  # the writer has it, and goes on where it was
                self._patiently(writer.finish)
        self._patiently(writer.finish)
        return [document_id(each) for each in writer.added], [document_id(each) for each in writer.replaced]

    def _patiently(self, write: Callable[[], None]) -> None:
        """Write as soon as nobody else does: another process may index a whole folder."""
        while True:
            if self._stopped():
                raise Stopped
            try:
                return write()
            except IndexLocked:
                continue

    def _tag(self, document_ids: Sequence[str]) -> None:
        tags = tidy_tags(self.job.tags)
        if tags and document_ids:
            self._patiently(partial(self._index.tag, document_ids, tags))

    def _progress(self, chunks: int) -> None:
        if self._stopped():
            raise Stopped
        share = min(chunks / self._total, 1.0)
        self._tell(
            percent=min(_PARSED_PERCENT + int((100 - _PARSED_PERCENT) * share), 99),
            chunks=chunks,
            chunks_per_second=round(chunks / max(time.monotonic() - self._started, 1e-3), 1),
        )

    def _tell(self, **changes: object) -> None:
        self.job = dataclasses.replace(self.job, **changes)  # type: ignore[arg-type]  # the names are Job's own
        self._save(self.job)

    def _report(
        self,
        added: Sequence[str] = (),
        replaced: Sequence[str] = (),
        unchanged: Sequence[str] = (),
        failed: tuple[Failure, ...] = (),
        held: Iterable[str] = (),
    ) -> tuple[JobReport, tuple[tuple[str, int], ...]]:
        documents = tuple(self._index.summaries(sorted({*added, *replaced, *unchanged})))
        report = JobReport(documents, len(added), len(replaced), len(unchanged), failed)
        holders = set(held)
        return report, tuple((each.id, each.version) for each in documents if each.id in holders)


def _chunks_in(encoder: Encoder, documents: Iterable[Document]) -> int:
    """Return about how many chunks there are in documents, at least 1."""
    characters = counted = chunks = 0
    for document in documents:
        characters += len(document.text)
        if counted < _COUNTED_CHARACTERS:
            part = _beginning(document, _COUNTED_CHARACTERS - counted)
            part = dataclasses.replace(part, language=language_of(part.text, document.language))
            chunks += len(chunks_of(encoder, part))
            counted += len(part.text)
    return max(1, round(chunks * characters / max(counted, 1)))


def _beginning(document: Document, characters: int) -> Document:
    end = min(len(document.text), characters)
    sections = [
        dataclasses.replace(section, end=min(section.end, end), head=None)
        for section in document.sections
        if section.start < end
    ]
    return dataclasses.replace(document, text=document.text[:end], sections=tuple(sections))
