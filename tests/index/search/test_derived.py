import json
from pathlib import Path

import pytest

from index.search.derived import Damaged, Manifest, changed_files, read_manifest, write_atomically, write_manifest

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""The sha256 of "abc", as FIPS 180-2 gives it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one").write_bytes(b"abc")
    write_manifest(tmp_path, "id", 7, ["one"])
    return tmp_path


def test_a_manifest_holds_the_hashes_of_the_files(folder: Path) -> None:
    assert read_manifest(folder, "id") == Manifest("id", 7, {"one": ABC}, {"one": 3})


def test_a_folder_that_was_never_written_has_no_manifest(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "none", "id") is None


def test_of_a_large_file_the_size_is_looked_at_and_all_of_it_when_that_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.search.derived._READ_WHOLE", 2)
    (folder / "one").write_bytes(b"abd")
    manifest = read_manifest(folder, "id")
    assert manifest
    assert changed_files(folder, manifest) == ["one"]
    (folder / "one").write_bytes(b"abcd")
    with pytest.raises(Damaged, match="one is not what was written"):
        read_manifest(folder, "id")


def test_a_manifest_without_sizes_is_one_of_the_version_before(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"index_id": "id", "generation": 1, "files": {"one": ABC}}))
    assert read_manifest(folder, "id") == Manifest("id", 1, {"one": ABC})


def test_what_has_a_hash_already_is_not_read_again(folder: Path) -> None:
    known = read_manifest(folder, "id")
    (folder / "one").write_bytes(b"abd")
    (folder / "two").write_bytes(b"abc")
    write_manifest(folder, "id", 8, ["one", "two"], known)
    assert json.loads((folder / "manifest.json").read_text())["files"] == {"one": ABC, "two": ABC}


def test_what_was_read_before_is_compared_with_its_size_alone(folder: Path) -> None:
    known = read_manifest(folder, "id")
    (folder / "one").write_bytes(b"abd")
    assert read_manifest(folder, "id", known) == known
    (folder / "one").write_bytes(b"abcd")
    with pytest.raises(Damaged, match="one is not what was written"):
        read_manifest(folder, "id", known)


def test_every_way_to_be_damaged_is_said(folder: Path) -> None:
    with pytest.raises(Damaged, match="another index"):
        read_manifest(folder, "other")
    (folder / "one").write_bytes(b"abd")
    with pytest.raises(Damaged, match="one is not what was written"):
        read_manifest(folder, "id")
    (folder / "one").unlink()
    with pytest.raises(Damaged, match="cannot be used"):
        read_manifest(folder, "id")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"index_id": "id"}', b'{"index_id": "id", "generation": "x"}'])
def test_a_manifest_that_cannot_be_read_is_damage(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(Damaged):
        read_manifest(folder, "id")


def test_files_that_are_no_object_are_damage(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"index_id": "id", "generation": 1, "files": [1]}))
    with pytest.raises(Damaged):
        read_manifest(folder, "id")


def test_a_file_is_replaced_whole_and_nothing_else_stays(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", b"old and longer")
    write_atomically(tmp_path / "file", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"new"}
