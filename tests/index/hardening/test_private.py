"""What Footnote writes is its owner's alone, whatever the umask: folders 0700, files 0600."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.backups.backup import back_up, restore
from index.commands.cli import cli
from index.encoding.encoders.hash import HashEncoder
from index.folders.sync import sync_paths
from index.hardening.private import make_folder, open_new, tighten, write_text
from index.storage.stamps import new_id, now
from index.store import Index
from index.uploads.queue.job import Job
from tests.support.beside import history_in, jobs_in

OTHERS = 0o077


@pytest.fixture(params=[0o000, 0o022], ids=["umask-000", "umask-022"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def exposed(folder: Path) -> dict[str, str]:
    """Return what others may do anything with: each path below a folder, and the folder, with its mode."""
    return {
        str(path.relative_to(folder)): oct(path.lstat().st_mode)
        for path in (folder, *folder.rglob("*"))
        if path.lstat().st_mode & OTHERS
    }


def filled(place: Path, folder: Path) -> Index:
    """Return an index that has a document, an upload, a conversation, locks, and both search indexes."""
    folder.mkdir(exist_ok=True)
    (folder / "secret.txt").write_text("The lamp was lit in 1911. Nobody else may know that.")
    index = Index.open(place, HashEncoder(), create=True)
    sync_paths(index, [folder])
    index.search.dense(HashEncoder().encode_query("lamp").vector, 5)
    index.search.lexical(["lamp"], 5)
    jobs = jobs_in(place)
    with jobs.originals.receiving([b"the file as it came"]) as received:
        job = Job(new_id(), "a.txt", "file", "a.txt", received.sha256, received.bytes, now())
        jobs.add(job, received)
    jobs.close()
    history = history_in(place)
    history.begin("A secret title")
    history.close()
    return index


def test_an_index_is_its_owner_s_alone_while_it_is_open_and_after(tmp_path: Path, umask: int) -> None:
    index = filled(tmp_path / "data" / "index", tmp_path / "docs")
    there = {path.name for path in index.folder.rglob("*")}
    assert {"footnote.sqlite", "footnote.sqlite-wal", "uploads.sqlite", "history.sqlite", "write.lock"} <= there
    assert {"dense", "lexical", "originals", "meta.json", "writer.json"} <= there
    assert exposed(tmp_path / "data") == {}
    index.close()
    assert exposed(tmp_path / "data") == {}
    assert (tmp_path / "docs" / "secret.txt").stat().st_mode & 0o777 == 0o666 & ~umask, (
        "the umask is nobody's but theirs"
    )


@pytest.mark.usefixtures("umask")
def test_a_backup_and_what_is_restored_of_it_are_their_owner_s_alone(tmp_path: Path) -> None:
    index = filled(tmp_path / "index", tmp_path / "docs")
    back_up(index, tmp_path / "kept.tar")
    assert stat.S_IMODE((tmp_path / "kept.tar").stat().st_mode) == 0o600
    restore(tmp_path / "kept.tar", tmp_path / "new" / "index")
    again = Index.open(tmp_path / "new" / "index", HashEncoder())
    again.search.dense(HashEncoder().encode_query("lamp").vector, 5)
    again.search.lexical(["lamp"], 5)
    assert exposed(tmp_path / "new") == {}
    restore(tmp_path / "kept.tar", index.folder)
    assert exposed(index.folder) == {}
    for each in (index, again):
        each.close()


def test_an_index_that_was_open_to_others_is_taken_from_them_when_its_owner_opens_it(tmp_path: Path) -> None:
    index = filled(tmp_path / "index", tmp_path / "docs")
    index.close()
    outside = tmp_path / "outside.txt"
    outside.write_text("Somebody's")
    outside.chmod(0o644)
    (index.folder / "dense" / "link").symlink_to(outside)
    (index.folder / "originals" / "away").symlink_to(tmp_path / "docs")
    for path in (index.folder, *index.folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    (tmp_path / "docs" / "secret.txt").chmod(0o644)
    Index.open(index.folder, HashEncoder()).close()
    links = {"dense/link", "originals/away"}
    assert exposed(index.folder).keys() <= links
    assert outside.stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "docs" / "secret.txt").stat().st_mode & 0o777 == 0o644


def test_a_folder_that_holds_other_things_too_keeps_its_mode_and_they_keep_theirs(tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir(mode=0o755)
    (place / "notes.txt").write_text("For all.")
    (place / "notes.txt").chmod(0o644)
    index = filled(place, tmp_path / "docs")
    assert exposed(place).keys() == {".", "notes.txt"}
    index.close()


@pytest.mark.usefixtures("umask")
def test_the_files_of_a_measurement_are_new_ones_of_their_owner_alone(tmp_path: Path) -> None:
    new, old = tmp_path / "new.json", tmp_path / "old.json"
    old.touch()
    old.chmod(0o640)
    for path in (new, old):
        write_text(path, "words of documents")
        with open_new(path) as file:
            file.write(b"others")
        assert path.read_bytes() == b"others"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (new, old)] == [0o600, 0o640], "theirs to choose"


@pytest.mark.usefixtures("umask")
def test_a_folder_above_a_new_one_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a")
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")]
    assert modes == [0o755, 0o700, 0o700]
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Not a directory"):
        make_folder(tmp_path / "file" / "below")


def test_what_is_another_user_s_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "footnote.sqlite").touch(0o644)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    before = exposed(tmp_path)
    tighten(tmp_path, {"footnote.sqlite"})
    assert exposed(tmp_path) == before


@pytest.mark.usefixtures("umask")
def test_the_commands_write_for_their_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "secret.txt").write_text("The lamp was lit in 1911.")
    place = ["--index", str(tmp_path / "index")]
    for arguments in (["index", str(tmp_path / "docs"), "--encoder", "hash"], ["backup", str(tmp_path / "kept.tar")]):
        result = CliRunner().invoke(cli, [*arguments, *place])
        assert result.exit_code == 0, result.output
    assert exposed(tmp_path / "index") == {}
    assert (tmp_path / "kept.tar").stat().st_mode & OTHERS == 0


def test_another_user_reads_nothing_of_an_index(tmp_path: Path) -> None:
    """The test of the tests above: the kernel's own word, where this process may become somebody else."""
    if os.geteuid() != 0:
        pytest.skip("only root may become another user")
    index = filled(tmp_path / "index", tmp_path / "docs")
    temporary = Path(tempfile.gettempdir())
    for path in (tmp_path, *(each for each in tmp_path.parents if temporary in each.parents)):
        path.chmod(path.stat().st_mode | 0o011)
    code = (
        "import os, sys; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "for name in sys.argv[1:]:\n"
        "    try: print(open(name, 'rb').read(1))\n"
        "    except OSError as error: print(error.errno)\n"
    )
    (tmp_path / "open.txt").write_bytes(b"o")
    (tmp_path / "open.txt").chmod(0o644)
    names = [str(tmp_path / "open.txt"), *(str(path) for path in index.folder.rglob("*") if path.is_file())]
    found = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, check=True)
    first, *others = found.stdout.split()
    assert (first, set(others)) == ("b'o'", {"13"})
    index.close()


@pytest.mark.parametrize("is_link", [False, True])
def test_no_file_that_lies_there_beforehand_becomes_the_backup(tmp_path: Path, is_link: bool) -> None:
    index = Index.open(tmp_path / "own", HashEncoder(), create=True)
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    prepared = tmp_path / f".kept.tar.{os.getpid()}.tmp"
    if is_link:
        prepared.symlink_to(victim)
    else:
        prepared.touch()
        prepared.chmod(0o666)
    back_up(index, tmp_path / "kept.tar")
    assert stat.S_ISREG((tmp_path / "kept.tar").lstat().st_mode)
    assert exposed(tmp_path / "kept.tar") == {}
    assert victim.read_text() == "mine"
    index.close()
