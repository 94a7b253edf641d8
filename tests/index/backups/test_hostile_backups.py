"""A backup of a stranger's writes nothing but an index, and nothing in it is run."""

import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.backups.backup import back_up, restore
from index.commands.cli import cli
from index.encoding.encoders.hash import HashEncoder
from index.errors import EncoderMismatch, IndexDamaged, StoreError
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.schema.plain_tables import check_plain
from index.store import Index
from tests.index.older import make_older
from tests.support.beside import jobs_in
from tests.support.documents import ingest_bytes

pytestmark = pytest.mark.slow

Member = tuple[tarfile.TarInfo, bytes]


@pytest.fixture
def kept(index: Index) -> Index:
    ingest_bytes(index, b"The museum opened in 1901.", "museum.txt", "museum.txt")
    jobs_in(index.folder).close()
    return index


@pytest.fixture
def forge(kept: Index, tmp_path: Path) -> Callable[..., Path]:
    """Write a sound backup with other members, other databases, or other words in its manifest."""

    def forge(more: Iterable[Member] = (), listed: dict[str, str] | None = None, **statements: str | list[str]) -> Path:
        back_up(kept, tmp_path / "kept.tar")
        with tarfile.open(tmp_path / "kept.tar") as archive:
            files = {info.name: archive.extractfile(info).read() for info in archive}  # type: ignore[union-attr]  # all are files
        manifest = json.loads(files.pop("manifest.json"))
        for name, some in statements.items():
            path = tmp_path / "forged.sqlite"
            path.write_bytes(files[f"{name}.sqlite"])
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                for statement in [some] if isinstance(some, str) else some:
                    connection.execute(statement)
            files[f"{name}.sqlite"] = path.read_bytes()
        manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} | (listed or {})
        files["manifest.json"] = json.dumps(manifest).encode()
        with tarfile.open(tmp_path / "forged.tar", "w") as archive:
            members: list[Member] = []
            for name, data in files.items():
                members.append((tarfile.TarInfo(name), data))
            for info, data in (*members, *more):
                if info.isreg():
                    info.size = info.size or len(data)
                archive.addfile(info, io.BytesIO(data.ljust(info.size, b"\0")) if info.isreg() else None)
        return tmp_path / "forged.tar"

    return forge


def member(name: str, data: bytes = b"x", **fields: object) -> Member:
    info = tarfile.TarInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, data


def outside(tmp_path: Path) -> set[str]:
    """Return everything below the test's folder but the index that was there and the archives."""
    return {
        str(path.relative_to(tmp_path))
        for path in tmp_path.rglob("*")
        if "index" not in path.relative_to(tmp_path).parts
    }


def deep_links() -> list[Member]:
    """CVE-2025-4517: a chain of links whose resolved path is longer than PATH_MAX leads out of the folder unseen."""
    long = "d" * 247
    steps = "abcdefghijklmnop"
    made: list[Member] = []
    path = ""
    for step in steps:
        made.append(member(f"{path}{long}", type=tarfile.DIRTYPE, mode=0o755))
        made.append(member(f"{path}{step}", type=tarfile.SYMTYPE, linkname=long))
        path += f"{long}/"
    link = "/".join(steps) + "/" + "l" * 254
    made.append(member(link, type=tarfile.SYMTYPE, linkname="../" * len(steps)))
    made.append(member("escape", type=tarfile.SYMTYPE, linkname=f"{link}/.."))
    made.append(member("hard", type=tarfile.LNKTYPE, linkname="escape/victim.txt"))
    made.append(member("hard", b"overwritten"))
    return made


