import functools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unicodedata import normalize

import pytest

from index.encoding.encoders.hash import HashEncoder
from index.errors import DocumentError
from index.folders.ingest import IngestReport
from index.folders.watching import keep_equal
from index.limits import Limits
from index.store import Index

pytestmark = pytest.mark.slow


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; it may take long on a busy machine, not for ever."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _interruptible() -> None:
    """Let Ctrl-C arrive, which a shell keeps from what it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def watched(*paths: Path, index: Path) -> Iterator[Callable[[], set[str]]]:
    """Watch until the end of the block, and give what tells the texts in the index."""
    command = [str(Path(sys.executable).with_name("footnote")), "watch", *map(str, paths), "--index", str(index)]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"FOOTNOTE_ENCODER": "hash"},
        preexec_fn=_interruptible,  # noqa: PLW1509 — no thread runs yet
    ) as process:
        try:
            assert process.stderr is not None
            assert any("Watching" in line for line in iter(process.stderr.readline, ""))
            # What it has to say must not fill the pipe.
            threading.Thread(target=process.stderr.read, daemon=True).start()
            opened = Index.open(index, HashEncoder())
            yield lambda: {opened.documents.get(each.id).text for each in opened.documents.listed()}
            process.send_signal(signal.SIGINT)
            assert process.wait(60) == 0
            assert opened.faults() == []
            opened.close()
        finally:
            process.kill()


def test_a_watched_folder_and_its_index_stay_equal_until_interrupted(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "museum.txt").write_text("The museum opened.")
    with watched(folder, index=folder / ".index") as texts:
        assert texts() == {"The museum opened."}
        (folder / "ferry.txt").write_text("Ferries carry the traffic.")
        wait_for(lambda: texts() == {"The museum opened.", "Ferries carry the traffic."})
        (folder / "ferry.txt").rename(folder / "ferry.md")
        (folder / "museum.txt").unlink()
        wait_for(lambda: texts() == {"Ferries carry the traffic."})


def test_a_watched_folder_that_goes_and_comes_back_is_followed_again(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "museum.txt").write_text("The museum opened.")
    with watched(folder, index=tmp_path / "index") as texts:
        folder.rename(tmp_path / "away")
        time.sleep(2)
        assert texts() == {"The museum opened."}, "a drive that is away takes nothing with it"
        folder.mkdir()
        (folder / "museum.txt").write_text("The museum closed.")
        wait_for(lambda: texts() == {"The museum closed."})
        (folder / "museum.txt").write_text("The museum opened again.")
        wait_for(lambda: texts() == {"The museum opened again."})


def test_a_watched_file_that_an_editor_replaces_is_followed(tmp_path: Path) -> None:
    paper = tmp_path / "museum.txt"
    paper.write_text("The museum opened.")
    with watched(paper, index=tmp_path / "index") as texts:
        for text in ("The museum closed.", "The museum opened again."):
            (tmp_path / ".saved").write_text(text)
            (tmp_path / ".saved").replace(paper)
            wait_for(functools.partial(lambda wanted: texts() == {wanted}, text))


def test_a_watched_name_is_followed_in_either_form_of_unicode(tmp_path: Path) -> None:
    composed, apart = (tmp_path / normalize(form, "Köln.txt") for form in ("NFC", "NFD"))
    apart.write_text("The tower is open.")
    with watched(composed, index=tmp_path / "index") as texts:
        assert texts() == {"The tower is open."}
        apart.write_text("The tower is closed.")
        wait_for(lambda: texts() == {"The tower is closed."})
        (tmp_path / ".saved").write_text("The tower is open again.")
        apart.unlink()
        (tmp_path / ".saved").rename(composed)
        wait_for(lambda: texts() == {"The tower is open again."})


def test_a_path_that_cannot_be_looked_at_for_a_while_ends_nothing(tmp_path: Path) -> None:
    """As where a drive is away; a link to a name that no system takes is as hard to follow."""
    (tmp_path / "notes.txt").write_text("The tower is open.")
    watched_link = tmp_path / "drive"
    watched_link.symlink_to("notes.txt")
    with closing(Index.open(tmp_path / "index", HashEncoder(), create=True)) as index:
        runs = keep_equal(index, [watched_link], Limits())
        assert isinstance(next(runs), IngestReport)
        watched_link.unlink()
        watched_link.symlink_to("n" * 300)
        assert isinstance(next(runs), DocumentError)
        watched_link.unlink()
        (tmp_path / "notes.txt").write_text("The tower is closed.")
        watched_link.symlink_to("notes.txt")
        again = next(runs)
        assert isinstance(again, IngestReport)
        assert [Path(source).name for source in again.replaced] == ["notes.txt"]


@pytest.mark.parametrize(
    ("leads_to", "said"),
    [(None, "does not exist"), ("nowhere", "does not exist"), ("n" * 300, "cannot be read")],
    ids=["nothing", "nowhere", "far"],
)
def test_a_watched_path_that_is_not_there_is_a_wrong_call(tmp_path: Path, leads_to: str | None, said: str) -> None:
    if leads_to:
        (tmp_path / "Köln.txt").symlink_to(leads_to)
    command = [
        str(Path(sys.executable).with_name("footnote")),
        "watch",
        str(tmp_path / "Köln.txt"),
        "--index",
        str(tmp_path / "i"),
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, f"Köln.txt” {said}" in told.stderr) == (2, True)
