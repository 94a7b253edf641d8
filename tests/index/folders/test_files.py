"""A folder gives the same files in the same order, and says what it leaves out."""

import os
import socket
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest

from index.errors import DocumentError
from index.folders.files import FoundFile, SkippedFile, find_documents, open_file, really_called
from index.folders.ignoring import IGNORE_FILE


def fill(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Some text.", encoding="utf-8")


def found(root: Path, *paths: Path) -> list[str]:
    """Return the sources found at the paths, the root by default, relative to the root."""
    results = find_documents(paths or [root])
    return [Path(f.source).relative_to(root.resolve()).as_posix() for f in results if isinstance(f, FoundFile)]


def skipped(root: Path) -> dict[str, str]:
    results = find_documents([root])
    return {f.path.relative_to(root).as_posix(): f.reason for f in results if isinstance(f, SkippedFile)}


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a/z.md", "a/B.html", "c.jsonl", "a.txt", "README")
    assert found(tmp_path) == ["README", "a/B.html", "a/z.md", "a.txt", "b.txt", "c.jsonl"]


def test_a_source_is_an_absolute_path_however_the_path_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "docs/a.txt")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "docs/a.txt"
    expected = [FoundFile(Path("docs/a.txt"), path.resolve().as_posix(), path.stat())]
    assert list(find_documents([Path("docs")])) == expected
    assert list(find_documents([Path("docs/a.txt")])) == expected


def test_a_file_named_twice_is_found_once(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.txt")
    assert found(tmp_path, tmp_path / "b.txt", tmp_path, tmp_path / "a.txt") == ["b.txt", "a.txt"]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden.txt", ".git/a.txt", "a.txt")
    assert found(tmp_path) == ["a.txt"]
    assert skipped(tmp_path) == {}


def test_a_hidden_or_unsupported_file_that_is_named_is_found(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden.txt", "a.xyz")
    assert found(tmp_path, tmp_path / ".hidden.txt", tmp_path / "a.xyz") == [".hidden.txt", "a.xyz"]


def test_files_of_other_formats_are_skipped_with_the_reason(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "b.xyz", "~$report.docx")
    for name in ("program", "photo.jpg"):
        (tmp_path / name).write_bytes(b"\x7fELF\x02\x01\x01\x00\x00")
    assert found(tmp_path) == ["a.txt", "b.xyz"], "text is read whatever its extension"
    assert skipped(tmp_path) == dict.fromkeys(["photo.jpg", "program"], "its format cannot be read")


def test_ignore_files_work_as_git_s_do_and_the_nearest_decides(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "drafts/b.txt", "drafts/keep.txt", "sub/a.txt", "sub/c.log", "sub/deep/keep.log", "x/c.log")
    (tmp_path / IGNORE_FILE).write_text("# comment\n/a.txt\ndrafts/*\n!drafts/keep.txt\n*.log\n", encoding="utf-8")
    (tmp_path / "sub" / IGNORE_FILE).write_text("!keep.log\n", encoding="utf-8")
    assert found(tmp_path) == ["drafts/keep.txt", "sub/a.txt", "sub/deep/keep.log"]
    assert skipped(tmp_path) == {}


def test_an_ignored_folder_is_not_entered(tmp_path: Path) -> None:
    fill(tmp_path, "build/a.txt", "b.txt")
    (tmp_path / IGNORE_FILE).write_text("build/\n", encoding="utf-8")
    assert found(tmp_path) == ["b.txt"]


def test_links_are_followed_inside_the_folder_and_never_out_of_it(tmp_path: Path) -> None:
    fill(tmp_path, "root/.data/a.txt", "root/sub/b.txt", "outside/secret.txt")
    root = tmp_path / "root"
    (root / "a.txt").symlink_to(".data/a.txt")
    (root / "again").symlink_to("sub")
    (root / "loop").symlink_to(".")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "out.txt").symlink_to(tmp_path / "outside/secret.txt")
    assert found(root) == [".data/a.txt", "sub/b.txt"]
    assert skipped(root) == {"out": "it links out of the folder", "out.txt": "it links out of the folder"}


def test_broken_and_endless_links_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").symlink_to("nothing")
    (tmp_path / "self.txt").symlink_to("self.txt")
    assert set(skipped(tmp_path)) == {"broken.txt", "self.txt"}


def test_special_files_are_skipped_and_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        assert skipped(tmp_path) == {"pipe.txt": "it is a named pipe", "socket.txt": "it is a socket"}
    assert list(find_documents([Path("/dev/null")])) == [SkippedFile(Path("/dev/null"), "it is a device")]


def test_a_name_that_is_not_utf8_is_skipped(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("x", encoding="utf-8")
    assert list(skipped(tmp_path).values()) == ["its name is not UTF-8"]


def test_a_path_that_does_not_exist_is_an_error_at_once(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with pytest.raises(DocumentError, match=r"There is no file or folder “.*nowhere”"):
        find_documents([tmp_path, tmp_path / "nowhere"])


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(find_documents([tmp_path])) == []


@pytest.mark.parametrize("swapped", ["file", "folder"])
def test_a_link_that_is_put_in_the_place_of_what_was_found_is_not_followed(swapped: str, tmp_path: Path) -> None:
    for folder in ("papers/inner", "private"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "papers" / "inner" / "note.txt").write_text("A note.")
    (tmp_path / "private" / "note.txt").write_text("A secret.")
    [found] = find_documents([tmp_path / "papers"])
    assert isinstance(found, FoundFile)
    with os.fdopen(open_file(found)) as file:
        assert file.read() == "A note."
    there = tmp_path / "papers" / "inner"
    (there / "note.txt").unlink()
    if swapped == "file":
        (there / "note.txt").symlink_to(tmp_path / "private" / "note.txt")
    else:
        there.rmdir()
        there.symlink_to(tmp_path / "private")
    with pytest.raises(OSError, match=r"replaced|symbolic"):
        open_file(found)


def test_a_file_that_a_program_saved_anew_is_read(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note.")
    [found] = find_documents([tmp_path])
    assert isinstance(found, FoundFile)
    (tmp_path / "new").write_text("Another.")
    (tmp_path / "new").rename(tmp_path / "note.txt")
    with os.fdopen(open_file(found)) as file:
        assert file.read() == "Another."


@pytest.mark.parametrize(("on_disk", "written"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_names_match_in_either_form_of_unicode_and_files_keep_their_own(
    on_disk: Literal["NFC", "NFD"], written: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    folder = tmp_path.resolve() / normalize(on_disk, "Übersicht")
    folder.mkdir()
    for name in ("Köln.txt", "Zürich.txt", "Århus.txt"):
        (folder / normalize(on_disk, name)).write_text("The tower is open.")
    (folder / ".footnoteignore").write_text(normalize(written, "Zür*\nÅrhus.txt\n"))
    asked = tmp_path.resolve() / normalize(written, "Übersicht")
    assert really_called(asked / normalize(written, "Köln.txt")) == folder / normalize(on_disk, "Köln.txt")
    files = [each for each in find_documents([really_called(asked)]) if isinstance(each, FoundFile)]
    assert [each.source for each in files] == [str(folder / normalize(on_disk, "Köln.txt"))]
    os.close(open_file(files[0]))


def test_a_name_that_is_there_as_it_was_written_is_no_other(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / normalize(form, "Köln.txt")).write_text(form)
    assert [really_called(tmp_path / normalize(form, "Köln.txt")).read_text() for form in ("NFC", "NFD")] == [
        "NFC",
        "NFD",
    ]
    assert really_called(tmp_path / "Ulm.txt") == tmp_path / "Ulm.txt"
