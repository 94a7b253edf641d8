"""A live index in one file, and an index out of such a file."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from index.backups.foreign_database import copy_rows
from index.backups.unpacking import DATABASE, FORMAT, MANIFEST, SIDE_DATABASES, is_original, unpack
from index.encoding.load import OWN_ENCODERS
from index.errors import EncoderMismatch, IndexUnwritable, StoreError
from index.hardening.private import make_folder, open_new, write_text
from index.search.derived import sha256_of
from index.storage.databases.folder_database import FolderDatabase
from index.storage.engines.sqlite_file import SqliteFile
from index.storage.schema.plain_tables import check_plain, columns_of, tables_of
from index.store import Index

__all__ = ["back_up", "restore"]


def back_up(index: Index, file: Path) -> int:
    """Write everything that an index cannot make anew into a tar file for its owner, and return its size in bytes.

    The index may be read and written meanwhile: the file holds its last commit. A file that was there is replaced when
    the new one is whole.

    Raises:
        StoreError: the file cannot be written.
    """
    database = index.database
    if not isinstance(database, FolderDatabase):
        raise StoreError(
            f"The index is in {index.place}, whose own backups hold all of it",
            "Use pg_dump, or first copy it into a folder with “footnote migrate”",
        )
    if file.resolve().is_relative_to(index.folder.resolve()):
        raise StoreError(f"{file} lies in the index itself", "Write the backup somewhere else")
    try:
        # Nobody else can put a file or a link there beforehand, as under a name that can be guessed.
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".footnote-") as scratch:
            whole = Path(scratch) / "whole.tar"
            copy = Path(scratch) / DATABASE
            database.copy_to(copy)
            members = [(DATABASE, copy)]
            for beside in _side_databases(index.folder):
                copied = Path(scratch) / beside.name
                with closing(SqliteFile(beside)) as file_beside:
                    file_beside.copy_to(copied)
                members.append((beside.name, copied))
            with open_new(whole) as opened, tarfile.open(fileobj=opened, mode="w") as archive:
                hashes = {}
                for name, path in (*members, *_originals(index.folder)):
                    with suppress(FileNotFoundError):  # the document that it belonged to was removed just now
                        hashes[name] = sha256_of(path)
                        archive.add(path, name)
                manifest = Path(scratch) / MANIFEST
                write_text(manifest, json.dumps({"format": FORMAT, "index_id": database.identity, "files": hashes}))
                archive.add(manifest, MANIFEST)
            with whole.open("rb") as written:
                os.fsync(written.fileno())
            whole.replace(file)
    except (OSError, IndexUnwritable) as error:
        reason = getattr(error, "strerror", None) or "the disk is full"
        raise StoreError(f"The backup {file} cannot be written ({reason})", "Choose another place") from error
    return file.stat().st_size


def restore(file: Path, folder: Path, encoders: Iterable[str] = ()) -> None:
    """Make the index in a folder what it was when it was backed up; a server that has it open goes on with that.

    Whoever made the file decides what documents say, what was asked and what was sent in, and nothing else: no file of
    another name is written, nothing in its databases is run, and it names no model that is loaded.

    Args:
        file: of ``back_up``.
        folder: with that index, or with none.
        encoders: names of encoders that may be loaded, beside those that come with Footnote.

    Raises:
        EncoderMismatch: it wants another encoder loaded.
        StoreError: the file is no backup or is damaged, or the folder holds another index; nothing was changed then.
        IndexLocked: another process is writing to the index.
    """
    parent = folder.parent
    make_folder(parent)
    with tempfile.TemporaryDirectory(dir=parent, prefix=".footnote-") as scratch:
        saved, sound = Path(scratch) / "saved", Path(scratch) / "sound"
        make_folder(sound)
        unpacked = unpack(file, saved)
        copy_rows(saved / DATABASE, sound / DATABASE)
        _check_database(sound / DATABASE, unpacked.index_id, file, [*encoders, _encoder_of(folder)])
        for beside in _side_databases(saved):
            _check_side_database(beside, folder / beside.name)
            beside.replace(sound / beside.name)
        if not (folder / DATABASE).exists():
            _take_over(saved, sound, unpacked.originals, folder)
            return
        index = Index.open(folder)
        try:
            database = index.database
            assert isinstance(database, FolderDatabase)  # noqa: S101 — it was opened by its folder
            if database.identity != unpacked.index_id:
                raise StoreError(f"{folder} holds another index than {file} was made of", "Restore into a new folder")
            for name in unpacked.originals:
                if not (folder / name).exists():
                    make_folder((folder / name).parent)
                    shutil.move(saved / name, folder / name)
            for beside in _side_databases(sound):
                _join(beside, folder / beside.name)
            database.replace_with(sound / DATABASE)
            index.search.catch_up()
        finally:
            index.close()


def _check_database(path: Path, index_id: str, file: Path, encoders: Iterable[str | None]) -> None:
    """Bring the tables of an older Footnote up to date, and look at what the index says of itself."""
    database = FolderDatabase(path)
    try:
        encoder = database.meta("encoder")
        if database.meta("index_id") != index_id:
            raise StoreError(f"{file} holds another index than it says", "Give a file of “footnote backup”")
    finally:
        database.close()
    if encoder and encoder not in (*OWN_ENCODERS, *encoders):
        raise EncoderMismatch(
            f"{file} is of an index that was made with the encoder “{encoder}”, which would be loaded to use it",
            f"If you trust that model, name it: --encoder {encoder}",
        )


def _encoder_of(folder: Path) -> str | None:
    """Return the encoder of the index in a folder, where there is one."""
    if not (folder / DATABASE).exists():
        return None
    database = FolderDatabase(folder / DATABASE)
    try:
        return database.meta("encoder")
    finally:
        database.close()


def _check_side_database(path: Path, target: Path) -> None:
    """Make sure that a database beside the index's can be read, and joined to the one that is there.

    One of an older Footnote lacks columns that have come since, which have defaults.
    """
    with closing(SqliteFile(target if target.exists() else path)) as file:
        check_plain(file)
        if target.exists():
            with file.attached(path, "copy"):
                check_plain(file, "copy")
                if any(
                    not set(columns_of(file, t, "copy")) <= set(columns_of(file, t)) for t in tables_of(file, "copy")
                ):
                    raise StoreError(
                        f"{path.name} of the backup has other tables than {target}",
                        "Restore into a new folder, with the Footnote that made the backup or a later one",
                    )


def _side_databases(folder: Path) -> list[Path]:
    """Return the databases beside the index's own that are there."""
    return [folder / name for name in SIDE_DATABASES if (folder / name).exists()]


