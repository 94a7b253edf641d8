"""Files of folders are given away as jobs, to processes that work on nothing else."""

import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from index.errors import DocumentError
from index.folders.files import FoundFile, open_file, unopened
from index.folders.reading.helpers import BroughtIn
from index.limits import Limits, too_large
from index.storage.stamps import new_id, now
from index.store import Index
from index.text.tags import tidy_tags
from index.uploads.disk_room import disk_room
from index.uploads.queue.job import Job
from index.uploads.queue.jobs import UPLOADS, Jobs

__all__ = ["WorkersElsewhere", "workers_of"]

_AT_ONCE = 32
"""So many files wait or are worked on: enough for a dozen processes, and half of the uploads that may wait."""

_LOOK_SECONDS = 0.2
_THERE_SECONDS = 2.0
"""How often to look what became of files, and whether anybody is still there."""

_PIECE_BYTES = 1 << 20


class WorkersElsewhere:
    """The processes of “footnote work” on a database that machines share.

    A file's bytes go into the database with its job, and out of it when that has ended.

    Args:
        jobs: of the index.
        limits: of a file.
        told: called with how many files are given away, before the first is.
    """

    def __init__(self, jobs: Jobs, limits: Limits, told: Callable[[int], None]) -> None:
        self._jobs, self._limits, self._told = jobs, limits, told

    def are_there(self) -> bool:
        """Tell whether any is there now."""
        return self._jobs.has_help()

    def read(
        self, files: Sequence[FoundFile], tags: Sequence[str], *, folder_tags: bool
    ) -> Generator[tuple[FoundFile, BroughtIn | DocumentError], None, None]:
        """Give files away, and yield what became of each, as they are done; it ends early when no worker is left.

        Raises:
            StorageFull: this machine's disk has no room for a file on its way.
        """
        self._told(len(files))
        given: dict[str, tuple[FoundFile, Job]] = {}
        look_at = time.monotonic() + _THERE_SECONDS
        left = iter(files)
        is_more = True
        try:
            while is_more or given:
                while is_more and len(given) < _AT_ONCE:
                    found = next(left, None)
                    is_more = found is not None
                    if found:
                        try:
                            job = self._give(found, tidy_tags([*tags, *(found.folders if folder_tags else ())]))
                        except DocumentError as error:
                            yield found, error
                        else:
                            given[job.id] = (found, job)
                yield from self._ended(given)
                if time.monotonic() > look_at:
                    if given and not self.are_there():
                        return
                    look_at = time.monotonic() + _THERE_SECONDS
        finally:
            for job_id in given:
                self._jobs.cancel(job_id, now())

    def _give(self, found: FoundFile, tags: Sequence[str]) -> Job:
        try:
            descriptor = open_file(found)
        except OSError as error:
            raise unopened(error) from error
        with (
            os.fdopen(descriptor, "rb") as file,
            disk_room(),
            self._jobs.originals.receiving(self._pieces(found, file)) as received,
        ):
            sha256, size = received.sha256, received.bytes
            job = Job(new_id(), found.path.name, "folder", found.source, sha256, size, now(), tuple(tags))
            self._jobs.add(job, received)
            self._jobs.originals.drop_copy(sha256)
        return job

    def _pieces(self, found: FoundFile, file: BinaryIO) -> Iterator[bytes]:
        left = self._limits.file_bytes
        while piece := _read(file):
            left -= len(piece)
            if left < 0:
                raise too_large(found.path.name, self._limits.file_bytes)
            yield piece

    def _ended(self, given: dict[str, tuple[FoundFile, Job]]) -> Iterator[tuple[FoundFile, BroughtIn | DocumentError]]:
        """Take out, and yield, what has ended; after a while if nothing has."""
        jobs = {job.id: job for job in self._jobs.those(list(given))}
        ended = [job_id for job_id in given if job_id not in jobs or jobs[job_id].ended]
        for job_id in ended:
            found, job = given.pop(job_id)
            yield found, _outcome(jobs.get(job_id, job))
        if given and not ended:
            time.sleep(_LOOK_SECONDS)


@contextmanager
def workers_of(index: Index, limits: Limits, told: Callable[[int], None]) -> Iterator[WorkersElsewhere | None]:
    """Have the workers of an index at hand; None for one in a folder, where nobody else is to be had.

    Args:
        index: whose files are to be read.
        limits: of a file.
        told: called with how many files are given away, whenever some are.
    """
    if not index.database.engine.is_shared:
        yield None
        return
    jobs = Jobs(index.folder, index.beside(UPLOADS))
    try:
        yield WorkersElsewhere(jobs, limits, told)
    finally:
        jobs.close()


def _read(file: BinaryIO) -> bytes:
    try:
        return file.read(_PIECE_BYTES)
    except OSError as error:
        raise unopened(error) from error


def _outcome(job: Job) -> BroughtIn | DocumentError:
    if job.report:
        return BroughtIn(job.sha256, job.report.documents, job.report.failed, job.report.skipped)
    if job.problem:
        return DocumentError(str(job.problem["problem"]), str(job.problem["remedy"]))
    return DocumentError("It was called off", "Index it again")