def test_the_chain_of_links_that_leads_out_of_the_folder_is_refused(forge: Callable[..., Path], tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    with pytest.raises(StoreError, match="which no backup holds"):
        restore(forge(deep_links()), tmp_path / "new")
    assert victim.read_text() == "mine"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "extra",
    [
        member("originals/aa/link", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        member("history.sqlite", type=tarfile.LNKTYPE, linkname="/etc/passwd"),
        member("pipe", type=tarfile.FIFOTYPE),
        member("device", type=tarfile.CHRTYPE, devmajor=1, devminor=3),
        member("folder", type=tarfile.DIRTYPE, mode=0o777),
        member("footnote.sqlite", b"a second one"),
        member("hollow", type=tarfile.GNUTYPE_SPARSE),
    ],
    ids=lambda extra: extra[0].name.replace("/", "-"),
)
def test_what_no_backup_holds_is_refused(
    forge: Callable[..., Path], kept: Index, tmp_path: Path, extra: Member
) -> None:
    file = forge([extra])
    for folder in (tmp_path / "new", kept.folder):
        with pytest.raises(StoreError):
            restore(file, folder)
    assert not (tmp_path / "new").exists()
    assert [document.source for document in kept.documents.listed()] == ["museum.txt"]


@pytest.mark.parametrize(
    "name",
    [
        "/nowhere/escaped",
        "../escaped",
        "originals/../../escaped",
        f"originals/aa/{'b' * 64}",
        f"originals/AA/{'A' * 64}",
        f"originals/aa/{'a' * 64}/x",
        f"originals/aa/{'a' * 64}\n",
        "./footnote.sqlite",
        "footnote.sqlite-wal",
        "confidence.json",
        "settings.toml",
        "lexical/meta.json",
        "extra.sqlite",
    ],
)
def test_a_name_that_no_backup_has_is_written_nowhere(forge: Callable[..., Path], tmp_path: Path, name: str) -> None:
    data = b"hostile"
    file = forge([member(name, data)], listed={name: hashlib.sha256(data).hexdigest()})
    before = outside(tmp_path)
    restore(file, tmp_path / "new")
    assert {path for path in outside(tmp_path) - before if not path.startswith("new")} == set()
    assert {path.name for path in (tmp_path / "new").rglob("*")} == {"footnote.sqlite", "uploads.sqlite"}
    assert not Path("/nowhere").exists()


def test_an_original_whose_bytes_are_not_those_of_its_name_is_refused(
    forge: Callable[..., Path], tmp_path: Path
) -> None:
    name = f"originals/aa/{'a' * 64}"
    with pytest.raises(StoreError, match="not what was written"):
        restore(forge([member(name)], listed={name: hashlib.sha256(b"x").hexdigest()}), tmp_path / "new")


@pytest.mark.parametrize(
    "listed",
    [
        {"footnote.sqlite": "0" * 64},
        {"history.sqlite": "0" * 64},
        {f"originals/aa/{'a' * 64}": "0" * 64},
    ],
)
def test_a_manifest_that_lists_what_is_not_there_is_refused(
    forge: Callable[..., Path], tmp_path: Path, listed: dict[str, str]
) -> None:
    with pytest.raises(StoreError, match="damaged"):
        restore(forge(listed=listed), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_header_that_leads_back_ends_the_reading(forge: Callable[..., Path], tmp_path: Path) -> None:
    """CVE-2025-8194: a size below nothing, which only base 256 can say, sets the reading back, and it never ends."""
    file = forge()
    data = bytearray(file.read_bytes())
    size = slice(124, 136)
    data[size] = (-1024).to_bytes(12, "big", signed=True)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    file.write_bytes(data)
    with pytest.raises(StoreError):
        restore(file, tmp_path / "new")


WORSE = {
    "trigger": "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM documents; END",
    "view": ["DROP TABLE tag_choices", "CREATE VIEW tag_choices AS SELECT 'a' AS document_id, 'b' AS tag, 1 AS wanted"],
    "endless view": [
        "DROP TABLE meta",
        "CREATE VIEW meta AS WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n) SELECT k AS key, 1 FROM n",
    ],
    "virtual table": "CREATE VIRTUAL TABLE words USING fts5(word)",
    "computed column": "ALTER TABLE documents ADD COLUMN more TEXT AS (hex(zeroblob(1000000)))",
    "other columns": "ALTER TABLE documents ADD COLUMN more TEXT",
    "no table": "DROP TABLE chunks",
    "no version": "PRAGMA user_version = -1",
    "later version": "PRAGMA user_version = 999",
    "a name that quotes": 'CREATE TABLE "a"" SELECT" (x)',
    "twice": [
        "CREATE TABLE other AS SELECT * FROM documents",
        "INSERT INTO other SELECT * FROM documents",
        "DROP TABLE documents",
        "ALTER TABLE other RENAME TO documents",
    ],
}


@pytest.mark.parametrize("statements", WORSE.values(), ids=WORSE)
def test_a_database_that_is_more_than_rows_in_our_tables_is_refused(
    forge: Callable[..., Path], kept: Index, tmp_path: Path, statements: str | list[str]
) -> None:
    file = forge(footnote=statements)
    for folder in (tmp_path / "new", kept.folder):
        with pytest.raises(StoreError):
            restore(file, folder)
    assert not (tmp_path / "new").exists()
    assert [document.source for document in kept.documents.listed()] == ["museum.txt"]
    assert kept.faults() == []


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER DELETE ON jobs BEGIN DELETE FROM originals; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE VIRTUAL TABLE words USING fts5(word)",
        "ALTER TABLE jobs ADD COLUMN more TEXT AS (hex(zeroblob(1000000)))",
    ],
)
def test_a_side_database_that_is_more_than_rows_is_refused(
    forge: Callable[..., Path], kept: Index, tmp_path: Path, statement: str
) -> None:
    file = forge(uploads=statement)
    for folder in (tmp_path / "new", kept.folder):
        with pytest.raises(IndexDamaged):
            restore(file, folder)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["uploads.sqlite", "footnote.sqlite"])
