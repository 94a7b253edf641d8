"""The tables of uploads, from the first version to today's."""

from index.storage.migrations import Migrations

__all__ = ["UPLOAD_MIGRATIONS"]

UPLOAD_MIGRATIONS = Migrations(
    (
        # A holder of an original is a job, whose version is 0, or a document, whose versions count from 1.
        """
CREATE TABLE jobs (id TEXT PRIMARY KEY, ended INTEGER NOT NULL, sha256 TEXT NOT NULL, job TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX jobs_by_end ON jobs (ended, id);
CREATE INDEX jobs_of_bytes ON jobs (sha256, id);
CREATE TABLE originals (
    holder TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (holder, version)) WITHOUT ROWID;
CREATE INDEX holders_of_bytes ON originals (sha256)
""",
    )
)
