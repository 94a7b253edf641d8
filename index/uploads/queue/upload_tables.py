"""The tables of uploads, from the first version to today's."""

from index.storage.schema.migrations import Migrations

__all__ = ["UPLOAD_MIGRATIONS"]

UPLOAD_MIGRATIONS = Migrations(
    "uploads",
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
    ),
    (
        """
CREATE TABLE jobs (
    id TEXT COLLATE "C" PRIMARY KEY, ended BIGINT NOT NULL, sha256 TEXT COLLATE "C" NOT NULL,
    job TEXT COLLATE "C" NOT NULL);
CREATE INDEX jobs_by_end ON jobs (ended, id);
CREATE INDEX jobs_of_bytes ON jobs (sha256, id);
CREATE TABLE originals (
    holder TEXT COLLATE "C" NOT NULL, version BIGINT NOT NULL, sha256 TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL, PRIMARY KEY (holder, version));
CREATE INDEX holders_of_bytes ON originals (sha256);
CREATE TABLE original_pieces (
    sha256 TEXT COLLATE "C" NOT NULL, number BIGINT NOT NULL, bytes BYTEA NOT NULL, PRIMARY KEY (sha256, number))
""",
    ),
    {"jobs": ("id",), "originals": ("holder", "version")},
)