def test_what_runs_by_itself_is_refused_in_an_index_that_is_there_too(kept: Index, name: str) -> None:
    with closing(sqlite3.connect(kept.folder / name, isolation_level=None)) as connection:
        connection.execute("CREATE VIEW v AS SELECT 1")
    with pytest.raises(IndexDamaged, match="holds the view “v”"):
        jobs_in(kept.folder) if name == "uploads.sqlite" else Index.open(kept.folder)


def test_a_database_that_names_another_file_for_an_upload_leads_to_none(
    forge: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "victim.txt").write_text("mine")
    row = "INSERT INTO originals VALUES ('holder', 0, '../../victim.txt', 'x')"
    restore(forge(uploads=row), tmp_path / "new")
    with closing(jobs_in(tmp_path / "new")) as jobs:
        with pytest.raises(IndexDamaged, match="not one of the index's"):
            jobs.originals.of("holder")
        with pytest.raises(IndexDamaged, match="not one of the index's"):
            jobs.forget_documents(["holder"])
    assert (tmp_path / "victim.txt").read_text() == "mine"


def test_a_backup_names_no_model_that_is_loaded(forge: Callable[..., Path], tmp_path: Path) -> None:
    file = forge(footnote="UPDATE meta SET value = 'sentence-transformers:mallory/model' WHERE key = 'encoder'")
    with pytest.raises(EncoderMismatch, match="--encoder sentence-transformers:mallory/model"):
        restore(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    restore(file, tmp_path / "new", ["sentence-transformers:mallory/model"])
    assert (tmp_path / "new" / "footnote.sqlite").exists()
    command = ["restore", str(file), "--index", str(tmp_path / "third"), "--encoder", "hash"]
    assert CliRunner().invoke(cli, command).exit_code == 1


def test_a_backup_of_an_older_footnote_comes_back_whole(kept: Index, tmp_path: Path) -> None:
    ingest_bytes(kept, b"The museum opened in 1901. It closed in 1950.", "museum.txt", "museum.txt")
    back_up(kept, tmp_path / "kept.tar")
    unpacked = tmp_path / "older"
    with tarfile.open(tmp_path / "kept.tar") as archive:
        archive.extractall(unpacked, filter="data")
    make_older(unpacked)
    manifest = json.loads((unpacked / "manifest.json").read_bytes())
    manifest["files"]["footnote.sqlite"] = hashlib.sha256((unpacked / "footnote.sqlite").read_bytes()).hexdigest()
    (unpacked / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "older.tar", "w") as archive:
        for name in (*manifest["files"], "manifest.json"):
            archive.add(unpacked / name, name)
    for folder in (tmp_path / "new", kept.folder):
        restore(tmp_path / "older.tar", folder)
        again = Index.open(folder, HashEncoder())
        assert again.faults() == []
        [museum] = again.documents.listed()
        assert [again.documents.get(museum.id, version).version for version in (1, 2)] == [1, 2]
        again.close()


def test_a_backup_comes_back_with_its_count_of_chunks(forge: Callable[..., Path], tmp_path: Path) -> None:
    restore(forge(footnote="UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'chunks'"), tmp_path / "new")
    again = Index.open(tmp_path / "new", HashEncoder())
    assert again.faults() == []
    ingest_bytes(again, b"Ferries carry the traffic.", "ferry.txt", "ferry.txt")
    ferry = [document.id for document in again.documents.listed() if document.source == "ferry.txt"]
    assert again.chunks.ids_of(ferry) == [4712]
    again.close()
    assert (tmp_path / "new" / "footnote.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE rows (a TEXT CHECK (length(randomblob(900000000)) > 0))",
        "CREATE TABLE rows (a TEXT DEFAULT (randomblob(900000000)))",
        "CREATE TABLE rows (a TEXT); CREATE INDEX hidden ON rows (lower(a))",
        "CREATE TABLE rows (a TEXT); CREATE INDEX hidden ON rows (a) WHERE length(a) > 5",
    ],
)
def test_a_file_whose_tables_compute_something_is_refused(statement: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "history.sqlite")) as connection:
        connection.executescript(statement)
    with closing(SqliteFile(tmp_path / "history.sqlite")) as file, pytest.raises(IndexDamaged, match="computes"):
        check_plain(file)
