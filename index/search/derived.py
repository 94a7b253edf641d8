"""Files made from the database: which generation they reach, and whether they are still what was written."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from index.hardening.nested_json import read_json
from index.hardening.private import open_new

__all__ = ["Damaged", "Manifest", "read_manifest", "sha256_of", "write_atomically", "write_manifest"]


class Damaged(Exception):
    """A derived file is missing or is not what was written; the message says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a derived folder holds.

    Attributes:
        index_id: of the database that it was made from.
        generation: the last commit that it contains.
        files: hex sha256 by file name.
    """

    index_id: str
    generation: int
    files: dict[str, str]


def read_manifest(folder: Path, index_id: str) -> Manifest | None:
    """Return the manifest of a folder after comparing every file's hash; None when nothing was ever written there.

    Raises:
        Damaged: the manifest or a file is missing, unreadable or changed, or belongs to another index.
    """
    if not folder.exists():
        return None
    try:
        values = read_json((folder / "manifest.json").read_bytes())
        manifest = Manifest(str(values["index_id"]), int(values["generation"]), dict(values["files"]))
        for name, expected in manifest.files.items():
            if sha256_of(folder / name) != expected:
                raise Damaged(f"{name} is not what was written")
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Damaged(f"the manifest of {folder.name} cannot be used ({error})") from error
    if manifest.index_id != index_id:
        raise Damaged(f"{folder.name} belongs to another index, or to another version of Footnote")
    return manifest


def write_manifest(folder: Path, index_id: str, generation: int, names: Iterable[str]) -> None:
    """Record the files of a folder as they are now."""
    files = {name: sha256_of(folder / name) for name in sorted(names)}
    content = json.dumps({"index_id": index_id, "generation": generation, "files": files}, indent=1)
    write_atomically(folder / "manifest.json", content.encode())


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file so that a reader sees the old bytes or the new ones, also after a crash."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with open_new(temporary) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def sha256_of(path: Path) -> str:
    """Return the hex sha256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
