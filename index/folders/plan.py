"""A plan of what has to happen for an index to equal folders."""

import dataclasses
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.folders.files import FoundFile
from index.parse.formats import Failure
from index.storage.records import FileRecord

__all__ = ["Plan", "unsettled"]


@dataclass(slots=True)
class Plan:
    """What has to happen for the index to equal some folders.

    Attributes:
        read: files to read, with their hash; new ones and changed ones.
        moved: files that are at another path, with the record of the old.
        gone: records of files that are no more.
        touched: records of files that changed in nothing but their times.
        unchanged: records of files to leave alone.
        failed: files that cannot be opened, and those that failed before and are the same.
        skipped: what is in the folders and is not read.
        found: every file that is there, by path.
        looked_at_ns: when the look at the folders began.
    """

    read: list[tuple[FoundFile, str]] = field(default_factory=list)
    moved: list[tuple[FileRecord, FileRecord]] = field(default_factory=list)
    gone: list[FileRecord] = field(default_factory=list)
    touched: list[FileRecord] = field(default_factory=list)
    unchanged: list[FileRecord] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)
    found: dict[str, FoundFile] = field(default_factory=dict)
    looked_at_ns: int = field(default_factory=time.time_ns)

    def record(
        self, found: FoundFile, sha256: str, document_ids: Sequence[str], failures: Sequence[Failure] = ()
    ) -> FileRecord:
        """Return what to remember of a file; without a hash it is read again by the next run."""
        status = found.status
        return FileRecord(
            path=found.source,
            size=status.st_size,
            modified_ns=status.st_mtime_ns,
            changed_ns=status.st_ctime_ns,
            inode=status.st_ino,
            looked_at_ns=self.looked_at_ns,
            sha256=sha256,
            document_ids=tuple(document_ids),
            failures=tuple(failures),
        )


def unsettled(record: FileRecord) -> FileRecord:
    """Return the record of a file that the next run that comes by is to read again."""
    return dataclasses.replace(record, size=-1, sha256="")