def _join(saved: Path, target: Path) -> None:
    """Add what a side database knew, such as uploads or conversations, to what it knows now.

    What is there stays as it is with all that belongs to it: of a conversation that has gone on since, no turns of then
    come among those of now.
    """
    if not target.exists():
        shutil.move(saved, target)
        return
    with closing(SqliteFile(target)) as file, file.attached(saved, "copy"), file.transaction() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")  # tables come in any order
        tables = tables_of(file, "copy")
        for table in tables:
            # What belongs to a row goes with it, by the foreign keys.
            keys = [row[1] for row in connection.execute(f'PRAGMA copy.table_info("{table}")') if row[5]]
            if keys and not connection.execute(f'PRAGMA copy.foreign_key_list("{table}")').fetchall():
                names = ", ".join(f'"{key}"' for key in keys)
                connection.execute(
                    f'DELETE FROM copy."{table}" WHERE ({names}) IN (SELECT {names} FROM main."{table}")'  # noqa: S608 — our own tables
                )
        for table in tables:
            columns = ", ".join(f'"{name}"' for name, _ in columns_of(file, table, "copy"))
            connection.execute(
                f'INSERT OR IGNORE INTO main."{table}" ({columns}) SELECT {columns} FROM copy."{table}"'  # noqa: S608
            )


def _take_over(saved: Path, sound: Path, originals: Iterable[str], folder: Path) -> None:
    make_folder(folder)
    # What is left of a database that was there would be taken for the latest of this one.
    beside = _side_databases(sound)
    for name in (DATABASE, *(path.name for path in beside)):
        for ending in ("-wal", "-shm"):
            (folder / f"{name}{ending}").unlink(missing_ok=True)
    for name in originals:
        make_folder((folder / name).parent)
        (saved / name).replace(folder / name)
    # Last the index's own: with that, the folder is an index.
    for path in (*beside, sound / DATABASE):
        path.replace(folder / path.name)


def _originals(folder: Path) -> list[tuple[str, Path]]:
    """Return the files that were sent in, each with its name in the backup."""
    found = [(path.relative_to(folder).as_posix(), path) for path in sorted((folder / "originals").glob("*/*"))]
    return [(name, path) for name, path in found if is_original(name) and path.is_file()]
