"""A live index in one file, and an index out of such a file."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from index.connections import Connections
from index.database import Database
from index.derived import sha256_of
from index.errors import IndexUnwritable, StoreError
from index.nested_json import read_json
from index.side_database import copy_database
from index.store import Index

__all__ = ["back_up", "restore"]

_DATABASE = "footnote.sqlite"
_MANIFEST = "manifest.json"
_DERIVED = frozenset({"dense", "lexical"})
_FORMAT = 1


def back_up(index: Index, file: Path) -> int:
    """Write everything that an index cannot make anew into a tar file, and return its size in bytes.

    The index may be read and written meanwhile: the file holds its last commit. A file that was there is replaced when
    the new one is whole.

    Raises:
        StoreError: the file cannot be written.
    """
    if file.resolve().is_relative_to(index.folder.resolve()):
        raise StoreError(f"{file} lies in the index itself", "Write the backup somewhere else")
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".footnote-") as scratch:
            database = Path(scratch) / _DATABASE
            index.copy_database_to(database)
            members = [(_DATABASE, database)]
            for beside in _side_databases(index.folder):
                copied = Path(scratch) / beside.name
                copy_database(beside, copied)
                members.append((beside.name, copied))
            with tarfile.open(temporary, "w") as archive:
                hashes = {}
                for name, path in (*members, *_kept(index.folder)):
                    with suppress(FileNotFoundError):  # the document that it belonged to was removed just now
                        hashes[name] = sha256_of(path)
                        archive.add(path, name)
                manifest = Path(scratch) / _MANIFEST
                manifest.write_text(json.dumps({"format": _FORMAT, "index_id": index.identity, "files": hashes}))
                archive.add(manifest, _MANIFEST)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(file)
    except (OSError, IndexUnwritable) as error:
        temporary.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or "the disk is full"
        raise StoreError(f"The backup {file} cannot be written ({reason})", "Choose another place") from error
    return file.stat().st_size


def restore(file: Path, folder: Path) -> None:
    """Make the index in a folder what it was when it was backed up; a server that has it open goes on with that.

    Args:
        file: of ``back_up``.
        folder: with that index, or with none.

    Raises:
        StoreError: the file is no backup or is damaged, or the folder holds another index; nothing was changed then.
        IndexLocked: another process is writing to the index.
    """
    parent = folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix=".footnote-") as scratch:
        unpacked = Path(scratch)
        identity = _unpack(file, unpacked)
        Database(unpacked / _DATABASE).close()  # brings the tables of an older Footnote up to date
        if not (folder / _DATABASE).exists():
            _take_over(unpacked, folder)
            return
        index = Index.open(folder)
        try:
            if index.identity != identity:
                raise StoreError(f"{folder} holds another index than {file} was made of", "Restore into a new folder")
            for name, path in _kept(unpacked):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists():
                    shutil.move(path, target)
            for beside in _side_databases(unpacked):
                _join(beside, folder / beside.name)
            index.replace_database_with(unpacked / _DATABASE)
        finally:
            index.close()


def _side_databases(folder: Path) -> list[Path]:
    """Return the databases beside the index's own (``index.side_database``)."""
    return sorted(path for path in folder.glob("*.sqlite") if path.name != _DATABASE)


def _join(saved: Path, target: Path) -> None:
    """Add what a side database knew, such as uploads or conversations, to what it knows now.

    What is there stays as it is with all that belongs to it: of a conversation that has gone on since, no turns of then
    come among those of now.
    """
    if not target.exists():
        shutil.move(saved, target)
        return
    connections = Connections(target)
    try:
        with connections.attached(saved, "copy"), connections.transaction() as connection:
            tables = [
                name for (name,) in connection.execute("SELECT name FROM copy.sqlite_master WHERE type = 'table'")
            ]
            for table in tables:
                # What belongs to a row goes with it, by the foreign keys.
                keys = [row[1] for row in connection.execute(f'PRAGMA copy.table_info("{table}")') if row[5]]
                if keys and not connection.execute(f'PRAGMA copy.foreign_key_list("{table}")').fetchall():
                    names = ", ".join(f'"{key}"' for key in keys)
                    connection.execute(
                        f'DELETE FROM copy."{table}" WHERE ({names}) IN (SELECT {names} FROM main."{table}")'  # noqa: S608 — our own tables
                    )
            for table in tables:
                connection.execute(f'INSERT OR IGNORE INTO main."{table}" SELECT * FROM copy."{table}"')  # noqa: S608
    finally:
        connections.close()


def _take_over(unpacked: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    # What is left of a database that was there would be taken for the latest of this one.
    beside = _side_databases(unpacked)
    for name in (_DATABASE, *(path.name for path in beside)):
        for ending in ("-wal", "-shm"):
            (folder / f"{name}{ending}").unlink(missing_ok=True)
    for name, path in (*_kept(unpacked), *((path.name, path) for path in beside)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        path.replace(folder / name)
    # Last: with the database, the folder is an index.
    (unpacked / _DATABASE).replace(folder / _DATABASE)


def _unpack(file: Path, target: Path) -> str:
    """Unpack a backup whose every file is what was written, and return the identity of its index."""
    try:
        with tarfile.open(file, "r:") as archive:
            archive.extractall(target, filter="data")
        manifest = read_json((target / _MANIFEST).read_bytes())
        if manifest["format"] != _FORMAT:
            raise StoreError(f"{file} was made by a later Footnote", "Use that one to restore it")
        listed = manifest["files"]
        if _DATABASE not in listed:
            raise StoreError(f"{file} holds no index", "Give a file of “footnote backup”")
        for path in [path for path in target.rglob("*") if path.is_file()]:
            if path.relative_to(target).as_posix() not in (*listed, _MANIFEST):
                path.unlink()
        for name, expected in listed.items():
            if PurePosixPath(name).is_absolute() or sha256_of(target / name) != expected:
                raise StoreError(f"The backup {file} is damaged: {name} is not what was written", "Use another one")
        return str(manifest["index_id"])
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"{file} is no backup that can be read ({error})", "Give a file of “footnote backup”"
        ) from error


def _kept(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files beside the database that are not made of it, each with its name in the backup."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        is_own = name.parts[0] not in _DERIVED and (len(name.parts) > 1)
        if is_own and path.is_file() and path.suffix not in (".lock", ".tmp"):
            yield name.as_posix(), path
